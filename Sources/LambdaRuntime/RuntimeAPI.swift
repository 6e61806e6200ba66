/// What the loop wants of the Runtime API; tests have one without sockets.
protocol InvocationQueue: ~Copyable {
    /// The next invocation, whenever it comes.
    mutating func next() throws(RuntimeFault) -> Invocation

    /// Answers an invocation. False when the answer is too large.
    mutating func answer(_ invocation: Invocation, _ body: [UInt8]) throws(RuntimeFault) -> Bool

    /// Says that an invocation failed.
    mutating func fail(_ invocation: Invocation, with error: FunctionError) throws(RuntimeFault)
}

/// Something to do for somebody.
struct Invocation: Hashable, Sendable {
    var requestID: String
    /// When the invocation is over, in milliseconds since 1970.
    var deadline: Int64?
    var functionARN: String?
    var traceID: String?
    var event: [UInt8]
}

/// Why the loop cannot go on: the process ends then, and Lambda starts another.
struct RuntimeFault: Error, Hashable {
    var reason: String
}

/// The Runtime API, version 2018-06-01, over one connection that is kept. A lost one is replaced.
struct RuntimeAPI: InvocationQueue, ~Copyable {
    private static let root = "/2018-06-01/runtime"
    /// How often a request is made when connections are lost.
    private static let attempts = 3

    private static var wait: Request { Request(method: "GET", path: root + "/invocation/next") }

    private let address: String
    private var connection: Connection?
    /// The connection by which the next invocation was asked for already.
    private var asked: Connection?

    /// The API at an address such as `127.0.0.1:9001`. Nothing is connected yet.
    init(at address: String) {
        self.address = address
    }

    /// Registers an extension that does nothing; its identifier, or nil where extensions are unknown. Only before the first
    /// invocation is asked for.
    mutating func registerExtension() -> String? {
        do throws(ConnectionFault) {
            let answer = try exchangeOnce(SilentExtension.registration)
            return answer.status == 200 ? answer.field("lambda-extension-identifier") : nil
        } catch {
            return nil
        }
    }

    /// Asks for the next invocation without waiting for it: `next` does. What goes wrong shows there.
    mutating func ask() {
        do throws(ConnectionFault) {
            let connection = try takeConnection()
            try connection.send(Self.wait.bytes(host: address))
            asked = consume connection
        } catch {
            asked = nil
        }
    }

    mutating func next() throws(RuntimeFault) -> Invocation {
        let answer: Answer
        if let early = takeAsked() { answer = early } else { answer = try exchange(Self.wait) }
        guard answer.status == 200, let id = answer.field("lambda-runtime-aws-request-id") else {
            throw RuntimeFault(reason: "the Runtime API answered \(answer.status) to the wait for an invocation")
        }
        return Invocation(
            requestID: id, deadline: answer.field("lambda-runtime-deadline-ms").flatMap { Int64($0) },
            functionARN: answer.field("lambda-runtime-invoked-function-arn"),
            traceID: answer.field("lambda-runtime-trace-id"), event: answer.body)
    }

    mutating func answer(_ invocation: Invocation, _ body: [UInt8]) throws(RuntimeFault) -> Bool {
        let status = try post("\(Self.root)/invocation/\(invocation.requestID)/response", body)
        return status != 413
    }

    mutating func fail(_ invocation: Invocation, with error: FunctionError) throws(RuntimeFault) {
        _ = try post("\(Self.root)/invocation/\(invocation.requestID)/error", error.body, type: error.type)
    }

    /// Says that the function cannot begin at all.
    mutating func failToBegin(with error: FunctionError) throws(RuntimeFault) {
        _ = try post("\(Self.root)/init/error", error.body, type: error.type)
    }

    /// Posts, and returns the status. One that says that the invocation is over, or known no more, is no fault: the next may
    /// be answered.
    private mutating func post(_ path: String, _ body: [UInt8], type: String? = nil) throws(RuntimeFault) -> Int {
        var fields = Request.field("Content-Type", "application/json")
        if let type { fields += Request.field("Lambda-Runtime-Function-Error-Type", type) }
        let answer = try exchange(Request(method: "POST", path: path, fields: fields, body: body))
        // Said to be beyond recovery.
        if answer.status == 500 { throw RuntimeFault(reason: "the Runtime API failed: it answered 500") }
        return answer.status
    }

    private mutating func exchange(_ request: Request) throws(RuntimeFault) -> Answer {
        var attempt = 1
        while true {
            do throws(ConnectionFault) {
                return try exchangeOnce(request)
            } catch {
                guard attempt < Self.attempts else { throw RuntimeFault(reason: error.reason) }
                attempt += 1
            }
        }
    }

    /// A connection that is lost meanwhile is not kept.
    private mutating func exchangeOnce(_ request: Request) throws(ConnectionFault) -> Answer {
        var connection = try takeConnection()
        try connection.send(request.bytes(host: address))
        let answer = try Answer(from: &connection)
        if answer.keepsConnection { self.connection = consume connection }
        return answer
    }

    private mutating func takeAsked() -> Answer? {
        guard var connection = asked.take() else { return nil }
        do throws(ConnectionFault) {
            let answer = try Answer(from: &connection)
            if answer.keepsConnection { self.connection = consume connection }
            return answer
        } catch {
            return nil
        }
    }

    private mutating func takeConnection() throws(ConnectionFault) -> Connection {
        if let kept = connection.take() { return kept }
        return try Connection(to: address)
    }
}
