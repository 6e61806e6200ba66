package import CloudAccess
internal import Crypto
package import HTTPClient

/// A container of Azure Blob Storage, from a prefix on. Versions are entity tags.
package struct AzureStore: ObjectStore {
    /// How a container is used.
    package struct Settings: Sendable {
        /// The access tier of what is written, `Hot`, `Cool`, `Cold` or `Archive`; without it, the account's own.
        package var accessTier: String?
        /// The blocks that uploads may have on their way besides one each.
        var allowance = PartAllowance(0)
        /// How large the blocks of an upload are: with 50,000 of them, that is 400 GB.
        var blockSize = 8 << 20
        /// How many names one answer has.
        var pageSize = 1000

        package init() {}
    }

    /// The name that a mark has in the metadata, where names are identifiers.
    private static let markField = "x-ms-meta-curlew_upload"

    let dialect: AzureDialect
    /// What all keys begin with: nothing, or a path with a slash at its end.
    let root: String
    var settings: Settings
    let sender: StoreSender

    /// A container of the account that the environment names, or of another.
    package init(
        container: String, root: String, account: String? = nil, access: AzureAccess, session: HTTPSession,
        settings: Settings = Settings(), timing: StoreTiming = StoreTiming(),
        deadline: ContinuousClock.Instant? = nil
    ) throws(StoreError) {
        let (named, server) = try Self.place(access, container)
        let endpoint = try AzureEndpoint(
            container: container, account: account ?? named,
            // An address in the environment is that of the account there.
            server: account == nil || account == named ? server : nil)
        dialect = AzureDialect(endpoint, access: access)
        self.root = root
        self.settings = settings
        sender = StoreSender(session, dialect, timing: timing, deadline: deadline)
    }

    private static func place(
        _ access: AzureAccess, _ container: String
    ) throws(StoreError) -> (account: String?, server: (variable: String, text: String)?) {
        do throws(AccessError) {
            return (try access.account(), try access.endpoint())
        } catch {
            throw StoreError(error, toDo: "use az://\(container)")
        }
    }

    package func location(of key: String) -> String { "\(dialect.name)/\(root)\(key)" }

    func request(_ method: HTTPMethod, _ key: String, to verb: String, permission: String) -> StoreRequest {
        var request = StoreRequest(method, root + key, for: "\(verb) \(location(of: key))")
        request.permission = permission
        return request
    }

    package func upload(_ key: String, as type: ContentType) async throws(StoreError) -> any ObjectUpload {
        PartedUpload(to: try AzureUpload(self, key, type), settings.allowance)
    }

    package func put(
        _ key: String, _ bytes: [UInt8], as type: ContentType, if condition: PutCondition
    ) async throws(StoreError) -> ObjectVersion {
        try await put(key, bytes, as: type, if: condition, mark: try UploadMark())
    }

    func put(
        _ key: String, _ bytes: [UInt8], as type: ContentType, if condition: PutCondition, mark: UploadMark
    ) async throws(StoreError) -> ObjectVersion {
        var request = request(.put, key, to: "write", permission: "blobs/write")
        request.headers = fields(of: type, mark) + [("x-ms-blob-type", "BlockBlob"), Self.digest(of: bytes)]
        switch condition {
        case .always: break
        case .isAbsent: request.headers.append(("If-None-Match", "*"))
        case .isUnchanged(let version): request.headers.append(("If-Match", version.text))
        }
        request.body = bytes
        return try await version(after: request, to: key, mark, size: bytes.count)
    }

    /// Sends a request that makes an object.
    func version(
        after request: StoreRequest, to key: String, _ mark: UploadMark, size: Int
    ) async throws(StoreError) -> ObjectVersion {
        let answer: StoreAnswer
        do throws(StoreError) {
            answer = try await sender.answer(to: request)
        } catch {
            // An earlier answer may have been lost: then the condition fails, or the blocks are gone, because of ourselves.
            guard [.conflict, .unexpected].contains(error.kind), let object = try await head(key),
                mark.isOf(object, size: size)
            else { throw error }
            return object.version
        }
        guard let tag = answer.headers["ETag"] else {
            throw StoreError(.unexpected, "\(location(of: key)) was written, but the store did not say its version")
        }
        return ObjectVersion(tag)
    }

    /// The fields that a request which makes an object has.
    func fields(of type: ContentType, _ mark: UploadMark) -> [(name: String, value: String)] {
        let tier = settings.accessTier.map { [("x-ms-access-tier", $0)] } ?? []
        return [("x-ms-blob-content-type", type.rawValue), (Self.markField, mark.text)] + tier
    }

    static func digest(of bytes: [UInt8]) -> (name: String, value: String) {
        ("Content-MD5", Base64.standard.encode(HashAlgorithm.md5.digest(of: bytes)))
    }

    package func get(_ key: String, limit: Int) async throws(StoreError) -> StoredObject? {
        var request = request(.get, key, to: "read", permission: "blobs/read")
        request.accepts = [404]
        // What an error says must fit, too.
        request.answerLimit = max(limit, request.answerLimit)
        let answer = try await sender.answer(to: request)
        if answer.status == 404 {
            try refuseMissingContainer(answer, to: request)
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
        var request = request(.head, key, to: "look at", permission: "blobs/read")
        request.accepts = [404]
        let answer = try await sender.answer(to: request)
        if answer.status == 404 {
            try refuseMissingContainer(answer, to: request)
            return nil
        }
        guard let tag = answer.headers["ETag"], let size = answer.headers["Content-Length"].flatMap({ Int($0) }) else {
            throw StoreError(.unexpected, "\(location(of: key)): the store did not say the object's size and version")
        }
        return ObjectDescription(size: size, version: ObjectVersion(tag), mark: answer.headers[Self.markField])
    }

    /// No object because there is no container is another thing than no object.
    func refuseMissingContainer(_ answer: StoreAnswer, to request: StoreRequest) throws(StoreError) {
        var plain = request
        plain.accepts = []
        if let fault = dialect.fault(in: answer, to: plain), fault.error.kind == .missing { throw fault.error }
    }
}
