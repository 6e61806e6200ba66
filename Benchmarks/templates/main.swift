import DateTime
import JSON
import Templates

// Measures how long a compiled template takes to render, each kind on the values a page would bring. Every figure is the
// best of several rounds.

let rounds = 200_000
let repetitions = 7

func report(_ name: String, _ body: () throws -> Int) rethrows {
    let clock = ContinuousClock()
    var best = Duration.seconds(3600)
    var checksum = 0
    for _ in 0..<repetitions {
        let start = clock.now
        for _ in 0..<rounds { checksum &+= try body() }
        best = min(best, clock.now - start)
    }
    let figure = String(Int((best / .nanoseconds(1) / Double(rounds)).rounded()))
    print(name + String(repeating: " ", count: max(1, 60 - name.count)) + figure + " ns  (checksum \(checksum))")
}

let page = try JSONDocument.parse(#"{"id": 42, "name": "Ada", "actor": {"email_address": "ada@example.com"}}"#)
var values = TemplateContext(now: .now())
values[.config] = .value(["org": "curlew", "start_date": "2024-01-01", "page_size": 100])
values[.partition] = .value(["id": "acct_1Nv0FGQ9RKHgCVdK"])
values[.state] = .value(["cursor": "2024-01-31T10:20:30Z"])
values[.record] = .view(page.root)
let context = values

@MainActor func compile(_ text: String) throws -> Template {
    try Template(text, scope: .everything).binding([.config, .now, .today, .stream], in: context)
}

let threeParts = try compile("/accounts/{{ partition.id }}/x?{{ state.cursor }}")
var buffer: [UInt8] = []
try report("three parts into a buffer") {
    buffer.removeAll(keepingCapacity: true)
    try threeParts.append(to: &buffer, in: context)
    return buffer.count
}
try report("three parts as a string") { try threeParts.text(in: context).utf8.count }

let literal = try compile("{{ config.org }}/repos")
try report("only configuration, bound") { try literal.text(in: context).utf8.count }

let member = try compile("{{ record.actor.email_address | default(record.name) }}")
try report("a member of a record, with default, as a value") { try member.value(in: context).isMissing ? 0 : 1 }

let number = try compile("{{ record.id }}")
try report("a number of a record as text") { try number.text(in: context).utf8.count }

let arithmetic = try compile("{{ record.id * 2 + 1 if record.id > 10 else 0 }}")
try report("arithmetic with a condition, as a value") { try arithmetic.value(in: context).isMissing ? 0 : 1 }

let date = try compile("{{ state.cursor | minus('PT1H') | date('%Y-%m-%d') }}")
try report("date arithmetic and a pattern") { try date.text(in: context).utf8.count }

try report("compiling three parts") {
    try Template("/accounts/{{ partition.id }}/x?{{ state.cursor }}", scope: .everything).isConstant ? 1 : 0
}

let instant = "2024-01-31T10:20:30.123456Z"
report("reading an instant in ISO 8601") { Timestamp(iso8601: instant)?.nanosecond == 0 ? 0 : 1 }
