internal import HTTPClient

/// Where a service is reached, and which region its requests are signed for.
struct AWSEndpoint: Sendable {
    let url: HTTPURL
    let region: String

    /// The parts of AWS whose hosts end differently.
    private static let suffixes = [
        (prefix: "cn-", suffix: "amazonaws.com.cn"), (prefix: "us-iso-", suffix: "c2s.ic.gov"),
        (prefix: "us-isob-", suffix: "sc2s.sgov.gov"), (prefix: "", suffix: "amazonaws.com"),
    ]

    /// The endpoint that AWS_ENDPOINT_URL_… or AWS_ENDPOINT_URL names, or else that of the region. `identifier` is what
    /// the name of the variable ends with, `service` what the host begins with.
    init(
        _ service: String, identifier: String, region: String, _ environment: AWSEnvironment
    ) throws(AccessError) {
        self.region = region
        let variables =
            environment.isTrue("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")
            ? [] : ["AWS_ENDPOINT_URL_\(identifier)", "AWS_ENDPOINT_URL"]
        for variable in variables {
            guard let text = environment[variable] else { continue }
            url = try Self.url(text, "\(variable): ")
            return
        }
        let suffix = Self.suffixes.first { region.hasPrefix($0.prefix) }?.suffix ?? "amazonaws.com"
        url = try Self.url("https://\(service).\(region).\(suffix)/", "the region `\(region)`: ")
    }

    /// The endpoint of the security token service, which is one for the whole world where no region is known.
    static func tokens(region: String?, _ environment: AWSEnvironment) throws(AccessError) -> AWSEndpoint {
        let endpoint = try AWSEndpoint("sts", identifier: "STS", region: region ?? "us-east-1", environment)
        guard region == nil, endpoint.url.host == "sts.us-east-1.amazonaws.com" else { return endpoint }
        return AWSEndpoint(url: try url("https://sts.amazonaws.com/", ""), region: endpoint.region)
    }

    private init(url: HTTPURL, region: String) {
        self.url = url
        self.region = region
    }

    private static func url(_ text: String, _ origin: String) throws(AccessError) -> HTTPURL {
        do throws(HTTPError) {
            return try HTTPURL(text)
        } catch {
            throw AccessError(.configuration, "\(origin)\(error)")
        }
    }
}
