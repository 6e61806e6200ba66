internal import Crypto
internal import JSON

extension AWSAccess {
    private static let secretsManager = AWSService(
        name: "secretsmanager", identifier: "SECRETS_MANAGER", target: "secretsmanager",
        missingCodes: ["ResourceNotFoundException"])

    /// The text of a secret in Secrets Manager, given its name or ARN; the region of an ARN counts.
    ///
    /// Throws also when the secret is binary and no text.
    package func secret(_ name: String) async throws(AccessError) -> String {
        guard let text = String(validating: try await secretBytes(name), as: UTF8.self) else {
            throw AccessError(.configuration, "the secret `\(name)` is binary: expected a text")
        }
        return text
    }

    /// The bytes of a secret, binary or text.
    package func secretBytes(_ name: String) async throws(AccessError) -> [UInt8] {
        let call = AWSService.Call(
            operation: "GetSecretValue", input: ["SecretId": .string(name)], subject: "the secret `\(name)`",
            region: ResourceName(name)?.region,
            permission:
                "allow secretsmanager:GetSecretValue on the secret, and kms:Decrypt where it is encrypted with a "
                + "key of your own")
        let answer = try await Self.secretsManager.answer(to: call, self)
        if let text = answer["SecretString"]?.string { return Array(text.utf8) }
        if let text = answer["SecretBinary"]?.string, let bytes = Base64.standard.decode(text) { return bytes }
        throw AccessError(.notFound, "the secret `\(name)` has no value")
    }
}
