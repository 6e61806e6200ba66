/// The name that somebody probably meant by one that does not exist; nil when none is near.
///
/// Near means a few letters inserted, dropped, changed or swapped: one in a name of up to five letters, two up to nine,
/// three beyond. Case, dashes and underscores do not count. The first of equally near names wins.
public func nearestName(to name: String, among known: some Sequence<String>) -> String? {
    let wanted = plain(name)
    guard !wanted.isEmpty, wanted.count <= 100 else { return nil }
    let allowed = wanted.count <= 5 ? 1 : wanted.count <= 9 ? 2 : 3
    var best: (name: String, distance: Int)?
    for candidate in known {
        let letters = plain(candidate)
        guard abs(letters.count - wanted.count) <= allowed else { continue }
        let distance = editDistance(from: wanted, to: letters)
        if distance <= allowed, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
}

private func plain(_ name: String) -> [UInt8] {
    name.lowercased().utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }
}

/// Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours.
private func editDistance(from left: [UInt8], to right: [UInt8]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for row in left.indices {
        var current = [row + 1]
        for column in right.indices {
            let substitution = previous[column] + (left[row] == right[column] ? 0 : 1)
            var distance = min(previous[column + 1] + 1, current[column] + 1, substitution)
            if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                distance = min(distance, beforePrevious[column - 1] + 1)
            }
            current.append(distance)
        }
        (beforePrevious, previous) = (previous, current)
    }
    return previous[right.count]
}
