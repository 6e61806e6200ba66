/// Does something for each of many elements, a few at a time. Throws the first error, once nothing is under way any more.
package func forEach<Element: Sendable>(
    of elements: [Element], atOnce count: Int, _ body: @escaping @Sendable (Element) async throws(StoreError) -> Void
) async throws(StoreError) {
    let fault = await withTaskGroup(of: StoreError?.self) { group in
        var rest = elements[...]
        var fault: StoreError?
        var underWay = 0
        repeat {
            while fault == nil, underWay < count, let element = rest.popFirst() {
                underWay += 1
                group.addTask {
                    do throws(StoreError) {
                        try await body(element)
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            guard let ended = await group.next() else { break }
            underWay -= 1
            fault = fault ?? ended
        } while true
        return fault
    }
    if let fault { throw fault }
}
