internal import JSON

/// Turns text of one byte per character into UTF-8.
struct SingleByteDecoder {
    /// The characters from 0x80 on, as far as they are not those of their own number.
    private let upper: [UInt16]

    static let latin1 = SingleByteDecoder(upper: [])

    static let windows1252 = SingleByteDecoder(upper: [
        0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D,
        0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0x009D, 0x017E, 0x0178,
    ])

    /// Appends the characters of `text`, 3 bytes each at worst.
    func decode(_ text: UnsafeRawBufferPointer, to decoded: inout PaddedBytes) {
        guard let base = text.baseAddress else { return }
        decoded.reserve(text.count * 3)
        var position = 0
        while position < text.count {
            let end = min(position + ByteLanes.count, text.count)
            if end - position == ByteLanes.count, ByteLanes(base + position).areASCII {
                decoded.append(UnsafeRawBufferPointer(rebasing: text[position..<end]))
            } else {
                for byte in text[position..<end] { UTF8Encoding.append(scalar(of: byte), to: &decoded) }
            }
            position = end
        }
    }

    private func scalar(of byte: UInt8) -> UInt32 {
        let place = Int(byte) - 0x80
        return upper.indices.contains(place) ? UInt32(upper[place]) : UInt32(byte)
    }
}
