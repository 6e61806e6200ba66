/// Follows all ways through the automaton at once, scalar by scalar, so that no expression makes it go back.
struct IRegexpMatcher {
    /// The steps reached at one place of the text.
    private struct Reached {
        var steps: [Int] = []
        /// The number of the place at which a step was reached last.
        var places: [Int]
        var isAccepting = false

        mutating func clear() {
            steps.removeAll(keepingCapacity: true)
            isAccepting = false
        }
    }

    private let expression: IRegexp
    private var current: Reached
    private var next: Reached
    private var pending: [Int] = []

    init(_ expression: IRegexp) {
        self.expression = expression
        current = Reached(places: Array(repeating: -1, count: expression.steps.count))
        next = current
    }

    mutating func run(over text: UnsafeBufferPointer<UInt8>, entirely: Bool) -> Bool {
        var decoder = UTF8()
        var bytes = text.makeIterator()
        func decode() -> Unicode.Scalar? {
            if case .scalarValue(let scalar) = decoder.decode(&bytes) { scalar } else { nil }
        }

        var place = 0
        var scalar = decode()
        reach(0, at: place, isEnd: scalar == nil)
        while true {
            swap(&current, &next)
            if current.isAccepting, !entirely || scalar == nil { return true }
            guard let consumed = scalar, !entirely || !current.steps.isEmpty else { return false }
            place += 1
            scalar = decode()
            next.clear()
            for step in current.steps where accepts(consumed, step) { reach(step + 1, at: place, isEnd: scalar == nil) }
            if !entirely { reach(0, at: place, isEnd: scalar == nil) }
        }
    }

    private func accepts(_ scalar: Unicode.Scalar, _ step: Int) -> Bool {
        switch expression.steps[step] {
        case .scalar(let expected): scalar == expected
        case .anyButNewline: scalar != "\n" && scalar != "\r"
        case .set(let set): expression.sets[set].contains(scalar)
        case .start, .end, .jump, .fork, .accept: false
        }
    }

    /// Adds a step to those reached next, and all that follow without consuming anything.
    private mutating func reach(_ step: Int, at place: Int, isEnd: Bool) {
        pending.append(step)
        while let step = pending.popLast() {
            if next.places[step] == place { continue }
            next.places[step] = place
            switch expression.steps[step] {
            case .scalar, .anyButNewline, .set: next.steps.append(step)
            case .start: if place == 0 { pending.append(step + 1) }
            case .end: if isEnd { pending.append(step + 1) }
            case .jump(let distance): pending.append(step + distance)
            case .fork(let distance):
                pending.append(step + distance)
                pending.append(step + 1)
            case .accept: next.isAccepting = true
            }
        }
    }
}
