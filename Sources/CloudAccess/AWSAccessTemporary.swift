package import HTTPClient
package import Signing

package final class AWSAccess: Sendable {
    let environment: [String: String]
    package init(environment: [String: String], session: HTTPSession) { self.environment = environment }
    package func credentials() async throws(AccessError) -> AWSCredentials {
        guard let id = environment["AWS_ACCESS_KEY_ID"], let key = environment["AWS_SECRET_ACCESS_KEY"] else {
            throw AccessError(.denied, "there are no credentials")
        }
        return AWSCredentials(accessKeyID: id, secretAccessKey: key)
    }
    package func rejected(_ credentials: AWSCredentials) async {}
    package func region() async -> String? { environment["AWS_REGION"] }
}
