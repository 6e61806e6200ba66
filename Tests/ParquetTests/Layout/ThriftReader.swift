/// Reads Thrift's compact protocol into values, for looking at what was written.
struct ThriftReader {
    indirect enum Value: Equatable {
        case bool(Bool)
        case integer(Int)
        case binary([UInt8])
        case list([Value])
        case structure([Int: Value])

        subscript(field: Int) -> Value? {
            if case .structure(let fields) = self { fields[field] } else { nil }
        }
        var integer: Int? { if case .integer(let value) = self { value } else { nil } }
        var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
        var bytes: [UInt8]? { if case .binary(let bytes) = self { bytes } else { nil } }
        var text: String? { bytes.map { String(decoding: $0, as: UTF8.self) } }
        var list: [Value]? { if case .list(let elements) = self { elements } else { nil } }
    }

    private let bytes: [UInt8]
    private(set) var position: Int

    init(_ bytes: [UInt8], at position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    private mutating func byte() -> UInt8 {
        position += 1
        return bytes[position - 1]
    }

    private mutating func varint() -> Int {
        var (value, shift) = (0, 0)
        while true {
            let next = byte()
            value |= Int(next & 0x7F) << shift
            if next < 0x80 { return value }
            shift += 7
        }
    }

    private mutating func zigZag() -> Int {
        let value = varint()
        return Int(bitPattern: UInt(bitPattern: value) >> 1) ^ -(value & 1)
    }

    mutating func structure() -> Value {
        var fields: [Int: Value] = [:]
        var field = 0
        while true {
            let head = byte()
            if head == 0 { return .structure(fields) }
            field = head >> 4 == 0 ? zigZag() : field + Int(head >> 4)
            fields[field] = head & 15 <= 2 ? .bool(head & 15 == 1) : value(of: head & 15)
        }
    }

    private mutating func value(of type: UInt8) -> Value {
        switch type {
        case 1, 2: return .bool(byte() == 1)
        case 3: return .integer(Int(Int8(bitPattern: byte())))
        case 4, 5, 6: return .integer(zigZag())
        case 8:
            let count = varint()
            defer { position += count }
            return .binary(Array(bytes[position..<position + count]))
        case 9:
            let head = byte()
            let count = head >> 4 == 15 ? varint() : Int(head >> 4)
            return .list((0..<count).map { _ in value(of: head & 15) })
        default: return structure()
        }
    }
}
