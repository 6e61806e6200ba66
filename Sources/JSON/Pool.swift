internal import Synchronization

/// Memory that is worth keeping between parses: fresh memory costs a page fault every 4 KB.
protocol Poolable: AnyObject, Sendable {
    /// The length of the longest text it can serve without allocating; it holds up to ten times that in memory.
    var capacity: Int { get }
}

/// Some idle pieces of memory, for whoever parses next.
final class Pool<Member: Poolable>: Sendable {
    private static var maximumCapacity: Int { 16 << 20 }
    private static var maximumCount: Int { 16 }
    /// How much larger than needed a member may be: a small document must not hold a large one's memory.
    private static func isFitting(_ capacity: Int, for length: Int) -> Bool {
        capacity >= length && capacity <= 4 * length + (64 << 10)
    }

    private let idle = Mutex<[Member]>([])

    /// The smallest idle member that fits.
    func take(fitting length: Int) -> Member? {
        idle.withLock { members in
            let fitting = members.indices.filter { Self.isFitting(members[$0].capacity, for: length) }
            return fitting.min { members[$0].capacity < members[$1].capacity }.map { members.remove(at: $0) }
        }
    }

    /// Keeps a member for later, at the cost of those that have been idle longest.
    func giveBack(_ member: Member) {
        guard member.capacity <= Self.maximumCapacity else { return }
        idle.withLock { members in
            members.append(member)
            var capacity = members.reduce(0) { $0 + $1.capacity }
            while capacity > Self.maximumCapacity || members.count > Self.maximumCount {
                capacity -= members.removeFirst().capacity
            }
        }
    }
}
