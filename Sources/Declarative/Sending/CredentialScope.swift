internal import HTTPClient
internal import Templates

/// To whom a connector's credentials may be shown.
struct CredentialScope: Sendable {
    /// The base URL, and those that are written out in the definition.
    private var origins: [HTTPURL] = []
    /// Further hosts, `*.` in front of one meaning all below it.
    private var hosts: [String] = []
    private var mayBeUnencrypted = false

    /// Nobody.
    init() {}

    /// Everybody whom the definition names. A URL counts whose host is fixed by the definition and the configuration; one
    /// that comes from an answer never does.
    init(_ definition: ConnectorDefinition, in context: TemplateContext, baseURL: HTTPURL) {
        hosts = definition.http.credentialHosts.map { $0.lowercased() }
        mayBeUnencrypted = baseURL.scheme == .http
        origins = [baseURL]
        for request in definition.requests {
            let start = request.path.binding([.config], in: context).constantStart
            guard let authority = Self.authority(in: start), let url = try? HTTPURL(authority) else { continue }
            origins.append(url)
        }
    }

    /// Whether a server may see the credentials.
    func covers(_ url: HTTPURL) -> Bool {
        if origins.contains(where: { $0.hasOrigin(of: url) }) { return true }
        guard url.scheme == .https || mayBeUnencrypted else { return false }
        return hosts.contains { pattern in
            pattern.hasPrefix("*.") ? url.host.hasSuffix(pattern.dropFirst()) : url.host == pattern
        }
    }

    /// Scheme, host and port of a URL of which only the start is known; nil when that ends before they do.
    private static func authority(in start: (text: String, isWhole: Bool)) -> String? {
        let parts = URLReference(start.text)
        guard let scheme = parts.scheme, let authority = parts.authority else { return nil }
        let isComplete = start.isWhole || !parts.path.isEmpty || parts.query != nil
        return isComplete ? "\(scheme)://\(authority)" : nil
    }
}

extension ConnectorDefinition {
    /// Every request there is.
    fileprivate var requests: [RequestDefinition] {
        var requests = check.map { [$0.request] } ?? []
        for stream in streams {
            requests.append(stream.request)
            for case .asyncJob(let job) in stream.partitions { requests += [job.creation, job.polling.request] }
        }
        return requests
    }
}
