import Columnar
import DateTime
import JSON

/// Whether a value that was read back from a column is the one that was put in, as far as the column's type can tell.
enum RowComparison {
    static func isSame(_ original: JSONValue?, _ read: JSONValue?, _ type: ColumnType) -> Bool {
        guard let original, !original.isNull else { return read.map(\.isNull) ?? true }
        guard let read else { return false }
        switch type {
        case .structure(let fields): return fields.allSatisfy { isSame(original[$0.name], read[$0.name], $0.type) }
        case .list(let element):
            guard let left = original.array, let right = read.array, left.count == right.count else { return false }
            return zip(left, right).allSatisfy { isSame($0, $1, element.type) }
        case .text: return read.string.map { isText($0, of: original) } ?? false
        case .json: return isJSON(read, of: original)
        case .double: return original.double?.bitPattern == read.double?.bitPattern
        case .timestamp:
            return original.string.flatMap { Timestamp(iso8601: $0) } == read.string.flatMap { Timestamp(iso8601: $0) }
        default: return original == read
        }
    }

    private static func isText(_ text: String, of original: JSONValue) -> Bool {
        if let string = original.string { return text == string || isSameInstant(text, string) }
        return (try? JSONValue.parse(text)).map { isJSON($0, of: original) } ?? false
    }

    /// What was in a column of text or timestamps before it became one of JSON keeps that form.
    private static func isJSON(_ read: JSONValue, of original: JSONValue) -> Bool {
        if let text = read.string { return isText(text, of: original) }
        if let left = original.array, let right = read.array {
            return left.count == right.count && zip(left, right).allSatisfy { isJSON($1, of: $0) }
        }
        if let members = original.object {
            return members.allSatisfy { member in
                member.value.isNull || read[member.key].map { isJSON($0, of: member.value) } ?? false
            }
        }
        if let number = original.double, read.double == number { return true }
        return read == original
    }

    private static func isSameInstant(_ left: String, _ right: String) -> Bool {
        Timestamp(iso8601: left).map { $0 == Timestamp(iso8601: right) } ?? false
    }
}
