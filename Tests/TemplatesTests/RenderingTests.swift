import DateTime
import JSON
import Templates
import Testing

@Suite struct RenderingTests {
    @Test(arguments: [
        ("", ""), ("plain", "plain"), ("/a/{{ partition.id }}/x?{{ state.cursor }}", "/a/acc_1/x?2024-01-01T00:00:00Z"),
        ("{{ partition.page }}", "7"), ("n={{ record.id }}, {{ record.d }}, {{ record.yes }}", "n=5, 1.5, true"),
        ("{{ config.names }}|{{ record.at }}|{{ record.tags }}", #"["b","a","c"]|{"s":"t"}|["x","y"]"#),
        ("{{ '{{' }} and {{ '}}' }}, {{ '{%' }}", "{{ and }}, {%"), ("}} %} #} {x} { {", "}} %} #} {x} { {"),
        ("a{# a comment with {{ braces }} #}b", "ab"), (#"{"a":{"b":"{{ record.name }}"}}"#, #"{"a":{"b":"Ada"}}"#),
        (#"{"a":{{ {'b': {'c': 1}} }}}"#, #"{"a":{"b":{"c":1}}}"#), ("ž{{ config.unicode }}🙂", "žŽluťoučký kůň🙂"),
        ("{{ 1 }}{{ 2 }}", "12"),
        ("{{ config.big }} {{ config.huge }}", "18446744073709551615 123456789012345678901234567890"),
        ("{{ '' }}{{ '' }}", ""), ("line\n{{ config.org }}\n", "line\ncurlew\n"),
    ])
    func `writes text`(template: String, text: String) throws {
        let context = try SampleContext.make()
        let template = try Template(template, scope: .everything)
        #expect(try template.text(in: context) == text)
        #expect(try template.optionalText(in: context) == text)
        var bytes = Array("> ".utf8)
        try template.append(to: &bytes, in: context)
        #expect(String(decoding: bytes, as: UTF8.self) == "> " + text)
    }

    @Test func `one expression keeps its type`() throws {
        #expect(try SampleContext.value("{{ config.port }}") == 8080)
        #expect(try SampleContext.value("{{ config.on }}") == true)
        #expect(try SampleContext.value("{{ config.names }}") == ["b", "a", "c"])
        #expect(try SampleContext.value("{{ record.gone }}") == .some(.null))
        #expect(try SampleContext.value("{# why #}{{ config.port }}") == 8080)
        #expect(try SampleContext.value(" {{ config.port }}") == " 8080")
        #expect(try SampleContext.value("{{ config.port }}{{ '' }}") == "8080")
        #expect(try SampleContext.value("8080") == "8080")
    }

    @Test func `a record stays where it is`() throws {
        let value = try Template("{{ record.tags }}", scope: .everything).value(in: SampleContext.make())
        guard case .view(let view) = value else {
            Issue.record("copied")
            return
        }
        #expect(view[1]?.string == "y")
    }

    @Test func `what is only one missing value can be left out`() throws {
        let context = try SampleContext.make()
        for source in ["{{ config.nope }}", "{{ config.nothing }}", "{{ 'x' if config.off }}"] {
            let template = try Template(source, scope: .everything)
            #expect(try template.optionalText(in: context) == nil)
            #expect(throws: TemplateError.self) { try template.text(in: context) }
        }
        let template = try Template("Bearer {{ config.nope }}", scope: .everything)
        #expect(throws: TemplateError.self) { try template.optionalText(in: context) }
        #expect(throws: TemplateError.self) { try template.value(in: context) }
    }

    @Test func `knows what it is`() throws {
        func template(_ text: String) throws -> Template { try Template(text, scope: .everything) }
        #expect(try template("text").isConstant)
        #expect(try template("").isConstant)
        #expect(try template("{{ 1 + 2 }}").isConstant)
        #expect(try template("a{{ 'b' | upper }}").isConstant)
        #expect(try !template("{{ config.a }}").isConstant)
        #expect(try !template("{{ now }}").isConstant)
        #expect(try template("{{ config.a }}").isSingleExpression)
        #expect(try template("{{ 1 }}").isSingleExpression)
        #expect(try !template("text").isSingleExpression)
        #expect(try !template("").isSingleExpression)
        #expect(try !template("{{ 1 }}{{ 2 }}").isSingleExpression)
    }

    @Test func `a scope can give other names`() throws {
        let scope = TemplateScope([.config, .partition]).adding("stream_slice", for: .partition)
        let template = try Template("{{ stream_slice.id }}{{ partition.id }}", scope: scope)
        #expect(try template.text(in: SampleContext.make()) == "acc_1acc_1")
        #expect(template.references.map(\.path.description) == ["stream_slice.id", "partition.id"])
    }
}
