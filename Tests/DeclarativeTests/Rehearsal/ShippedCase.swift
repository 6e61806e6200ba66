import BuiltInConnectors
import Connector
import HTTPClient
import JSON
import Synchronization
import TestSupport
import Testing

@testable import CommandLine
@testable import Declarative

/// A case for a built-in connector, as `curlew test` runs it.
struct ShippedCase: Sendable, CustomTestStringConvertible {
    var connector: String
    var path: String

    var testDescription: String { path.split(separator: "/").suffix(2).joined(separator: "/") }

    static let folder = PackageFolder.path + "/connectors/cassettes"
    static let connectors = BuiltInConnectors.all.map(\.summary.name)
    static let all = connectors.flatMap { of($0) }

    /// The cases of a connector; none where it has no folder.
    static func of(_ connector: String) -> [ShippedCase] {
        let files = (try? CaseFolder.files(in: "\(folder)/\(connector)")) ?? []
        return files.map { ShippedCase(connector: connector, path: $0) }
    }

    /// What came of a case.
    struct Outcome {
        var rehearsal: RehearsalCase
        var result: RehearsalResult
        var requests: [HTTPRequest]
        /// How many pages with records each stream had.
        var pages: [String: Int]
        var scrubbing: Scrubbing
    }

    func run() async throws -> Outcome {
        let rehearsal = try CaseFolder.read(path)
        let catalog = ObservedCatalog()
        let result = try await rehearsal.run(connector, in: catalog)
        return Outcome(
            rehearsal: rehearsal, result: result, requests: catalog.log.requests, pages: catalog.pages.counts,
            scrubbing: Scrubbing(secrets: catalog.secrets.withLock { $0 }))
    }
}

/// The built-in connectors, whose requests are kept and whose pages are counted.
private final class ObservedCatalog: ConnectorCatalog {
    let log = RequestLog()
    let pages = PageCount()
    let secrets = Mutex(Secrets())
    private let catalog = DeclarativeCatalog(embedded: BuiltInConnectors.all)

    var summaries: [ConnectorSummary] { catalog.summaries }
    var fileSchema: JSONValue { catalog.fileSchema }

    func describe(_ reference: String) throws(Failure) -> ConnectorDescription { try catalog.describe(reference) }
    func validate(file: String) throws(Failure) -> ConnectorDescription { try catalog.validate(file: file) }
    func starter(named name: String) throws(Failure) -> String { try catalog.starter(named: name) }

    func source(
        _ reference: String, configuration: Configuration, environment: SourceEnvironment
    ) throws(Failure) -> any Source {
        for secret in configuration.secrets { environment.secrets.add(secret) }
        secrets.withLock { $0 = environment.secrets }
        let source = try DeclarativeSource(
            try catalog.definition(reference), configuration: configuration, environment: environment,
            transport: KeepingTransport(try environment.transport(), log))
        return CountingSource(source: source, pages: pages)
    }
}

/// How many pages with records each stream had.
final class PageCount: Sendable {
    private let state = Mutex<[String: Int]>([:])

    var counts: [String: Int] { state.withLock { $0 } }

    fileprivate func count(_ stream: String) { state.withLock { $0[stream, default: 0] += 1 } }
}

private struct CountingSource: Source {
    var source: any Source
    var pages: PageCount

    var name: String { source.name }

    func streams(until deadline: Deadline) async throws(Failure) -> [StreamDescriptor] {
        try await source.streams(until: deadline)
    }

    func check(until deadline: Deadline) async throws(Failure) { try await source.check(until: deadline) }

    func slices(
        of stream: String, from start: SlicingStart, until deadline: Deadline,
        _ deliver: (SliceGroup) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        try await source.slices(of: stream, from: start, until: deadline, deliver)
    }

    func pages(
        of slice: Slice, in stream: String, from start: ScanStart, until deadline: Deadline,
        _ deliver: (Page) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        try await source.pages(of: slice, in: stream, from: start, until: deadline) { (page) async throws(Failure) in
            if !page.records.isEmpty { pages.count(stream) }
            return try await deliver(page)
        }
    }
}
