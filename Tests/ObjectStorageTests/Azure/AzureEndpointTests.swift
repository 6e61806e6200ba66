import Testing

@testable import ObjectStorage

@Suite struct AzureEndpointTests {
    @Test func `blobs and containers have their addresses`() throws {
        let endpoint = try AzureEndpoint(container: "lake", account: "account")
        #expect(
            "\(try endpoint.url(ofKey: "a b/c+d", query: [("comp", "block")]))"
                == "https://account.blob.core.windows.net/lake/a%20b/c%2Bd?comp=block")
        #expect("\(try endpoint.url(ofKey: "", query: []))" == "https://account.blob.core.windows.net/lake")
    }

    @Test func `another server is named by its address`() throws {
        let endpoint = try AzureEndpoint(
            container: "lake", account: nil, server: ("AZURE_ENDPOINT", "http://localhost:10000/account/"))
        #expect("\(try endpoint.url(ofKey: "a", query: []))" == "http://localhost:10000/account/lake/a")
    }

    @Test func `what is no address of an account is refused, without what may be a secret`() {
        #expect(
            throws: StoreError(
                .configuration, "az://lake needs the name of a storage account", hint: "set AZURE_STORAGE_ACCOUNT_NAME")
        ) { try AzureEndpoint(container: "lake", account: nil) }
        #expect(throws: StoreError(.configuration, "AZURE_ENDPOINT: the address must not have a query")) {
            try AzureEndpoint(container: "lake", account: nil, server: ("AZURE_ENDPOINT", "https://h?sig=hush"))
        }
        #expect(
            throws: StoreError(
                .configuration, "`a/b c` is no name of a storage account",
                hint: "such names consist of lowercase letters and digits: correct AZURE_STORAGE_ACCOUNT_NAME")
        ) { try AzureEndpoint(container: "lake", account: "a/b c") }
    }
}
