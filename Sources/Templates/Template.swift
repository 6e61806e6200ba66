internal import JSON

/// A text with expressions in `{{ }}`, compiled once and rendered often.
///
/// Everything outside the braces is literal; `{# #}` is a comment. The language is described in docs/templates.md.
package struct Template: Sendable {
    /// The text it was compiled from.
    package let source: String
    /// Every use of a variable, in the order of the text.
    package let references: [TemplateReference]
    let segments: [TemplateSegment]

    /// Compiles a text. Throws where it is wrong, names a variable that the scope does not have, or calculates with
    /// constants something that cannot be.
    package init(_ source: String, scope: TemplateScope) throws(TemplateError) {
        do throws(TemplateFault) {
            var parser = try TemplateParser(source, scope: scope)
            let segments = try parser.parse()
            self.source = source
            references = TemplateReference.all(in: segments, of: source)
            self.segments = try Self.folded(segments, .ofConstants)
        } catch {
            throw TemplateError(error, in: source)
        }
    }

    /// The template of an empty text.
    package static let empty = Template(source: "", references: [], segments: [])

    private init(source: String, references: [TemplateReference], segments: [TemplateSegment]) {
        self.source = source
        self.references = references
        self.segments = segments
    }

    /// Whether it is exactly one `{{ }}`, so that its value keeps its type.
    package var isSingleExpression: Bool {
        guard segments.count == 1, case .expression = segments[0] else { return false }
        return true
    }

    /// Whether it always yields the same.
    package var isConstant: Bool {
        segments.allSatisfy { segment in
            switch segment {
            case .literal: true
            case .expression(let expression): expression.isConstant
            }
        }
    }

    /// The same template with everything computed that depends only on `roots`, whose values are taken from `context`.
    ///
    /// What fails is left to fail when it is rendered, so that errors and values are those of the template itself.
    package func binding(_ roots: [TemplateRoot], in context: TemplateContext) -> Template {
        do throws(TemplateFault) {
            let folded = try Self.folded(segments, Folding(context, roots: roots))
            return Template(source: source, references: references, segments: folded)
        } catch {
            return self
        }
    }

    /// Folds each expression, and makes literal text of what became constant between other text.
    private static func folded(
        _ segments: [TemplateSegment], _ folding: Folding
    ) throws(TemplateFault) -> [TemplateSegment] {
        var folded: [TemplateSegment] = []
        for segment in segments {
            var next = segment
            if case .expression(let expression) = segment {
                next = .expression(try folding.folded(expression))
                if segments.count > 1, let text = next.constantText { next = .literal(text) }
            }
            if case .literal(let text) = next, case .literal(let before)? = folded.last {
                folded[folded.count - 1] = .literal(before + text)
            } else {
                folded.append(next)
            }
        }
        return folded
    }
}

extension TemplateSegment {
    fileprivate var constantText: String? {
        guard case .expression(let expression) = self, case .constant(let value) = expression.kind else { return nil }
        return TemplateValue.value(value).text
    }
}

extension Template: Hashable {
    /// Templates are equal when they were written the same.
    package static func == (left: Template, right: Template) -> Bool {
        left.source.utf8.elementsEqual(right.source.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(source)
    }
}
