/// Decides when the thread that transfers must be woken, so that posts to a busy thread cost no system call. It does
/// nothing itself.
struct Mailbox<Message> {
    private var messages: [Message] = []
    private var isAsleep = false
    private var isClosed = false

    /// Adds a message; true when the reader must be woken.
    mutating func post(_ message: Message) -> Bool {
        messages.append(message)
        return mustWake()
    }

    /// No more messages will come; true when the reader must be woken.
    mutating func close() -> Bool {
        isClosed = true
        return mustWake()
    }

    /// What was posted since the last call; nil when there will never be more.
    mutating func collect() -> [Message]? {
        isAsleep = false
        if isClosed, messages.isEmpty { return nil }
        defer { messages.removeAll() }
        return messages
    }

    /// Whether the reader may sleep until it is woken: false when there is something to collect.
    mutating func fallAsleep() -> Bool {
        isAsleep = messages.isEmpty && !isClosed
        return isAsleep
    }

    private mutating func mustWake() -> Bool {
        defer { isAsleep = false }
        return isAsleep
    }
}
