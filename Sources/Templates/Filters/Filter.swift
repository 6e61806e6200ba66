/// A filter ready to be applied to a value, which is not missing.
typealias FilterFunction = @Sendable (TemplateValue) throws(FilterFault) -> TemplateValue

/// What `value | name(arguments)` does: its name, its arguments, and a line that explains it.
package struct Filter: Sendable {
    package struct Parameter: Sendable {
        package let name: String
        /// What is taken when the argument is left out, as it would be written; nil when it has to be there.
        package let defaultValue: String?

        static func required(_ name: String) -> Parameter { Parameter(name: name, defaultValue: nil) }
        static func optional(_ name: String, _ value: String) -> Parameter {
            Parameter(name: name, defaultValue: value)
        }
    }

    enum Behavior: Sendable {
        /// Arguments in, a function of the value out.
        case function(@Sendable (FilterArguments) throws(FilterFault) -> FilterFunction)
        /// `default`, which alone is applied to a missing value, and computes its argument only if it needs it.
        case fallback
    }

    package let name: String
    /// Other names of the same filter.
    package let aliases: [String]
    package let parameters: [Parameter]
    /// One line for the documentation.
    package let summary: String
    let behavior: Behavior

    init(
        _ name: String, aliases: [String] = [], _ parameters: Parameter..., summary: String,
        _ prepare: @escaping @Sendable (FilterArguments) throws(FilterFault) -> FilterFunction
    ) {
        self.init(name, aliases: aliases, parameters, summary: summary, .function(prepare))
    }

    private init(
        _ name: String, aliases: [String], _ parameters: [Parameter], summary: String, _ behavior: Behavior
    ) {
        self.name = name
        self.aliases = aliases
        self.parameters = parameters
        self.summary = summary
        self.behavior = behavior
    }

    /// All filters, in the order of their documentation.
    package static let all: [Filter] =
        [fallback] + TextFilters.all + NumberFilters.all + ListFilters.all + ConversionFilters.all
        + EncodingFilters.all + DateFilters.all

    private static let fallback = Filter(
        "default", aliases: ["d"], [.required("value"), .optional("false_too", "false")],
        summary: "`value` where what stands before is not set or null; with `true`, also where it is false, 0 or empty",
        .fallback)

    static func named(_ name: String) -> Filter? {
        all.first { $0.name == name || $0.aliases.contains(name) }
    }

    func takes(_ arguments: Int) -> Bool {
        arguments <= parameters.count && arguments >= parameters.filter { $0.defaultValue == nil }.count
    }

    /// How it is written: `replace(old, new)`, `round(digits=0)`, `lower`.
    package var signature: String {
        if parameters.isEmpty { return name }
        let list = parameters.map { parameter in
            parameter.defaultValue.map { "\(parameter.name)=\($0)" } ?? parameter.name
        }
        return "\(name)(\(list.joined(separator: ", ")))"
    }
}

/// Why a filter cannot be applied. The message follows the filter's name.
struct FilterFault: Error {
    let message: String
    /// The argument that is at fault; nil when it is the value.
    var argument: Int?

    init(_ message: String, argument: Int? = nil) {
        self.message = message
        self.argument = argument
    }

    static func wants(_ what: String, _ value: TemplateValue) -> FilterFault {
        let hint = value.isAbsent ? ": `default` can stand in for it" : ""
        return FilterFault("needs \(what), found \(value.kindName)\(hint)")
    }
}
