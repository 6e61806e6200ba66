import Foundation
import JSON
import TestSupport
import Testing

/// The first commands of a new user: no file, no account, no network.
@Suite(.timeLimit(.minutes(2))) struct DemoCommandTests {
    private func summary(_ finished: Finished) throws -> JSONValue? {
        try finished.output.split(separator: "\n").last.map { try JSONValue.parse(String($0))["summary"] } ?? nil
    }

    private func read(_ configuration: String, into folder: String, _ more: String...) throws -> Finished {
        try run(
            "curlew",
            ["read", "--connector", "demo", "--format", "parquet", "--output", folder + "/out", "--state"]
                + [folder + "/state.json", "--config-json", configuration] + more)
    }

    /// The ids of a stream's rows in all its files, sorted.
    private func ids(_ stream: String, in folder: String) throws -> [Int] {
        let program = """
            import glob, json, sys
            task = json.load(open(sys.argv[1]))
            sys.path[:0] = glob.glob(task["packages"])
            import pyarrow.parquet
            files = glob.glob(task["files"])
            ids = [id for file in files for id in pyarrow.parquet.ParquetFile(file).read()["id"].to_pylist()]
            print(json.dumps(sorted(ids)))
            """
        let task: JSONValue = [
            "files": .string("\(folder)/out/\(stream)/*/*.parquet"),
            "packages": .string(PackageFolder.path + "/.venv/lib/python3*/site-packages"),
        ]
        let output = try runPython(program, input: Array(task.description.utf8))
        return try JSONValue.parse(PaddedBytes(output)).array?.compactMap { $0.int64.map { Int($0) } } ?? []
    }

    @Test func `the whole job runs without a configuration`() throws {
        try withTemporaryFolder { folder in
            let arguments = [
                "read", "--connector", "demo", "--format", "parquet", "--output", "./out", "--state", "state.json",
            ]
            let result = try run("curlew", arguments, in: folder)
            #expect(result.status == 0)
            #expect(result.error == "")
            let summary = try summary(result)
            #expect(summary?["total_records"] == 122_008)
            for (stream, count) in [("customers", 2_000), ("orders", 20_000), ("events_by_region", 50_000)] {
                #expect(try ids(stream, in: folder) == Array(1...count))
            }
            let again = try self.summary(run("curlew", arguments, in: folder))
            #expect(again?["total_records"] == 8)
        }
    }

    @Test(arguments: [0, 1])
    func `interrupted in one process and resumed in the next, each row is there once`(tokenLifetime: Int) throws {
        try withTemporaryFolder { folder in
            let configuration =
                #"{"customers": 900, "orders": 900, "page_size": 70, "token_lifetime": \#(tokenLifetime)}"#
            for stream in ["customers", "orders"] {
                let first = try read(configuration, into: folder, "--streams", stream, "--max-records", "333")
                #expect(first.status == 0)
                #expect(try ids(stream, in: folder) == Array(1...333))
                let second = try read(configuration, into: folder, "--streams", stream)
                #expect(second.status == 0)
                #expect(try ids(stream, in: folder) == Array(1...900))
                #expect(try summary(second)?["total_records"] == (tokenLifetime == 0 ? 567 : 900))
            }
        }
    }

    @Test func `the API is there while the program is, and gone with it`() throws {
        let program = try RunningProgram(
            "curlew",
            [
                "read", "--connector", "demo", "--streams", "orders", "--state-per-page", "--config-json",
                #"{"page_size": 10, "latency_ms": 50}"#,
            ])
        func address(_ message: JSONValue) -> String? {
            message["state"]?["stream"]?["stream_state"]?["position"]?["url"]?.string
        }
        let hasPosition = try program.read { address($0) != nil }
        #expect(hasPosition)
        let url = try #require(program.messages.last.flatMap(address).flatMap { URL(string: $0) })
        let port = try #require(url.port.flatMap { UInt16(exactly: $0) })
        #expect(url.host == "127.0.0.1")
        #expect(isOpen(port))
        program.send(SIGTERM)
        _ = try program.read { _ in false }
        #expect(try program.end() == 4)
        #expect(!isOpen(port))
    }

    @Test(arguments: [(20, 100), (100, 20)])
    func `pages of another size begin the scan anew`(_ before: Int, _ after: Int) throws {
        try withTemporaryFolder { folder in
            func configuration(_ size: Int, latency: Int) -> String {
                #"{"events": 1000, "page_size": \#(size), "latency_ms": \#(latency)}"#
            }
            let stopped = try read(
                configuration(before, latency: 100), into: folder, "--streams", "events", "--max-seconds", "0.7")
            #expect(stopped.status == 4, "\(stopped.error)")
            let rest = try read(configuration(after, latency: 0), into: folder, "--streams", "events")
            #expect(rest.status == 0)
            #expect(rest.output.contains("what is asked for has changed"), "\(rest.output)")
            #expect(try ids("events", in: folder) == Array(1...1000))
        }
    }

    /// Whether something listens at a port of this machine.
    private func isOpen(_ port: UInt16) -> Bool {
        let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(client) }
        var target = sockaddr_in()
        target.sin_family = sa_family_t(AF_INET)
        target.sin_port = port.bigEndian
        target.sin_addr.s_addr = inet_addr("127.0.0.1")
        return withUnsafePointer(to: &target) { target in
            target.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(client, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    @Test(arguments: [("", ""), ("localhost", ""), ("", "localhost")])
    func `a proxy has no part in it`(lower: String, upper: String) throws {
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("curlew").path
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["check", "--connector", "demo"]
        process.environment = [
            "http_proxy": "http://127.0.0.1:9", "all_proxy": "http://127.0.0.1:9", "no_proxy": lower, "NO_PROXY": upper,
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    @Test func `what makes no sense is refused before anything is asked`() throws {
        let result = try run("curlew", "check", "--connector", "demo", "--config-json", #"{"error_rate": 2}"#)
        #expect(result.status == 2)
        let large = try run("curlew", "check", "--connector", "demo", "--config-json", #"{"page_size": 10001}"#)
        #expect(large.status == 2)
    }
}
