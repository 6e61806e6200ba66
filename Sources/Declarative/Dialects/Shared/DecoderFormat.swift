internal import CSV
internal import JSON
internal import YAML

/// How records stand in an answer.
enum DecoderFormat {
    /// The canonical spelling: a mapping with `type`.
    static let canonical: Format<RecordDecoder> = {
        let path = Key("records_path", Format<JSONPath>.path, "Where the records are; the whole document by default.")
        let elements = Key(
            "records_path", Format<[String]>.elementPath,
            "The names of the elements that lead to a record, joined by dots.")
        return .variants([
            Variant("json", help: "One JSON document.", keys: [path]) { (object, reading) in
                .json(path: object.read(path, &reading))
            },
            Variant("jsonl", help: "A JSON document on each line.") { (_, _) in .jsonLines },
            commaSeparated,
            Variant("xml", help: "XML.", keys: [elements], required: ["records_path"]) { (object, reading) in
                object.read(elements, &reading).map { .xml(path: $0) }
            },
        ]).named("decoder")
    }()

    static let commaSeparated: Variant<RecordDecoder> = {
        let delimiter = Key("delimiter", Format<UInt8>.character, "What stands between values.", byDefault: ",")
        let quote = Key("quote", Format<UInt8>.character, "What stands around values.", byDefault: "\"")
        let header = Key("header", Format<Bool>.boolean, "Whether the first row names the columns.", byDefault: true)
        let columns = Key(
            "columns", Format<String>.name.list, "The names of the columns, instead of those in the header.")
        let encoding = Key(
            "encoding", Format<CSVEncoding>.word(), "The encoding of the text.", byDefault: "utf-8")
        return Variant(
            "csv", help: "Comma-separated values.", keys: [delimiter, quote, header, columns, encoding]
        ) { (object, reading) in
            let hasHeader = object.read(header, &reading) ?? true
            let names = object.read(columns, &reading) ?? []
            if !hasHeader, names.isEmpty {
                reading.complain("a file without a header needs `columns`", at: object.node.position)
            }
            do throws(CSVFormatError) {
                return .csv(
                    try CSVFormat(
                        delimiter: object.read(delimiter, &reading) ?? UInt8(ascii: ","),
                        quote: object.read(quote, &reading) ?? UInt8(ascii: "\""),
                        hasHeader: hasHeader, columns: names, encoding: object.read(encoding, &reading) ?? .utf8))
            } catch {
                let complaint =
                    error == .sameDelimiterAndQuote ? "`delimiter` and `quote` must differ" : error.description
                reading.complain(complaint, at: object.node.position)
                return nil
            }
        }
    }()
}

extension Format where Value == UInt8 {
    /// One character that takes one byte, such as `;` or a tab.
    fileprivate static let character = Format(schema: ["type": "string", "minLength": 1, "maxLength": 1]) {
        (node, reading) in
        guard let text = node.scalar?.value.string, text.utf8.count == 1, let byte = text.utf8.first,
            byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r")
        else {
            reading.complain("expected one ASCII character, found \(node.kindName)", at: node.position)
            return nil
        }
        return byte
    }
}

extension Format where Value == [String] {
    /// Names of XML elements joined by dots.
    static let elementPath = Format<String>.name.map {
        $0.split(separator: ".", omittingEmptySubsequences: false).map { String($0) }
    }
    .checked { $0.contains("") ? "expected the names of elements joined by dots, such as `response.items.item`" : nil }
}
