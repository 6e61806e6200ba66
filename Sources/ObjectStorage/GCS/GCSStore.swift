package import CloudAccess
internal import Crypto
package import HTTPClient

/// A bucket of Google Cloud Storage, from a prefix on. Versions are generations.
package struct GCSStore: ObjectStore {
    /// How a bucket is used.
    package struct Settings: Sendable {
        /// The storage class of what is written; without it, the bucket's own.
        package var storageClass: String?
        /// How large the pieces of an upload are: a multiple of 256 KB.
        var partSize = 8 << 20
        /// How many names one answer has.
        var pageSize = 1000

        package init() {}
    }

    let dialect: GCSDialect
    /// What all keys begin with: nothing, or a path with a slash at its end.
    let root: String
    var settings: Settings
    let sender: StoreSender
    private let session: HTTPSession
    private let timing: StoreTiming
    private let deadline: ContinuousClock.Instant?

    /// A bucket as the variables of an environment say: STORAGE_EMULATOR_HOST or GOOGLE_ENDPOINT name another server than
    /// Google's. An emulator is shown a token only when a variable names credentials.
    package init(
        bucket: String, root: String, environment: [String: String], access: GoogleAccess, session: HTTPSession,
        settings: Settings = Settings(), timing: StoreTiming = StoreTiming(),
        deadline: ContinuousClock.Instant? = nil
    ) throws(StoreError) {
        let server = ["STORAGE_EMULATOR_HOST", "GOOGLE_ENDPOINT"].lazy.compactMap { name in
            environment[name].flatMap { $0.isEmpty ? nil : (variable: name, text: $0) }
        }.first
        let isEmulator = server?.variable == "STORAGE_EMULATOR_HOST"
        let endpoint = try GCSEndpoint(bucket: bucket, server: server)
        dialect = GCSDialect(endpoint, access: isEmulator && !access.isConfigured ? nil : access)
        self.root = root
        self.settings = settings
        self.session = session
        self.timing = timing
        self.deadline = deadline
        sender = StoreSender(session, dialect, timing: timing, deadline: deadline)
    }

    package func location(of key: String) -> String { "\(dialect.name)/\(root)\(key)" }

    func request(_ method: HTTPMethod, _ key: String, to verb: String, permission: String) -> StoreRequest {
        // What is posted names its object itself.
        var request = StoreRequest(method, method == .post ? "" : root + key, for: "\(verb) \(location(of: key))")
        request.permission = permission
        return request
    }

    /// Sends a request that belongs to an upload.
    func answer(to request: StoreRequest, of upload: HTTPURL) async throws(StoreError) -> StoreAnswer {
        let sender = StoreSender(session, ResumptionDialect(upload, dialect), timing: timing, deadline: deadline)
        return try await sender.answer(to: request)
    }

    /// Waits before a request is made again of which nothing has arrived; throws when that is of no use any more.
    func wait(_ repetition: inout Repetition, before request: StoreRequest) async throws(StoreError) {
        let fault = "cannot \(request.purpose): nothing of it arrives"
        guard let wait = repetition.wait(announced: nil, draw: timing.draw()), !Task.isCancelled else {
            throw StoreError(.unavailable, "\(fault) (tried \(repetition.attempts) times)")
        }
        if let deadline, timing.now() + wait >= deadline { throw StoreError(.late, fault) }
        await timing.sleep(wait)
    }

    package func upload(_ key: String, as type: ContentType) async throws(StoreError) -> any ObjectUpload {
        // One part fills while one is on its way: they must come in order.
        PartedUpload(to: try GCSUpload(self, key, type), PartAllowance(0))
    }

    package func put(
        _ key: String, _ bytes: [UInt8], as type: ContentType, if condition: PutCondition
    ) async throws(StoreError) -> ObjectVersion {
        try await put(key, bytes, as: type, if: condition, mark: try UploadMark())
    }

    func put(
        _ key: String, _ bytes: [UInt8], as type: ContentType, if condition: PutCondition, mark: UploadMark
    ) async throws(StoreError) -> ObjectVersion {
        var request = request(.post, key, to: "write", permission: "storage.objects.create")
        request.query = [("uploadType", "multipart")]
        switch condition {
        case .always: break
        case .isAbsent: request.query.append(("ifGenerationMatch", "0"))
        case .isUnchanged(let version): request.query.append(("ifGenerationMatch", version.text))
        }
        let checksum = CRC32C(of: bytes).base64
        let metadata = GCSObject.text(
            root + key, type, mark: mark, storageClass: settings.storageClass, checksum: checksum)
        let boundary = "curlew-\(mark.text)"
        request.headers = [("Content-Type", "multipart/related; boundary=\(boundary)")]
        request.body = Self.multipart(metadata, bytes, type, boundary)
        request.accepts = [412]
        let answer = try await sender.answer(to: request)
        if answer.status == 412 {
            // An earlier answer may have been lost: then the condition fails because of ourselves.
            if let object = try await head(key), mark.isOf(object, size: bytes.count) { return object.version }
            throw conflict(over: key)
        }
        guard let object = GCSObject(answer.body) else { throw unclear(request) }
        return object.version
    }

    func conflict(over key: String) -> StoreError {
        StoreError(.conflict, "cannot write \(location(of: key)): it was written or changed by another")
    }

    /// Two parts in one body (RFC 2387).
    private static func multipart(
        _ metadata: [UInt8], _ bytes: [UInt8], _ type: ContentType, _ boundary: String
    ) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(metadata.count + bytes.count + 300)
        body += Array("--\(boundary)\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n".utf8)
        body += metadata
        body += Array("\r\n--\(boundary)\r\nContent-Type: \(type.rawValue)\r\n\r\n".utf8)
        body += bytes
        return body + Array("\r\n--\(boundary)--\r\n".utf8)
    }

    package func get(_ key: String, limit: Int) async throws(StoreError) -> StoredObject? {
        var request = request(.get, key, to: "read", permission: "storage.objects.get")
        request.query = [("alt", "media")]
        request.accepts = [404]
        // What an error says must fit, too.
        request.answerLimit = max(limit, request.answerLimit)
        let answer = try await sender.answer(to: request)
        if answer.status == 404 {
            try refuseMissingBucket(answer, to: request)
            return nil
        }
        if answer.body.count > limit {
            throw StoreError(.tooLarge, "\(location(of: key)) has more than \(limit) bytes")
        }
        if let generation = answer.headers["x-goog-generation"] {
            return StoredObject(bytes: answer.body, version: ObjectVersion(generation))
        }
        // Emulators do not say it here.
        guard let description = try await head(key) else { return nil }
        return StoredObject(bytes: answer.body, version: description.version)
    }

    package func head(_ key: String) async throws(StoreError) -> ObjectDescription? {
        var request = request(.get, key, to: "look at", permission: "storage.objects.get")
        request.accepts = [404]
        let answer = try await sender.answer(to: request)
        if answer.status == 404 {
            try refuseMissingBucket(answer, to: request)
            return nil
        }
        guard let object = GCSObject(answer.body) else { throw unclear(request) }
        return object.description
    }

    /// No object because there is no bucket is another thing than no object.
    func refuseMissingBucket(_ answer: StoreAnswer, to request: StoreRequest) throws(StoreError) {
        var plain = request
        plain.accepts = []
        if GCSComplaint(answer).isAboutBucket, let fault = dialect.fault(in: answer, to: plain) { throw fault.error }
    }

    func unclear(_ request: StoreRequest) -> StoreError {
        StoreError(.unexpected, "cannot \(request.purpose): the store's answer is not the JSON it should be")
    }
}
