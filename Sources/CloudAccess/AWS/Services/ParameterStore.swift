internal import JSON

extension AWSAccess {
    private static let parameterStore = AWSService(
        name: "ssm", identifier: "SSM", target: "AmazonSSM",
        missingCodes: ["ParameterNotFound", "ParameterVersionNotFound"])

    /// The value of a parameter in the Parameter Store of Systems Manager, decrypted, given its name or ARN; the region of
    /// an ARN counts.
    package func parameter(_ name: String) async throws(AccessError) -> String {
        let call = AWSService.Call(
            operation: "GetParameter", input: ["Name": .string(name), "WithDecryption": true],
            subject: "the parameter `\(name)`", region: ResourceName(name)?.region,
            permission:
                "allow ssm:GetParameter on the parameter, and kms:Decrypt where it is encrypted with a key of your "
                + "own")
        let answer = try await Self.parameterStore.answer(to: call, self)
        guard let value = answer["Parameter"]?["Value"]?.string else {
            throw AccessError(.notFound, "the parameter `\(name)` has no value")
        }
        return value
    }
}
