package import JSON

/// The configuration a connector asks for.
package struct ConfigurationSpecification: Hashable, Sendable {
    /// The fields, in the order of the file.
    package var fields: [ConfigurationField] = []
    /// Whether the file declares its fields. One that does not takes any field its templates name.
    package var isDeclared = true

    /// A specification from its fields.
    package init(fields: [ConfigurationField] = [], isDeclared: Bool = true) {
        self.fields = fields
        self.isDeclared = isDeclared
    }

    /// A field by its name.
    package func field(named name: String) -> ConfigurationField? {
        fields.first { $0.name == name }
    }
}

/// One field of a connector's configuration.
package struct ConfigurationField: Hashable, Sendable {
    /// The types a field can have.
    package enum ValueType: String, CaseIterable, Sendable {
        case string, integer, number, boolean, array, object
        /// Anything: the type of fields that a file uses without declaring them.
        case any
    }

    /// What the text of a string must look like.
    package enum TextFormat: String, CaseIterable, Sendable {
        case date
        case dateTime = "date-time"
        case uri
        case email
        /// A text that is itself JSON, such as a service account's key; templates may reach its members.
        case json
    }

    package var name: String
    package var type: ValueType
    package var title: String?
    package var description: String?
    package var format: TextFormat?
    /// Never shown anywhere.
    package var isSecret = false
    package var isRequired = false
    package var defaultValue: JSONValue?
    /// The only values allowed, where there are any.
    package var allowedValues: [JSONValue] = []
    package var minimum: Double?
    package var maximum: Double?
    package var minimumLength: Int?
    package var maximumLength: Int?
    /// A regular expression (RFC 9485) that the whole text matches; `^` and `$` at its ends are allowed.
    package var pattern: String?
    package var examples: [JSONValue] = []

    /// An optional field of some type.
    package init(_ name: String, type: ValueType = .string) {
        self.name = name
        self.type = type
    }
}
