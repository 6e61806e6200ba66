internal import HTTPClient

/// Where a container of Azure Blob Storage is.
struct AzureEndpoint: Sendable {
    let container: String
    /// The address of the account's blobs, without a slash at the end.
    private let server: String

    /// A container of an account at Azure, or at another server. Throws when that is no address.
    init(container: String, account: String?, server: (variable: String, text: String)? = nil) throws(StoreError) {
        self.container = container
        if let (variable, text) = server {
            var address = URLReference(text).authority == nil ? "https://\(text)" : text
            while address.hasSuffix("/") { address.removeLast() }
            try Self.check(address, namedBy: variable)
            self.server = address
        } else if let account {
            guard account.utf8.allSatisfy(Self.mayStandInAccount) else {
                throw StoreError(
                    .configuration, "`\(account.prefix(60))` is no name of a storage account",
                    hint: "such names consist of lowercase letters and digits: correct AZURE_STORAGE_ACCOUNT_NAME")
            }
            self.server = "https://\(account).blob.core.windows.net"
        } else {
            throw StoreError(
                .configuration, "az://\(container) needs the name of a storage account",
                hint: "set AZURE_STORAGE_ACCOUNT_NAME")
        }
    }

    private static func mayStandInAccount(_ byte: UInt8) -> Bool {
        switch byte {
        // The hyphen is that of `account-secondary`.
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }

    private static func check(_ address: String, namedBy variable: String) throws(StoreError) {
        let url: HTTPURL
        do throws(HTTPError) {
            url = try HTTPURL(address)
        } catch {
            throw StoreError(.configuration, "\(variable): \(error)")
        }
        // A signature belongs into a variable of its own.
        guard url.query == nil else {
            throw StoreError(.configuration, "\(variable): the address must not have a query")
        }
    }

    /// The address of a blob, or of the container for an empty key.
    func url(ofKey key: String, query: [(name: String, value: String?)]) throws(HTTPError) -> HTTPURL {
        var address = "\(server)/\(PercentEncoding.component(container))"
        if !key.isEmpty { address += "/" + PercentEncoding.path(key) }
        return try HTTPURL(address).appending(query: query.map { ($0.name, $0.value ?? "") })
    }
}
