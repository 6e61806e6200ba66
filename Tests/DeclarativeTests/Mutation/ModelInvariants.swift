import CSV
import Connector
import DateTime
import JSON
import Templates

@testable import Declarative

/// What holds for every definition that loads, checked without the loader's own checks.
struct ModelInvariants {
    private let definition: ConnectorDefinition
    private var faults: [String] = []

    /// What does not hold.
    static func faults(of definition: ConnectorDefinition) -> [String] {
        var invariants = ModelInvariants(definition: definition)
        invariants.checkConnector()
        invariants.checkConfiguration()
        invariants.checkFamily()
        for stream in definition.streams { invariants.check(stream) }
        return invariants.faults
    }

    private init(definition: ConnectorDefinition) {
        self.definition = definition
    }

    private mutating func expect(_ isRight: Bool, _ what: String) {
        if !isRight { faults.append(what) }
    }

    private mutating func checkConnector() {
        let names = [definition.name] + definition.aliases
        for name in names {
            expect(
                !name.isEmpty && name.utf8.allSatisfy { $0 == 0x2D || $0 == 0x5F || $0.isSmall || $0.isNumeral }, "name"
            )
        }
        expect(!definition.streams.isEmpty, "streams")
        expect(!definition.baseURL.source.isEmpty, "base URL")
        let http = definition.http
        expect(http.timeout > .zero && http.connectTimeout > .zero, "timeouts")
        expect(http.maximumRetries >= 0 && http.retryStatuses.allSatisfy(isStatus), "retries")
        expect(
            http.backoff.initial >= .zero && http.backoff.maximum >= .zero && http.backoff.multiplier >= 1, "backoff")
        expect(http.rateLimit.requestsPerSecond.map { $0 > 0 && $0.isFinite } ?? true, "rate")
        for header in [http.rateLimit.remainingHeader, http.rateLimit.resetHeader] {
            expect(header.map(isHeaderName) ?? true, "rate headers")
        }
        check(definition.authentication.templates + [definition.baseURL], roots: [.config, .now, .today], fields: [])
        checkAuthentication()
        if let request = definition.check {
            check(request.request.templates, roots: [.config, .now, .today], fields: [])
            checkHeaders(of: request.request)
            expect(!request.expectedStatuses.isEmpty && request.expectedStatuses.allSatisfy(isStatus), "check")
        }
    }

    private mutating func checkAuthentication() {
        switch definition.authentication {
        case .apiKey(let key):
            if case .header(let name) = key.place { expect(isHeaderName(name), "key header") }
        case .session(let session):
            expect(isHeaderName(session.tokenHeader) && session.tokenPath.isSingular, "session")
            expect(session.lifetime.map { $0 > .zero } ?? true, "session lifetime")
        case .jwt(let token): expect(token.lifetime > .zero, "token lifetime")
        case .headers(let fields): expect(fields.allSatisfy { isHeaderName($0.name) }, "authentication headers")
        default: break
        }
    }

    private mutating func checkConfiguration() {
        let fields = definition.configuration.fields
        expect(Set(fields.map(\.name)).count == fields.count, "fields are unique")
        for field in fields {
            for value in [field.defaultValue].compactMap(\.self) + field.allowedValues + field.examples {
                expect(field.fault(in: value) == nil, "a value of \(field.name)")
            }
            if let least = field.minimum, let most = field.maximum { expect(least <= most, "bounds") }
            if let least = field.minimumLength, let most = field.maximumLength { expect(least <= most, "lengths") }
            if let pattern = field.pattern { expect(ConfigurationField.fault(inPattern: pattern) == nil, "pattern") }
        }
    }

    /// Takes away, again and again, the streams whose parents are gone; what is left has a circle or a missing parent.
    private mutating func checkFamily() {
        let names = definition.streams.map(\.name)
        expect(Set(names).count == names.count, "stream names are unique")
        var left = definition.streams
        var gone: Set<String> = []
        while true {
            let ready = left.filter { $0.partitions.compactMap(\.parent).allSatisfy { gone.contains($0.stream) } }
            if ready.isEmpty { break }
            gone.formUnion(ready.map(\.name))
            left.removeAll { gone.contains($0.name) }
        }
        expect(left.isEmpty, "parents of \(left.map(\.name))")
    }

    private mutating func check(_ stream: StreamDefinition) {
        let name = stream.name
        expect(!name.isEmpty && !name.hasPrefix(".") && !name.contains { $0 == "/" || $0.isWhitespace }, "stream name")
        expect(stream.primaryKey.allSatisfy(\.isSingular), "key of \(name)")
        checkPartitions(of: stream)
        let fields = stream.partitions.flatMap(\.valueNames)
        var roots: Set<TemplateRoot> = [
            .config, .now, .today, .stream, .state, .partition, .nextPageToken, .response, .headers,
        ]
        if stream.partitions.contains(where: \.isJob) { roots.insert(.jobID) }
        let templates = stream.request.templates + (stream.incremental?.templates ?? [])
        check(templates, roots: roots, fields: fields)
        check(stream.transforms.flatMap(\.templates), roots: roots.union([.record]), fields: fields)
        checkHeaders(of: stream.request)
        checkPagination(of: stream)
        checkIncremental(of: stream)
        checkDecoder(of: stream)
        for rule in stream.errorPolicy.rules {
            expect(
                (!rule.statuses.isEmpty || rule.path != nil) && rule.statuses.allSatisfy(isStatus), "rules of \(name)")
            expect(rule.value == nil || rule.path != nil, "value of a rule of \(name)")
        }
        for case .rename(let renamings) in stream.transforms {
            expect(renamings.allSatisfy { !$0.from.names.isEmpty && !$0.to.isEmpty }, "renamings of \(name)")
        }
    }

    private mutating func checkPartitions(of stream: StreamDefinition) {
        var fields: [String] = []
        for router in stream.partitions {
            var roots: Set<TemplateRoot> = [
                .config, .now, .today, .stream, .state, .partition, .nextPageToken, .response, .headers,
            ]
            if router.isJob { roots.insert(.jobID) }
            check(router.templates, roots: roots, fields: fields)
            fields += router.valueNames
            switch router {
            case .list(_, .list), .list(_, .template): break
            case .list: expect(false, "values of \(stream.name)")
            case .dateRange(let range):
                let step = Timestamp.unixEpoch.adding(range.step)
                expect(step.map { $0 > .unixEpoch } ?? false, "step of \(stream.name)")
            case .parent(let parent): expect(parent.batch.map { $0 > 0 } ?? true, "batch of \(stream.name)")
            case .asyncJob(let job):
                expect(!job.polling.completedValues.isEmpty && job.polling.maximumCount > 0, "job of \(stream.name)")
                expect((job.resultURLPath == nil) != stream.request.path.source.isEmpty, "result of \(stream.name)")
                checkHeaders(of: job.creation)
                checkHeaders(of: job.polling.request)
            }
        }
        expect(Set(fields).count == fields.count, "values of the slices of \(stream.name)")
        for field in fields {
            expect(
                field.utf8.first?.isNumeral == false && field.utf8.allSatisfy { $0.isWordByte }, "value \(field)")
        }
        expect(stream.partitions.count(where: \.isJob) < 2, "jobs of \(stream.name)")
    }

    private mutating func checkPagination(of stream: StreamDefinition) {
        var stop: StopCondition?
        let sendsToken = stream.request.templates.contains { $0.references.contains { $0.path.root == .nextPageToken } }
        switch stream.pagination {
        case .none: break
        case .cursor(let cursor):
            stop = cursor.stop
            expect(cursor.pageSize.map { $0.size > 0 } ?? true, "page size of \(stream.name)")
            expect(cursor.parameter != nil && cursor.location != .path || sendsToken, "token of \(stream.name)")
            if cursor.location == .header { expect(cursor.parameter.map(isHeaderName) ?? true, "token header") }
        case .offset(let offset):
            stop = offset.stop
            expect(offset.limit > 0 && offset.start >= 0 && !offset.offsetParameter.isEmpty, "offset of \(stream.name)")
        case .pageNumber(let page):
            stop = page.stop
            expect(page.pageSize.map { $0.size > 0 } ?? true, "page size of \(stream.name)")
            expect(page.start >= 0 && !page.pageParameter.isEmpty, "page of \(stream.name)")
        case .linkHeader(let relation, let condition):
            stop = condition
            expect(!relation.isEmpty, "relation of \(stream.name)")
        case .nextURL(_, let condition): stop = condition
        }
        switch stop {
        case .field(let path, _), .totalCount(let path), .totalPages(let path): expect(path.isSingular, "stop")
        case .emptyPage, nil: break
        }
    }

    private mutating func checkIncremental(of stream: StreamDefinition) {
        guard let incremental = stream.incremental else { return }
        expect(incremental.cursorPath.isSingular && incremental.lookback >= .zero, "cursor of \(stream.name)")
        switch incremental.filter {
        case .client: break
        case .parameter(let name, let location):
            expect(!name.isEmpty && (location != .header || isHeaderName(name)), "cursor parameter of \(stream.name)")
        case .template:
            let templates = stream.request.templates + stream.partitions.flatMap(\.templates)
            let isUsed = templates.contains { template in
                template.references.contains { $0.path.root == .state && $0.path.steps.first == .member("cursor") }
            }
            expect(isUsed, "use of the cursor of \(stream.name)")
        }
    }

    private mutating func checkDecoder(of stream: StreamDefinition) {
        switch stream.decoder {
        case .csv(let format):
            expect(
                format.delimiter != format.quote && (format.hasHeader || !format.columns.isEmpty),
                "CSV of \(stream.name)")
        case .xml(let path): expect(!path.isEmpty && !path.contains(""), "XML of \(stream.name)")
        case .json, .jsonLines: break
        }
    }

    private mutating func checkHeaders(of request: RequestDefinition) {
        expect(request.headers.allSatisfy { isHeaderName($0.name) }, "headers")
        let names = request.headers.map { $0.name.lowercased() }
        expect(Set(names).count >= names.count - 1, "headers stand once")
    }

    private mutating func check(_ templates: [Template], roots: Set<TemplateRoot>, fields: [String]) {
        for reference in templates.flatMap(\.references) {
            let path = reference.path
            expect(roots.contains(path.root), "`\(path)` cannot be used")
            guard case .member(let name)? = path.steps.first else { continue }
            switch path.root {
            case .config: expect(definition.configuration.field(named: name) != nil, "`\(path)` is not declared")
            case .partition: expect(fields.contains(name), "`\(path)` is not declared")
            case .state: expect(name == "cursor", "`\(path)` is not declared")
            default: break
            }
        }
    }

    private func isStatus(_ status: Int) -> Bool { (100...599).contains(status) }

    private func isHeaderName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"(),/:;<=>?@[\\]{}".utf8.contains($0) }
    }
}

extension UInt8 {
    fileprivate var isSmall: Bool { (0x61...0x7A).contains(self) }
    fileprivate var isNumeral: Bool { (0x30...0x39).contains(self) }
    fileprivate var isWordByte: Bool { isSmall || isNumeral || self == 0x5F || (0x41...0x5A).contains(self) }
}
