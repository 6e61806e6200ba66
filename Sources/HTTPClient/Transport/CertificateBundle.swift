internal import Glibc

/// Finds the file of certificates that are trusted. It is libcurl that reads it, at the first TLS connection, and keeps
/// what it read for all connections of a `TransferLoop`.
struct CertificateBundle {
    /// The variables that may name the file, first come first served.
    static let variables = ["SSL_CERT_FILE", "AWS_CA_BUNDLE", "CURL_CA_BUNDLE"]

    /// Where systems keep it: Amazon Linux and its relatives, Debian, Alpine and SUSE.
    static let usualPlaces = [
        "/etc/pki/tls/certs/ca-bundle.crt", "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
        "/etc/ssl/certs/ca-certificates.crt", "/etc/ssl/cert.pem", "/etc/ssl/ca-bundle.pem",
    ]

    var environment: (String) -> String? = { name in getenv(name).map { String(cString: $0) } }
    var isReadable: (String) -> Bool = { path in access(path, R_OK) == 0 }

    /// The path of the file. A variable that names a file that cannot be read is an error, not a reason to trust
    /// somebody else.
    func find() throws(ExchangeFailure) -> String {
        for name in Self.variables {
            guard let path = environment(name), !path.isEmpty else { continue }
            guard isReadable(path) else { throw failure("\(name) names a file that cannot be read: \(path)") }
            return path
        }
        if let path = Self.usualPlaces.first(where: isReadable) { return path }
        throw failure("no file of CA certificates found: name one in SSL_CERT_FILE")
    }

    private func failure(_ reason: String) -> ExchangeFailure {
        ExchangeFailure(.tls(reason), wasSent: false)
    }
}
