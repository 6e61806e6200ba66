internal import JSON

/// Computes expressions. The parser bounds the height of their trees, and so the recursion here.
struct Evaluator {
    private let context: TemplateContext

    init(_ context: TemplateContext) {
        self.context = context
    }

    func value(of expression: Expression) throws(TemplateFault) -> TemplateValue {
        switch expression.kind {
        case .constant(let value): return .value(value)
        case .path(let path): return value(at: path)
        case .absentPath(_, let isNull): return isNull ? .value(.null) : .missing
        case .member(let base, let name): return try value(of: base).member(name)
        case .element(let base, let index): return try element(of: base, index)
        case .list(let elements): return .value(.array(try list(elements)))
        case .map(let elements): return .value(.object(try map(elements)))
        case .signed(let sign, let operand): return try signed(sign, operand)
        case .arithmetic(let sign, let left, let right):
            return try arithmetic(sign, left, right, at: expression.offset)
        case .concatenation(let left, let right): return try concatenation(left, right)
        case .comparison(let sign, let left, let right):
            return .value(.bool(try comparison(sign, left, right, at: expression.offset)))
        case .not(let operand): return .value(.bool(try !value(of: operand).isTruthy))
        case .and(let left, let right):
            let value = try value(of: left)
            return value.isTruthy ? try self.value(of: right) : value
        case .or(let left, let right):
            let value = try value(of: left)
            return value.isTruthy ? value : try self.value(of: right)
        case .conditional(let condition, let then, let otherwise):
            if try value(of: condition).isTruthy { return try value(of: then) }
            return try otherwise.map { (branch) throws(TemplateFault) in try value(of: branch) } ?? .missing
        case .test(let test, let operand): return .value(.bool(test.holds(for: try value(of: operand))))
        case .fallback(let operand, let replacement, let replacesFalse):
            let value = try value(of: operand)
            return value.isReplaced(replacesFalse: replacesFalse) ? try self.value(of: replacement) : value
        case .filter(let call): return try filtered(call, at: expression.offset)
        }
    }

    /// The value of an expression at a place where a missing one is an error.
    func presentValue(of expression: Expression) throws(TemplateFault) -> TemplateValue {
        let value = try value(of: expression)
        guard value.isMissing else { return value }
        let origin = try origin(of: expression)
        throw TemplateFault(message: nothing(at: origin), offset: origin.offset)
    }

    func value(at path: TemplatePath) -> TemplateValue {
        var value = context[path.root]
        var ignoringCase = path.root == .headers
        for step in path.steps {
            switch step {
            case .member(let name): value = value.member(name, ignoringCase: ignoringCase)
            case .index(let position): value = value.element(position)
            }
            ignoringCase = false
        }
        return value
    }

    private func element(of base: Expression, _ index: Expression) throws(TemplateFault) -> TemplateValue {
        let container = try value(of: base)
        let key = try presentValue(of: index)
        if let name = key.string {
            var isHeaders = false
            if case .path(let path) = base.kind { isHeaders = path.root == .headers && path.steps.isEmpty }
            return container.member(name, ignoringCase: isHeaders)
        }
        guard let position = key.integer else {
            throw TemplateFault(
                message: "a key in brackets has to be text or a whole number, found \(key.kindName)",
                offset: try origin(of: index).offset)
        }
        return container.element(position)
    }

    /// A value that goes into a list, a map or a function.
    private func ownValue(of expression: Expression) throws(TemplateFault) -> JSONValue {
        try presentValue(of: expression).json ?? .null
    }

    private func list(_ elements: [Expression]) throws(TemplateFault) -> [JSONValue] {
        try elements.map { (element) throws(TemplateFault) in try ownValue(of: element) }
    }

    private func map(_ elements: [Expression]) throws(TemplateFault) -> JSONObject {
        var members = JSONObject()
        for index in stride(from: 0, to: elements.count - 1, by: 2) {
            guard let key = try presentValue(of: elements[index]).string else {
                throw TemplateFault(
                    message: "the key of a map has to be text", offset: try origin(of: elements[index]).offset)
            }
            members[key] = try ownValue(of: elements[index + 1])
        }
        return members
    }

    private func concatenation(_ left: Expression, _ right: Expression) throws(TemplateFault) -> TemplateValue {
        var text: [UInt8] = []
        try append(left, to: &text)
        try append(right, to: &text)
        return .value(.string(String(decoding: text, as: UTF8.self)))
    }

    /// Appends the value of an expression as it is written in text. Missing and null have no text.
    func append(_ expression: Expression, to text: inout [UInt8]) throws(TemplateFault) {
        let value = try presentValue(of: expression)
        guard value.appendText(to: &text) else { throw try hasNoText(expression) }
    }

    /// The value of an expression as it is written in text.
    func text(of expression: Expression) throws(TemplateFault) -> String {
        guard let text = try presentValue(of: expression).text else { throw try hasNoText(expression) }
        return text
    }

    private func filtered(_ call: FilterCall, at offset: Int) throws(TemplateFault) -> TemplateValue {
        let input = try presentValue(of: call.input)
        let function: FilterFunction
        if let ready = call.function {
            function = ready
        } else {
            var arguments: [TemplateValue] = []
            for argument in call.arguments { arguments.append(try presentValue(of: argument)) }
            function = try prepare(call, arguments, at: offset)
        }
        let result: TemplateValue
        do throws(FilterFault) {
            result = try function(input)
        } catch {
            throw TemplateFault(message: "`\(call.filter.name)` \(error.message)", offset: offset)
        }
        guard !result.isLongText else {
            throw TemplateFault(
                message: "the text that `\(call.filter.name)` makes is longer than 1 MiB", offset: offset)
        }
        return result
    }

    /// The filter of a call with its arguments.
    func prepare(
        _ call: FilterCall, _ arguments: [TemplateValue], at offset: Int
    ) throws(TemplateFault) -> FilterFunction {
        guard case .function(let prepare) = call.filter.behavior else {
            preconditionFailure("`\(call.filter.name)` is not called as a function")
        }
        do throws(FilterFault) {
            return try prepare(FilterArguments(arguments))
        } catch {
            let culprit = try error.argument.map { (argument) throws(TemplateFault) in
                try origin(of: call.arguments[argument]).offset
            }
            throw TemplateFault(message: "`\(call.filter.name)` \(error.message)", offset: culprit ?? offset)
        }
    }
}

extension ExpressionTest {
    func holds(for value: TemplateValue) -> Bool {
        switch self {
        case .isDefined: !value.isMissing
        case .isNotDefined: value.isMissing
        case .isNone: value.isAbsent
        case .isNotNone: !value.isAbsent
        }
    }
}
