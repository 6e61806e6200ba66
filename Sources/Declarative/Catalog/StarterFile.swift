/// The connector file that `curlew new` writes: small, complete, valid, and commented where an author has to decide.
enum StarterFile {
    static func text(name: String) -> String {
        """
        # A connector for Curlew. Check it with `curlew validate \(name).yaml`; the reference is docs/connector-format.md.
        name: \(name)
        version: "0.1.0"
        title: \(name)
        description: What this connector reads.
        category: Custom
        base_url: "https://api.example.com/v1"

        # What a user must configure. Templates reach it as `config.api_key`; secrets are never shown.
        spec:
          properties:
            api_key:
              type: string
              title: API key
              description: Where to find the key.
              secret: true
              required: true
            start_date:
              type: string
              format: date
              title: Start date
              description: What is older is not read.
              default: "2024-01-01"

        # How requests prove who sends them. Others: api_key, basic, oauth2_client_credentials, oauth2_refresh_token, session,
        # jwt, custom_headers, none.
        auth:
          type: bearer
          token: "{{ config.api_key }}"

        http:
          timeout_secs: 30
          max_retries: 5
          rate_limit_rps: 10

        # The request that tells whether a configuration works.
        check:
          path: /me

        streams:
          - name: items
            description: What one record is.
            request:
              path: /items
            # Where the records are in the answer: `{"data": [...]}`.
            decoder:
              type: json
              records_path: data
            # How one page leads to the next. Others: offset, page_number, link_header, next_url, none.
            pagination:
              type: cursor
              cursor_param: cursor
              cursor_path: meta.next_cursor
              page_size_param: limit
              page_size: 100
            primary_key: [id]
            # Only what is new: the parameter carries the largest `updated_at` read so far.
            incremental:
              cursor_field: updated_at
              param: updated_since
              format: iso8601
              start: "{{ config.start_date }}"

          # One slice for each item; its id is `partition.item_id`.
          - name: item_events
            description: Events of each item.
            request:
              path: "/items/{{ partition.item_id }}/events"
            decoder:
              type: json
              records_path: data
            partition:
              type: parent_stream
              stream: items
              field: item_id
              parent_field: id
            primary_key: [id]

        """
    }
}
