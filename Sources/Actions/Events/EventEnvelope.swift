package import Connector
internal import Crypto
package import JSON

/// How an event reached the function, and so how it is answered.
package enum EventEnvelope: Sendable {
    /// Somebody invoked the function with the event itself.
    case plain
    /// A schedule of EventBridge.
    case scheduled
    /// A request to a function URL or an API Gateway.
    case http

    /// Takes an event out of what it came in. A scheduled event without anything of its own asks for what the variables
    /// of the environment say.
    package static func open(
        _ value: JSONValue, environment: [String: String]
    ) -> (envelope: EventEnvelope, event: Result<JSONValue, Failure>) {
        guard case .object(let members) = value else { return (.plain, .success(value)) }
        if members["httpMethod"]?.string != nil || members["requestContext"]?["http"]?.object != nil {
            return (.http, body(of: members))
        }
        guard members["source"] == "aws.events" || members["source"] == "aws.scheduler" else {
            return (.plain, .success(value))
        }
        if members.contains(where: { Event.memberNames.contains($0.key) }) {
            var own = JSONObject()
            for member in members where Event.memberNames.contains(member.key) { own[member.key] = member.value }
            return (.scheduled, .success(.object(own)))
        }
        return (.scheduled, event(from: environment))
    }

    private static func body(of members: JSONObject) -> Result<JSONValue, Failure> {
        guard let text = members["body"]?.string, !text.isEmpty else {
            return .failure(Failure(.config, "the request has no body", hint: "post the event as JSON"))
        }
        do throws(JSONError) {
            guard members["isBase64Encoded"] == true else { return .success(try JSONValue.parse(text)) }
            guard let bytes = Base64.standard.decode(text) else {
                return .failure(Failure(.config, "the request's body is not the base64 that it says it is"))
            }
            return .success(try JSONValue.parse(PaddedBytes(bytes)))
        } catch {
            // Without what stands there: it may be a configuration.
            return .failure(
                Failure(.config, "the request's body: \(JSONError(reason: error.reason, offset: error.offset))"))
        }
    }

    private static func event(from environment: [String: String]) -> Result<JSONValue, Failure> {
        var members = JSONObject()
        for name in ["connector", "config", "streams", "output", "format", "state"] {
            guard let text = environment["CURLEW_\(name.uppercased())"], !text.isEmpty else { continue }
            let isObject = text.utf8.first == UInt8(ascii: "{")
            guard isObject, ["connector", "config", "state"].contains(name) else {
                members[name] = .string(text)
                continue
            }
            guard let value = try? JSONValue.parse(text) else {
                return .failure(Failure(.config, "CURLEW_\(name.uppercased()) begins like JSON, and is none"))
            }
            members[name] = value
        }
        guard members["connector"] != nil else {
            return .failure(
                Failure(
                    .config, "a scheduled event says nothing about what to do",
                    hint:
                        "give the schedule an input, or set CURLEW_CONNECTOR, CURLEW_CONFIG, CURLEW_OUTPUT and CURLEW_STATE"
                ))
        }
        return .success(.object(members))
    }
}
