internal import HTTPClient

/// Where a bucket is spoken to.
struct S3Endpoint: Hashable, Sendable {
    /// The server, without a path: AWS's own where nil.
    var custom: HTTPURL?
    /// Whether the bucket stands in front of the host instead of the path.
    var isVirtualHosted: Bool
    var bucket: String

    /// An endpoint of AWS's, or of another server.
    init(bucket: String, custom: HTTPURL?, isVirtualHosted: Bool? = nil) {
        self.bucket = bucket
        self.custom = custom
        // A certificate for all buckets does not hold for names with points.
        self.isVirtualHosted = isVirtualHosted ?? (custom == nil && !bucket.utf8.contains(UInt8(ascii: ".")))
    }

    /// The address of an object, or of the bucket where the key is empty.
    func url(ofKey key: String, query: [(name: String, value: String?)], in region: String) throws(HTTPError) -> HTTPURL
    {
        var authority = custom.map(Self.authority) ?? Self.host(in: region)
        if isVirtualHosted { authority = "\(bucket).\(authority)" }
        let scheme = custom?.scheme.rawValue ?? "https"
        let base = custom.map { $0.path == "/" ? "" : $0.path } ?? ""
        var path = isVirtualHosted ? "\(base)/" : "\(base)/\(PercentEncoding.component(bucket))"
        if !key.isEmpty { path += (isVirtualHosted ? "" : "/") + PercentEncoding.path(key) }
        var text = "\(scheme)://\(authority)\(path)"
        // In the order in which it is signed.
        let parameters = query.map { (PercentEncoding.component($0.name), $0.value.map(PercentEncoding.component)) }
            .sorted { $0.0 < $1.0 }
        for (index, parameter) in parameters.enumerated() {
            text += "\(index == 0 ? "?" : "&")\(parameter.0)=\(parameter.1 ?? "")"
        }
        return try HTTPURL(text)
    }

    private static func authority(_ url: HTTPURL) -> String {
        url.port.map { "\(url.host):\($0)" } ?? url.host
    }

    private static func host(in region: String) -> String {
        "s3.\(region).amazonaws.com\(region.hasPrefix("cn-") ? ".cn" : "")"
    }
}
