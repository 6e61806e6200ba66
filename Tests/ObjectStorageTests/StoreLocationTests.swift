import Testing

@testable import ObjectStorage

@Suite struct StoreLocationTests {
    @Test(arguments: [
        ("out/lake", StoreLocation.folder("out/lake")), ("/srv", .folder("/srv")), ("file:///srv/x", .folder("/srv/x")),
        ("C:/x", .folder("C:/x")), ("s3://lake", .bucket(.s3, name: "lake", path: "")),
        ("S3://lake/", .bucket(.s3, name: "lake", path: "")),
        ("r2://lake/a b/c", .bucket(.r2, name: "lake", path: "a b/c")),
        ("gs://my_lake.example/x/", .bucket(.gs, name: "my_lake.example", path: "x/")),
        ("az://box//x", .bucket(.az, name: "box", path: "/x")),
    ])
    func `paths and URLs are told apart`(text: String, location: StoreLocation) throws {
        #expect(try StoreLocation(text) == location)
        if case .folder = location {
            #expect(StoreLocation.isURL(text) == text.hasPrefix("file:"))
        } else {
            #expect(StoreLocation.isURL(text))
        }
    }

    @Test(arguments: [
        ("s3://", "`s3://` names no bucket"), ("s3:///key", "`s3:///key` names no bucket"),
        ("s3://user:word@lake/x", "`s3://***@lake/x` names no bucket"),
        ("ftp://lake/x", "`ftp://` is no store that is known"),
        ("file://host/x", "`file://host/x` is no usable URL"),
    ])
    func `what is neither is refused`(text: String, message: String) throws {
        let error = try #require(throws: StoreError.self) { try StoreLocation(text) }
        #expect(error.kind == .configuration)
        #expect(error.message == message)
        #expect(error.hint != nil)
    }

    @Test func `an object is in the store of its folder`() throws {
        let stores = ObjectStores.testing([:])
        let (store, key) = try stores.object(at: "s3://lake/state/shop.json")
        #expect(store.location(of: key) == "s3://lake/state/shop.json")
        #expect(key == "shop.json")
        #expect(try stores.object(at: "/state.json").store.location(of: "state.json") == "/state.json")
        #expect(try stores.object(at: "state.json").store.location(of: "state.json") == "./state.json")
        for text in ["s3://lake", "s3://lake/state/"] {
            let error = #expect(throws: StoreError.self) { try stores.object(at: text) }
            #expect(error?.message == "`\(text)` names a folder, not an object")
        }
        let signed = #expect(throws: StoreError.self) { try stores.store(at: "s3://lake/x?X-Amz-Signature=abc") }
        #expect(signed?.message == "a URL of a store has no `?`: s3://BUCKET/PATH")
    }
}
