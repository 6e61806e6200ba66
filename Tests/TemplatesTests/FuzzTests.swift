import JSON
import Templates
import TestSupport
import Testing

@Suite struct FuzzTests {
    private static let pieces = [
        "{{", "}}", "{%", "{#", "#}", "'", "\"", "\\", "\\u12", "(", ")", "[", "]", "{", "}", "|", ".", ",", ":", "~",
        "-", "not ",
        " if ", " else ", " is ", " in ", " and ", "none", "config", "record", "| default(", "9223372036854775808",
        "1e308", "0.1",
        "é", "\u{0}", "\n", " ", "%", "==", "<=", "| tojson", "| first", "[-1]", "| date('%Y%", "| plus('P1D')",
    ]

    private static let seeds =
        ExpressionTests.values.map { "{{ \($0.0) }}" } + FilterTests.values.map { "x{{ \($0.0) }}" }
        + ErrorTests.rendering.map(\.0) + ErrorTests.compilation.map(\.0)

    @Test func `no mutation makes it crash`() throws {
        var random = SeededRandom(seed: 12)
        let context = try SampleContext.make()
        var compiled = 0
        for _ in 0..<25_000 {
            var text = Array((Self.seeds.randomElement(using: &random) ?? "").unicodeScalars)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0...text.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0 where place < text.count: text.remove(at: place)
                case 1:
                    let end = min(text.count, place + Int.random(in: 0...10, using: &random))
                    text.insert(contentsOf: text[place..<end], at: Int.random(in: 0...text.count, using: &random))
                default:
                    text.insert(
                        contentsOf: (Self.pieces.randomElement(using: &random) ?? "").unicodeScalars, at: place)
                }
            }
            var source = String.UnicodeScalarView()
            source.append(contentsOf: text)
            guard let template = try? Template(String(source), scope: .everything) else { continue }
            compiled += 1
            _ = try? template.text(in: context)
            _ = try? template.binding(TemplateRoot.allCases, in: context).value(in: context)
        }
        #expect(compiled > 2000)
    }

    @Test func `positions lie within the text`() throws {
        var random = SeededRandom(seed: 13)
        for _ in 0..<3000 {
            let source = (0..<Int.random(in: 1...12, using: &random)).map { _ in
                Self.pieces.randomElement(using: &random) ?? ""
            }.joined()
            do throws(TemplateError) {
                _ = try Template("{{" + source, scope: .everything)
            } catch {
                #expect((0...source.unicodeScalars.count + 2).contains(error.position.offset))
                #expect(!error.message.isEmpty)
            }
        }
    }
}
