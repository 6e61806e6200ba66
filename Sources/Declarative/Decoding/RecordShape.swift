internal import Connector
internal import JSON

/// Makes records, which are objects, of whatever an answer has in their place.
///
/// An array becomes an object of columns, `{"column_1": …}`, as a row of CSV without a header does; a text, number or
/// boolean becomes `{"value": …}`; null is no record.
enum RecordShape {
    /// The records in a document at the given places. Objects stay where they are.
    static func batch(of document: JSONDocument, places: [Int]) -> RecordBatch {
        shaped(RecordBatch(document: document, places: places))
    }

    /// The records that are the elements of an array.
    static func batch(elementsOf array: JSONView) -> RecordBatch {
        shaped(RecordBatch(elementsOf: array))
    }

    private static func shaped(_ values: RecordBatch) -> RecordBatch {
        var areRecords = true
        values.forEachNode { areRecords = areRecords && $0.tag == .object }
        return areRecords ? values : wrapped(values)
    }

    private static func wrapped(_ values: RecordBatch) -> RecordBatch {
        var builder = TapeBuilder(capacity: 4096)
        let valueKey = builder.makeKey("value".utf8)
        var columns: [TapeBuilder.Key] = []
        var places: [Int] = []
        let start = builder.open(.array)
        values.forEachNode { value in
            if value.tag == .null { return }
            places.append(builder.index)
            switch value.tag {
            case .object: builder.append(copyOf: value)
            case .array: append(row: value, to: &builder, &columns)
            default:
                let object = builder.open(.object)
                builder.append(valueKey)
                builder.append(copyOf: value)
                builder.close(object, .objectEnd, count: 1)
            }
        }
        builder.close(start, .arrayEnd, count: places.count)
        return RecordBatch(document: builder.finishDocument(), places: places)
    }

    private static func append(
        row: UnsafeJSONNode, to builder: inout TapeBuilder, _ columns: inout [TapeBuilder.Key]
    ) {
        let object = builder.open(.object)
        var element = row.first
        var count = 0
        while !element.isEnd {
            if count == columns.count { columns.append(builder.makeKey("column_\(count + 1)".utf8)) }
            builder.append(columns[count])
            builder.append(copyOf: element)
            count += 1
            element = element.next
        }
        builder.close(object, .objectEnd, count: count)
    }
}
