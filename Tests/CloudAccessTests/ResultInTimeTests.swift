import Testing

@testable import CloudAccess

@Suite(.timeLimit(.minutes(1))) struct ResultInTimeTests {
    @Test(arguments: [nil, .seconds(3600)] as [Duration?])
    func `what ends in time has a result`(time: Duration?) async {
        let end = time.map { ContinuousClock.now + $0 }
        #expect(await resultInTime(by: end) { 7 } == 7)
        let late = await resultInTime(by: end) {
            try? await Task.sleep(for: .milliseconds(1))
            return 8
        }
        #expect(late == 8)
    }

    @Test func `what does not is told to end, and not waited for`() async {
        let (endings, ended) = AsyncStream.makeStream(of: Bool.self)
        let result = await resultInTime(by: .now + .milliseconds(5)) {
            try? await Task.sleep(for: .seconds(3600))
            ended.yield(Task.isCancelled)
            return 7
        }
        #expect(result == nil)
        var iterator = endings.makeAsyncIterator()
        #expect(await iterator.next() == true)
    }

    @Test func `whoever is cancelled takes the operation along`() async {
        let task = Task {
            await resultInTime(by: .now + .seconds(3600)) {
                try? await Task.sleep(for: .seconds(1800))
                return Task.isCancelled
            }
        }
        task.cancel()
        #expect(await task.value == true)
    }
}
