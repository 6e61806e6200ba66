package import Connector
package import JSON

extension JSONValue {
    /// Parses a text that may hold secrets: a fault is told by its kind and place, without what stands around it.
    package static func parse(_ text: borrowing PaddedBytes, from source: String) throws(Failure) -> JSONValue {
        do throws(JSONError) {
            return try parse(text)
        } catch {
            throw Failure(.config, "\(source): \(JSONError(reason: error.reason, offset: error.offset))")
        }
    }
}
