import HTTPClient
import Testing

@testable import ObjectStorage

@Suite struct GCSEndpointTests {
    @Test func `objects, lists and uploads have their addresses`() throws {
        let endpoint = try GCSEndpoint(bucket: "lake")
        let get = StoreRequest(.get, "a b/c+d", for: "")
        #expect("\(try endpoint.url(for: get))" == "https://storage.googleapis.com/storage/v1/b/lake/o/a%20b%2Fc%2Bd")
        var list = StoreRequest(.get, for: "")
        list.query = [("prefix", "a/")]
        #expect("\(try endpoint.url(for: list))" == "https://storage.googleapis.com/storage/v1/b/lake/o?prefix=a%2F")
        let upload = StoreRequest(.post, for: "")
        #expect("\(try endpoint.url(for: upload))" == "https://storage.googleapis.com/upload/storage/v1/b/lake/o")
    }

    @Test func `another server is named by an address, or by host and port`() throws {
        for text in ["localhost:4443", "http://localhost:4443", "http://localhost:4443/"] {
            let endpoint = try GCSEndpoint(bucket: "lake", server: ("STORAGE_EMULATOR_HOST", text))
            #expect(
                "\(try endpoint.url(for: StoreRequest(.get, for: "")))" == "http://localhost:4443/storage/v1/b/lake/o")
        }
        let error = #expect(throws: StoreError.self) {
            try GCSEndpoint(bucket: "lake", server: ("STORAGE_EMULATOR_HOST", "http://"))
        }
        #expect(error?.kind == .configuration)
        #expect(error?.message.hasPrefix("STORAGE_EMULATOR_HOST: ") ?? false)
    }
}
