extension HTTPURL {
    /// This address with more names and values behind those its query has, encoded as they need it.
    package func appending(query items: [(name: String, value: String)]) -> HTTPURL {
        if items.isEmpty { return self }
        let added = items.map { "\(PercentEncoding.component($0.name))=\(PercentEncoding.component($0.value))" }
        var url = self
        url.query = ((query.map { $0.isEmpty ? [] : [$0] } ?? []) + added).joined(separator: "&")
        return url
    }
}
