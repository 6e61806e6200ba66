import Foundation

/// A server that speaks S3, and the keys of a user who may do everything there.
public struct S3Server: Sendable {
    public var port: Int
    public var accessKeyID: String
    public var secretAccessKey: String
    public var region: String

    public var url: String { "http://127.0.0.1:\(port)" }

    /// The server of CURLEW_TEST_S3_ENDPOINT, which must be on loopback, with CURLEW_TEST_S3_ACCESS_KEY_ID and
    /// CURLEW_TEST_S3_SECRET_ACCESS_KEY. It takes parts of any size.
    public static let given: S3Server? = {
        let variables = ProcessInfo.processInfo.environment
        guard let port = variables["CURLEW_TEST_S3_ENDPOINT"].flatMap({ URL(string: $0)?.port }) else { return nil }
        return S3Server(
            port: port, accessKeyID: variables["CURLEW_TEST_S3_ACCESS_KEY_ID"] ?? "",
            secretAccessKey: variables["CURLEW_TEST_S3_SECRET_ACCESS_KEY"] ?? "",
            region: variables["CURLEW_TEST_S3_REGION"] ?? "us-east-1")
    }()
    /// Why tests are skipped where there is none.
    public static let absence = "CURLEW_TEST_S3_ENDPOINT names no server; scripts/test-stores starts one"

    /// A moto that checks signatures and takes parts of any size, for all tests of a process.
    public static let lenient = Result {
        let moto = try MotoServer(checksSignatures: true, leastPartSize: 1)
        let user = moto.user
        return (
            moto,
            S3Server(
                port: moto.port, accessKeyID: user.accessKeyID, secretAccessKey: user.secretAccessKey,
                region: MotoServer.region)
        )
    }

    /// The variables that lead to it, or to a proxy in front of it.
    public func environment(through proxy: FaultProxy? = nil) -> [String: String] {
        [
            "AWS_ACCESS_KEY_ID": accessKeyID, "AWS_SECRET_ACCESS_KEY": secretAccessKey, "AWS_REGION": region,
            "AWS_ENDPOINT_URL_S3": proxy?.url ?? url,
        ]
    }
}
