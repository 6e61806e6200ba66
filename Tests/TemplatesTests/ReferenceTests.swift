import Templates
import Testing

@Suite struct ReferenceTests {
    /// The references of an expression; a question mark says that absence is tolerated.
    private func references(_ template: String) throws -> [String] {
        try Template(template, scope: .everything).references.map {
            "\($0.position.offset) \($0.path)\($0.isAbsenceTolerated ? "?" : "")"
        }
    }

    @Test(arguments: [
        ("/a/{{ partition.id }}/{{ config['b'].c[-1] }}", ["6 partition.id", "25 config.b.c[-1]"]),
        ("{{ now }}", ["3 now"]), ("plain", []),
        ("{{ config.a | default(config.b) }}", ["3 config.a?", "22 config.b"]),
        ("{{ config.a | default(config.b) | default(1) }}", ["3 config.a?", "22 config.b?"]),
        ("{{ config.a | lower | default(1) }}", ["3 config.a"]),
        ("{{ config.a is defined and config.b is not none }}", ["3 config.a?", "27 config.b?"]),
        ("{{ config.a or config.b }}", ["3 config.a?", "15 config.b"]),
        ("{{ config.a and config.b }}", ["3 config.a", "16 config.b"]),
        ("{{ not (config.a and config.b) }}", ["8 config.a?", "21 config.b?"]),
        ("{{ config.a if config.b else config.c }}", ["3 config.a", "15 config.b?", "29 config.c"]),
        ("{{ 1 if config.b > 1 else 2 }}", ["8 config.b"]),
        ("{{ config.a == config.b }}", ["3 config.a?", "15 config.b?"]),
        ("{{ config.a in config.b }}", ["3 config.a?", "15 config.b"]),
        ("{{ config.a[config.b].c | default(1) }}", ["3 config.a?", "12 config.b"]),
        ("{{ 'x' if true else config.gone }}", ["20 config.gone"]),
        ("{{ config.a ~ [config.b, {'c': config.d}] }}", ["3 config.a", "15 config.b", "31 config.d"]),
        ("{{ today | minus(config.a) }}", ["3 today", "17 config.a"]),
        ("{{ (config.a | fromjson).b }}", ["4 config.a"]),
        ("é{{ config.a }}", ["4 config.a"]),
    ])
    func `lists what it uses`(template: String, expected: [String]) throws {
        #expect(try references(template) == expected)
    }
}
