import YAML

/// YAML texts in the style of connector definitions.
enum Samples {
    static let connector = """
        # A connector of the tests
        name: weather
        version: "1.0.0"
        spec:
          properties:
            api_key: {type: string, secret: true, required: true}

        auth:
          type: api_key
          key: X-Key        # header name
          value: "{{ config.api_key }}"
          location: header

        streams:
          - name: stations
            request:
              path: /stations
              params:
                limit: 100
                "group_by[]": [country, no]
            pagination:
              type: cursor
              cursor_path: "data[-1].id"
              stop: { value: false }
            primary_key:
              - id

        """

    static let anchors = """
        defaults: &defaults
          pagination: &pages { type: page_number, start_page: 1, page_size: 50 }
          decoder: {type: json, records_path: 'response.items'}
        streams:
        - <<: *defaults
          name: métriques
          request: {method: GET, path: "/v1/{{ config.site }}/m\\u00e9triques"}
        - <<: [*defaults, {name: unused}]
          name: "événements"
          pagination: *pages
          error_handling:
            rules:
              - { status: [404, 410], action: skip }
              - { path: error.code, value: ~, action: retry }

        """

    static let blocks = """
        %YAML 1.2
        ---
        description: >-
          Folded text of
          several lines.

          And a second paragraph.
        body: |
          {"query": "SELECT * FROM t",
           "limit": 10}
        ? explicit
        : !!str 12
        matrix: [[1, -2.5e3], [0x1F, 0o17], [true, ~, ""]]
          # a comment
        schedule: 12:30
        ratio: .5
        ...

        """

    static let all = [connector, anchors, blocks]
}

/// The descriptions of all errors a text has; empty when it loads.
func failures(of text: String) -> [String] {
    failures(of: [UInt8](text.utf8))
}

/// The descriptions of all errors the bytes have; empty when they load.
func failures(of bytes: [UInt8]) -> [String] {
    do throws(YAMLErrors) {
        _ = try YAMLNode.parse(bytes)
        return []
    } catch {
        return error.all.map(\.description)
    }
}
