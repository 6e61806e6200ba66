import Connector
import DateTime
import JSON

@testable import Declarative

/// How a stream of the simulated API is cut into slices.
enum SimulatedPartition: String, CaseIterable, Sendable {
    case none, list, dateRange, parent, listOfDays, job
}

/// The connector file for the simulated API, in one of its forms.
enum SimulatedConnector {
    static func text(_ paging: SimulatedAPI.Paging, _ format: SimulatedAPI.Format, _ partition: SimulatedPartition)
        -> String
    {
        """
        name: simulated
        version: "1"
        base_url: https://api.example.com
        http: { max_retries: 0 }
        streams:
          - name: regions
            request: { path: \(path("/regions", paging))\(body(paging)) }
        \(reading(paging, format))
          - name: items
        \(source(paging, partition))
        \(reading(paging, format))
        \(routers(partition))
            primary_key: [id]
            incremental: { cursor_field: updated, \(partition == .job || partition == .dateRange ? "filter: client" : "param: since, format: iso8601"), location: \(paging == .cursorInBody && partition != .job && partition != .dateRange ? "body" : "query") }
        """
    }

    private static func path(_ path: String, _ paging: SimulatedAPI.Paging) -> String {
        paging == .cursorInPath
            ? "\"/pages/{{ next_page_token | default('at-0') }}\(path)\"" : "\"\(path)\""
    }

    private static func body(_ paging: SimulatedAPI.Paging) -> String {
        paging == .cursorInBody ? ", method: POST, retry_safe: true, body: { type: json, content: { sort: up } }" : ""
    }

    private static func source(_ paging: SimulatedAPI.Paging, _ partition: SimulatedPartition) -> String {
        switch partition {
        case .none, .list:
            "    request: { path: \(path("/items", paging))\(body(paging))\(partition == .list ? ", params: { region: \"{{ partition.region }}\" }" : "") }"
        case .dateRange: "    request: { path: \(path("/items", paging))\(body(paging)) }"
        case .parent, .listOfDays:
            "    request: { path: \(path("/regions/{{ partition.region | urlencode }}/items", paging))\(body(paging))\(partition == .listOfDays ? ", params: { from: \"{{ partition.day }}\", to: \"{{ partition.day }}T\" }" : "") }"
        case .job: ""
        }
    }

    private static func reading(_ paging: SimulatedAPI.Paging, _ format: SimulatedAPI.Format) -> String {
        let decoder =
            switch format {
            case .json: "{ type: json, records_path: data.items }"
            case .jsonLines: "{ type: jsonl }"
            case .csv: "{ type: csv }"
            case .xml: "{ type: xml, records_path: answer.items.item }"
            }
        let next = format == .xml ? "answer.next" : "next"
        let token = format == .json || format == .xml ? "cursor_path: \(next)" : "cursor_header: X-Next"
        let pagination =
            switch paging {
            case .none: "{ type: none }"
            case .cursor: "{ type: cursor, cursor_param: page, \(token) }"
            case .cursorInHeader: "{ type: cursor, cursor_param: X-Page, location: header, \(token) }"
            case .cursorInBody: "{ type: cursor, cursor_param: page, location: body, \(token) }"
            case .cursorInPath: "{ type: cursor, location: path, \(token) }"
            case .offset: "{ type: offset, offset_param: offset, limit_param: limit, limit: 3 }"
            case .pageNumber: "{ type: page_number, page_param: page, page_size_param: size, page_size: 3 }"
            case .linkHeader: "{ type: link_header, rel: next }"
            case .nextURL: "{ type: next_url, next_url_path: \(next) }"
            }
        return "    decoder: \(decoder)\n    pagination: \(pagination)"
    }

    private static func routers(_ partition: SimulatedPartition) -> String {
        let list = "{ type: list, field: region, values: [north, south/west, east] }"
        let parent = "{ type: parent_stream, stream: regions, field: region, parent_field: name }"
        switch partition {
        case .none: return ""
        case .list: return "    partition: \(list)"
        case .dateRange:
            return
                "    partition: { type: date_range, field: day, start: \"2024-01-01\", end: \"2024-01-04\", step: P1D, "
                + "format: \"%Y-%m-%d\", start_param: from, end_param: to }"
        case .parent: return "    partition: \(parent)"
        case .listOfDays:
            return
                "    partition:\n      - \(parent)\n      - { type: list, field: day, values: [\"2024-01-01\", \"2024-01-02\", \"2024-01-03\"] }"
        case .job:
            return """
                    partition:
                      type: async_job
                      create: { method: POST, path: /jobs, job_id_path: id }
                      poll: { path: "/jobs/{{ job_id }}", interval_secs: 0.001, max_attempts: 10, status_path: state, completed_value: done }
                      download: { path: "/jobs/{{ job_id }}/results" }
                """
        }
    }

    /// The source, with a simulated API behind it.
    static func source(_ api: SimulatedAPI, _ partition: SimulatedPartition) throws -> DeclarativeSource {
        let text = text(api.paging, api.format, partition)
        let definition = try ConnectorDefinition.parse(Array(text.utf8), file: "simulated.yaml")
        let configuration = try definition.configuration.check([:], from: "the test")
        let environment = SourceEnvironment(now: Timestamp(iso8601: "2024-06-01T00:00:00Z") ?? .unixEpoch)
        return try DeclarativeSource(definition, configuration: configuration, environment: environment, transport: api)
    }
}
