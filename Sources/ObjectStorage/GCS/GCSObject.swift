internal import JSON

/// What the API says of an object, and is told of one.
struct GCSObject: Sendable {
    let size: Int
    let version: ObjectVersion
    let mark: String?
    let checksum: String?

    /// Reads what the API says; nil when it is something else.
    init?(_ text: [UInt8]) {
        guard let value = try? JSONValue.parse(PaddedBytes(text)), let generation = value["generation"]?.string,
            let size = value["size"]?.string.flatMap({ Int($0) })
        else { return nil }
        self.size = size
        version = ObjectVersion(generation)
        mark = value["metadata"]?[UploadMark.name]?.string
        checksum = value["crc32c"]?.string
    }

    var description: ObjectDescription {
        ObjectDescription(size: size, version: version, mark: mark)
    }

    /// What is told of an object that is to be written.
    static func text(
        _ key: String, _ type: ContentType, mark: UploadMark, storageClass: String?, checksum: String? = nil
    ) -> [UInt8] {
        var object: JSONObject = ["name": .string(key), "contentType": .string(type.rawValue)]
        if let storageClass { object["storageClass"] = .string(storageClass) }
        if let checksum { object["crc32c"] = .string(checksum) }
        object["metadata"] = [UploadMark.name: .string(mark.text)]
        return Array(JSONValue.object(object).description.utf8)
    }
}
