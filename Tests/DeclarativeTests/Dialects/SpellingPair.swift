/// One construct in both spellings, each as lines of a connector or of its stream.
struct SpellingPair: Sendable, CustomStringConvertible {
    let construct: String
    let canonical: String
    let design: String

    /// Lines at the top of a connector.
    static func top(_ construct: String, _ canonical: String, _ design: String) -> SpellingPair {
        SpellingPair(
            construct: construct, canonical: Spelling.canonical.connector(canonical),
            design: Spelling.design.connector(design))
    }

    /// Lines that both spellings have alike.
    static func top(_ construct: String, _ lines: String) -> SpellingPair {
        top(construct, lines, lines)
    }

    /// Lines of a stream besides its request.
    static func stream(_ construct: String, _ canonical: String, _ design: String) -> SpellingPair {
        SpellingPair(
            construct: construct,
            canonical: Spelling.canonical.connector(stream: "request: { path: /records }\n" + canonical),
            design: Spelling.design.connector(stream: "endpoint: /records\n" + design))
    }

    static func stream(_ construct: String, _ lines: String) -> SpellingPair {
        stream(construct, lines, lines)
    }

    /// A stream with its request.
    static func request(_ construct: String, _ canonical: String, _ design: String) -> SpellingPair {
        SpellingPair(
            construct: construct, canonical: Spelling.canonical.connector(stream: canonical),
            design: Spelling.design.connector(stream: design))
    }

    var description: String { construct }

    static let all = authentication + connection + requests + pagination + partitions + answers + incremental
}

extension SpellingPair {
    static let authentication: [SpellingPair] = [
        .top("no authentication", "auth: { type: none }"),
        .top("bearer", "auth: { type: bearer, token: \"{{ config.key }}\" }"),
        .top("basic", "auth: { type: basic, username: \"{{ config.user }}\", password: x }"),
        .top("basic without a password", "auth: { type: basic, username: \"{{ config.key }}\" }"),
        .top(
            "key in a header", "auth: { type: api_key, key: X-Key, value: \"{{ config.key }}\", prefix: \"Token \" }",
            "auth: { type: api_key, location: header, header_name: X-Key, value: \"{{ config.key }}\", prefix: \"Token \" }"
        ),
        .top(
            "key in the usual header", "auth: { type: api_key, key: Authorization, value: k, location: header }",
            "auth: { type: api_key, value: k }"),
        .top(
            "key in a parameter", "auth: { type: api_key, key: api_key, value: k, location: query }",
            "auth: { type: api_key, value: k, location: query }"),
        .top(
            "key in a named parameter", "auth: { type: api_key, key: token, value: k, location: query }",
            "auth: { type: api_key, value: k, location: query, query_param: token }"),
        .top(
            "client credentials",
            """
            auth:
              type: oauth2_client_credentials
              token_url: https://id.example.com/token
              client_id: "{{ config.id }}"
              client_secret: "{{ config.secret }}"
              scopes: [read, "write:{{ config.area }}"]
              token_body: { audience: https://api.example.com }
              client_auth: basic
            """),
        .top(
            "refresh token",
            """
            auth:
              type: oauth2_refresh_token
              token_url: https://id.example.com/token
              client_id: "{{ config.id }}"
              client_secret: "{{ config.secret }}"
              refresh_token: "{{ config.token }}"
            """,
            """
            auth:
              type: oauth2_refresh
              token_url: https://id.example.com/token
              client_id: "{{ config.id }}"
              client_secret: "{{ config.secret }}"
              refresh_token: "{{ config.token }}"
            """),
        .top(
            "session",
            """
            auth:
              type: session
              login_url: https://api.example.com/login
              login_body: { user: "{{ config.user }}" }
              login_body_type: form
              token_path: token
              token_header: X-Session
              token_prefix: "Bearer "
              expires_in_path: expires
              expires_in_secs: 600
            """,
            """
            auth:
              type: session
              login_url: https://api.example.com/login
              login_method: POST
              login_body: { user: "{{ config.user }}" }
              login_body_type: form
              token_path: token
              token_header: X-Session
              token_prefix: "Bearer "
              expires_in_path: expires
              expires_in_seconds: 600
            """),
        .top(
            "signed token",
            """
            auth:
              type: jwt
              issuer: "{{ config.account.client_email }}"
              subject: "{{ config.person }}"
              audience: https://api.example.com
              private_key: "{{ config.account.private_key }}"
              key_id: k1
              algorithm: ES256
              token_lifetime_secs: 900
              claims: { scope: read, level: 3 }
              token_url: https://id.example.com/token
            """,
            """
            auth:
              type: jwt
              issuer: "{{ config.account.client_email }}"
              subject: "{{ config.person }}"
              audience: https://api.example.com
              private_key: "{{ config.account.private_key }}"
              key_id: k1
              algorithm: ES256
              token_lifetime_seconds: 900
              claims: { scope: read, level: 3 }
              token_url: https://id.example.com/token
            """),
        .top("headers", "auth: { type: custom_headers, headers: { X-Key: \"{{ config.key }}\", X-Account: 7 } }"),
    ]

    static let connection: [SpellingPair] = [
        .top(
            "http",
            """
            http:
              timeout_secs: 30
              connect_timeout_secs: 2.5
              max_retries: 3
              retry_statuses: [429, 503]
              retry_backoff: { type: linear, initial_ms: 100, max_ms: 1000, multiplier: 3.0, jitter: false }
              rate_limit:
                requests_per_second: 10
                respect_headers: false
                remaining_header: X-Left
                reset_header: X-Reset
              user_agent: example/1.0
              credential_hosts: ["*.example.com"]
            """,
            """
            http:
              timeout_seconds: 30
              connect_timeout_seconds: 2.5
              max_retries: 3
              retry_statuses: [429, 503]
              retry_backoff: { type: linear, initial_ms: 100, max_ms: 1000, multiplier: 3.0, jitter: false }
              rate_limit:
                requests_per_second: 10
                respect_headers: false
                remaining_header: X-Left
                reset_header: X-Reset
              user_agent: example/1.0
              credential_hosts: ["*.example.com"]
            """),
        .top(
            "rate in short", "http: { rate_limit_rps: 25 }", "http: { rate_limit: { requests_per_second: 25 } }"),
        .top(
            "check", "check: { path: /me, method: POST, params: { a: 1 }, body: { q: x }, expect_status: [200, 204] }",
            "check: { endpoint: /me, method: POST, params: { a: 1 }, body: { q: x }, expect_status: [200, 204] }"),
        .top("usual check", "check: { path: /me }", "check: { endpoint: /me, expect_status: 200 }"),
        .top(
            "what all requests have", "headers: { X-Version: \"1\" }\nparams: { lang: en }\ncheck: { path: /me }",
            "request_defaults: { headers: { X-Version: \"1\" }, params: { lang: en } }\ncheck: { endpoint: /me }"),
        .top(
            "configuration",
            """
            spec:
              properties:
                key: { type: string, title: Key, description: The key., secret: true, required: true, min_length: 4 }
                size: { type: integer, default: 10, minimum: 1, maximum: 100 }
                since: { type: string, format: date, default: "2020-01-01", examples: ["2024-01-01"] }
                mode: { type: string, enum: [a, b], pattern: "^[ab]$", max_length: 1 }
            """),
    ]

    static let requests: [SpellingPair] = [
        .request(
            "request",
            """
            request:
              method: POST
              path: /records/{{ config.area }}
              params: { "ids[]": [1, 2], size: 100, all: true }
              headers: { X-Custom: value }
              body: { type: json, content: { query: "{{ config.query }}", nested: [{ a: 1 }] } }
            """,
            """
            endpoint: /records/{{ config.area }}
            method: POST
            params: { "ids[]": [1, 2], size: 100, all: true }
            headers: { X-Custom: value }
            body: { type: json, content: { query: "{{ config.query }}", nested: [{ a: 1 }] } }
            """),
        .request(
            "form", "request: { method: POST, path: /, body: { type: form, content: { a: \"{{ config.a }}\" } } }",
            "endpoint: /\nmethod: POST\nbody: { type: form, content: { a: \"{{ config.a }}\" } }"),
        .request(
            "raw body", "request: { method: put, path: /, body: { type: raw, content: \"a={{ config.a }}\" } }",
            "endpoint: /\nmethod: PUT\nbody: \"a={{ config.a }}\""),
        .request(
            "body without a type", "request: { method: POST, path: /, body: { a: 1 } }",
            "endpoint: /\nmethod: POST\nbody: { type: json, content: { a: 1 } }"),
    ]

    static let pagination: [SpellingPair] = [
        .stream("no pages", "pagination: { type: none }"),
        .stream(
            "cursor until a field",
            "pagination: { type: cursor, cursor_param: after, cursor_path: \"data[-1].id\", "
                + "stop: { type: field, path: has_more, value: false } }",
            "pagination: { type: cursor, cursor_param: after, cursor_path: \"data[-1].id\", "
                + "stop_condition: { path: has_more, value: false } }"),
        .stream(
            "cursor in a header",
            "pagination: { type: cursor, cursor_param: X-After, cursor_path: next, location: header }"),
        .stream(
            "cursor in the body", "pagination: { type: cursor, cursor_param: after, cursor_path: next, location: body }"
        ),
        .request(
            "cursor in the path",
            "request: { path: \"/p/{{ next_page_token }}\" }\npagination: { type: cursor, cursor_path: next, location: path }",
            "endpoint: \"/p/{{ next_page_token }}\"\npagination: { type: cursor, cursor_path: next, location: path }"),
        .stream(
            "offset until an empty page",
            "pagination: { type: offset, offset_param: skip, limit_param: take, limit: 50, "
                + "stop: { type: empty_page } }",
            "pagination: { type: offset, offset_param: skip, limit_param: take, limit_value: 50, "
                + "stop_condition: { type: empty_page } }"),
        .stream(
            "offset until a total",
            "pagination: { type: offset, offset_param: skip, limit_param: take, limit: 50, "
                + "stop: { type: total_count, path: meta.total } }",
            "pagination: { type: offset, offset_param: skip, limit_param: take, limit_value: 50, "
                + "stop_condition: { type: total_count, path: meta.total } }"),
        .stream(
            "page numbers",
            "pagination: { type: page_number, page_param: p, start_page: 0, page_size_param: n, "
                + "page_size: 50, stop: { type: total_pages, path: pages } }",
            "pagination: { type: page_number, page_param: p, start_page: 0, page_size_param: n, "
                + "page_size: 50, stop_condition: { type: total_pages, path: pages } }"),
        .stream(
            "usual page numbers", "pagination: { type: page_number, page_param: page, start_page: 1 }",
            "pagination: { type: page_number, page_param: page }"),
        .stream("link header", "pagination: { type: link_header }", "pagination: { type: link_header, rel: next }"),
        .stream(
            "next URL", "pagination: { type: next_url, next_url_path: paging.next }",
            "pagination: { type: next_url, path: paging.next }"),
    ]

    static let partitions: [SpellingPair] = [
        .request(
            "list",
            "request: { path: \"/{{ partition.area }}\" }\npartition: { type: list, field: area, values: [eu, 7] }",
            "endpoint: \"/{{ partition.area }}\"\npartition: { type: list, partition_field: area, values: [eu, 7] }"),
        .request(
            "configured list",
            "request: { path: \"/{{ partition.area }}\" }\n"
                + "partition: { type: list, field: area, values: \"{{ config.areas }}\" }",
            "endpoint: \"/{{ partition.area }}\"\n"
                + "partition: { type: list, partition_field: area, values: \"{{ config.areas }}\" }"),
        .request(
            "range of dates",
            """
            request: { path: /, params: { from: "{{ partition.start }}", to: "{{ partition.end }}" } }
            partition: { type: date_range, start: "2020-01-01", end: "{{ today }}", step: P1M, format: "%Y-%m-%d",
              start_param: a, end_param: b }
            """,
            """
            endpoint: /
            params: { from: "{{ partition.start }}", to: "{{ partition.end }}" }
            partition: { type: datetime, start: "2020-01-01", end: "{{ today }}", step: P1M, format: "%Y-%m-%d",
              start_param: a, end_param: b }
            """),
        .top(
            "parent",
            """
            streams:
              - { name: repos, request: { path: /repos } }
              - name: commits
                request: { path: "/repos/{{ partition.repo }}/commits" }
                partition: { type: parent_stream, stream: repos, field: repo, parent_field: id }
            """,
            """
            streams:
              - { name: repos, endpoint: /repos }
              - name: commits
                endpoint: "/repos/{{ partition.repo }}/commits"
                partition: { type: parent, parent_stream: repos, partition_field: repo, parent_key: id }
            """),
        .request(
            "product of two",
            """
            request: { path: "/{{ partition.a }}/{{ partition.b }}" }
            partition:
              - { type: list, field: a, values: [1] }
              - { type: list, field: b, values: ["{{ partition.a }}"] }
            """,
            """
            endpoint: "/{{ partition.a }}/{{ partition.b }}"
            partition:
              - { type: list, partition_field: a, values: [1] }
              - { type: list, partition_field: b, values: ["{{ partition.a }}"] }
            """),
        .request(
            "async job",
            """
            partition:
              type: async_job
              create: { path: /jobs, body: { q: all }, job_id_path: id }
              poll: { path: "/jobs/{{ job_id }}", interval_secs: 10, max_attempts: 60, status_path: state,
                completed_value: done, failed_values: [failed, gone] }
              download: { path: "/jobs/{{ job_id }}/result" }
            """,
            """
            partition:
              type: async_job
              create: { endpoint: /jobs, method: POST, body: { q: all }, job_id_path: id }
              poll: { endpoint: "/jobs/{{ job_id }}", interval_seconds: 10, max_attempts: 60,
                completed_condition: { path: state, value: done },
                failed_condition: { path: state, value: [failed, gone] } }
              download: { endpoint: "/jobs/{{ job_id }}/result" }
            """),
        .request(
            "async job with a URL",
            """
            partition:
              type: async_job
              create: { path: /jobs, method: PUT, job_id_path: id }
              poll: { path: "/jobs/{{ job_id }}", status_path: state, completed_value: done }
              download: { url_path: result.url }
            """,
            """
            partition:
              type: async_job
              create: { endpoint: /jobs, method: PUT, job_id_path: id }
              poll: { endpoint: "/jobs/{{ job_id }}", completed_condition: { path: state, value: done } }
              download: { url_path: result.url }
            """),
        .request(
            "async job and the request that downloads it",
            """
            partition:
              type: async_job
              create: { path: /jobs, job_id_path: id }
              poll: { path: "/jobs/{{ job_id }}", status_path: state, completed_value: done }
              download: { path: "/jobs/{{ job_id }}/result" }
            """,
            """
            endpoint: "/jobs/{{ job_id }}/result"
            partition:
              type: async_job
              create: { endpoint: /jobs, job_id_path: id }
              poll: { endpoint: "/jobs/{{ job_id }}", completed_condition: { path: state, value: done } }
              download: { endpoint: "/jobs/{{ job_id }}/result" }
            """),
    ]

    static let answers: [SpellingPair] = [
        .stream("JSON", "decoder: { type: json, records_path: data.items }", "record_path: data.items"),
        .stream("whole JSON", "decoder: { type: json }", "response_format: json"),
        .stream("JSON lines", "decoder: { type: jsonl }", "response_format: jsonl"),
        .stream("CSV", "decoder: { type: csv }", "response_format: csv"),
        .stream(
            "other CSV",
            "decoder: { type: csv, delimiter: \";\", quote: \"'\", header: false, columns: [a, b], "
                + "encoding: windows-1252 }",
            "response_format: { type: csv, delimiter: \";\", quote: \"'\", header: false, columns: [a, b], "
                + "encoding: windows-1252 }"),
        .stream(
            "XML", "decoder: { type: xml, records_path: response.items.item }",
            "response_format: { type: xml, record_element: response.items.item }"),
        .stream("one key", "primary_key: id", "primary_key: [id]"),
        .stream(
            "errors",
            "error_handling: { strategy: skip, max_errors: 9, rules: [{ status: 404, action: skip }, "
                + "{ path: error.code, value: BUSY, action: retry, message: later }] }"),
        .stream(
            "changes to records",
            """
            transform:
              - set: { area: "{{ config.area }}", name: "{{ record.first }} {{ record.last }}" }
              - rename: { old: new, a.b: c }
              - drop: [secret, nested.field]
              - select: id
              - flatten: { separator: ".", depth: 2 }
              - explode: items
            """),
        .stream("declared schema", "schema: { type: object, properties: { id: { type: integer } } }"),
    ]

    static let incremental: [SpellingPair] = [
        .stream("a cursor alone", "cursor_field: updated_at"),
        .stream(
            "parameter",
            "incremental: { cursor_field: created, param: \"created[gte]\", format: unix, lookback_secs: 60 }",
            "incremental: { cursor_field: created, cursor_param: \"created[gte]\", cursor_format: unix, "
                + "lookback_seconds: 60 }"),
        .stream(
            "cursor of the stream", "cursor_field: t\nincremental: { param: since }",
            "cursor_field: t\nincremental: { cursor_field: t, cursor_param: since }"),
        .stream(
            "bounds",
            "incremental: { cursor_field: t, param: a, location: body, format: unix_ms, start: \"2020-01-01\", "
                + "end_param: b, end: \"{{ now }}\", inclusive: false }",
            "incremental: { cursor_field: t, cursor_param: a, location: body, cursor_format: unix_ms, "
                + "start: \"2020-01-01\", end_param: b, end: \"{{ now }}\", inclusive: false }"),
        .stream(
            "as recorded", "incremental: { cursor_field: t, param: since, format: string }",
            "incremental: { cursor_field: t, cursor_param: since, cursor_format: string }"),
        .stream("filtered here", "incremental: { cursor_field: t, filter: client }"),
        .request(
            "in a template",
            "request: { path: /, params: { q: \"t > {{ state.cursor }}\" } }\nincremental: { cursor_field: t, format: date }",
            "endpoint: /\nparams: { q: \"t > {{ state.cursor }}\" }\n"
                + "incremental: { cursor_field: t, cursor_format: date }"),
    ]
}
