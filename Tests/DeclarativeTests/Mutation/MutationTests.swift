import Connector
import JSON
import TestSupport
import Testing
import YAML

@testable import Declarative

/// Whatever becomes of a connector file, it is refused with errors at places that exist, or what it means holds together.
@Suite struct MutationTests {
    private static let rounds = 26
    private static let schema = SchemaCheck(DefinitionSchema.document)

    @Test func `the pieces themselves load`() {
        for piece in ConnectorPiece.all {
            guard let definition = parse(String(decoding: piece.text, as: UTF8.self), piece.name) else { continue }
            #expect(ModelInvariants.faults(of: definition) == [], "\(piece.name)")
        }
        #expect(ConnectorPiece.all.count > 380)
    }

    /// On all cores: it is the longest of all tests.
    @Test func `damaged files`() async {
        await withTaskGroup { tasks in
            for round in 0..<Self.rounds { tasks.addTask { damage(round) } }
        }
    }

    private func damage(_ round: Int) {
        var mutation = Mutation(seed: UInt64(round) + 1)
        var (loaded, refused) = (0, 0)
        for piece in ConnectorPiece.all {
            for _ in 0..<2 {
                let text = mutation.mutated(piece.text)
                do throws(DefinitionErrors) {
                    check(try ConnectorDefinition.parse(text, file: "example.yaml"), text)
                    loaded += 1
                } catch {
                    check(error, text)
                    refused += 1
                }
            }
        }
        #expect(loaded > 100 && refused > 300, "\(loaded) loaded, \(refused) refused")
        #expect((loaded + refused) * Self.rounds >= 20_000)
    }

    private func check(_ definition: ConnectorDefinition, _ text: [UInt8]) {
        let faults = ModelInvariants.faults(of: definition)
        #expect(faults == [], "\(String(decoding: text, as: UTF8.self))")
        let value = (try? YAMLNode.parse(text))?.jsonValue
        #expect(value.map(Self.schema.fits) == true, "not as the schema: \(String(decoding: text, as: UTF8.self))")
    }

    private func check(_ errors: DefinitionErrors, _ text: [UInt8]) {
        // Bytes of which each ends a line, alone or as the last of a character.
        let breaks = text.count { $0 == 0x0A || $0 == 0x0D || $0 == 0x85 || $0 == 0xA8 || $0 == 0xA9 }
        #expect(!errors.errors.isEmpty)
        #expect(Set(errors.errors).count == errors.errors.count, "\(errors)")
        for error in errors.errors {
            #expect((1...breaks + 1).contains(error.position.line))
            #expect((1...text.count + 1).contains(error.position.column))
            #expect(
                error.message.utf8.allSatisfy { $0 >= 0x20 } && !error.message.isEmpty,
                "\(error.message.debugDescription)")
        }
    }
}
