/// What a store does for an upload that goes out in parts. Each call has been tried again where that helps.
protocol PartTarget: Sendable {
    /// How large a part is, in bytes, but for the last; the first has number 1.
    func size(ofPart number: Int) -> Int

    /// Whether the last part makes the object visible, so that it must wait until then.
    var lastPartPublishes: Bool { get }

    /// Puts a small object at once.
    func put(_ bytes: [UInt8]) async throws(StoreError)

    /// Begins an object that comes in parts; returns what the store calls it.
    func begin() async throws(StoreError) -> String

    /// Sends a part, and returns what completing takes of it. Parts may be sent at the same time where
    /// `lastPartPublishes` is false. In a store where it is true the last part says so, and `publish` has nothing to do.
    func send(_ part: UploadPart, of upload: String) async throws(StoreError) -> PartReceipt

    /// Makes an object of its parts.
    func complete(_ upload: String, of parts: [PartReceipt], size: Int) async throws(StoreError)

    /// Takes an upload back.
    func abort(_ upload: String) async throws(StoreError)
}

/// A part of an object.
struct UploadPart: Sendable {
    /// From 1 on.
    var number: Int
    /// Where it begins in the object.
    var offset: Int
    var bytes: [UInt8]
    var isLast: Bool
}

/// What a store said to a part.
struct PartReceipt: Hashable, Sendable {
    var number: Int
    var tag: String
    var checksum: String?
}
