/// A place that keeps objects by their keys: a bucket, a container, or a local folder.
///
/// A key is a path without a slash in front. What throws leaves the store as it was, unless it says otherwise; what may be
/// tried again was tried again.
package protocol ObjectStore: Sendable {
    /// What a person calls an object: its URL, or its path.
    func location(of key: String) -> String

    /// Makes sure that there is a place to write to: makes a local folder. A bucket is not made, and not asked for either.
    func prepare() async throws(StoreError)

    /// Begins an object. It comes into view when it is published, and not before.
    func upload(_ key: String, as type: ContentType) async throws(StoreError) -> any ObjectUpload

    /// Puts a small object as a whole; throws a `conflict` when the condition does not hold.
    func put(
        _ key: String, _ bytes: [UInt8], as type: ContentType, if condition: PutCondition
    ) async throws(StoreError) -> ObjectVersion

    /// An object as a whole; nil when there is none. Throws when it has more than `limit` bytes.
    func get(_ key: String, limit: Int) async throws(StoreError) -> StoredObject?

    /// What is known about an object; nil when there is none.
    func head(_ key: String) async throws(StoreError) -> ObjectDescription?

    /// The names of folders that lie directly in a folder; the empty path is the store itself.
    func folders(in folder: String) async throws(StoreError) -> [String]

    /// The objects directly in a folder whose names begin with `prefix`, by their names in it.
    func objects(in folder: String, beginningWith prefix: String) async throws(StoreError) -> [String]

    /// What was begun in a folder under a name that begins with `prefix`, and was neither published nor abandoned; where
    /// folders are but a part of names, in folders below it too. Empty for stores that forget such things by themselves.
    func unfinishedUploads(
        in folder: String, beginningWith prefix: String
    ) async throws(StoreError) -> [UnfinishedUpload]

    /// Takes back what was begun and not published.
    func abandon(_ upload: UnfinishedUpload) async throws(StoreError)

    /// Removes objects; those that are not there count as removed.
    func delete(_ keys: [String]) async throws(StoreError)
}

extension ObjectStore {
    package func prepare() async throws(StoreError) {}

    package func unfinishedUploads(
        in folder: String, beginningWith prefix: String
    ) async throws(StoreError) -> [UnfinishedUpload] { [] }

    package func abandon(_ upload: UnfinishedUpload) async throws(StoreError) {}
}

/// What an object is, as HTTP names it.
package enum ContentType: String, Sendable {
    case parquet = "application/vnd.apache.parquet"
    case json = "application/json"
    case bytes = "application/octet-stream"
}

/// What must hold for a put to take place.
package enum PutCondition: Hashable, Sendable {
    case always
    /// There is no such object.
    case isAbsent
    /// The object is still the one that was read or written.
    case isUnchanged(ObjectVersion)
}

/// Tells one state of an object from another: an entity tag or a generation.
package struct ObjectVersion: Hashable, Sendable {
    package let text: String

    package init(_ text: String) {
        self.text = text
    }
}

/// An object that was read.
package struct StoredObject: Sendable {
    package var bytes: [UInt8]
    package var version: ObjectVersion

    package init(bytes: [UInt8], version: ObjectVersion) {
        self.bytes = bytes
        self.version = version
    }
}

/// What is known about an object.
package struct ObjectDescription: Hashable, Sendable {
    package var size: Int
    package var version: ObjectVersion
    /// The mark that its upload left, so that whoever lost the answer to the last request can tell whether it took place.
    package var mark: String?

    package init(size: Int, version: ObjectVersion, mark: String? = nil) {
        self.size = size
        self.version = version
        self.mark = mark
    }
}

/// An upload that a process has left behind.
package struct UnfinishedUpload: Hashable, Sendable {
    package var key: String
    /// What the store calls it.
    package var id: String

    package init(key: String, id: String) {
        self.key = key
        self.id = id
    }
}
