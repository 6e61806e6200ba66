internal import Spelling

/// Finds what a request for which nothing is recorded may have meant.
enum NearestExchange {
    /// The exchange whose request has most in common with another, by its place: the path, then the parameters.
    static func find(_ key: RequestKey, in index: [RequestKey: [Int]]) -> Int? {
        let others = index.sorted { ($0.value.first ?? 0) < ($1.value.first ?? 0) }
        let samePath = others.filter { $0.key.path == key.path }
        let nearestPath = nearestName(to: key.path, among: others.map(\.key.path))
        let near = samePath.isEmpty ? others.filter { $0.key.path == nearestPath } : samePath
        return (near.isEmpty ? others : near).max { likeness($0.key, key) < likeness($1.key, key) }?.value.first
    }

    private static func likeness(_ one: RequestKey, _ other: RequestKey) -> Int {
        let shared = one.query.count { other.query.contains($0) }
        let names = one.query.count { item in other.query.contains { $0.name == item.name } }
        return (one.method == other.method ? 1 : 0) + 4 * shared + 2 * names - one.query.count
    }
}
