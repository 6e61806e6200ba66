/// The values in the parentheses behind a filter's name. There are as many as the filter takes.
struct FilterArguments {
    private let values: [TemplateValue]

    init(_ values: [TemplateValue]) {
        self.values = values
    }

    /// A text; `nothing` where the argument was left out.
    func text(_ position: Int, orElse nothing: String? = nil) throws(FilterFault) -> String {
        if position >= values.count, let nothing { return nothing }
        guard position < values.count, let text = values[position].string else { throw wants("text", position) }
        return text
    }

    /// A whole number; `nothing` where the argument was left out.
    func integer(_ position: Int, orElse nothing: Int) throws(FilterFault) -> Int {
        if position >= values.count { return nothing }
        guard let number = values[position].integer else { throw wants("a whole number", position) }
        return number
    }

    /// One of the values of `choices`, given by its name.
    func choice<Choice>(
        _ position: Int, of choices: [(String, Choice)], orElse nothing: String? = nil
    ) throws(FilterFault) -> Choice {
        let name = try text(position, orElse: nothing)
        if let choice = choices.first(where: { $0.0 == name }) { return choice.1 }
        let names = choices.map { "'\($0.0)'" }.joined(separator: ", ")
        throw FilterFault("does not know this name: there are \(names)", argument: position)
    }

    private func wants(_ what: String, _ position: Int) -> FilterFault {
        let found = position < values.count ? values[position].kindName : "nothing"
        return FilterFault("needs \(what) in its parentheses, found \(found)", argument: position)
    }
}

extension TemplateValue {
    /// The text of a value that a filter needs to be one.
    func requiredText() throws(FilterFault) -> String {
        guard let text = string else { throw .wants("text", self) }
        return text
    }
}
