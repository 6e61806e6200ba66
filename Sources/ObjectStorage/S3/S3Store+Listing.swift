internal import Crypto
internal import HTTPClient
internal import JSON

// Finding and removing objects and uploads.
extension S3Store {
    /// How many objects one request removes.
    private static let mostDeletions = 1000

    package func folders(in folder: String) async throws(StoreError) -> [String] {
        let prefix = root + Self.prefix(of: folder)
        var names: [String] = []
        try await list(prefix) { page in
            for common in page.elements("CommonPrefixes") {
                guard let path = common["Prefix"]?.string?.percentDecoded, path.hasPrefix(prefix) else { continue }
                names.append(String(path.dropFirst(prefix.count).dropLast()))
            }
        }
        return names
    }

    package func objects(in folder: String, beginningWith beginning: String) async throws(StoreError) -> [String] {
        let prefix = root + Self.prefix(of: folder)
        var names: [String] = []
        try await list(prefix + beginning) { page in
            for object in page.elements("Contents") {
                guard let key = object["Key"]?.string?.percentDecoded, key.hasPrefix(prefix) else { continue }
                names.append(String(key.dropFirst(prefix.count)))
            }
        }
        return names
    }

    /// The path with a slash behind it, unless it is empty.
    private static func prefix(of folder: String) -> String { folder.isEmpty ? "" : folder + "/" }

    private func list(_ prefix: String, _ body: (XMLAnswer) -> Void) async throws(StoreError) {
        var token: String?
        repeat {
            var request = StoreRequest(.get, for: "list \(dialect.name)/\(prefix)")
            request.permission = "s3:ListBucket"
            request.query = [
                ("list-type", "2"), ("prefix", prefix), ("delimiter", "/"), ("encoding-type", "url"),
                ("max-keys", String(settings.pageSize)),
            ]
            if let token { request.query.append(("continuation-token", token)) }
            let page = try await page(of: request, "ListBucketResult")
            body(page)
            guard page["IsTruncated"] == "true" else { return }
            guard let next = page["NextContinuationToken"], next != token else { throw Self.endless(request) }
            token = next
        } while true
    }

    private func page(of request: StoreRequest, _ name: String) async throws(StoreError) -> XMLAnswer {
        var request = request
        request.answerName = name
        let answer = try await sender.answer(to: request)
        guard let page = XMLAnswer(answer.body) else {
            throw StoreError(.unexpected, "cannot \(request.purpose): the store's answer is no list")
        }
        return page
    }

    /// What is not named cannot be removed, and must not be taken for absent.
    private static func endless(_ request: StoreRequest) -> StoreError {
        StoreError(.unexpected, "cannot \(request.purpose): the store does not say where its list goes on")
    }

    package func unfinishedUploads(
        in folder: String, beginningWith beginning: String
    ) async throws(StoreError) -> [UnfinishedUpload] {
        let prefix = root + Self.prefix(of: folder) + beginning
        var uploads: [UnfinishedUpload] = []
        var place: [(name: String, value: String?)] = []
        while true {
            var request = StoreRequest(.get, for: "list the uploads to \(dialect.name)/\(prefix)")
            request.permission = "s3:ListBucketMultipartUploads"
            request.query =
                [
                    ("uploads", nil), ("prefix", prefix), ("encoding-type", "url"),
                    ("max-uploads", String(settings.pageSize)),
                ] + place
            let page = try await page(of: request, "ListMultipartUploadsResult")
            for upload in page.elements("Upload") {
                guard let key = upload["Key"]?.string?.percentDecoded, let id = upload["UploadId"]?.string,
                    key.hasPrefix(prefix)
                else { continue }
                uploads.append(UnfinishedUpload(key: String(key.dropFirst(root.count)), id: id))
            }
            guard page["IsTruncated"] == "true" else { return uploads }
            let key = page["NextKeyMarker"]?.percentDecoded
            let next = [("key-marker", key), ("upload-id-marker", page["NextUploadIdMarker"])]
            guard key != nil, !place.elementsEqual(next, by: { $0.value == $1.1 }) else { throw Self.endless(request) }
            place = next.map { (name: $0.0, value: $0.1) }
        }
    }

    package func abandon(_ upload: UnfinishedUpload) async throws(StoreError) {
        var request = request(.delete, upload.key, to: "take back the upload of", permission: "s3:AbortMultipartUpload")
        request.query = [("uploadId", upload.id)]
        request.accepts = [404]
        _ = try await sender.answer(to: request)
    }

    package func delete(_ keys: [String]) async throws(StoreError) {
        var rest = keys[...]
        while !rest.isEmpty {
            let some = rest.prefix(Self.mostDeletions)
            rest = rest.dropFirst(some.count)
            try await delete(some)
        }
    }

    private func delete(_ keys: ArraySlice<String>) async throws(StoreError) {
        var text = "<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Quiet>true</Quiet>"
        for key in keys { text += "<Object><Key>\((root + key).escapedForXML)</Key></Object>" }
        text += "</Delete>"
        let what = keys.count == 1 ? location(of: keys.first ?? "") : "\(keys.count) objects in \(dialect.name)/\(root)"
        var request = StoreRequest(.post, for: "remove \(what)")
        request.permission = "s3:DeleteObject"
        request.query = [("delete", nil)]
        request.body = Array(text.utf8)
        request.headers = [
            ("Content-Type", "application/xml"),
            ("Content-MD5", Base64.standard.encode(HashAlgorithm.md5.digest(of: text))),
        ]
        request.answerName = "DeleteResult"
        _ = try await sender.answer(to: request)
    }
}
