internal import Crypto

extension RequestDraft {
    /// Tells requests from one another that ask for different things. Headers do not count, since they say who asks; nor does the
    /// server, since it may be another from one run to the next.
    var fingerprint: String {
        var text = "\(method) \(target)"
        for parameter in parameters { text += "\n\(parameter.name)=\(parameter.text)" }
        switch body {
        case nil: break
        case .json(let value)?: text += "\n\n\(value)"
        case .form(let fields)?: for field in fields { text += "\n\n\(field.name)=\(field.text)" }
        case .raw(let raw)?: text += "\n\n" + raw
        }
        return Hex.encode(Array(HashAlgorithm.sha256.digest(of: text).prefix(8)))
    }

    /// The URL from its path on.
    private var target: Substring {
        let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        return parts.count == 4 ? parts[3] : ""
    }
}
