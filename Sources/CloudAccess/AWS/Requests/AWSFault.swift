internal import HTTPClient
internal import JSON

/// What an answer of AWS that is no success says is wrong: a code, and a sentence for people.
struct AWSFault: Sendable {
    let status: Int
    /// Such as `AccessDeniedException`; empty where the answer has none.
    let code: String
    private let message: String

    /// Reads both from JSON or XML.
    ///
    ///     {"__type": "com.amazonaws…#AccessDeniedException", "message" or "Message": …}
    ///     <ErrorResponse><Error><Code>AccessDenied</Code><Message>…</Message></Error>…
    init(_ answer: AWSSender.Answer, hiding secrets: [String]) {
        status = answer.status
        let members = Self.members(of: answer.body)
        let type = members["__type"]?.string ?? members["code"]?.string ?? members["Code"]?.string
        let name = type ?? answer.headers["x-amzn-ErrorType"] ?? ""
        // Namespaces come before the code, and addresses behind it.
        let code = name.split(separator: "#").last ?? ""
        self.code = String(code.split(separator: ":").first ?? "").trimmed
        let message = members["message"]?.string ?? members["Message"]?.string ?? ""
        self.message = Self.shown(message, hiding: secrets)
    }

    /// Code and sentence, for the end of a message.
    var summary: String {
        let name = code.isEmpty ? "HTTP \(status)" : code
        return message.isEmpty ? name : "\(name): \(message)"
    }

    /// Whether the same request may succeed later.
    var isTransient: Bool {
        status >= 500 || status == 429 || Self.throttling.contains(code) || Self.passing.contains(code)
    }

    /// Whether other credentials may help: these are expired or unknown.
    var refusesCredentials: Bool { Self.refusing.contains(code) }

    /// Whether what was asked for is not allowed.
    var isDenied: Bool {
        status == 401 || status == 403 || code.hasPrefix("AccessDenied") || Self.refusing.contains(code)
            || Self.wrongSignature.contains(code)
    }

    /// What may help against the refusal of credentials; nil for other faults.
    var credentialHint: String? {
        if Self.wrongSignature.contains(code) {
            return "check the secret access key, and that the clock of this machine is right"
        }
        return refusesCredentials ? "the credentials have expired or were revoked: renew them" : nil
    }

    private static let throttling: Set<String> = [
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled", "RequestThrottledException",
        "TooManyRequestsException", "RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException",
        "ProvisionedThroughputExceededException", "PriorRequestNotComplete", "SlowDown",
    ]
    private static let passing: Set<String> = ["IDPCommunicationError", "RequestTimeout", "RequestTimeoutException"]
    private static let refusing: Set<String> = [
        "ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "UnrecognizedClientException",
        "InvalidAccessKeyId", "InvalidToken",
    ]
    private static let wrongSignature: Set<String> = [
        "SignatureDoesNotMatch", "InvalidSignatureException", "RequestTimeTooSkewed", "RequestExpired",
    ]

    private static func members(of body: [UInt8]) -> JSONObject {
        if body.first(where: { !$0.isWhiteSpace }) == UInt8(ascii: "<") {
            guard let root = XMLTree.parse(body)?.object?.first?.value else { return [:] }
            return (root["Error"] ?? root["Errors"]?["Error"] ?? root).object ?? [:]
        }
        do throws(JSONError) {
            return JSONValue(try JSONDocument.parse(PaddedBytes(body)).root).object ?? [:]
        } catch {
            return [:]
        }
    }

    /// The first line, because what a wrong signature was calculated from follows it, without secrets and not too long.
    private static func shown(_ message: String, hiding secrets: [String]) -> String {
        var text = String(message.prefix { !$0.isNewline })
        for secret in secrets where !secret.isEmpty {
            var parts: [Substring] = []
            var rest = text[...]
            while let range = rest.firstRange(ofText: secret) {
                parts.append(rest[..<range.lowerBound])
                rest = rest[range.upperBound...]
            }
            text = (parts + [rest]).joined(separator: "***")
        }
        let characters = text.prefix(400)
        return characters.endIndex == text.endIndex ? text : characters + "…"
    }
}

extension Substring {
    /// Where a text stands in this one, byte for byte.
    fileprivate func firstRange(ofText text: String) -> Range<Index>? {
        var start = startIndex
        while let place = utf8[start...].firstIndex(of: text.utf8.first ?? 0) {
            if utf8[place...].starts(with: text.utf8) {
                return place..<utf8.index(place, offsetBy: text.utf8.count)
            }
            start = utf8.index(after: place)
        }
        return nil
    }
}
