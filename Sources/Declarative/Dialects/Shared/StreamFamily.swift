internal import Spelling
internal import YAML

/// Which stream has which parents.
struct StreamFamily {
    /// In the order of the file.
    private var names: [String] = []
    private var parents: [String: [ParentReference]] = [:]

    /// Adds a stream; one without a name is nobody's parent, but has parents.
    mutating func add(_ name: String?, parents references: [ParentReference]) {
        let name = name ?? ""
        if parents[name] == nil { names.append(name) }
        parents[name, default: []] += references
    }

    func findMissingParents(_ reading: inout Reading) {
        let known = names.filter { !$0.isEmpty }
        for name in names {
            for parent in parents[name, default: []] where parents[parent.name] == nil {
                reading.complain(unknown: "parent stream", parent.name, among: known, at: parent.position)
            }
        }
    }

    /// Follows each stream to its parents, depth first. A parent that is still being followed closes a circle.
    func findCircles(_ reading: inout Reading) {
        var finished: Set<String> = []
        for name in names where !finished.contains(name) {
            var trail = [(name: name, unseen: parents[name, default: []][...])]
            var open: Set<String> = [name]
            while let last = trail.last {
                guard let parent = last.unseen.first else {
                    trail.removeLast()
                    open.remove(last.name)
                    finished.insert(last.name)
                    continue
                }
                trail[trail.count - 1].unseen.removeFirst()
                if open.contains(parent.name) {
                    let circle = trail.map(\.name).drop { $0 != parent.name } + [parent.name]
                    reading.complain(
                        "the parents lead in a circle, \(circle.joined(separator: " → ").shortened); a stream cannot be its"
                            + " own ancestor", at: parent.position)
                } else if !finished.contains(parent.name) {
                    trail.append((parent.name, parents[parent.name, default: []][...]))
                    open.insert(parent.name)
                }
            }
        }
    }
}
