internal import HTTPClient
internal import JSON
internal import Threads

// Finding and removing objects.
extension GCSStore {
    package func folders(in folder: String) async throws(StoreError) -> [String] {
        let prefix = root + Self.prefix(of: folder)
        var names: [String] = []
        try await list(prefix, "prefixes,nextPageToken") { page in
            for element in page["prefixes"]?.array ?? [] {
                guard let path = element.string, path.hasPrefix(prefix) else { continue }
                names.append(String(path.dropFirst(prefix.count).dropLast()))
            }
        }
        return names
    }

    package func objects(in folder: String, beginningWith beginning: String) async throws(StoreError) -> [String] {
        let prefix = root + Self.prefix(of: folder)
        var names: [String] = []
        try await list(prefix + beginning, "items(name),nextPageToken") { page in
            for item in page["items"]?.array ?? [] {
                guard let key = item["name"]?.string, key.hasPrefix(prefix), key != prefix else { continue }
                names.append(String(key.dropFirst(prefix.count)))
            }
        }
        return names
    }

    /// The path with a slash behind it, unless it is empty.
    private static func prefix(of folder: String) -> String { folder.isEmpty ? "" : folder + "/" }

    private func list(
        _ prefix: String, _ fields: String, _ body: (JSONValue) -> Void
    ) async throws(StoreError) {
        var token: String?
        repeat {
            var request = StoreRequest(.get, for: "list \(dialect.name)/\(prefix)")
            request.permission = "storage.objects.list"
            request.query = [
                ("prefix", prefix), ("delimiter", "/"), ("maxResults", String(settings.pageSize)), ("fields", fields),
            ]
            if let token { request.query.append(("pageToken", token)) }
            request.answerLimit = 16 << 20
            let answer = try await sender.answer(to: request)
            guard let page = try? JSONValue.parse(PaddedBytes(answer.body)), page.object != nil else {
                throw unclear(request)
            }
            body(page)
            token = page["nextPageToken"]?.string
        } while token != nil
    }

    package func delete(_ keys: [String]) async throws(StoreError) {
        try await concurrentMap(keys, atOnce: 8) { (key) throws(StoreError) in
            var request = request(.delete, key, to: "remove", permission: "storage.objects.delete")
            request.accepts = [404]
            let answer = try await sender.answer(to: request)
            if answer.status == 404 { try refuseMissingBucket(answer, to: request) }
        }
    }
}
