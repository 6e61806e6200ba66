extension HTTPURL {
    /// This address with more names and values behind those its query has, encoded as they need it.
    package func appending(query items: [(name: String, value: String)]) -> HTTPURL {
        if items.isEmpty { return self }
        return withQuery((query.map { $0.isEmpty ? [] : [$0] } ?? []) + [FormEncoding.encode(items)])
    }

    /// This address with one value of that name in its query, in place of all others.
    package func replacing(query name: String, with value: String) -> HTTPURL {
        withQuery(items(otherThan: name) + [FormEncoding.encode([(name: name, value: value)])])
    }

    /// This address without the values of that name in its query.
    package func removing(query name: String) -> HTTPURL {
        query == nil ? self : withQuery(items(otherThan: name))
    }

    private func items(otherThan name: String) -> [String] {
        (query ?? "").utf8.split(separator: UInt8(ascii: "&")).map { String(Substring($0)) }
            .filter { FormEncoding.decode($0).first?.name != name }
    }

    private func withQuery(_ items: [String]) -> HTTPURL {
        var url = self
        url.query = items.joined(separator: "&")
        return url
    }
}
