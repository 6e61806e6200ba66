package import Connector
package import Sync

/// What an action is told about the invocation it is part of.
package struct InvocationContext: Sendable {
    /// When the invocation must be over: whoever takes longer is killed. Pulled when somebody asks the process to end.
    package var deadline: Deadline
    /// Takes what a person may want to know; nil for what concerns no stream.
    package var log: @Sendable (LogLevel, String) -> Void
    /// How large the answer may be, in bytes.
    package var answerLimit: Int
    /// How far a sync has come, for those who look at it while it works.
    package let progress = SyncProgress()
    /// What the sync has asked of the source.
    package let activity = Activity()

    /// Lambda takes answers of 6 MB.
    package static let largestAnswer = 6 << 20

    /// A context from its parts.
    package init(
        deadline: Deadline = Deadline(), answerLimit: Int = largestAnswer,
        log: @escaping @Sendable (LogLevel, String) -> Void = { _, _ in }
    ) {
        self.deadline = deadline
        self.answerLimit = answerLimit
        self.log = log
    }
}
