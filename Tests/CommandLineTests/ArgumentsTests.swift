import Connector
import Testing

@testable import CommandLine

@Suite struct ArgumentsTests {
    static let command = Command(
        "read", summary: "Reads",
        options: [
            .init("connector", short: "c", value: "NAME", help: "What to read"),
            .init("max-records", value: "N", help: "How much"),
            .init("verbose", short: "v", help: "Say more"),
        ]
    ) { (_, _) throws(Failure) in .succeeded }

    static let operandCommand = Command("validate", summary: "Checks", operands: "FILE…") { (_, _) throws(Failure) in
        .succeeded
    }

    @Test func `reads every spelling of an option`() throws {
        for words in [["--connector", "a", "-v"], ["--verbose", "--connector=a"], ["-c", "a", "-v"]] {
            let arguments = try Arguments(parsing: words, for: Self.command)
            #expect(arguments["connector"] == "a")
            #expect(arguments.has("verbose"))
            #expect(arguments["max-records"] == nil)
        }
        #expect(try Arguments(parsing: ["--connector=a=b"], for: Self.command)["connector"] == "a=b")
        #expect(try Arguments(parsing: ["--connector="], for: Self.command)["connector"] == "")
        #expect(try Arguments(parsing: ["--connector", "-"], for: Self.command)["connector"] == "-")
    }

    @Test func `reads operands`() throws {
        let arguments = try Arguments(parsing: ["a.yaml", "-", "--", "--odd.yaml"], for: Self.operandCommand)
        #expect(arguments.operands == ["a.yaml", "-", "--odd.yaml"])
    }

    @Test(arguments: [
        (["--conector", "a"], "unknown option `--conector`; did you mean `--connector`?"),
        (["-x"], "unknown option `-x`"),
        (["--connector"], "`--connector` needs a value: NAME"),
        (["--verbose=yes"], "`--verbose` takes no value"),
        (["-c", "a", "--connector", "b"], "`--connector` is given twice"),
        (["stripe"], "`curlew read` takes no argument `stripe`"),
    ])
    func `says what is wrong`(words: [String], message: String) {
        #expect(throws: Failure(.config, message, hint: "see `curlew read --help`")) {
            try Arguments(parsing: words, for: Self.command)
        }
    }
}
