/// Connector files with every kind of mapping that has defaults, each with as little in it as may be.
enum SparseFiles {
    static let all: [String] =
        authentications("oauth2_refresh_token").map { "auth: \($0)\n\(canonical)" }
        + authentications("oauth2_refresh").map { "auth: \($0)\n\(design)" }

    private static func authentications(_ refreshToken: String) -> [String] {
        let client = "token_url: https://a, client_id: b, client_secret: c"
        return [
            "{ type: oauth2_client_credentials, \(client) }", "{ type: \(refreshToken), \(client), refresh_token: d }",
            "{ type: session, login_url: https://a, login_body: {}, token_path: b }",
            "{ type: jwt, issuer: a, audience: b, private_key: c }",
            refreshToken == "oauth2_refresh" ? "{ type: api_key, value: a }" : "{ type: api_key, key: a, value: b }",
        ]
    }

    private static let canonical = """
        name: sparse
        base_url: https://api.example.com
        spec: { properties: { key: {} } }
        http: { retry_backoff: {}, rate_limit: {} }
        check: { path: / }
        streams:
          - name: first
            request: { path: / }
            decoder: { type: csv }
            pagination: { type: offset, offset_param: a, limit: 1 }
            incremental: { cursor_field: a, param: b }
            error_handling: {}
            transform: [{ flatten: {} }]
          - name: second
            request: { path: / }
            pagination: { type: page_number, page_param: a }
            partition:
              - { type: date_range, start: 2024-01-01, step: P1D }
              - { type: parent_stream, stream: first, field: a, parent_field: b, batch: 2 }
          - name: third
            partition:
              type: async_job
              create: { path: /, job_id_path: id }
              poll: { path: /, status_path: a, completed_value: b }
              download: { path: /, pagination: { type: link_header } }
        """

    private static let design = """
        kind: connector
        metadata: { name: sparse }
        base_url: https://api.example.com
        http: {}
        check: { endpoint: / }
        streams:
          - name: first
            endpoint: /
            response_format: { type: csv }
            pagination: { type: offset, offset_param: a, limit_param: b, limit_value: 1 }
            incremental: { cursor_field: a, cursor_param: b }
          - name: second
            endpoint: /
            pagination: { type: page_number, page_param: a }
            partition:
              - { type: datetime, start: 2024-01-01, step: P1D }
              - { type: parent, parent_stream: first, partition_field: a, parent_key: b, batch: 2 }
          - name: third
            endpoint: /
            pagination: { type: link_header }
            partition:
              type: async_job
              create: { endpoint: /, job_id_path: id }
              poll: { endpoint: /, completed_condition: { path: a, value: b } }
              download: { endpoint: / }
        """
}
