/// Writes Thrift's compact protocol, in which Parquet keeps its metadata.
///
///     struct    its fields, then a zero byte
///     field     a byte: the distance to the last field's number in the upper 4 bits, the type in the lower; where the
///               distance is more than 15 the upper bits are zero and the number follows, zigzag
///     bool      no more than its field: the type is 1 for true, 2 for false
///     i32, i64  a varint, zigzag
///     binary    its length, a varint, and the bytes
///     list      a byte: its length in the upper 4 bits, its elements' type in the lower; from 15 on the upper bits are all
///               set and the length follows, a varint
struct ThriftWriter: ~Copyable {
    private(set) var buffer: ByteBuffer
    private var lastField = 0
    private var outerFields: [Int] = []

    init() {
        buffer = ByteBuffer(capacity: 1024)
    }

    /// Appends 32 bits that are not Thrift's: the size of what was written.
    mutating func appendLittleEndian(_ value: UInt32) { buffer.appendLittleEndian(value) }

    mutating func removeAll() {
        buffer.removeAll()
        lastField = 0
    }

    private enum Kind: UInt8 {
        case yes = 1
        case no = 2
        case i32 = 5
        case i64 = 6
        case binary = 8
        case list = 9
        case structure = 12
    }

    private mutating func begin(_ field: Int, _ kind: Kind) {
        let distance = field - lastField
        if (1...15).contains(distance) {
            buffer.append(UInt8(distance) << 4 | kind.rawValue)
        } else {
            buffer.append(kind.rawValue)
            buffer.appendZigZag(Int64(field))
        }
        lastField = field
    }

    mutating func bool(_ field: Int, _ value: Bool) { begin(field, value ? .yes : .no) }

    mutating func i32(_ field: Int, _ value: Int) {
        begin(field, .i32)
        buffer.appendZigZag(Int64(value))
    }

    mutating func i64(_ field: Int, _ value: Int) {
        begin(field, .i64)
        buffer.appendZigZag(Int64(value))
    }

    mutating func binary(_ field: Int, _ bytes: [UInt8]) {
        begin(field, .binary)
        append(bytes)
    }

    mutating func string(_ field: Int, _ text: String) { binary(field, Array(text.utf8)) }

    /// A structure, whose fields `body` writes.
    mutating func structure(_ field: Int, _ body: (inout ThriftWriter) -> Void = { _ in }) {
        begin(field, .structure)
        element(body)
    }

    /// A structure that is no field: an element of a list, or the outermost.
    mutating func element(_ body: (inout ThriftWriter) -> Void) {
        outerFields.append(lastField)
        lastField = 0
        body(&self)
        buffer.append(0)
        lastField = outerFields.removeLast()
    }

    private mutating func beginList(_ field: Int, of kind: Kind, count: Int) {
        begin(field, .list)
        if count < 15 {
            buffer.append(UInt8(count) << 4 | kind.rawValue)
        } else {
            buffer.append(0xF0 | kind.rawValue)
            buffer.appendVarint(UInt64(count))
        }
    }

    mutating func structures<Element>(
        _ field: Int, _ elements: [Element], _ body: (Element, inout ThriftWriter) -> Void
    ) {
        beginList(field, of: .structure, count: elements.count)
        for element in elements { self.element { body(element, &$0) } }
    }

    mutating func i32s(_ field: Int, _ values: [Int]) {
        beginList(field, of: .i32, count: values.count)
        for value in values { buffer.appendZigZag(Int64(value)) }
    }

    mutating func i64s(_ field: Int, _ values: [Int]) {
        beginList(field, of: .i64, count: values.count)
        for value in values { buffer.appendZigZag(Int64(value)) }
    }

    mutating func bools(_ field: Int, _ values: [Bool]) {
        beginList(field, of: .yes, count: values.count)
        for value in values { buffer.append(value ? Kind.yes.rawValue : Kind.no.rawValue) }
    }

    mutating func binaries(_ field: Int, _ values: [[UInt8]]) {
        beginList(field, of: .binary, count: values.count)
        for value in values { append(value) }
    }

    mutating func strings(_ field: Int, _ values: [String]) { binaries(field, values.map { Array($0.utf8) }) }

    private mutating func append(_ bytes: [UInt8]) {
        buffer.appendVarint(UInt64(bytes.count))
        buffer.append(bytes)
    }
}
