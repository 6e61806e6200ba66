internal import DateTime

/// Where and when a signature counts.
struct SigningScope: CustomStringConvertible {
    /// The instant as AWS writes it: `20130524T000000Z`.
    let time: String
    /// `20130524`.
    let day: Substring
    private let region: String
    private let service: String

    init(at instant: Timestamp, region: String, service: String) {
        let digits = instant.iso8601(.seconds).utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ":") }
        time = String(decoding: digits, as: UTF8.self)
        day = time.prefix(8)
        self.region = region
        self.service = service
    }

    var description: String { "\(day)/\(region)/\(service)/aws4_request" }
}
