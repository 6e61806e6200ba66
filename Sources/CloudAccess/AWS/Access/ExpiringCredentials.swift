internal import DateTime
internal import JSON
internal import Signing

/// Credentials, and until when they are good.
struct ExpiringCredentials: Hashable, Sendable {
    let credentials: AWSCredentials
    /// Nil for those that last.
    let expiration: Timestamp?

    init(_ credentials: AWSCredentials, expiration: Timestamp? = nil) {
        self.credentials = credentials
        self.expiration = expiration
    }

    /// What is wrong with a text that should hold credentials. Shows nothing of it.
    struct Fault: Error {
        let reason: String
    }

    /// Reads the JSON object that endpoints and processes give: `AccessKeyId`, `SecretAccessKey`, `Token` or
    /// `SessionToken`, and `Expiration`; of a `version`, where it must say that it is.
    init(json bytes: [UInt8], version: Int64? = nil) throws(Fault) {
        let root: JSONView
        do throws(JSONError) {
            root = try JSONDocument.parse(PaddedBytes(bytes)).root
        } catch {
            throw Fault(reason: "is not JSON")
        }
        guard root.kind == .object else { throw Fault(reason: "is not a JSON object") }
        if let version, root["Version"]?.int64 != version { throw Fault(reason: "is not of `Version` \(version)") }
        func text(_ name: String) -> String? {
            root[name]?.string.flatMap { $0.isEmpty ? nil : $0 }
        }
        guard let id = text("AccessKeyId") else { throw Fault(reason: "has no `AccessKeyId`") }
        guard let secret = text("SecretAccessKey") else { throw Fault(reason: "has no `SecretAccessKey`") }
        var expiration: Timestamp?
        if let end = text("Expiration") {
            guard let instant = Timestamp(iso8601: end) else {
                throw Fault(reason: "has an `Expiration` that is no date")
            }
            expiration = instant
        }
        self.init(
            AWSCredentials(
                accessKeyID: id, secretAccessKey: secret, sessionToken: text("Token") ?? text("SessionToken")),
            expiration: expiration)
    }
}
