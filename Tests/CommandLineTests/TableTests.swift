import Testing

@testable import CommandLine

@Suite struct TableTests {
    let table = Table(header: ["A", "LONGER", "LAST"], rows: [["one", "2", "three and more"], ["", "two", ""]])

    @Test func `columns are aligned, and no line ends in spaces`() {
        #expect(
            table.text(width: 80) == """
                A    LONGER  LAST
                one  2       three and more
                     two
                """)
    }

    @Test(arguments: [
        (27, "one  2       three and more"), (26, "one  2       three and mo…"), (6, "one  …"), (1, "…"), (0, "…"),
    ])
    func `lines are cut where the terminal ends`(width: Int, line: String) {
        #expect(table.text(width: width).split(separator: "\n", omittingEmptySubsequences: false)[1] == line)
    }

    @Test func `no cell breaks a line or steers the terminal`() {
        let table = Table(header: ["A", "B"], rows: [["x\ny", "\u{1B}[31mred\t\u{7}"]])
        #expect(table.text(width: 80) == "A    B\nx y   [31mred")
    }
}
