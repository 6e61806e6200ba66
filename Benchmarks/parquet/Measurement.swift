import Columnar
import Foundation
import Glibc
import JSON
import Parquet

/// One measured way from pages to a file, in processor time.
enum Measurement {
    /// What each part took, in seconds.
    struct Parts {
        var parse = 0.0
        var append = 0.0
        var encode = 0.0

        var total: Double { parse + append + encode }
    }

    private static var rounds: Int { 3 }

    /// Measures the pages of a folder, prints the best of some rounds as JSON, and writes the file to `output`.
    static func run(folder: String, output: String) throws {
        let pages = try PageTexts(folder: folder)
        var (best, rows, bytes) = (Parts(), 0, [UInt8]())
        for round in 0..<rounds {
            var parts = Parts()
            (rows, bytes) = try convert(pages, &parts)
            if round == 0 || parts.total < best.total { best = parts }
        }
        try Data(bytes).write(to: URL(fileURLWithPath: output))
        print(
            """
            {"seconds": \(best.total), "rows": \(rows), "size": \(bytes.count), "text": \(pages.size), \
            "parse": \(best.parse), "append": \(best.append), "encode": \(best.encode)}
            """)
    }

    private static func convert(_ pages: borrowing PageTexts, _ parts: inout Parts) throws -> (Int, [UInt8]) {
        let options = ParquetOptions()
        var builder = RecordBuilder()
        var groups = EncodedGroups(options)
        for position in 0..<pages.count {
            let start = processorSeconds()
            let document = try pages.parse(position)
            let parsed = processorSeconds()
            try append(document, to: &builder)
            let appended = processorSeconds()
            if builder.size >= options.rowGroupSize { try groups.append(builder.finish()) }
            parts.parse += parsed - start
            parts.append += appended - parsed
            parts.encode += processorSeconds() - appended
        }
        let start = processorSeconds()
        if builder.rowCount > 0 { try groups.append(builder.finish()) }
        let file = groups.finish()
        parts.encode += processorSeconds() - start
        return file
    }

    private static func append(_ document: JSONDocument, to builder: inout RecordBuilder) throws {
        try document.root.withUnsafeNode { array in
            var record = array.first
            while !record.isEnd {
                try builder.append(record)
                record = record.next
            }
        }
    }

    /// The processor time of this process.
    private static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// A file whose schema is that of its first row group.
private struct EncodedGroups: ~Copyable {
    private let options: ParquetOptions
    private var encoder: RowGroupEncoder?
    private var writer: ParquetWriter<MemorySink>?

    init(_ options: ParquetOptions) { self.options = options }

    mutating func append(_ batch: ColumnBatch) throws {
        if encoder == nil {
            encoder = try RowGroupEncoder(schema: batch.schema, options: options)
            writer = ParquetWriter(schema: batch.schema, sink: MemorySink())
        }
        if let group = try encoder?.encode(batch) { writer?.append(group) }
    }

    consuming func finish() -> (Int, [UInt8]) {
        guard let file = writer?.finish() else { return (0, []) }
        return (file.rowCount, file.sink.bytes)
    }
}

/// Texts in memory.
struct PageTexts: ~Copyable {
    private var texts: [Data] = []
    private(set) var size = 0

    init(folder: String) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".json") }
        for name in names.sorted() {
            let text = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
            size += text.count
            texts.append(text)
        }
    }

    var count: Int { texts.count }

    func parse(_ position: Int) throws -> JSONDocument {
        try JSONDocument.parse(PaddedBytes(texts[position]), duplicateKeys: .keep)
    }
}
