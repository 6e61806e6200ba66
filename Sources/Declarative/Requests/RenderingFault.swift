internal import Connector
internal import Spelling
internal import Templates

/// A part of a request that could not be made.
struct RenderingFault: Error {
    /// Which part: ``parameter `since` ``.
    var field: String
    /// The template it comes from; nil where it does not come from one.
    var template: String?
    var message: String
    /// Whether the data is at fault and not the definition.
    var isDataFault = false

    init(_ error: TemplateError, in field: String, of template: Template) {
        self.init(field, of: template, error.description)
    }

    init(_ field: String, of template: Template?, _ message: String, isDataFault: Bool = false) {
        self.field = field
        self.template = template?.source
        self.message = message
        self.isDataFault = isDataFault
    }

    /// The same in a sentence that begins with the place.
    func failure(in place: String) -> Failure {
        let quoted = template.map { " (`\($0.shortened)`)" } ?? ""
        return Failure(isDataFault ? .data : .config, "\(place), \(field)\(quoted): \(message)")
    }
}
