import ObjectStorage
import TestSupport
import Testing

/// What every store does, whatever is behind it: `try await StoreBehaviour(of: store, partSize: 5 << 20).check()`.
///
/// The store must be empty. Every check works in a folder of its own.
struct StoreBehaviour: Sendable {
    let store: any ObjectStore
    /// How large the first parts of an upload are.
    let partSize: Int
    /// How many objects are put into one folder: more than the store names in one answer.
    let crowd: Int
    /// Whether what was begun and left behind is listed; otherwise the store forgets it by itself.
    let showsUnfinished: Bool

    init(of store: any ObjectStore, partSize: Int, crowd: Int = 23, showsUnfinished: Bool = false) {
        self.store = store
        self.partSize = partSize
        self.crowd = crowd
        self.showsUnfinished = showsUnfinished
    }

    func check() async throws {
        try await store.prepare()
        try await whatIsNotThere()
        try await puttingAndGetting()
        try await conditions()
        try await limits()
        try await uploads()
        try await uploadsInTheWayOfOthers()
        try await abandonedUploads()
        try await listings()
        try await oddNames()
        try await deletions()
    }
}

// Single objects.
extension StoreBehaviour {
    private func whatIsNotThere() async throws {
        #expect(try await store.get("absent/object", limit: 10)?.bytes == nil)
        #expect(try await store.head("absent/object") == nil)
        #expect(try await store.folders(in: "absent") == [])
        #expect(try await store.objects(in: "absent", beginningWith: "") == [])
        #expect(try await store.unfinishedUploads(in: "absent", beginningWith: "") == [])
        try await store.delete(["absent/object"])
        try await store.delete([])
    }

    private func puttingAndGetting() async throws {
        for bytes in [[], Array("one".utf8), bytes(70_000, seed: 1)] {
            let version = try await store.put("single/object", bytes, as: .json, if: .always)
            let object = try #require(try await store.get("single/object", limit: 1 << 20))
            #expect(object.bytes == bytes)
            #expect(object.version == version)
            let description = try #require(try await store.head("single/object"))
            #expect(description.size == bytes.count)
            #expect(description.version == version)
        }
    }

    private func conditions() async throws {
        let key = "conditions/object"
        let first = try await store.put(key, Array("first".utf8), as: .json, if: .isAbsent)
        await expectConflict { _ = try await store.put(key, Array("other".utf8), as: .json, if: .isAbsent) }
        let second = try await store.put(key, Array("second".utf8), as: .json, if: .isUnchanged(first))
        #expect(first != second)
        await expectConflict { _ = try await store.put(key, Array("other".utf8), as: .json, if: .isUnchanged(first)) }
        #expect(try await content(of: key) == Array("second".utf8))
        try await store.delete([key])
        await expectConflict { _ = try await store.put(key, Array("other".utf8), as: .json, if: .isUnchanged(second)) }
        #expect(try await store.head(key) == nil)
    }

    private func limits() async throws {
        _ = try await store.put("limits/object", bytes(1000, seed: 2), as: .bytes, if: .always)
        #expect(try await store.get("limits/object", limit: 1000)?.bytes.count == 1000)
        do {
            _ = try await store.get("limits/object", limit: 999)
            Issue.record("it was read")
        } catch {
            #expect(error.kind == .tooLarge)
        }
    }
}

// Uploads.
extension StoreBehaviour {
    private func uploads() async throws {
        for size in [0, 17, partSize - 1, partSize, partSize + 1, 3 * partSize, 3 * partSize + 17] {
            let key = "uploads/\(size).parquet"
            let bytes = bytes(size, seed: UInt64(size) + 3)
            let upload = try await store.upload(key, as: .parquet)
            try await write(bytes, to: upload, inPiecesOf: partSize / 3 + 11)
            try await upload.seal()
            #expect(try await store.head(key) == nil, "an object of \(size) bytes is there too early")
            try await upload.publish()
            #expect(try await content(of: key) == bytes, "an object of \(size) bytes is not what was written")
            #expect(try await store.unfinishedUploads(in: "uploads", beginningWith: "") == [])
        }
    }

    private func uploadsInTheWayOfOthers() async throws {
        for size in [5, 2 * partSize + 5] {
            let key = "taken/\(size)"
            _ = try await store.put(key, Array("mine".utf8), as: .bytes, if: .always)
            let late = try await store.upload(key, as: .bytes)
            // A store may find out before the end.
            await expectConflict {
                try await write(bytes(size, seed: 4), to: late, inPiecesOf: partSize)
                try await late.publish()
            }
            await late.abandon()
            #expect(try await content(of: key) == Array("mine".utf8))
        }
    }

    private func abandonedUploads() async throws {
        for size in [5, 2 * partSize + 5] {
            let upload = try await store.upload("abandoned/\(size)", as: .bytes)
            try await write(bytes(size, seed: 5), to: upload, inPiecesOf: partSize)
            await upload.abandon()
            #expect(try await store.head("abandoned/\(size)") == nil)
        }
        #expect(try await store.unfinishedUploads(in: "abandoned", beginningWith: "") == [])

        let left = try await store.upload("abandoned/left behind", as: .bytes)
        try await write(bytes(2 * partSize + 5, seed: 6), to: left, inPiecesOf: partSize)
        let found = try await store.unfinishedUploads(in: "abandoned", beginningWith: "left")
        #expect(found.map(\.key) == (showsUnfinished ? ["abandoned/left behind"] : []))
        #expect(try await store.unfinishedUploads(in: "abandoned", beginningWith: "right") == [])
        for upload in found { try await store.abandon(upload) }
        #expect(try await store.unfinishedUploads(in: "abandoned", beginningWith: "") == [])
        await left.abandon()
        #expect(try await store.objects(in: "abandoned", beginningWith: "") == [])
    }
}

// Many objects.
extension StoreBehaviour {
    private func listings() async throws {
        let names = (0..<crowd).map { "part-\($0)" }
        for name in names {
            _ = try await store.put("crowd/\(name)", [1], as: .bytes, if: .always)
            _ = try await store.put("crowd/in-\(name)/object", [2], as: .bytes, if: .always)
        }
        _ = try await store.put("crowd/other", [3], as: .bytes, if: .always)
        _ = try await store.put("crowded", [4], as: .bytes, if: .always)
        #expect(try await store.objects(in: "crowd", beginningWith: "").sorted() == (names + ["other"]).sorted())
        #expect(try await store.objects(in: "crowd", beginningWith: "part-").sorted() == names.sorted())
        #expect(try await store.objects(in: "crowd", beginningWith: "part-2").allSatisfy { $0.hasPrefix("part-2") })
        #expect(try await store.folders(in: "crowd").sorted() == names.map { "in-\($0)" }.sorted())
        #expect(try await store.folders(in: "crowd/in-part-1") == [])
        #expect(try await store.folders(in: "").contains("crowd"))
        #expect(try await store.objects(in: "", beginningWith: "crow") == ["crowded"])
    }

    /// Names that are something else in a URL, in a query, in a form, in XML or in JSON.
    static let oddNames = [
        "with space", "plus+plus", "100%", "%20", "a=b", "a&b", "what?", "#1", "quo\"te", "it's", "<tag>",
        "back\\slash",
        "Zoë", "日本", "🦆", "~tilde", "co:lon", "semi;colon", "comma,", "[brackets]", "at@", "dollar$", "star*", "dot.",
        "date=2024-01-01",
    ]

    private func oddNames() async throws {
        for name in Self.oddNames {
            let key = "odd \(name)/\(name)"
            _ = try await store.put(key, Array(name.utf8), as: .bytes, if: .isAbsent)
            #expect(try await content(of: key) == Array(name.utf8), "\(name)")
            #expect(try await store.head(key)?.size == name.utf8.count, "\(name)")
            #expect(try await store.objects(in: "odd \(name)", beginningWith: name) == [name])
            let upload = try await store.upload("\(key).large", as: .bytes)
            try await write(bytes(partSize + 1, seed: 7), to: upload, inPiecesOf: partSize)
            try await upload.publish()
            #expect(try await store.head("\(key).large")?.size == partSize + 1, "\(name)")
        }
        let folders = try await store.folders(in: "").filter { $0.hasPrefix("odd ") }
        #expect(folders.sorted() == Self.oddNames.map { "odd \($0)" }.sorted())
        try await store.delete(Self.oddNames.flatMap { ["odd \($0)/\($0)", "odd \($0)/\($0).large"] })
        for name in Self.oddNames { #expect(try await store.objects(in: "odd \(name)", beginningWith: "") == []) }
    }

    private func deletions() async throws {
        for key in ["deletions/a", "deletions/ab", "deletions/abc"] {
            _ = try await store.put(key, [1], as: .bytes, if: .always)
        }
        try await store.delete(["deletions/a", "deletions/abc", "deletions/never there"])
        #expect(try await store.objects(in: "deletions", beginningWith: "") == ["ab"])
        let crowd = try await store.objects(in: "crowd", beginningWith: "").map { "crowd/\($0)" }
        try await store.delete(crowd)
        #expect(try await store.objects(in: "crowd", beginningWith: "") == [])
        #expect(try await store.head("crowded") != nil)
    }
}

// Means.
extension StoreBehaviour {
    private func bytes(_ count: Int, seed: UInt64) -> [UInt8] {
        var random = SeededRandom(seed: seed)
        return random.bytes(count)
    }

    private func content(of key: String) async throws -> [UInt8]? {
        try await store.get(key, limit: 100 << 20)?.bytes
    }

    private func write(_ bytes: [UInt8], to upload: any ObjectUpload, inPiecesOf size: Int) async throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            try await upload.write(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
    }

    private func expectConflict(_ body: () async throws -> Void, sourceLocation: SourceLocation = #_sourceLocation)
        async
    {
        do {
            try await body()
            Issue.record("it was written", sourceLocation: sourceLocation)
        } catch {
            #expect((error as? StoreError)?.kind == .conflict, sourceLocation: sourceLocation)
        }
    }
}
