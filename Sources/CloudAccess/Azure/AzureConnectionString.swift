/// Where a storage account is and what allows its use, in one text.
///
///     DefaultEndpointsProtocol=https;AccountName=lake;AccountKey=…;EndpointSuffix=core.windows.net
///     BlobEndpoint=https://lake.blob.core.windows.net;SharedAccessSignature=…
struct AzureConnectionString: Sendable {
    private var settings: [String: String] = [:]

    /// Throws when a part is not a name and a value; the error holds nothing of the text.
    init(_ text: String) throws(AccessError) {
        for part in text.utf8.split(separator: UInt8(ascii: ";")) {
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")), equals != part.startIndex else {
                throw AccessError(
                    .configuration, "AZURE_STORAGE_CONNECTION_STRING is no connection string: it is `Name=value;…`")
            }
            let value = String(Substring(part[part.index(after: equals)...]))
            settings[String(Substring(part[..<equals])).lowercased()] = value.isEmpty ? nil : value
        }
    }

    var account: String? { settings["accountname"] }
    var key: String? { settings["accountkey"] }
    var signature: String? { settings["sharedaccesssignature"] }

    var endpoint: String? {
        if let endpoint = settings["blobendpoint"] { return endpoint }
        guard let account, let suffix = settings["endpointsuffix"] else { return nil }
        return "\(settings["defaultendpointsprotocol"] ?? "https")://\(account).blob.\(suffix)"
    }
}
