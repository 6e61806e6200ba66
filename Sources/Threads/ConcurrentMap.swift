/// What `body` yields for each of many elements, in their order, a few at a time. Once one has failed no other is begun: nil
/// stands for those. Returns when nothing is under way any more.
package func concurrentResults<Element: Sendable, Value: Sendable, Fault: Error>(
    _ elements: [Element], atOnce count: Int,
    _ body: @escaping @Sendable (Element) async throws(Fault) -> Value
) async -> [Result<Value, Fault>?] {
    await withTaskGroup(of: (index: Int, result: Result<Value, Fault>).self) { tasks in
        var results = [Result<Value, Fault>?](repeating: nil, count: elements.count)
        var (next, underWay, hasFailed) = (0, 0, false)
        while true {
            while !hasFailed, underWay < count, next < elements.count {
                let (index, element) = (next, elements[next])
                tasks.addTask {
                    do throws(Fault) {
                        return (index, .success(try await body(element)))
                    } catch {
                        return (index, .failure(error))
                    }
                }
                (next, underWay) = (next + 1, underWay + 1)
            }
            guard let (index, result) = await tasks.next() else { return results }
            underWay -= 1
            results[index] = result
            if case .failure = result { hasFailed = true }
        }
    }
}

/// What `body` yields for each of many elements, in their order, a few at a time. Throws a failure once nothing is under way any
/// more.
@discardableResult
package func concurrentMap<Element: Sendable, Value: Sendable, Fault: Error>(
    _ elements: [Element], atOnce count: Int,
    _ body: @escaping @Sendable (Element) async throws(Fault) -> Value
) async throws(Fault) -> [Value] {
    var values: [Value] = []
    for result in await concurrentResults(elements, atOnce: count, body) {
        if let result { values.append(try result.get()) }
    }
    return values
}
