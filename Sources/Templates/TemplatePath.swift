/// A variable and the way from it to a value: `partition.repo.owner`, `record.items[-1]`.
package struct TemplatePath: Hashable, Sendable, CustomStringConvertible {
    package enum Step: Hashable, Sendable {
        case member(String)
        /// From 0, or from -1 at the end.
        case index(Int)
    }

    package let root: TemplateRoot
    /// What the root is called in the template: its own name, or another that the scope gives it.
    package let rootName: String
    package private(set) var steps: [Step] = []

    init(root: TemplateRoot, rootName: String) {
        self.root = root
        self.rootName = rootName
    }

    func appending(_ step: Step) -> TemplatePath {
        var path = self
        path.steps.append(step)
        return path
    }

    func prefix(_ count: Int) -> TemplatePath {
        var path = self
        path.steps = Array(steps.prefix(count))
        return path
    }

    /// The path as it is written in a template.
    package var description: String {
        steps.reduce(rootName) { text, step in
            switch step {
            case .member(let name) where Self.isPlain(name): "\(text).\(name)"
            case .member(let name): "\(text)['\(name)']"
            case .index(let index): "\(text)[\(index)]"
            }
        }
    }

    private static func isPlain(_ name: String) -> Bool {
        var isFirst = true
        for byte in name.utf8 {
            guard isFirst ? byte.isNameStart : byte.isNamePart else { return false }
            isFirst = false
        }
        return !isFirst
    }
}

/// A place in a template where a variable is used.
package struct TemplateReference: Hashable, Sendable {
    /// The variable, and the way as far as it is written out.
    package let path: TemplatePath
    package let position: TemplatePosition
    /// Whether a value that is not set is no error there: under `default`, before `is defined`, in a condition.
    package let isAbsenceTolerated: Bool
}
