internal import Actions
internal import Connector
internal import Spelling

extension Arguments {
    /// The value of an option that is a whole number; nil when it is not given.
    func count(_ option: String, in range: ClosedRange<Int>) throws(Failure) -> Int? {
        guard let text = self[option] else { return nil }
        guard let count = Int(text), range.contains(count) else {
            let expected =
                range.upperBound == .max
                ? "a whole number from \(range.lowerBound) on"
                : "a whole number from \(range.lowerBound) to \(range.upperBound)"
            throw Failure(.config, "`--\(option)` must be \(expected), not `\(text)`")
        }
        return count
    }

    /// The value of an option that is a number of seconds; nil when it is not given.
    func seconds(_ option: String) throws(Failure) -> Duration? {
        guard let text = self[option] else { return nil }
        // The longest is 30 years, so that a duration and every sum of it with an instant can be told.
        guard let seconds = Double(text), seconds > 0, seconds <= 1e9 else {
            throw Failure(
                .config, "`--\(option)` must be a number of seconds above 0, such as 60 or 0.5, not `\(text)`")
        }
        return .seconds(seconds)
    }

    /// The value of an option that is a choice; nil when it is not given.
    func choice<Choice: CaseIterable & RawRepresentable<String>>(
        _ option: String, of type: Choice.Type
    ) throws(Failure) -> Choice? {
        guard let text = self[option] else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        throw Failure(
            .config, "`--\(option)` must be \(Choice.allCases.map(\.rawValue).alternatives), not `\(text)`")
    }
}
