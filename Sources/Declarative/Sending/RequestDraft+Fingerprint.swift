internal import Crypto

extension RequestDraft {
    /// Tells requests from one another that ask for different things. Headers do not count: they say who asks.
    var fingerprint: String {
        var text = "\(method) \(url)"
        for parameter in parameters { text += "\n\(parameter.name)=\(parameter.text)" }
        switch body {
        case nil: break
        case .json(let value)?: text += "\n\n\(value)"
        case .form(let fields)?: for field in fields { text += "\n\n\(field.name)=\(field.text)" }
        case .raw(let raw)?: text += "\n\n" + raw
        }
        return Hex.encode(Array(HashAlgorithm.sha256.digest(of: text).prefix(8)))
    }
}
