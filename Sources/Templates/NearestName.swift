/// Finds what somebody meant who wrote a name that does not exist.
package enum NearestName {
    /// The name that takes the fewest edits (a letter added, dropped, changed, or swapped with its neighbour), if those are
    /// few for its length; the first of several.
    package static func find(_ name: String, among known: some Sequence<String>) -> String? {
        let wanted = Array(name.utf8.prefix(64).map(lowercased))
        var nearest: (name: String, edits: Int)?
        for candidate in known {
            let letters = Array(candidate.utf8.prefix(64).map(lowercased))
            let edits = distance(wanted, letters)
            guard edits <= max(1, letters.count / 3), edits < min(letters.count, nearest?.edits ?? .max) else {
                continue
            }
            nearest = (candidate, edits)
        }
        return nearest?.name
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    /// The edits between two words, by the rows of the matrix of all pairs of their beginnings.
    private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...other.count)
        for (row, letter) in one.enumerated() {
            var current = [row + 1]
            for (column, otherLetter) in other.enumerated() {
                var edits = min(
                    last[column + 1] + 1, current[column] + 1, last[column] + (letter == otherLetter ? 0 : 1))
                if row > 0, column > 0, letter == other[column - 1], otherLetter == one[row - 1] {
                    edits = min(edits, beforeLast[column - 1] + 1)
                }
                current.append(edits)
            }
            (beforeLast, last) = (last, current)
        }
        return last[other.count]
    }
}
