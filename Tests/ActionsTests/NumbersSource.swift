import Connector
import JSON

/// A source with one stream, `numbers`, of pages of records `{"id": 1}`, `{"id": 2}` and so on.
struct NumbersSource: Source {
    /// How many records each page has.
    var pages: [Int]
    /// How many more bytes each record has.
    var padding = 0
    /// How many more bytes each position has.
    var positionPadding = 0
    /// How a reading ends before a page, counted from 0.
    var ends: [Int: ReadingEnd] = [:]
    /// Fails when this page is asked for.
    var failure: (page: Int, Failure)?
    /// What is said where the slices are found.
    var notes: [String] = []
    /// How the finding of slices ends.
    var slicesEnd = ReadingEnd.complete
    /// Called before a page is handed over.
    var onPage: @Sendable (Int) -> Void = { _ in }

    let name = "numbers"

    func streams(until deadline: Deadline) -> [StreamDescriptor] { [StreamDescriptor("numbers")] }

    func check(until deadline: Deadline) throws(Failure) {
        if let (_, failure) = failure { throw failure }
    }

    func slices(
        of stream: String, from start: SlicingStart, until deadline: Deadline,
        _ deliver: (SliceGroup) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        var group = SliceGroup(slices: [.whole], position: [:])
        group.notes = notes
        return try await deliver(group) == .stop ? .stopped : slicesEnd
    }

    func pages(
        of slice: Slice, in stream: String, from start: ScanStart, until deadline: Deadline,
        _ deliver: (Page) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        var number = start.position.place["page"]?.int64.map(Int.init) ?? 0
        while number < pages.count {
            if deadline.isOver { return .stopped }
            if let end = ends[number] { return end }
            if let (page, failure) = failure, page == number { throw failure }
            onPage(number)
            let first = pages[..<number].reduce(1, +)
            let text = String(repeating: "x", count: padding)
            let records = (first..<first + pages[number]).map { (id) -> JSONValue in
                padding == 0 ? ["id": .integer(Int64(id))] : ["id": .integer(Int64(id)), "text": .string(text)]
            }
            let isLast = number + 1 == pages.count
            let page = Page(
                records: RecordBatch(elementsOf: JSONDocument(.array(records)).root), start: position(of: number),
                next: isLast ? nil : position(of: number + 1))
            number += 1
            if try await deliver(page) == .stop, !isLast { return .stopped }
        }
        return .complete
    }

    private func position(of page: Int) -> Position {
        var place: JSONObject = page == 0 ? [:] : ["page": .integer(Int64(page))]
        if page > 0, positionPadding > 0 { place["token"] = .string(String(repeating: "t", count: positionPadding)) }
        return Position(place)
    }
}

/// A catalog with the one connector `numbers`, whose configuration has a secret.
struct NumbersCatalog: ConnectorCatalog {
    var source: NumbersSource
    let summaries: [ConnectorSummary] = []
    let fileSchema: JSONValue = [:]

    func describe(_ reference: String) throws(Failure) -> ConnectorDescription {
        guard reference == "numbers" else { throw Failure(.config, "no connector is called `\(reference)`") }
        var key = ConfigurationField("key")
        key.isSecret = true
        return ConnectorDescription(
            name: "numbers", version: "1.0.0", configuration: ConfigurationSpecification(fields: [key]),
            streams: [StreamDescription(name: "numbers", isIncremental: false)])
    }

    func validate(file: String) throws(Failure) -> ConnectorDescription { try describe(file) }

    func source(_ reference: String, configuration: Configuration, environment: SourceEnvironment) -> any Source {
        source
    }

    func starter(named name: String) -> String { "" }
}
