internal import Crypto
internal import HTTPClient

/// A multipart upload to S3.
struct S3Upload: PartTarget {
    private let store: S3Store
    private let key: String
    private let type: ContentType
    /// Made by the first request.
    private let mark: UploadMark

    init(_ store: S3Store, _ key: String, _ type: ContentType) throws(StoreError) {
        self.store = store
        self.key = key
        self.type = type
        mark = try UploadMark()
    }

    /// An object has 10,000 parts at most: every thousand they double, which comes to 5 TB from parts of 5 MB on.
    func size(ofPart number: Int) -> Int {
        if store.settings.hasEqualParts { return store.settings.partSize }
        return store.settings.partSize << min((max(number, 1) - 1) / 1000, 9)
    }

    var lastPartPublishes: Bool { false }

    func put(_ bytes: [UInt8]) async throws(StoreError) {
        _ = try await store.put(key, bytes, as: type, if: .isAbsent)
    }

    func begin() async throws(StoreError) -> String {
        var request = request(.post, to: "write")
        request.query = [("uploads", nil)]
        request.headers = store.settings.object.headers + mark.s3Headers + [("Content-Type", type.rawValue)]
        if store.settings.sendsChecksums { request.headers.append(("x-amz-checksum-algorithm", "CRC32C")) }
        request.answerName = "InitiateMultipartUploadResult"
        // Where it arrives twice, there is another upload, which is taken back at the end of the sync.
        let answer = try await store.sender.answer(to: request)
        guard let id = XMLAnswer(answer.body)?["UploadId"], !id.isEmpty else {
            throw StoreError(.unexpected, "cannot \(request.purpose): the store did not say what it calls the upload")
        }
        return id
    }

    func send(_ part: UploadPart, of upload: String) async throws(StoreError) -> PartReceipt {
        var request = request(.put, to: "write")
        request.query = [("partNumber", String(part.number)), ("uploadId", upload)]
        request.headers = store.settings.checksumHeaders(of: part.bytes)
        request.body = part.bytes
        let answer = try await store.sender.answer(to: request)
        guard let tag = answer.headers["ETag"] else {
            throw StoreError(
                .unexpected, "cannot \(request.purpose): the store did not acknowledge part \(part.number)")
        }
        return PartReceipt(
            number: part.number, tag: tag, checksum: request.headers.first { $0.name == "x-amz-checksum-crc32c" }?.value
        )
    }

    func complete(_ upload: String, of parts: [PartReceipt], size: Int) async throws(StoreError) {
        var request = request(.post, to: "write")
        request.query = [("uploadId", upload)]
        request.headers = [("Content-Type", "application/xml"), ("If-None-Match", "*")]
        request.body = Array(Self.completion(of: parts).utf8)
        request.answerName = "CompleteMultipartUploadResult"
        request.accepts = [404, 412]
        if store.settings.looksBeforeCompleting, let object = try await store.head(key) {
            if mark.isOf(object, size: size) { return }
            throw isTaken
        }
        let answer = try await store.sender.answer(to: request)
        let refusal = XMLAnswer(answer.body)
        if answer.status == 404 || answer.status == 412 || refusal?.name == "Error" {
            try await refuse(answer, refusal, to: request, size: size)
        }
    }

    /// Throws why an upload cannot be completed; unless it has been, by the same request that arrived before.
    private func refuse(
        _ answer: StoreAnswer, _ body: XMLAnswer?, to request: StoreRequest, size: Int
    ) async throws(StoreError) {
        if let object = try await store.head(key), mark.isOf(object, size: size) { return }
        if answer.status == 412 || body?["Code"] == "PreconditionFailed" {
            throw isTaken
        }
        try store.refuseMissingBucket(answer, to: request)
        throw StoreError(.conflict, "cannot write \(store.location(of: key)): another has taken the upload back")
    }

    private var isTaken: StoreError {
        StoreError(.conflict, "cannot write \(store.location(of: key)): there is such an object already")
    }

    func abort(_ upload: String) async throws(StoreError) {
        try await store.abandon(UnfinishedUpload(key: key, id: upload))
    }

    private func request(_ method: HTTPMethod, to verb: String) -> StoreRequest {
        store.request(method, key, to: verb, permission: "s3:PutObject")
    }

    /// The list of parts, as XML.
    private static func completion(of parts: [PartReceipt]) -> String {
        var text = "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
        for part in parts {
            text += "<Part><PartNumber>\(part.number)</PartNumber><ETag>\(part.tag.escapedForXML)</ETag>"
            if let checksum = part.checksum { text += "<ChecksumCRC32C>\(checksum)</ChecksumCRC32C>" }
            text += "</Part>"
        }
        return text + "</CompleteMultipartUpload>"
    }
}
