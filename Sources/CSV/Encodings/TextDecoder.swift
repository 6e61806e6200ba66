internal import JSON

/// Turns a text in any of the encodings into UTF-8, piece by piece, and knows which of its bytes became which.
struct TextDecoder: ~Copyable {
    private enum Strategy {
        case utf8(UTF8Check)
        case utf16(UTF16Decoder)
        case singleByte(SingleByteDecoder)
    }

    /// What a piece became.
    struct Outcome {
        /// How many bytes of the piece were read; negative when a character that is malformed began before it.
        var length: Int
        /// Whether what comes next is no character.
        var isMalformed: Bool
        /// Whether what was taken is all of its UTF-8.
        var isUsedUp: Bool
    }

    let encoding: CSVEncoding
    private var strategy: Strategy
    private var decoded = PaddedBytes()

    /// A decoder for an encoding whose byte order is known.
    init(_ encoding: CSVEncoding) {
        self.encoding = encoding
        strategy = Self.strategy(for: encoding)
    }

    /// Whether the text read so far ends in the middle of a character.
    var endsInsideCharacter: Bool {
        switch strategy {
        case .utf8(let check): check.missing > 0
        case .utf16(let decoder): decoder.unfinishedLength > 0
        case .singleByte: false
        }
    }

    /// Lets `take` read the next piece of text as UTF-8, and to stop between any two characters of it by returning a
    /// smaller number than that of its bytes. Then the next piece must begin behind what was read of this one.
    /// `readable` bytes can be read from the start of the piece on, and as many as `take` is told of its own.
    mutating func read(
        _ piece: UnsafeRawBufferPointer, readable: Int,
        _ take: (UnsafeRawBufferPointer, _ readable: Int) -> Int
    ) -> Outcome {
        decoded.removeAll()
        let isMalformed: Bool
        let unfinishedBefore: Int
        switch strategy {
        case .utf8(var check):
            let fault = check.read(piece)
            strategy = .utf8(check)
            return readInPlace(piece, readable: readable, fault: fault, take)
        case .utf16(var decoder):
            unfinishedBefore = decoder.unfinishedLength
            isMalformed = !decoder.decode(piece, to: &decoded)
            strategy = .utf16(decoder)
        case .singleByte(let decoder):
            unfinishedBefore = 0
            isMalformed = false
            decoder.decode(piece, to: &decoded)
        }
        let total = decoded.count
        let (taken, length) = decoded.withUnsafeBytes { text in
            let taken = take(text, text.count + PaddedBytes.padding)
            return (taken, inputLength(of: UnsafeRawBufferPointer(rebasing: text[..<taken])))
        }
        if taken == total, !isMalformed {
            return Outcome(length: piece.count, isMalformed: false, isUsedUp: true)
        }
        restart()
        return Outcome(length: length - unfinishedBefore, isMalformed: isMalformed, isUsedUp: taken == total)
    }

    private mutating func readInPlace(
        _ piece: UnsafeRawBufferPointer, readable: Int, fault: Int?,
        _ take: (UnsafeRawBufferPointer, Int) -> Int
    ) -> Outcome {
        let end = max(0, fault ?? piece.count)
        let taken = take(UnsafeRawBufferPointer(rebasing: piece[..<end]), readable)
        if taken < end || fault != nil { restart() }
        let length = taken < end ? taken : fault ?? taken
        return Outcome(length: length, isMalformed: fault != nil, isUsedUp: taken == end)
    }

    /// How many bytes of the text made `utf8`.
    private func inputLength(of utf8: UnsafeRawBufferPointer) -> Int {
        switch strategy {
        case .utf8: utf8.count
        case .utf16: 2 * UTF8Encoding.characters(in: utf8, large: 2)
        case .singleByte: UTF8Encoding.characters(in: utf8, large: 1)
        }
    }

    private mutating func restart() {
        strategy = Self.strategy(for: encoding)
    }

    private static func strategy(for encoding: CSVEncoding) -> Strategy {
        switch encoding {
        case .utf8: .utf8(UTF8Check())
        case .utf16, .utf16LittleEndian: .utf16(UTF16Decoder(isBigEndian: false))
        case .utf16BigEndian: .utf16(UTF16Decoder(isBigEndian: true))
        case .latin1: .singleByte(.latin1)
        case .windows1252: .singleByte(.windows1252)
        }
    }
}
