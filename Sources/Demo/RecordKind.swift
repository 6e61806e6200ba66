/// The kinds of records there are. They are numbered from 1 on, each newer than the one before it.
package enum RecordKind: UInt64, CaseIterable, Sendable {
    case customer = 1
    case order = 2
    case event = 3
    case region = 4

    /// The seconds for each number. They are so chosen that the streams of the default sizes end at about the same time.
    var seconds: Int64 {
        switch self {
        case .customer: 600
        case .order: 60
        case .event: 24
        case .region: 1
        }
    }
}
