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
            let page = try await page(of: request)
            body(page)
            token = page["IsTruncated"] == "true" ? page["NextContinuationToken"] : nil
        } while token != nil
    }

    private func page(of request: StoreRequest) async throws(StoreError) -> XMLAnswer {
        let answer = try await sender.answer(to: request)
        guard let page = XMLAnswer(answer.body) else {
            throw StoreError(.unexpected, "cannot \(request.purpose): the store's answer is not the list it should be")
        }
        return page
    }

    package func unfinishedUploads(
        in folder: String, beginningWith beginning: String
    ) async throws(StoreError) -> [UnfinishedUpload] {
        let prefix = root + Self.prefix(of: folder) + beginning
        var uploads: [UnfinishedUpload] = []
        var markers: [(name: String, value: String?)]? = []
        while let place = markers {
            var request = StoreRequest(.get, for: "list the uploads to \(dialect.name)/\(prefix)")
            request.permission = "s3:ListBucketMultipartUploads"
            request.query =
                [
                    ("uploads", nil), ("prefix", prefix), ("encoding-type", "url"),
                    ("max-uploads", String(settings.pageSize)),
                ] + place
            let page = try await page(of: request)
            for upload in page.elements("Upload") {
                guard let key = upload["Key"]?.string?.percentDecoded, let id = upload["UploadId"]?.string,
                    key.hasPrefix(prefix)
                else { continue }
                uploads.append(UnfinishedUpload(key: String(key.dropFirst(root.count)), id: id))
            }
            markers = nil
            if page["IsTruncated"] == "true", let key = page["NextKeyMarker"]?.percentDecoded {
                markers = [("key-marker", key), ("upload-id-marker", page["NextUploadIdMarker"])]
            }
        }
        return uploads
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
        let answer = try await sender.answer(to: request)
        guard let fault = XMLAnswer(answer.body)?.elements("Error").first else { return }
        let code = fault["Code"]?.string ?? "no reason given"
        let isDenied = code == "AccessDenied"
        throw StoreError(
            isDenied ? .denied : .unavailable, "cannot \(request.purpose): \(code)",
            hint: isDenied ? "allow s3:DeleteObject on \(dialect.name)" : nil)
    }
}
