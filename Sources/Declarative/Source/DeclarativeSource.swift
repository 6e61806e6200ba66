package import Connector
internal import DateTime
internal import HTTPClient
internal import JSON
internal import Templates

/// An API that a connector file describes, opened with a configuration.
package final class DeclarativeSource: Source {
    private let definition: ConnectorDefinition
    private let requester: Requester
    private let readers: [String: StreamReader]
    /// Holds what stays the same in a sync: `config`, `now` and `today`.
    private let common: TemplateContext

    /// Opens a connector. Throws when the configuration cannot work; no request is sent. Without a session it has connections of
    /// its own.
    convenience init(
        _ definition: ConnectorDefinition, configuration: Configuration, environment: SourceEnvironment,
        session: HTTPSession? = nil, tokens: KeptTokens = KeptTokens()
    ) throws(Failure) {
        for secret in configuration.secrets { environment.secrets.add(secret) }
        try self.init(
            definition, configuration: configuration, environment: environment,
            transport: try environment.transport(session), tokens: tokens)
    }

    /// The same, with something that answers requests.
    init(
        _ definition: ConnectorDefinition, configuration: Configuration, environment: SourceEnvironment,
        transport: any Transport, tokens: KeptTokens = KeptTokens(), timing: Timing = .system
    ) throws(Failure) {
        var common = TemplateContext(now: environment.now)
        common[.config] = .value(.object(configuration.values))
        self.definition = definition
        self.common = common
        let requester = try Requester(
            definition, in: common, baseURL: try definition.baseURL(in: common), transport: transport,
            environment: environment, tokens: tokens, timing: timing)
        self.requester = requester
        var readers: [String: StreamReader] = [:]
        for stream in definition.streams {
            readers[stream.name] = StreamReader(
                stream, of: definition, common: common, now: environment.now, requester: requester)
        }
        self.readers = readers
    }

    package var name: String { definition.name }

    package func streams(until deadline: Deadline) -> [StreamDescriptor] {
        definition.streams.map(\.descriptor)
    }

    package func slices(
        of stream: String, from start: SlicingStart, until deadline: Deadline,
        _ deliver: (SliceGroup) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        try await reader(of: stream).slicer.slices(from: start, parents: self, until: deadline, deliver)
    }

    package func pages(
        of slice: Slice, in stream: String, from start: ScanStart, until deadline: Deadline,
        _ deliver: (Page) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        try await reader(of: stream).pages(of: slice, from: start, until: deadline, deliver)
    }

    private func reader(of stream: String) throws(Failure) -> StreamReader {
        guard let reader = readers[stream] else {
            throw Failure(.config, "\(definition.name) has no stream `\(stream)`")
        }
        return reader
    }
}

extension DeclarativeSource {
    /// Asks for what the connector names for this, or else for the first page of its first stream that needs no other.
    package func check(until deadline: Deadline) async throws(Failure) {
        guard let check = definition.check else { return try await checkFirstPage(until: deadline) }
        let builder = RequestBuilder(check.request, below: definition.baseURL, of: "check", common: common)
        do throws(RequestFault) {
            _ = try await requester.document(
                for: try RequestFault.of { () throws(Failure) in try builder.draft(in: common) }, until: deadline,
                expecting: check.expectedStatuses)
        } catch {
            throw error.failure
        }
    }

    private func checkFirstPage(until deadline: Deadline) async throws(Failure) {
        let first = definition.streams.first { stream in
            stream.partitions.allSatisfy { if case .list = $0 { true } else { false } }
        }
        guard let stream = first ?? definition.streams.first else { return }
        var end = ReadingEnd.complete
        var hasRead = false
        let slicing = try await slices(of: stream.name, from: SlicingStart(), until: deadline) {
            (group) async throws(Failure) in
            guard let slice = group.slices.first else { return .proceed }
            end = try await pages(of: slice, in: stream.name, from: ScanStart(), until: deadline) {
                (page) throws(Failure) in
                hasRead = true
                if page.errorCount > 0 { throw Failure(.source, page.notes.first ?? "the first page is in error") }
                return .stop
            }
            return .stop
        }
        for end in [slicing, end] {
            if case .outOfTime = end, !hasRead { throw RequestFault.outOfTime(resumeAfter: nil).failure }
        }
    }
}

extension DeclarativeSource: ParentReader {
    func slices(
        ofParent stream: String, from position: JSONObject?, until deadline: Deadline,
        _ deliver: (SliceGroup) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        try await slices(of: stream, from: SlicingStart(position: position), until: deadline, deliver)
    }

    func pages(
        of slice: Slice, inParent stream: String, from position: Position, until deadline: Deadline,
        _ deliver: (Page) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        try await pages(of: slice, in: stream, from: ScanStart(position), until: deadline, deliver)
    }
}

extension ConnectorDefinition {
    fileprivate func baseURL(in context: TemplateContext) throws(Failure) -> HTTPURL {
        let text: String
        do throws(TemplateError) {
            text = try baseURL.text(in: context)
        } catch {
            throw Failure(.config, "`base_url` of \(name): \(error)")
        }
        do throws(HTTPError) {
            return try HTTPURL(text)
        } catch {
            throw Failure(.config, "`base_url` of \(name): \(error)")
        }
    }
}

extension StreamDefinition {
    /// What engine, sinks and catalogs need to know of the stream.
    var descriptor: StreamDescriptor {
        var descriptor = StreamDescriptor(name)
        descriptor.description = description
        descriptor.schema = schema
        descriptor.primaryKey = primaryKey.compactMap(\.names)
        descriptor.cursorField = incremental.map { $0.cursorPath.names ?? [$0.cursorPath.description] }
        descriptor.cursorOrder = incremental?.order ?? CursorOrder()
        descriptor.maximumErrors = errorPolicy.maximumErrors
        descriptor.leavesOutErrors = errorPolicy.strategy == .skip
        descriptor.slicesAreJobs = partitions.contains { if case .asyncJob = $0 { true } else { false } }
        return descriptor
    }
}
