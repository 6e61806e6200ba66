import Connector
import JSON
import Synchronization
import Templates

@testable import Declarative

extension PartitionRouter.AsyncJob {
    static func export(
        interval: Duration = .zero, polls: Int = 5, urlPath: String? = nil
    ) throws -> PartitionRouter.AsyncJob {
        PartitionRouter.AsyncJob(
            creation: RequestDefinition(
                method: .post, path: try Template("/jobs"),
                body: .json(
                    .object([TemplatedField(name: "table", value: .template(try Template("{{ partition.table }}")))]))),
            idPath: try JSONPath("job.id"),
            polling: PartitionRouter.JobPolling(
                request: RequestDefinition(path: try Template("/jobs/{{ job_id }}")), interval: interval,
                maximumCount: polls, statusPath: try JSONPath("state"), completedValues: ["done", "Ready"],
                failedValues: ["failed"], errorPath: try JSONPath("error.message")),
            resultURLPath: try urlPath.map { try JSONPath($0) })
    }
}

/// Answers creations and polls by a script, and knows what was asked.
final class ScriptedJobServer: JobServer {
    enum Answer {
        case json(String)
        case missing
        case fault(RequestFault)
    }

    private let script: Mutex<[Answer]>
    private let log = Mutex<[String]>([])

    init(_ answers: [Answer]) { script = Mutex(answers) }

    var requests: [String] { log.withLock { $0 } }
    var answersLeft: Int { script.withLock { $0.count } }

    func document(
        for draft: RequestDraft, until deadline: Deadline, missing statuses: Set<Int>
    ) async throws(RequestFault) -> JSONDocument? {
        if deadline.isPulled { throw .stopped }
        let query = draft.parameters.map { "\($0.name)=\($0.text)" }.joined(separator: "&")
        log.withLock { $0.append("\(draft.method.rawValue) \(draft.url)\(query.isEmpty ? "" : "?")\(query)") }
        let answer = script.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        switch answer {
        case .json(let text):
            guard let document = try? JSONDocument.parse(text) else { throw .failed(Failure(.data, "no JSON")) }
            return document
        case .missing:
            guard statuses.contains(404) else { throw .failed(Failure(.source, "404 Not Found")) }
            return nil
        case .fault(let fault): throw fault
        case nil: throw .failed(Failure(.internal, "the script is over"))
        }
    }

    func wait(for interval: Duration, until deadline: Deadline) async throws(RequestFault) {
        if await deadline.sleep(for: interval) { return }
        throw deadline.isPulled ? .stopped : .outOfTime(resumeAfter: interval)
    }
}
