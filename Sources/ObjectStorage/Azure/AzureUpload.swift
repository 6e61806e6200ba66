internal import Crypto
internal import HTTPClient

/// An upload to Azure Blob Storage, in blocks. Those that no list names are forgotten after a week.
struct AzureUpload: PartTarget {
    private let store: AzureStore
    private let key: String
    private let type: ContentType
    private let mark: UploadMark

    init(_ store: AzureStore, _ key: String, _ type: ContentType) throws(StoreError) {
        self.store = store
        self.key = key
        self.type = type
        mark = try UploadMark()
    }

    func size(ofPart number: Int) -> Int { store.settings.blockSize }

    var lastPartPublishes: Bool { false }

    func put(_ bytes: [UInt8]) async throws(StoreError) {
        _ = try await store.put(key, bytes, as: type, if: .isAbsent, mark: mark)
    }

    /// The blocks of another upload to the same key must not be taken for ours.
    func begin() -> String { mark.text }

    func send(_ part: UploadPart, of upload: String) async throws(StoreError) -> PartReceipt {
        let id = Self.id(of: part.number, of: upload)
        var request = store.request(.put, key, to: "write", permission: "blobs/write")
        request.query = [("comp", "block"), ("blockid", id)]
        request.headers = [AzureStore.digest(of: part.bytes)]
        request.body = part.bytes
        _ = try await store.sender.answer(to: request)
        return PartReceipt(number: part.number, tag: id, checksum: nil)
    }

    /// All have the same length, as they must within an object.
    private static func id(of number: Int, of upload: String) -> String {
        let digits = String(number)
        let zeros = String(repeating: "0", count: max(0, 8 - digits.utf8.count))
        return Base64.standard.encode("\(upload)-\(zeros)\(digits)")
    }

    func complete(_ upload: String, of parts: [PartReceipt], size: Int) async throws(StoreError) {
        var text = "<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>"
        for part in parts { text += "<Uncommitted>\(part.tag)</Uncommitted>" }
        text += "</BlockList>"
        var request = store.request(.put, key, to: "write", permission: "blobs/write")
        request.query = [("comp", "blocklist")]
        let body = Array(text.utf8)
        request.headers = store.fields(of: type, mark)
        request.headers += [("Content-Type", "application/xml"), ("If-None-Match", "*"), AzureStore.digest(of: body)]
        request.body = body
        _ = try await store.version(after: request, to: key, mark, size: size)
    }

    /// There is nothing to take back blocks with.
    func abort(_ upload: String) {}
}
