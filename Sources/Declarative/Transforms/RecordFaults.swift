internal import Connector

/// Counts records that are left out because a transform is not possible for them, where the error policy allows it.
struct RecordFaults: Sendable {
    private static let mostNotes = 5

    /// Whether such records are left out; else the first one is the end.
    let areLeftOut: Bool
    /// How many were left out.
    private(set) var count = 0
    /// Why, for the first of them.
    private(set) var notes: [String] = []

    init(areLeftOut: Bool) {
        self.areLeftOut = areLeftOut
    }

    /// Counts a record that is left out, or throws.
    mutating func add(_ failure: Failure) throws(Failure) {
        guard areLeftOut else { throw failure }
        count += 1
        if notes.count < Self.mostNotes { notes.append(failure.message) }
    }
}
