import Foundation
import JSON
import TestSupport
import Testing

@testable import CSV

/// Random texts are read as Python's csv module reads them.
@Suite struct PythonComparisonTests {
    private static let program = """
        import csv, io, json, sys
        texts = json.load(open(sys.argv[1], encoding="utf-8"))
        rows = [[row for row in csv.reader(io.StringIO(text, newline="")) if row] for text in texts]
        json.dump(rows, sys.stdout)
        """

    @Test func readsWhatPythonReads() throws {
        var random = SeededRandom(seed: 11)
        let shapes = (0..<600).map { _ in (columns: 1 + random.below(6), rows: random.below(12)) }
        let texts = shapes.enumerated().map { number, shape in
            var generator = RandomCSV(seed: UInt64(number))
            return generator.text(columns: shape.columns, rows: shape.rows)
        }
        let output = try runPython(Self.program, input: [UInt8](try JSONEncoder().encode(texts)))
        let expected = try JSONDecoder().decode([[[String]]].self, from: Data(output))
        #expect(expected.count == texts.count)
        for ((text, shape), rows) in zip(zip(texts, shapes), expected) {
            let names = (0..<shape.columns).map { "c\($0)" }
            let limits = CSVLimits(batchSize: 1 + random.below(200))
            let longest = 1 + random.below(100)
            let format = try CSVFormat(hasHeader: false, columns: names)
            let decoded = try DecodedText.decode(text.utf8, format, limits: limits) { 1 + random.below(longest) }
            let own = decoded.records.map { $0.fields(of: names)?.map { $0.isNull ? "" : $0.string ?? "?" } ?? [] }
            #expect(own == rows, "\(text)")
        }
    }
}

extension JSONValue {
    fileprivate var isNull: Bool { self == .null }
}
