internal import DateTime
internal import JSON

extension ColumnType {
    /// The narrowest type that holds a scalar.
    init(ofScalar node: UnsafeJSONNode, options: InferenceOptions) {
        let tag = node.tag
        if tag == .null {
            self = .null
        } else if options.isAllText {
            self = .text
        } else {
            switch tag {
            case .true, .false: self = .boolean
            case .integer: self = Self.integersOfDoubles.contains(node.int64) ? .integer : .longInteger
            case .unsigned: self = .wideInteger
            case .digits: self = DecimalText.isWideInteger(node.utf8) ? .wideInteger : .text
            case .double: self = .double
            default: self = options.infersTimestamps ? Self(ofText: node.utf8) : .string
            }
        }
    }

    private init(ofText text: UnsafeBufferPointer<UInt8>) {
        if let reading = ISO8601.read(text), reading.timestamp.nanosecond % 1000 == 0 {
            self = reading.isDateOnly ? .date : .timestamp
        } else {
            self = .string
        }
    }
}
