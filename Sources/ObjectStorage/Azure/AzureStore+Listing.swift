internal import HTTPClient
internal import JSON
internal import Threads

// Finding and removing objects.
extension AzureStore {
    package func folders(in folder: String) async throws(StoreError) -> [String] {
        let prefix = root + Self.prefix(of: folder)
        var names: [String] = []
        try await list(prefix) { blobs in
            for element in Self.elements("BlobPrefix", of: blobs) {
                guard let path = Self.name(of: element), path.hasPrefix(prefix) else { continue }
                names.append(String(path.dropFirst(prefix.count).dropLast()))
            }
        }
        return names
    }

    package func objects(in folder: String, beginningWith beginning: String) async throws(StoreError) -> [String] {
        let prefix = root + Self.prefix(of: folder)
        var names: [String] = []
        try await list(prefix + beginning) { blobs in
            for element in Self.elements("Blob", of: blobs) {
                guard let key = Self.name(of: element), key.hasPrefix(prefix), key != prefix else { continue }
                names.append(String(key.dropFirst(prefix.count)))
            }
        }
        return names
    }

    /// The path with a slash behind it, unless it is empty.
    private static func prefix(of folder: String) -> String { folder.isEmpty ? "" : folder + "/" }

    private static func elements(_ name: String, of blobs: JSONValue) -> [JSONValue] {
        guard let value = blobs[name] else { return [] }
        return value.array ?? [value]
    }

    /// A name that XML cannot hold is percent-encoded: `<Name Encoded="true">`.
    private static func name(of element: JSONValue) -> String? {
        guard let name = element["Name"] else { return nil }
        guard let encoded = name["#text"]?.string else { return name.string }
        guard name["@Encoded"]?.string == "true" else { return encoded }
        return encoded.percentDecoded
    }

    private func list(_ prefix: String, _ body: (JSONValue) -> Void) async throws(StoreError) {
        var marker: String?
        repeat {
            var request = StoreRequest(.get, for: "list \(dialect.name)/\(prefix)")
            request.permission = "containers/blobs/read"
            request.query = [
                ("restype", "container"), ("comp", "list"), ("prefix", prefix), ("delimiter", "/"),
                ("maxresults", String(settings.pageSize)),
            ]
            if let marker { request.query.append(("marker", marker)) }
            request.answerLimit = 16 << 20
            let answer = try await sender.answer(to: request)
            guard let page = XMLAnswer(answer.body), page.name == "EnumerationResults" else {
                throw StoreError(
                    .unexpected, "cannot \(request.purpose): the store's answer is not the list it should be")
            }
            for blobs in page.elements("Blobs") { body(blobs) }
            marker = page["NextMarker"].flatMap { $0.isEmpty ? nil : $0 }
        } while marker != nil
    }

    package func delete(_ keys: [String]) async throws(StoreError) {
        try await concurrentMap(keys, atOnce: 8) { (key) throws(StoreError) in
            var request = request(.delete, key, to: "remove", permission: "blobs/delete")
            request.headers = [("x-ms-delete-snapshots", "include")]
            request.accepts = [404]
            let answer = try await sender.answer(to: request)
            if answer.status == 404 { try refuseMissingContainer(answer, to: request) }
        }
    }
}
