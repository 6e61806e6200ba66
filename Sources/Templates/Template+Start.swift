internal import JSON

extension Template {
    /// What every text of this template begins with, and whether that is all of it.
    package var constantStart: (text: String, isWhole: Bool) {
        var start = ""
        for segment in segments {
            switch segment {
            case .literal(let text): start += text
            case .expression(let expression):
                guard case .constant(let value) = expression.kind, let text = TemplateValue.value(value).text else {
                    return (start, false)
                }
                start += text
            }
        }
        return (start, true)
    }
}
