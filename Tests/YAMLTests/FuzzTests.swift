import JSON
import Testing
import YAML

/// Whatever becomes of a text, it loads within the bounds or is refused at places that exist.
@Suite struct FuzzTests {
    @Test func theSamplesThemselvesLoad() {
        for sample in Samples.all { #expect(failures(of: sample) == []) }
    }

    @Test(arguments: Array(Samples.all.indices))
    func mutatedTexts(_ index: Int) {
        var mutation = Mutation(seed: UInt64(index) + 1)
        var (loaded, refused) = (0, 0)
        for _ in 0..<5_000 {
            let bytes = mutation.mutated([UInt8](Samples.all[index].utf8))
            do throws(YAMLErrors) {
                #expect(isSound(try YAMLNode.parse(bytes)), "\(String(decoding: bytes, as: UTF8.self))")
                loaded += 1
            } catch {
                check(error, in: bytes)
                refused += 1
            }
        }
        #expect(loaded > 500 && refused > 500)
    }

    /// Whether the places exist, numbers are finite, keys unique, and the nesting is within its bound.
    private func isSound(_ node: YAMLNode, depth: Int = 0) -> Bool {
        guard node.position.line > 0, node.position.column > 0 else { return false }
        return switch node.content {
        case .scalar(let scalar):
            scalar.value.double?.isFinite ?? true
        case .sequence(let elements):
            depth < YAMLNode.maximumDepth && elements.allSatisfy { isSound($0, depth: depth + 1) }
        case .mapping(let entries):
            depth < YAMLNode.maximumDepth && Set(entries.map { Array($0.key.utf8) }).count == entries.count
                && entries.allSatisfy { $0.keyPosition.line > 0 && isSound($0.value, depth: depth + 1) }
        }
    }

    private func check(_ errors: YAMLErrors, in bytes: [UInt8]) {
        let breaks = bytes.count { [0x0A, 0x0D, 0x85, 0xA8, 0xA9].contains($0) }
        #expect(errors.first == errors.all.first)
        #expect(errors.all.map(\.position) == errors.all.map(\.position).sorted())
        for error in errors.all {
            #expect((1...breaks + 1).contains(error.position.line))
            #expect((1...bytes.count + 1).contains(error.position.column))
            #expect(error.description.utf8.allSatisfy { $0 >= 0x20 }, "one line without control characters")
        }
    }
}

/// A seeded source of small damage to a text.
private struct Mutation {
    private static let fragments = [
        "\t", "  ", "\n", "- ", ": ", "? ", "{", "}", "[", "]", ",", "'", "\"", "|\n", ">-\n", "&a ", "*a ", "!!str ",
        "!!int ", "!x ", "<<: ", "%YAML 1.1\n", "---\n", "...\n", "#", "\\", "\r", "\u{FEFF}", "\u{2028}", "é", "\0",
        "~",
        ".inf", "{{ x }}", "name: a\n", "*pages", "*defaults", "&defaults ", "99999999999999999999", "@", "`",
    ].map { [UInt8]($0.utf8) }

    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0...below(4) { mutate(&bytes) }
        return bytes
    }

    private mutating func mutate(_ bytes: inout [UInt8]) {
        let place = below(bytes.count + 1)
        let range = place..<min(bytes.count, place + below(20))
        switch below(8) {
        case 0: bytes = Array(bytes.prefix(place))
        case 1: bytes.removeSubrange(range)
        case 2: bytes.insert(contentsOf: bytes[range], at: below(bytes.count + 1))
        case 3: if place < bytes.count { bytes[place] ^= UInt8(1 << below(8)) }
        case 4: bytes.insert(UInt8(truncatingIfNeeded: next()), at: place)
        case 5:
            var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            lines.swapAt(below(lines.count), below(lines.count))
            bytes = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
        default: bytes.insert(contentsOf: Self.fragments[below(Self.fragments.count)], at: place)
        }
    }

    private mutating func below(_ bound: Int) -> Int {
        Int(next() % UInt64(max(bound, 1)))
    }

    /// SplitMix64.
    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
