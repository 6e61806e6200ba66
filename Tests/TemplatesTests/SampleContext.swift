import DateTime
import JSON
import Templates

/// The values that the tests of this target work with.
enum SampleContext {
    static let instant = Timestamp(iso8601: "2024-01-31T10:20:30.987Z") ?? .unixEpoch

    static func make() throws -> TemplateContext {
        var context = TemplateContext(now: instant)
        context[.config] = .value(
            try .parse(
                #"""
                {"org": "curlew", "port": 8080, "ratio": 2.5, "big": 18446744073709551615, "on": true, "off": false,
                 "nothing": null, "empty": "", "zero": 0, "names": ["b", "a", "c"], "numbers": [3, 1.5, 2], "none": [],
                 "key-dash": "d", "nested": {"deep": {"text": "x/y z"}}, "text_number": " 42 ", "start": "2024-01-31",
                 "started": "2024-01-31T10:20:30.5+01:00", "seconds": 1706696430, "unicode": "Žluťoučký kůň",
                 "json": "{\"a\":[1,2]}", "huge": 123456789012345678901234567890}
                """#))
        context[.partition] = .value(["id": "acc_1", "page": 7])
        context[.state] = .value(["cursor": "2024-01-01T00:00:00Z"])
        let page = try JSONDocument.parse(
            #"{"id": 5, "name": "Ada", "tags": ["x", "y"], "gone": null, "at": {"s": "t"}, "d": 1.50, "yes": true}"#)
        context[.record] = .view(page.root)
        context[.response] = .view(
            try JSONDocument.parse(#"{"meta": {"next": "abc", "total": 3}, "list": [1, 2]}"#).root)
        context[.headers] = .headers([
            (name: "X-Next", value: "n1"), (name: "Link", value: "a"), (name: "link", value: "b"),
        ])
        context[.nextPageToken] = .value("tok")
        context[.stream] = .value("customers")
        return context
    }

    /// The value of a template as JSON; nil when it is missing.
    static func value(_ template: String) throws -> JSONValue? {
        try Template(template, scope: .everything).value(in: make()).json
    }

    /// What a template fails with, at compilation or when it is rendered.
    static func error(_ template: String, scope: TemplateScope = .everything) -> String? {
        do {
            _ = try Template(template, scope: scope).text(in: make())
            return nil
        } catch {
            return "\(error)"
        }
    }
}
