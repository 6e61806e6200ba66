internal import Crypto
internal import HTTPClient

/// A bucket of Amazon S3, or of a store that speaks its protocol, from a prefix on.
package struct S3Store: ObjectStore {
    let sender: StoreSender
    let dialect: S3Dialect
    /// What all keys begin with: nothing, or a path with a slash at its end.
    let root: String
    var settings: S3Settings

    init(_ dialect: S3Dialect, root: String, settings: S3Settings, sender: StoreSender) {
        self.dialect = dialect
        self.root = root
        self.settings = settings
        self.sender = sender
    }

    /// Who may not list is not told that there is no such object, but that it is denied.
    private static let reading = "s3:GetObject, and s3:ListBucket for what need not exist,"

    package func location(of key: String) -> String { "\(dialect.name)/\(root)\(key)" }

    func request(
        _ method: HTTPMethod, _ key: String, to verb: String, permission: String
    ) -> StoreRequest {
        var request = StoreRequest(method, root + key, for: "\(verb) \(location(of: key))")
        request.permission = permission
        return request
    }

    package func upload(_ key: String, as type: ContentType) async throws(StoreError) -> any ObjectUpload {
        PartedUpload(to: try S3Upload(self, key, type), settings.allowance)
    }

    package func put(
        _ key: String, _ bytes: [UInt8], as type: ContentType, if condition: PutCondition
    ) async throws(StoreError) -> ObjectVersion {
        let mark = try UploadMark()
        var request = request(.put, key, to: "write", permission: "s3:PutObject")
        let fields = settings.object.headers + mark.s3Headers + [("Content-Type", type.rawValue)]
        request.headers = fields + settings.checksumHeaders(of: bytes) + dialect.fields(for: condition)
        request.body = bytes
        request.accepts = [404, 412]
        let answer = try await sender.answer(to: request)
        if answer.status == 404 { try refuseMissingBucket(answer, to: request) }
        if answer.status == 404 || answer.status == 412 {
            let object = try await head(key)
            // It may have arrived twice, seen or unseen: then the condition fails because of ourselves.
            if let object, mark.isOf(object, size: bytes.count) { return object.version }
            if case .isUnchanged(object?.version) = condition, dialect.learnBareTags() {
                return try await put(key, bytes, as: type, if: condition)
            }
            throw StoreError(.conflict, "cannot write \(location(of: key)): it was changed by another")
        }
        guard let tag = answer.headers["ETag"] else {
            throw StoreError(.unexpected, "\(location(of: key)) was written, but the store did not say its version")
        }
        return ObjectVersion(tag)
    }

    package func get(_ key: String, limit: Int) async throws(StoreError) -> StoredObject? {
        var request = request(.get, key, to: "read", permission: Self.reading)
        request.accepts = [404]
        request.answerLimit = max(limit, request.answerLimit)
        let answer = try await sender.answer(to: request)
        if answer.status == 404 {
            try refuseMissingBucket(answer, to: request)
            return nil
        }
        guard let tag = answer.headers["ETag"] else {
            throw StoreError(.unexpected, "\(location(of: key)): the store did not say the object's version")
        }
        if answer.body.count > limit {
            throw StoreError(.tooLarge, "\(location(of: key)) has more than \(limit) bytes")
        }
        return StoredObject(bytes: answer.body, version: ObjectVersion(tag))
    }

    package func head(_ key: String) async throws(StoreError) -> ObjectDescription? {
        var request = request(.head, key, to: "look at", permission: Self.reading)
        request.accepts = [404]
        let answer = try await sender.answer(to: request)
        if answer.status == 404 { return nil }
        guard let tag = answer.headers["ETag"], let size = answer.headers["Content-Length"].flatMap({ Int($0) }) else {
            throw StoreError(.unexpected, "\(location(of: key)): the store did not say the object's size and version")
        }
        return ObjectDescription(
            size: size, version: ObjectVersion(tag), mark: answer.headers["x-amz-meta-\(UploadMark.name)"])
    }

    /// No object because there is no bucket is another thing than no object.
    func refuseMissingBucket(_ answer: StoreAnswer, to request: StoreRequest) throws(StoreError) {
        var plain = request
        plain.accepts = []
        if XMLAnswer(answer.body)?["Code"] == "NoSuchBucket", let fault = dialect.fault(in: answer, to: plain) {
            throw fault.error
        }
    }
}
