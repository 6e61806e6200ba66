internal import Actions
internal import Connector
internal import JSON

/// What is posted as the answer to an invocation: an answer itself, or one to an HTTP request.
struct FunctionAnswer: Sendable {
    private let answer: EventAnswer
    private let status: Int?

    init(_ answer: EventAnswer, to envelope: EventEnvelope) {
        if case .http = envelope {
            self.init(answer, status: 200)
        } else {
            self.init(answer, status: nil)
        }
    }

    /// A failure, for whoever sent an HTTP request.
    init(_ failure: Failure) {
        self.init(
            EventAnswer(["error": .string(failure.description), "error_kind": .string(failure.kind.rawValue)]),
            status: failure.kind.status)
    }

    private init(_ answer: EventAnswer, status: Int?) {
        self.answer = answer
        self.status = status
    }

    var text: [UInt8] {
        guard let status else { return answer.text }
        var body = Array("{\"success\":\(status < 300),".utf8)
        if status < 300 {
            body += Array("\"data\":".utf8) + answer.text + [UInt8(ascii: "}")]
        } else {
            body += answer.text.dropFirst()
        }
        var writer = JSONWriter(capacity: body.count + 256)
        writer.beginObject()
        writer.key("statusCode")
        writer.integer(status)
        writer.key("headers")
        writer.value(["content-type": "application/json"])
        writer.key("body")
        body.withUnsafeBufferPointer { writer.string($0) }
        writer.endObject()
        return writer.bytes.withUnsafeBytes { Array($0) }
    }

    /// The same without the lists of files; nil when that changes nothing. Records are never left out.
    var withoutFiles: [UInt8]? { answer.withoutFiles.map { FunctionAnswer($0, status: status).text } }
}
