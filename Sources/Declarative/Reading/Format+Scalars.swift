internal import JSON
internal import Spelling
internal import YAML

extension Format where Value == String {
    /// Any scalar, by its text: a number or `true` that nobody put in quotes is taken as it was written.
    static let text = Format(schema: ["type": ["string", "number", "boolean"]]) { (node, reading) in
        guard let scalar = node.scalar, !scalar.value.isNull else {
            reading.complain("expected a text, found \(node.kindName)", at: node.position)
            return nil
        }
        return scalar.value.string ?? scalar.text
    }

    /// A text that is not empty.
    static let name = text.checked { $0.isEmpty ? "expected a name, found an empty text" : nil }
        .annotated(["minLength": 1])
}

extension Format where Value == Bool {
    static let boolean = Format(schema: ["type": "boolean"]) { (node, reading) in
        guard let value = node.scalar?.value.bool else {
            reading.complain("expected true or false, found \(node.kindName)", at: node.position)
            return nil
        }
        return value
    }
}

extension Format where Value == Int {
    /// A whole number within bounds.
    static func integer(_ bounds: ClosedRange<Int>) -> Format {
        Format(
            schema: [
                "type": "integer", "minimum": .integer(Int64(bounds.lowerBound)),
                "maximum": .integer(Int64(bounds.upperBound)),
            ]
        ) { (node, reading) in
            guard let number = node.scalar?.value.int64, let value = Int(exactly: number), bounds.contains(value) else {
                reading.complain(
                    "expected a whole number from \(bounds.lowerBound) to \(bounds.upperBound), found \(node.kindName)",
                    at: node.position)
                return nil
            }
            return value
        }
    }
}

extension Format where Value == Double {
    /// A number within bounds.
    static func number(_ bounds: ClosedRange<Double>) -> Format {
        Format(schema: ["type": "number", "minimum": .double(bounds.lowerBound), "maximum": .double(bounds.upperBound)])
        {
            (node, reading) in
            guard let value = node.scalar?.value.double, bounds.contains(value) else {
                let (low, high) = (bounds.lowerBound.shortText, bounds.upperBound.shortText)
                reading.complain("expected a number from \(low) to \(high), found \(node.kindName)", at: node.position)
                return nil
            }
            return value
        }
    }

    /// Any number.
    static let number = Format(schema: ["type": "number"]) { (node, reading) in
        guard let value = node.scalar?.value.double else {
            reading.complain("expected a number, found \(node.kindName)", at: node.position)
            return nil
        }
        return value
    }
}

extension Format where Value == Duration {
    private static let longest = 7.0 * 86_400

    /// A number of seconds that is not zero, with or without a fraction, up to a week.
    static let timeout = Format<Double>.number(0.001...longest).map {
        Duration.milliseconds(Int64(($0 * 1000).rounded()))
    }
    /// A number of seconds, with or without a fraction, up to a week.
    static let seconds = Format<Double>.number(0...longest).map { Duration.milliseconds(Int64(($0 * 1000).rounded())) }
    /// A number of seconds, up to ten years: for spans of data rather than waits.
    static let span = Format<Int>.integer(0...315_360_000).map { Duration.seconds($0) }
    /// A number of seconds from one up to ten years: for how long something is valid.
    static let lifetime = Format<Int>.integer(1...315_360_000).map { Duration.seconds($0) }
    /// A number of milliseconds, up to a week.
    static let milliseconds = Format<Int>.integer(0...Int(longest) * 1000).map { Duration.milliseconds($0) }
}

extension Format where Value == JSONValue {
    /// Any value.
    static let any = Format(schema: .bool(true)) { (node, _) in node.jsonValue }

    /// Any scalar.
    static let scalar = Format(schema: ["type": ["string", "number", "boolean", "null"]]) { (node, reading) in
        guard let scalar = node.scalar else {
            reading.complain("expected a single value, found \(node.kindName)", at: node.position)
            return nil
        }
        return scalar.value
    }
}

extension Format {
    /// One of some words.
    static func word(_ words: [(String, Value)]) -> Format where Value: Sendable {
        Format(schema: ["enum": .array(words.map { .string($0.0) })]) { (node, reading) in
            let names = words.map(\.0)
            guard let text = node.scalar.map({ $0.value.string ?? $0.text }) else {
                reading.complain("expected \(names.alternatives), found \(node.kindName)", at: node.position)
                return nil
            }
            if let match = words.first(where: { $0.0 == text }) { return match.1 }
            reading.complain(unknown: "value", text, among: names, at: node.position)
            return nil
        }
    }

    /// One of the cases of an enumeration, by its raw value.
    static func word() -> Format where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
        word(Value.allCases.map { ($0.rawValue, $0) })
    }
}

extension Reading {
    /// Records that a name is none of the known ones, with the nearest of them.
    mutating func complain(unknown what: String, _ name: String, among known: [String], at position: YAMLPosition) {
        let help =
            nearestName(to: name, among: known).map { "did you mean `\($0.shortened)`?" }
            ?? (known.isEmpty ? "there are none here" : "expected \(known.alternatives)")
        complain("unknown \(what) `\(name.shortened)`; \(help)", at: position)
    }
}

extension Double {
    /// The number without a needless fraction.
    fileprivate var shortText: String {
        Int64(exactly: self).map { String($0) } ?? JSONValue.double(self).description
    }
}
