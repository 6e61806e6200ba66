import DateTime
import Testing

@testable import Declarative

@Suite struct DateStepsTests {
    private func steps(_ first: String, _ step: String, _ count: Int) throws -> [String] {
        var steps = DateSteps(
            from: try #require(Timestamp(iso8601: first)), by: try #require(CalendarDuration(iso8601: step)))
        var texts: [String] = []
        for _ in 0..<count where steps.advance() { texts.append(steps.next.iso8601()) }
        return texts
    }

    @Test func `carries fractions of seconds along with months`() throws {
        #expect(
            try steps("2024-01-31T00:00:00.25Z", "P1MT0.5S", 3) == [
                "2024-02-29T00:00:00.750Z", "2024-03-31T00:00:01.250Z", "2024-04-30T00:00:01.750Z",
            ])
    }

    @Test func `adds months and days from the first moment`() throws {
        #expect(
            try steps("2024-01-31T00:00:00Z", "P1M1D", 3) == [
                "2024-03-01T00:00:00Z", "2024-04-02T00:00:00Z", "2024-05-03T00:00:00Z",
            ])
    }

    @Test func `does not leave the calendar or the numbers`() throws {
        #expect(try steps("9999-12-31T00:00:00Z", "P1D", 5) == [])
        #expect(try steps("2024-01-01T00:00:00Z", "P9000Y", 5) == [])
        #expect(try steps("2024-01-01T00:00:00Z", "P7000Y", 5).count == 1)
    }
}
