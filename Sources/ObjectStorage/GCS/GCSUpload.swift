internal import Crypto
internal import HTTPClient
internal import Synchronization

/// A resumable upload to Google Cloud Storage. Its pieces come one after the other; with the last one the object is there.
struct GCSUpload: PartTarget {
    private let store: GCSStore
    private let key: String
    private let type: ContentType
    private let mark: UploadMark
    /// Of the pieces up to the latest.
    private let checksum = Checksum()

    private final class Checksum: Sendable {
        private let value = Mutex(CRC32C())

        /// The checksum with the next bytes.
        func adding(_ bytes: [UInt8]) -> String {
            value.withLock { value in
                value.update(bytes)
                return value.base64
            }
        }
    }

    init(_ store: GCSStore, _ key: String, _ type: ContentType) throws(StoreError) {
        self.store = store
        self.key = key
        self.type = type
        mark = try UploadMark()
    }

    func size(ofPart number: Int) -> Int { store.settings.partSize }

    var lastPartPublishes: Bool { true }

    func put(_ bytes: [UInt8]) async throws(StoreError) {
        _ = try await store.put(key, bytes, as: type, if: .isAbsent, mark: mark)
    }

    func begin() async throws(StoreError) -> String {
        var request = store.request(.post, key, to: "write", permission: "storage.objects.create")
        request.query = [("uploadType", "resumable"), ("ifGenerationMatch", "0")]
        request.headers = [
            ("Content-Type", "application/json; charset=UTF-8"), ("X-Upload-Content-Type", type.rawValue),
        ]
        request.body = GCSObject.text(
            store.root + key, type, mark: mark, storageClass: store.settings.storageClass)
        request.accepts = [412]
        // Made twice it leaves a session that nobody goes on with, which ends by itself.
        let answer = try await store.sender.answer(to: request)
        if answer.status == 412 { throw store.conflict(over: key) }
        guard let session = answer.headers["Location"], (try? HTTPURL(session)) != nil else {
            throw StoreError(.unexpected, "cannot \(request.purpose): the store did not say where to send the object")
        }
        return session
    }

    func send(_ part: UploadPart, of upload: String) async throws(StoreError) -> PartReceipt {
        let session = try url(of: upload)
        let end = part.offset + part.bytes.count
        let checksum = checksum.adding(part.bytes)
        var arrived = part.offset
        var repetition = Repetition()
        while true {
            let rest = part.bytes.dropFirst(arrived - part.offset)
            let request = request(rest, from: arrived, isLast: part.isLast, checksum)
            let answer = try await store.answer(to: request, of: session)
            switch answer.status {
            case 308:
                let known = Self.arrived(answer)
                guard let known, known >= arrived, known <= end else {
                    throw StoreError(
                        .unexpected, "cannot \(request.purpose): the store has lost what it had of the object")
                }
                if known == end, !part.isLast { return PartReceipt(number: part.number, tag: "", checksum: nil) }
                if known > arrived {
                    repetition = Repetition()
                    arrived = known
                } else {
                    try await store.wait(&repetition, before: request)
                }
            case 200..<300 where part.isLast:
                try check(answer, size: end, checksum, request)
                return PartReceipt(number: part.number, tag: "", checksum: checksum)
            case 404, 410, 412:
                // The answer to the last piece may have been lost: then the object is there.
                if part.isLast, let object = try await store.head(key), mark.isOf(object, size: end) {
                    return PartReceipt(number: part.number, tag: "", checksum: checksum)
                }
                if answer.status == 412 { throw store.conflict(over: key) }
                throw StoreError(
                    .unavailable, "cannot \(request.purpose): the store has forgotten the upload (\(answer.status))")
            default: throw store.unclear(request)
            }
        }
    }

    private func request(
        _ bytes: ArraySlice<UInt8>, from start: Int, isLast: Bool, _ checksum: String
    ) -> StoreRequest {
        var request = store.request(.put, key, to: "write", permission: "storage.objects.create")
        let end = start + bytes.count
        let range = bytes.isEmpty ? "*" : "\(start)-\(end - 1)"
        request.headers = [("Content-Range", "bytes \(range)/\(isLast ? String(end) : "*")")]
        if isLast { request.headers.append(("x-goog-hash", "crc32c=\(checksum)")) }
        request.body = Array(bytes)
        request.accepts = [308, 404, 410, 412]
        return request
    }

    /// How many bytes of the object the store has: `Range: bytes=0-41` for 42, nothing for none.
    private static func arrived(_ answer: StoreAnswer) -> Int? {
        guard let range = answer.headers["Range"] else { return 0 }
        guard range.hasPrefix("bytes=0-"), let last = Int(range.dropFirst(8)), last >= 0, last < 1 << 50 else {
            return nil
        }
        return last + 1
    }

    private func check(
        _ answer: StoreAnswer, size: Int, _ checksum: String, _ request: StoreRequest
    ) throws(StoreError) {
        guard let object = GCSObject(answer.body) else { throw store.unclear(request) }
        guard object.size == size, object.checksum.map({ $0 == checksum }) ?? true else {
            throw StoreError(.unexpected, "cannot \(request.purpose): the store has another object than was sent")
        }
    }

    func complete(_ upload: String, of parts: [PartReceipt], size: Int) async throws(StoreError) {}

    func abort(_ upload: String) async throws(StoreError) {
        var request = store.request(.delete, key, to: "take back the upload of", permission: "storage.objects.create")
        // 499 says that it was taken back.
        request.accepts = [404, 410, 499]
        _ = try await store.answer(to: request, of: try url(of: upload))
    }

    private func url(of upload: String) throws(StoreError) -> HTTPURL {
        do throws(HTTPError) {
            return try HTTPURL(upload)
        } catch {
            throw StoreError(.unexpected, "cannot write \(store.location(of: key)): \(error)")
        }
    }
}
