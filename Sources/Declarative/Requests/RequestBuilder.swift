internal import Connector
internal import JSON
internal import Templates

/// Makes the requests of one definition: everything that stays the same in a sync is computed once.
struct RequestBuilder: Sendable {
    private let stream: String
    private let method: RequestMethod
    private let isSafeToRepeat: Bool
    private let path: PathBuilder
    private let parameters: FieldsBuilder
    private let headers: FieldsBuilder
    private let body: BodyBuilder?
    private let bounds: [Bound]

    /// What carries an end of a slice's step of time.
    private struct Bound: Sendable {
        var parameter: String
        var value: String
    }

    /// Prepares requests. The common context holds what stays the same: `config`, `now`, `today` and `stream`.
    ///
    /// The parameters that date ranges of the stream name are part of the requests for its records, or where jobs collect
    /// these, of those that create the jobs.
    init(
        _ definition: RequestDefinition, below base: Template, of stream: String, common: TemplateContext,
        dateRanges: [PartitionRouter.DateRange] = []
    ) {
        self.stream = stream
        method = definition.method
        isSafeToRepeat = definition.isSafeToRepeat || definition.method == .get || definition.method == .head
        path = PathBuilder(definition.path, below: base, common: common)
        parameters = FieldsBuilder(definition.parameters, "parameter", common)
        headers = FieldsBuilder(definition.headers, "header", common)
        body = definition.body.map { BodyBuilder($0, common) }
        bounds = dateRanges.flatMap { range in
            [
                range.startParameter.map { Bound(parameter: $0, value: "start") },
                range.endParameter.map { Bound(parameter: $0, value: "end") },
            ].compactMap { $0 }
        }
    }

    /// The request in a context that has the common values and those of the slice, the page and the job.
    ///
    /// Throws a failure that names the stream, the field and the template.
    func draft(in context: TemplateContext) throws(Failure) -> RequestDraft {
        do throws(RenderingFault) {
            return try draft(to: try path.url(in: context), withParameters: true, in: context)
        } catch {
            throw error.failure(in: "stream `\(stream)`")
        }
    }

    /// The request to an absolute URL that an answer told, in place of the path.
    ///
    /// Parameters go only to the host of the base URL: a signed URL of a storage service must stay as it is.
    func draft(toURL url: String, in context: TemplateContext) throws(Failure) -> RequestDraft {
        do throws(RenderingFault) {
            return try draft(to: url, withParameters: path.isAtBase(url), in: context)
        } catch {
            throw error.failure(in: "stream `\(stream)`")
        }
    }

    private func draft(
        to url: String, withParameters hasParameters: Bool, in context: TemplateContext
    ) throws(RenderingFault) -> RequestDraft {
        var draft = RequestDraft(method, url: url, isSafeToRepeat: isSafeToRepeat)
        draft.headers = try headers.fields(in: context)
        draft.body = try body?.body(in: context)
        guard hasParameters else { return draft }
        draft.parameters = try parameters.fields(in: context)
        for bound in bounds {
            guard let value = context[.partition].json?[bound.value] else { continue }
            draft.set(bound.parameter, to: value, in: .query)
        }
        return draft
    }
}
