internal import JSON

// Names are compared byte for byte, as the keys of JSON objects are.
extension Field: Hashable {
    package static func == (left: Field, right: Field) -> Bool {
        left.hasName(right.name) && left.type == right.type && left.isNullable == right.isNullable
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(ExactText(name))
        hasher.combine(type)
        hasher.combine(isNullable)
    }

    package func hasName(_ other: String) -> Bool {
        ExactText(name) == ExactText(other)
    }

    /// Whether columns of both fields are one and the same column in a file.
    package func hasSameLayout(as other: Field) -> Bool {
        hasName(other.name) && isNullable == other.isNullable && type.hasSameLayout(as: other.type)
    }
}
