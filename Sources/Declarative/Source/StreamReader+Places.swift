internal import Connector
internal import HTTPClient
internal import JSON

extension StreamReader {
    /// What stands for a place that may not be written down.
    static let hiddenPlace: JSONObject = ["hidden": true]

    /// A place of a page as states may have it, which are shown to everybody.
    ///
    /// Some servers repeat the credentials of a request in the URL of the next page. Where they are a parameter that
    /// every request gets anyway it is left out; where a secret stands elsewhere the place is not written down at all.
    func shown(_ place: JSONObject) -> JSONObject {
        guard let text = place["url"]?.string, requester.environment.secrets.masked(text) != text else { return place }
        guard let name = keyParameter, let url = try? HTTPURL(text) else { return Self.hiddenPlace }
        let rest = url.removing(query: name).description
        guard requester.environment.secrets.masked(rest) == rest else { return Self.hiddenPlace }
        var shown = place
        shown["url"] = .string(rest)
        return shown
    }
}
