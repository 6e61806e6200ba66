import Columnar
import Compression
import JSON
import Parquet
import TestSupport
import Testing

/// Where things lie in a file: row groups, columns, pages, with their sizes and encodings.
@Suite struct LayoutTests {
    private func layout(_ texts: [String], rowsOfGroup: Int = .max, _ options: ParquetOptions) throws -> FileLayout {
        let records = try texts.map { try JSONDocument.parse($0).root }
        return try FileLayout(WrittenFile.bytes(records, options: options, rowsOfGroup: rowsOfGroup).bytes)
    }

    private var uncompressed: ParquetOptions {
        var options = ParquetOptions()
        options.codec = .none
        return options
    }

    @Test func `row groups, columns and pages`() throws {
        var options = uncompressed
        options.rowsOfPage = 64
        let texts = (0..<150).map { row in
            """
            {"id": \(row), "state": "\(["open", "paid"][row % 2])", "name": "customer \(row)", "tags": [\(row % 3 == 0 ? "" : "1, 2")], \
            "note": \(row % 5 == 0 ? "\"x\"" : "null")}
            """
        }
        let layout = try layout(texts, rowsOfGroup: 100, options)
        #expect(
            layout.lines.joined(separator: "\n") == """
                row group: 100 rows
                  id: 100 values, 136 bytes
                    data v2 DELTA_BINARY_PACKED: 64 values, 0 nulls, levels 0 + 3, 13 bytes
                    data v2 DELTA_BINARY_PACKED: 36 values, 0 nulls, levels 0 + 2, 13 bytes
                  state: 100 values, 150 bytes
                    dictionary: 2 values, 16 bytes
                    data v2 RLE_DICTIONARY: 64 values, 0 nulls, levels 0 + 3, 13 bytes
                    data v2 RLE_DICTIONARY: 36 values, 0 nulls, levels 0 + 2, 9 bytes
                  name: 100 values, 1243 bytes
                    data v2 DELTA_LENGTH_BYTE_ARRAY: 64 values, 0 nulls, levels 0 + 3, 711 bytes
                    data v2 DELTA_LENGTH_BYTE_ARRAY: 36 values, 0 nulls, levels 0 + 2, 408 bytes
                  tags.list.element: 166 values, 235 bytes
                    dictionary: 2 values, 16 bytes
                    data v2 RLE_DICTIONARY: 106 values, 22 nulls, levels 15 + 29, 57 bytes
                    data v2 RLE_DICTIONARY: 60 values, 12 nulls, levels 9 + 17, 34 bytes
                  note: 100 values, 127 bytes
                    dictionary: 1 values, 5 bytes
                    data v2 RLE_DICTIONARY: 64 values, 51 nulls, levels 0 + 9, 12 bytes
                    data v2 RLE_DICTIONARY: 36 values, 29 nulls, levels 0 + 6, 9 bytes
                row group: 50 rows
                  id: 50 values, 67 bytes
                    data v2 DELTA_BINARY_PACKED: 50 values, 0 nulls, levels 0 + 2, 13 bytes
                  state: 50 values, 92 bytes
                    dictionary: 2 values, 16 bytes
                    data v2 RLE_DICTIONARY: 50 values, 0 nulls, levels 0 + 2, 11 bytes
                  name: 50 values, 676 bytes
                    data v2 DELTA_LENGTH_BYTE_ARRAY: 50 values, 0 nulls, levels 0 + 2, 612 bytes
                  tags.list.element: 84 values, 126 bytes
                    data v2 DELTA_BINARY_PACKED: 84 values, 16 nulls, levels 12 + 23, 69 bytes
                  note: 50 values, 75 bytes
                    dictionary: 1 values, 5 bytes
                    data v2 RLE_DICTIONARY: 50 values, 40 nulls, levels 0 + 8, 11 bytes
                """)
        #expect(layout.orders.prefix(5) == [1, 1, 1, 1, 1])
    }

    @Test func `version 1 pages have their levels inside`() throws {
        var options = uncompressed
        options.pageVersion = .v1
        let layout = try layout((0..<10).map { "{\"a\": [\($0), null]}" }, options)
        #expect(
            layout.lines == [
                "row group: 10 rows", "  a.list.element: 20 values, 78 bytes",
                "    data v1 DELTA_BINARY_PACKED: 20 values, 29 bytes",
            ])
    }

    @Test func `a page is cut by bytes as well`() throws {
        var options = uncompressed
        options.bytesOfPage = 1000
        var random = SeededRandom(seed: 3)
        let texts = (0..<100).map { _ in "{\"a\": \"\(String(repeating: "x", count: 90))\(random.next())\"}" }
        let pages = try layout(texts, options).lines.dropFirst(2)
        #expect(pages.count > 8)
        #expect(pages.allSatisfy { !$0.hasSuffix("2000 bytes") })
    }

    @Test func `a dictionary is kept while it pays`() throws {
        var random = SeededRandom(seed: 4)
        func encoding(_ values: () -> String) throws -> String? {
            let texts = (0..<6000).map { _ in "{\"a\": \(values())}" }
            let lines = try layout(texts, uncompressed).lines
            return lines.last?.split(separator: " ").first { $0.hasSuffix(":") }.map { String($0.dropLast()) }
        }
        #expect(try encoding { "\"state \(random.below(100))\"" } == "RLE_DICTIONARY")
        #expect(try encoding { "\"number \(random.next())\"" } == "DELTA_LENGTH_BYTE_ARRAY")
        #expect(try encoding { "\(random.below(10) * 1_000_000_007)" } == "RLE_DICTIONARY")
        #expect(try encoding { "\(random.below(1000))" } == "DELTA_BINARY_PACKED")
        #expect(try encoding { "\(Double(random.below(100)) / 10)" } == "RLE_DICTIONARY")
        #expect(try encoding { "\(Double(random.next()) / 3)" } == "PLAIN")
        #expect(try encoding { "true" } == "PLAIN")
        let days = InferenceOptions(infersTimestamps: true)
        let records = try (0..<100).map { try JSONDocument.parse("{\"a\": \"2024-01-\(10 + $0 % 20)\"}").root }
        let lines = try FileLayout(WrittenFile.bytes(records, options: uncompressed, inference: days).bytes).lines
        #expect(lines.contains("    dictionary: 20 values, 80 bytes"))
    }

    @Test func `doubles are split into byte streams where that compresses better`() throws {
        var random = SeededRandom(seed: 5)
        func encoding(_ values: () -> Double) throws -> Bool {
            let texts = (0..<6000).map { _ in "{\"a\": \(values())}" }
            return try layout(texts, ParquetOptions()).lines.contains { $0.hasPrefix("    data v2 BYTE_STREAM_SPLIT") }
        }
        #expect(try encoding { 20 + Double(random.next() >> 11) * 0x1p-53 })
        #expect(try !encoding { Double(random.below(10_000_000)) / 100 })
    }

    @Test func `Bloom filters, sorting columns and metadata stand where they are said to`() throws {
        var options = ParquetOptions()
        options.bloomFilters = [["a"]]
        let description = FileDescription(
            metadata: [("curlew.stream", "orders")], createdBy: "curlew version 1.0.0",
            sortingColumns: [FileDescription.SortingColumn(path: ["a"])])
        let records = try (0..<1000).map { try JSONDocument.parse("{\"a\": \($0), \"b\": true}").root }
        let layout = try FileLayout(
            WrittenFile.bytes(records, options: options, description: description).bytes)
        let metadata = layout.metadata
        #expect(metadata[1]?.integer == 2)
        #expect(metadata[5]?.list?.first?[1]?.text == "curlew.stream")
        #expect(metadata[5]?.list?.first?[2]?.text == "orders")
        #expect(metadata[6]?.text == "curlew version 1.0.0")
        #expect(metadata[7]?.list?.count == 2)
        let sorting = metadata[4]?.list?.first?[4]?.list
        #expect(sorting == [.structure([1: .integer(0), 2: .bool(false), 3: .bool(false)])])
        #expect(metadata[4]?.list?.first?[1]?.list?.first?[3]?[15]?.integer ?? 0 > 1000)
    }
}
