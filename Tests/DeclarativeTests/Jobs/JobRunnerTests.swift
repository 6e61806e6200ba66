import Connector
import JSON
import Templates
import Testing

@testable import Declarative

@Suite struct JobRunnerTests {
    /// What a run came to.
    private struct Outcome {
        var end: JobRunner.End?
        var failure: Failure?
        var notes: [JobTicket?] = []
        var requests: [String]
    }

    private static let created = ScriptedJobServer.Answer.json(#"{"job":{"id":"j/1"}}"#)
    private static let running = ScriptedJobServer.Answer.json(#"{"state":"running"}"#)
    private static let done = ScriptedJobServer.Answer.json(#"{"state":"done","file":"/f/1"}"#)

    private func run(
        _ answers: [ScriptedJobServer.Answer], job: PartitionRouter.AsyncJob? = nil, from ticket: JobTicket? = nil,
        until deadline: Deadline = Deadline(), answeringNotes verdict: Verdict = .proceed
    ) async throws -> Outcome {
        let runner = JobRunner(
            try job ?? .export(), below: try Template("https://api.example.com/v1"), of: "items", common: try .common())
        var context = try TemplateContext.common()
        context[.partition] = .value(["table": "orders"])
        let server = ScriptedJobServer(answers)
        var outcome = Outcome(requests: [])
        do {
            outcome.end = try await runner.run(in: context, resuming: ticket, until: deadline, asking: server) { note in
                outcome.notes.append(note)
                return verdict
            }
        } catch {
            outcome.failure = error
        }
        outcome.requests = server.requests
        #expect(server.answersLeft == 0)
        return outcome
    }

    private static let creation = "POST https://api.example.com/v1/jobs"
    private static let poll = "GET https://api.example.com/v1/jobs/j/1"

    @Test func `creates, notes, polls and yields the result`() async throws {
        let outcome = try await run([Self.created, Self.running, Self.running, Self.done])
        #expect(outcome.requests == [Self.creation, Self.poll, Self.poll, Self.poll])
        #expect(outcome.notes == [JobTicket(id: "j/1")])
        guard case .done(let result) = outcome.end else {
            Issue.record("\(outcome)")
            return
        }
        #expect(result.ticket == JobTicket(id: "j/1", pollCount: 3))
        #expect(result.url == nil)
        #expect(result.answer.root["state"]?.string == "done")
    }

    @Test func `goes on with a job of an earlier invocation`() async throws {
        let outcome = try await run([Self.running, Self.done], from: JobTicket(id: "j/1", pollCount: 2))
        #expect(outcome.requests == [Self.poll, Self.poll])
        #expect(outcome.notes == [])
        guard case .done(let result) = outcome.end else {
            Issue.record("\(outcome)")
            return
        }
        #expect(result.ticket.pollCount == 4)
    }

    @Test(arguments: [
        ("/f/1", "https://api.example.com/f/1"), ("file", "https://api.example.com/v1/jobs/j/file"),
        ("https://storage.example.net/f?sig=%2F+a", "https://storage.example.net/f?sig=%2F+a"),
    ])
    func `tells where the result is`(_ url: String, _ expected: String) async throws {
        let answer = #"{"state":"done","file":"\#(url)"}"#
        let outcome = try await run([Self.created, .json(answer)], job: .export(urlPath: "file"))
        guard case .done(let result) = outcome.end else {
            Issue.record("\(outcome)")
            return
        }
        #expect(result.url == expected)
    }

    @Test func `a result without its URL is a failure`() async throws {
        let outcome = try await run([Self.created, Self.done], job: .export(urlPath: "missing"))
        #expect(
            outcome.failure
                == Failure(.data, "stream `items`: job `j/1` is done, but its result has no URL at `missing`"))
        #expect(outcome.notes == [JobTicket(id: "j/1"), nil])
    }

    @Test func `a failed job says why, and is forgotten`() async throws {
        let answer = ScriptedJobServer.Answer.json(#"{"state":"failed","error":{"message":"bad\nquery"}}"#)
        let outcome = try await run([Self.created, Self.running, answer])
        #expect(outcome.failure == Failure(.source, "stream `items`: job `j/1` ended as `failed`: bad query"))
        #expect(outcome.notes == [JobTicket(id: "j/1"), nil])
    }

    @Test func `polls no more often than allowed, over all invocations`() async throws {
        let outcome = try await run([Self.created, Self.running, Self.running], job: .export(polls: 2))
        #expect(
            outcome.failure
                == Failure(.source, "stream `items`: job `j/1` is still `running` after 2 polls", mayRetry: true))
        #expect(outcome.notes == [JobTicket(id: "j/1"), nil])
        let later = try await run([.json("{}")], job: .export(polls: 2), from: JobTicket(id: "j/1", pollCount: 1))
        #expect(later.failure?.message == "stream `items`: job `j/1` has no status at `state` after 2 polls")
    }

    @Test func `comes back for the next poll when it does not fit`() async throws {
        let deadline = Deadline(at: .now + .seconds(600))
        let outcome = try await run(
            [Self.created, Self.running], job: .export(interval: .seconds(900)), until: deadline)
        guard case .ended(.outOfTime(resumeAfter: .seconds(900))) = outcome.end else {
            Issue.record("\(outcome)")
            return
        }
        #expect(outcome.notes == [JobTicket(id: "j/1"), JobTicket(id: "j/1", pollCount: 1)])
    }

    @Test func `a job that the server does not know any more is stale`() async throws {
        let outcome = try await run([.missing], from: JobTicket(id: "j/1"))
        guard case .ended(.stalePosition(let failure)) = outcome.end else {
            Issue.record("\(outcome)")
            return
        }
        #expect(failure.message == "stream `items`: the server does not know the job `j/1` any more")
        #expect(outcome.notes == [])
    }

    @Test func `a job that vanishes later is a failure`() async throws {
        #expect(
            try await run([Self.running, .missing], from: JobTicket(id: "j/1")).failure?.message == "404 Not Found")
        #expect(try await run([Self.created, .missing]).failure?.message == "404 Not Found")
    }

    @Test(arguments: [#"{"job":{}}"#, #"{"job":{"id":null}}"#, #"{"job":{"id":""}}"#, #"{"job":{"id":[1]}}"#])
    func `a creation without an id is a failure`(_ answer: String) async throws {
        let outcome = try await run([.json(answer)])
        #expect(outcome.failure?.kind == .data)
        #expect(outcome.failure?.message == "stream `items`: the answer to the creation of a job has no id at `job.id`")
    }

    @Test func `stops when told, with the job noted`() async throws {
        let outcome = try await run([Self.created], answeringNotes: .stop)
        guard case .ended(.stopped) = outcome.end else {
            Issue.record("\(outcome)")
            return
        }
        #expect(outcome.notes == [JobTicket(id: "j/1")])
    }

    /// One job, cut after every request; each next run goes on with what was noted last.
    @Test(arguments: 0...4)
    func `cut at any step, one job is created and brought to its end`(_ cut: Int) async throws {
        let answers = [Self.created, Self.running, Self.running, Self.running, Self.done]
        let first = try await run(Array(answers[..<cut]) + [.fault(.outOfTime(resumeAfter: nil))])
        guard case .ended(.outOfTime(resumeAfter: nil)) = first.end else {
            Issue.record("\(first)")
            return
        }
        // The request that found no time is not sent, but the script sees it.
        let ticket = first.notes.last ?? nil
        #expect(ticket == (cut == 0 ? nil : JobTicket(id: "j/1", pollCount: cut - 1)))
        let restored = ticket.flatMap { JobTicket(place: $0.place) }
        #expect(restored == ticket)
        let second = try await run(Array(answers[cut...]), from: restored)
        guard case .done(let result) = second.end else {
            Issue.record("\(second)")
            return
        }
        #expect(result.ticket.pollCount == 4)
        #expect((first.requests.dropLast() + second.requests).filter { $0 == Self.creation }.count == 1)
    }

    @Test func `a number names a job too`() async throws {
        let outcome = try await run([.json(#"{"job":{"id":17}}"#), Self.done])
        #expect(outcome.requests.last == "GET https://api.example.com/v1/jobs/17")
        #expect(outcome.notes.first??.place == ["job": 17])
    }

    @Test func `bounds of a date range go to the creation`() async throws {
        guard case .dateRange(var range) = try PartitionRouter.dates("2024-01-01", step: "P1D") else { return }
        range.startParameter = "from"
        let runner = JobRunner(
            try .export(), below: try Template("https://api.example.com/v1"), of: "items", common: try .common(),
            dateRanges: [range])
        var context = try TemplateContext.common()
        context[.partition] = .value(["start": "2024-01-01"])
        let server = ScriptedJobServer([Self.created, Self.done])
        _ = try await runner.run(in: context, until: Deadline(), asking: server) { _ in .proceed }
        #expect(server.requests == [Self.creation + "?from=2024-01-01", Self.poll])
    }

    @Test func `finds its ticket among a pager's members`() {
        #expect(JobTicket(place: ["job": "a", "polls": 3, "token": "x"]) == JobTicket(id: "a", pollCount: 3))
        #expect(JobTicket(place: ["token": "x"]) == nil)
        #expect(JobTicket(place: ["job": "a", "polls": -3])?.pollCount == 0)
    }
}
