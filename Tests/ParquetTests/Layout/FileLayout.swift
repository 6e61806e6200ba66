import Parquet

/// Describes a file by its own metadata and page headers: row groups, columns, pages, sizes, encodings. It checks on the way
/// that everything lies where the metadata say and that nothing lies between.
struct FileLayout {
    struct Fault: Error, CustomStringConvertible {
        var description: String
    }

    private let bytes: [UInt8]
    let metadata: ThriftReader.Value
    private(set) var lines: [String] = []
    private var position = 4

    init(_ bytes: [UInt8]) throws {
        self.bytes = bytes
        let magic = Array("PAR1".utf8)
        guard Array(bytes.prefix(4)) == magic, Array(bytes.suffix(4)) == magic else {
            throw Fault(description: "no PAR1 at both ends")
        }
        let size = bytes.dropLast(4).suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        var reader = ThriftReader(bytes, at: bytes.count - 8 - size)
        metadata = reader.structure()
        guard reader.position == bytes.count - 8 else { throw Fault(description: "the footer's size is wrong") }
        for group in metadata[4]?.list ?? [] { try describe(group) }
        try checkIndexes(until: bytes.count - 8 - size)
    }

    private mutating func describe(_ group: ThriftReader.Value) throws {
        lines.append("row group: \(group[3]?.integer ?? 0) rows")
        var size = 0
        for column in group[1]?.list ?? [] {
            guard let data = column[3] else { throw Fault(description: "a column without metadata") }
            let path = (data[3]?.list ?? []).compactMap(\.text).joined(separator: ".")
            let start = data[11]?.integer ?? data[9]?.integer ?? 0
            guard start == position else { throw Fault(description: "\(path) begins at \(start), not \(position)") }
            lines.append("  \(path): \(data[5]?.integer ?? 0) values, \(data[7]?.integer ?? 0) bytes")
            let pages = try describePages(until: start + (data[7]?.integer ?? 0), rows: group[3]?.integer ?? 0)
            guard pages == data[6]?.integer else {
                throw Fault(description: "\(path): uncompressed size is not \(pages)")
            }
            if let filter = data[14]?.integer, let length = data[15]?.integer {
                guard filter == position else { throw Fault(description: "\(path): Bloom filter at \(filter)") }
                position += length
            }
            size += data[7]?.integer ?? 0
        }
        guard group[6]?.integer == size else { throw Fault(description: "the row group's size is not \(size)") }
    }

    /// Returns the size of the pages before compression.
    private mutating func describePages(until end: Int, rows: Int) throws -> Int {
        var (size, rowCount) = (0, 0)
        while position < end {
            var reader = ThriftReader(bytes, at: position)
            let header = reader.structure()
            let headerSize = reader.position - position
            let encoding = header[8]?[4] ?? header[7]?[2] ?? header[5]?[2]
            let name = Self.encodings[encoding?.integer ?? -1] ?? "?"
            if let page = header[8] {
                rowCount += page[3]?.integer ?? 0
                lines.append(
                    "    data v2 \(name): \(page[1]?.integer ?? 0) values, \(page[2]?.integer ?? 0) nulls, levels "
                        + "\(page[6]?.integer ?? 0) + \(page[5]?.integer ?? 0), \(header[2]?.integer ?? 0) bytes")
            } else if let page = header[5] {
                lines.append("    data v1 \(name): \(page[1]?.integer ?? 0) values, \(header[2]?.integer ?? 0) bytes")
            } else {
                lines.append("    dictionary: \(header[7]?[1]?.integer ?? 0) values, \(header[2]?.integer ?? 0) bytes")
            }
            size += headerSize + (header[2]?.integer ?? 0)
            position += headerSize + (header[3]?.integer ?? 0)
        }
        guard position == end else { throw Fault(description: "pages end at \(position), not \(end)") }
        guard rowCount == rows || rowCount == 0 else { throw Fault(description: "pages have \(rowCount) rows") }
        return size
    }

    /// The indexes fill the space up to the footer, and agree with the page headers.
    private mutating func checkIndexes(until end: Int) throws {
        for group in metadata[4]?.list ?? [] {
            for column in group[1]?.list ?? [] {
                guard column[6]?.integer == position else { throw Fault(description: "a column index is elsewhere") }
                var reader = ThriftReader(bytes, at: position)
                let columnIndex = reader.structure()
                guard column[4]?.integer == reader.position else {
                    throw Fault(description: "an offset index is elsewhere")
                }
                let pages = reader.structure()[1]?.list ?? []
                for page in pages {
                    var header = ThriftReader(bytes, at: page[1]?.integer ?? 0)
                    let size = header.structure()[3]?.integer ?? 0
                    let end = header.position + size
                    guard end == (page[1]?.integer ?? 0) + (page[2]?.integer ?? 0) else {
                        throw Fault(description: "an offset index tells another size of a page")
                    }
                }
                guard columnIndex[1]?.list?.count == pages.count, columnIndex[5]?.list?.count == pages.count else {
                    throw Fault(description: "the indexes of a column have different numbers of pages")
                }
                orders.append(columnIndex[4]?.integer ?? -1)
                position = reader.position
            }
        }
        guard position == end else { throw Fault(description: "the indexes end at \(position), not \(end)") }
    }

    /// The boundary orders of all column indexes.
    private(set) var orders: [Int] = []

    private static let encodings = [
        0: "PLAIN", 3: "RLE", 5: "DELTA_BINARY_PACKED", 6: "DELTA_LENGTH_BYTE_ARRAY", 8: "RLE_DICTIONARY",
        9: "BYTE_STREAM_SPLIT",
    ]
}
