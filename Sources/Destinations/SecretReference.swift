internal import Connector
internal import JSON

/// What names a secret at its keeper, and perhaps a member of it.
///
///     secretsmanager:prod/stripe          secretsmanager:prod/all#stripe
///     ssm:/prod/stripe                    ssm:/prod/all#stripe
struct SecretReference: Hashable {
    enum Keeper: String {
        case secretsManager = "secretsmanager"
        case parameterStore = "ssm"
    }

    var keeper: Keeper
    var name: String
    /// The member of the secret, which is JSON then, that is meant.
    var member: String?

    /// Reads a reference; nil when a text is none.
    init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":"), let keeper = Keeper(rawValue: String(text[..<colon])) else {
            return nil
        }
        self.keeper = keeper
        let rest = text[text.index(after: colon)...]
        let hash = rest.lastIndex(of: "#")
        name = String(rest[..<(hash ?? rest.endIndex)])
        member = hash.map { String(rest[rest.index(after: $0)...]) }
    }

    /// What is meant of a secret. No error shows any of it.
    func pick(from secret: [UInt8]) throws(Failure) -> [UInt8] {
        guard let member else { return secret }
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue.parse(PaddedBytes(secret))
        } catch {
            throw Failure(.config, "\(keeper.rawValue):\(name) is not JSON, so that it has no member `\(member)`")
        }
        guard let found = value[member] else {
            throw Failure(
                .config, "\(keeper.rawValue):\(name) has no member `\(member)`",
                hint: value.object.map { "it has \($0.map { "`\($0.key)`" }.joined(separator: ", "))" })
        }
        if let text = found.string { return Array(text.utf8) }
        var writer = JSONWriter()
        writer.value(found)
        return writer.bytes.withUnsafeBytes { Array($0) }
    }
}
