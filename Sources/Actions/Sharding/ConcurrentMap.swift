package import Connector

/// What `body` yields for each of many elements, in their order, a few at a time. Throws the first failure, once nothing
/// is under way any more.
package func concurrentMap<Element: Sendable, Value: Sendable>(
    _ elements: [Element], atOnce count: Int,
    _ body: @escaping @Sendable (Element) async throws(Failure) -> Value
) async throws(Failure) -> [Value] {
    var values = [Value?](repeating: nil, count: elements.count)
    var failure: Failure?
    await withTaskGroup(of: (index: Int, result: Result<Value, Failure>).self) { tasks in
        var (next, underWay) = (0, 0)
        while true {
            while failure == nil, underWay < count, next < elements.count {
                let (index, element) = (next, elements[next])
                tasks.addTask {
                    do throws(Failure) {
                        return (index, .success(try await body(element)))
                    } catch {
                        return (index, .failure(error))
                    }
                }
                (next, underWay) = (next + 1, underWay + 1)
            }
            guard let ended = await tasks.next() else { return }
            underWay -= 1
            switch ended.result {
            case .success(let value): values[ended.index] = value
            case .failure(let error): failure = failure ?? error
            }
        }
    }
    if let failure { throw failure }
    return values.compactMap { $0 }
}
