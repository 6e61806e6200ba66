internal import JSON
internal import Templates

/// A step of a pass, whose names are labels of the pass.
enum TransformStep: Sendable {
    case set([Setting])
    case rename(way: [Int], to: Int)
    case drop([LabelTree])
    case select([LabelTree])
    case flatten(separator: [UInt8], depth: Int?)
    case explode(way: [Int])

    struct Setting: Sendable {
        var label: Int
        var value: TemplatedValue
    }
}

/// Several paths of labels, joined where they begin alike.
struct LabelTree: Sendable {
    var label: Int
    /// Whether a path ends here; what is below does not matter then.
    var isEnd: Bool
    var branches: [LabelTree]

    /// The trees of the given paths.
    static func trees(_ ways: [[Int]]) -> [LabelTree] {
        var trees: [LabelTree] = []
        for way in ways { insert(way[...], into: &trees) }
        return trees
    }

    private static func insert(_ way: ArraySlice<Int>, into trees: inout [LabelTree]) {
        guard let label = way.first else { return }
        let position = trees.firstIndex { $0.label == label } ?? trees.count
        if position == trees.count { trees.append(LabelTree(label: label, isEnd: false, branches: [])) }
        if way.count == 1 { trees[position].isEnd = true }
        insert(way.dropFirst(), into: &trees[position].branches)
    }
}
