internal import Crypto
internal import Synchronization

/// The key that one day's requests to one service in one region are signed with. It takes four HMACs to make, and is kept.
///
///     key = HMAC(HMAC(HMAC(HMAC("AWS4" secret, day), region), service), "aws4_request")
final class DailyKey: Sendable {
    private struct Made {
        var day: Substring
        var key: [UInt8]
    }

    private let secret: String
    private let region: String
    private let service: String
    private let latest = Mutex<Made?>(nil)

    init(secret: String, region: String, service: String) {
        self.secret = secret
        self.region = region
        self.service = service
    }

    /// The signature of a text, in hexadecimal digits.
    func signature(of text: String, on day: Substring) -> String {
        Hex.encode(HashAlgorithm.sha256.authenticationCode(for: text, key: key(of: day)))
    }

    private func key(of day: Substring) -> [UInt8] {
        if let made = latest.withLock({ $0 }), made.day == day { return made.key }
        let sha256 = HashAlgorithm.sha256
        let ofDay = sha256.authenticationCode(for: day, key: "AWS4" + secret)
        let ofRegion = sha256.authenticationCode(for: region, key: ofDay)
        let ofService = sha256.authenticationCode(for: service, key: ofRegion)
        let key = sha256.authenticationCode(for: "aws4_request", key: ofService)
        latest.withLock { $0 = Made(day: day, key: key) }
        return key
    }
}
