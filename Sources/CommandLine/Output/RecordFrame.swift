internal import DateTime
internal import JSON

/// What stands around a record in its message:
///
///     {"type":"RECORD","record":{"stream":"customers","data":    …    ,"emitted_at":1702500000000}}
struct RecordFrame: Sendable {
    /// What stands before the record; the same for all records of a stream.
    let beginning: [UInt8]

    init(stream: String) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("type")
        writer.string("RECORD")
        writer.key("record")
        writer.beginObject()
        writer.key("stream")
        writer.string(stream)
        writer.key("data")
        beginning = writer.bytes.withUnsafeBytes { Array($0) }
    }

    /// What stands behind a record that is written now.
    func end() -> [UInt8] {
        Array(",\"emitted_at\":\(Timestamp.now().unixMilliseconds)}}\n".utf8)
    }
}
