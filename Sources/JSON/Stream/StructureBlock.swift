/// Where in 64 bytes of text the characters are that JSON's structure is made of, whether inside strings or not. In each
/// mask bit n stands for byte n.
struct StructureBlock {
    static var length: Int { 64 }

    let quotes: UInt64
    let backslashes: UInt64
    /// `{` and `[`.
    let openers: UInt64
    /// `}` and `]`.
    let closers: UInt64

    /// Looks at the 64 bytes from `start` on, all of which must be readable.
    @inline(__always)
    init(_ start: UnsafeRawPointer) {
        let bytes = ByteLanes(start)
        // Bit 5 is all that tells a bracket from a brace.
        let folded = bytes.setting(0x20)
        quotes = bytes.places(of: UInt8(ascii: "\""))
        backslashes = bytes.places(of: UInt8(ascii: "\\"))
        openers = folded.places(of: UInt8(ascii: "{"))
        closers = folded.places(of: UInt8(ascii: "}"))
    }

    /// The commas among the 64 bytes from `start` on. They are asked for only where elements begin and end.
    @inline(__always)
    static func commas(_ start: UnsafeRawPointer) -> UInt64 {
        ByteLanes(start).places(of: UInt8(ascii: ","))
    }
}
