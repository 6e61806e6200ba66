import JSON
import Templates
import TestSupport
import Testing

@Suite struct BindingTests {
    static let roots: [TemplateRoot] = [.config, .now, .today, .stream]

    /// What a template yields, or the error it fails with.
    private func outcome(_ template: Template, _ context: TemplateContext) -> String {
        do throws(TemplateError) {
            let value = try template.value(in: context).json?.description ?? "missing"
            let text: String
            do throws(TemplateError) { text = try template.text(in: context) } catch { text = "\(error)" }
            return "\(value) \(text)"
        } catch {
            return "\(error)"
        }
    }

    @Test func `bound templates yield what they did before`() throws {
        let context = try SampleContext.make()
        var unbound = context
        for root in Self.roots { unbound[root] = .missing }
        var generator = RandomTemplate(seed: 11)
        var (compiled, succeeded) = (0, 0)
        for _ in 0..<3000 {
            let source = generator.template()
            guard let template = try? Template(source, scope: .everything) else { continue }
            let expected = outcome(template, context)
            // The values it was bound to are not looked up again, unless something failed.
            let bound = template.binding(Self.roots, in: context)
            let found = outcome(bound, context)
            guard expected == found else {
                Issue.record("\(source)\n\(expected)\n\(found)")
                return
            }
            compiled += 1
            if !expected.contains(", at character") {
                succeeded += 1
                #expect(outcome(bound, unbound) == expected, "\(source)")
            }
        }
        #expect(compiled > 1500)
        #expect(succeeded > 400)
    }

    @Test(arguments: [
        "{{ config.org }}", "a{{ config.org | upper }}b{{ config.port + 1 }}", "{{ today | minus('P1D') }}",
        "{{ config.org if config.on else partition.id }}", "{{ config.nope | default('x') }}",
        "{{ config.org or record.id }}",
        "{{ config.off and record.id }}", "{{ config.nope is defined }}", "{{ config.names | join(config.org) }}",
    ])
    func `what depends on bound roots alone is constant`(source: String) throws {
        let template = try Template(source, scope: .everything)
        #expect(!template.isConstant)
        let bound = template.binding(Self.roots, in: try SampleContext.make())
        #expect(bound.isConstant)
        #expect(bound.isSingleExpression == template.isSingleExpression)
        #expect(bound.references == template.references)
    }

    @Test func `a missing value keeps its name`() throws {
        let bound = try Template("a{{ config.nope.deeper }}", scope: .everything)
            .binding([.config], in: SampleContext.make())
        let error = #expect(throws: TemplateError.self) { try bound.text(in: SampleContext.make()) }
        #expect(error?.description == "`config.nope` is not set, at character 5")
    }
}
