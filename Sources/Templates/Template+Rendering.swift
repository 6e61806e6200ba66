internal import JSON

extension Template {
    /// The value of the template: of one that is exactly one `{{ }}` the value of its expression, with its type, which may
    /// be `.missing`; otherwise its text.
    package func value(in context: TemplateContext) throws(TemplateError) -> TemplateValue {
        guard isSingleExpression, case .expression(let expression) = segments[0] else {
            return .value(.string(try text(in: context)))
        }
        do throws(TemplateFault) {
            return try Evaluator(context).value(of: expression)
        } catch {
            throw TemplateError(error, in: source)
        }
    }

    /// The template as text. A value that is missing or null is an error.
    package func text(in context: TemplateContext) throws(TemplateError) -> String {
        if segments.isEmpty { return "" }
        if segments.count == 1 { return try text(of: segments[0], in: context) }
        var text: [UInt8] = []
        text.reserveCapacity(source.utf8.count + 32)
        try append(to: &text, in: context)
        return String(decoding: text, as: UTF8.self)
    }

    private func text(
        of segment: TemplateSegment, in context: TemplateContext
    ) throws(TemplateError) -> String {
        do throws(TemplateFault) {
            return switch segment {
            case .literal(let text): text
            case .expression(let expression): try Evaluator(context).text(of: expression)
            }
        } catch {
            throw TemplateError(error, in: source)
        }
    }

    /// The template as text; nil when it is exactly one `{{ }}` whose value is missing or null, so that the parameter or
    /// header it is for can be left out.
    package func optionalText(in context: TemplateContext) throws(TemplateError) -> String? {
        isSingleExpression ? try value(in: context).text : try text(in: context)
    }

    /// Appends the template as UTF-8 text. A value that is missing or null is an error, which leaves what stood before it.
    package func append(to text: inout [UInt8], in context: TemplateContext) throws(TemplateError) {
        let evaluator = Evaluator(context)
        do throws(TemplateFault) {
            for segment in segments {
                switch segment {
                case .literal(let literal): text.append(contentsOf: literal.utf8)
                case .expression(let expression): try evaluator.append(expression, to: &text)
                }
            }
        } catch {
            throw TemplateError(error, in: source)
        }
    }

    /// The template as text; `adapt` may change what an expression wrote, which stands from `start` to the end of what is
    /// written so far. A value that is missing or null is an error.
    package func text(
        in context: TemplateContext, adapting adapt: (_ text: inout [UInt8], _ start: Int) -> Void
    ) throws(TemplateError) -> String {
        if case .literal(let text)? = segments.first, segments.count == 1 { return text }
        let evaluator = Evaluator(context)
        var text: [UInt8] = []
        text.reserveCapacity(source.utf8.count + 32)
        do throws(TemplateFault) {
            for segment in segments {
                switch segment {
                case .literal(let literal): text.append(contentsOf: literal.utf8)
                case .expression(let expression):
                    let start = text.count
                    try evaluator.append(expression, to: &text)
                    adapt(&text, start)
                }
            }
        } catch {
            throw TemplateError(error, in: source)
        }
        return String(decoding: text, as: UTF8.self)
    }
}
