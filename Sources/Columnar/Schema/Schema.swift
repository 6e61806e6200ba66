/// The columns of a stream: what a file has, what the state keeps, what `discover` shows.
///
///     var schema = Schema()
///     schema.observe(record)          // for each
///     schema.jsonSchema               // as JSON Schema
///     schema.stored                   // as the state keeps it
///
/// A schema only ever widens: what was written with it stays readable beside what is written later.
package struct Schema: Hashable, Sendable {
    /// The top-level columns, in the order in which they were first seen.
    package var fields: [Field]

    package init(_ fields: [Field] = []) {
        self.fields = fields
    }

    /// The column called `name`.
    package subscript(name: String) -> Field? {
        fields.first { $0.hasName(name) }
    }

    /// Whether a file with one schema can be continued with the other.
    package func hasSameLayout(as other: Schema) -> Bool {
        ColumnType.structure(fields).hasSameLayout(as: .structure(other.fields))
    }

    /// Widens the columns so that they hold what `other`'s hold as well, and adds those that are new.
    package mutating func merge(_ other: Schema) {
        fields = Field.union(fields, other.fields)
    }

    /// The schema with the columns of `declared` in place of its own of the same name, which keep their position. What was
    /// inferred inside a declared structure or list stays.
    package func declaring(_ declared: Schema) -> Schema {
        Schema(Field.overlay(fields, with: declared.fields))
    }
}

extension Field {
    /// All fields of both, those of one name widened to hold both.
    static func union(_ left: [Field], _ right: [Field]) -> [Field] {
        combine(left, right) { $0.widened(toHold: $1) }
    }

    static func overlay(_ inferred: [Field], with declared: [Field]) -> [Field] {
        combine(inferred, declared) { inferred, declared in
            Field(declared.name, inferred.type.declaring(declared.type), isNullable: declared.isNullable)
        }
    }

    private static func combine(
        _ left: [Field], _ right: [Field], _ merge: (Field, Field) -> Field
    ) -> [Field] {
        var fields = left
        for (position, field) in right.enumerated() {
            // Schemas of one stream mostly have their fields in one order.
            let isInPlace = position < fields.count && fields[position].hasName(field.name)
            if let place = isInPlace ? position : fields.firstIndex(where: { $0.hasName(field.name) }) {
                fields[place] = merge(fields[place], field)
            } else {
                fields.append(field)
            }
        }
        return fields
    }
}

extension ColumnType {
    fileprivate func declaring(_ declared: ColumnType) -> ColumnType {
        switch (self, declared) {
        case (.structure(let inferred), .structure(let fields)): .structure(Field.overlay(inferred, with: fields))
        case (.list(let inferred), .list(let element)):
            .list(.element(inferred.type.declaring(element.type), isNullable: element.isNullable))
        // Nothing is said about the values.
        case (_, .null): self
        default: declared
        }
    }
}
