"""The same source for each program: a file for Curlew, for airbyte-cdk, and for curl a list of what there is."""

import json

MESSAGES = ["--format", "json"]


def curlew(folder, url, output=MESSAGES):
    file = folder / "orders.yaml"
    file.write_text(f"""
name: orders
base_url: "{url}"
streams:
  - name: orders
    request: {{ path: /0.json }}
    decoder: {{ type: json, records_path: data }}
    pagination: {{ type: next_url, next_url_path: next }}
    primary_key: [id]
""")
    return ["read", "--connector", file, *output]


def curlew_partitioned(folder, url, partitions, first_page="0", output=MESSAGES):
    file = folder / "partitions.yaml"
    file.write_text(f"""
name: orders
base_url: "{url}"
streams:
  - name: orders
    request: {{ path: "/{{{{ partition.region }}}}/{first_page}" }}
    decoder: {{ type: json, records_path: data }}
    pagination: {{ type: next_url, next_url_path: next }}
    partition: {{ type: list, field: region, values: {json.dumps(partitions)} }}
""")
    return ["read", "--connector", file, *output]


def airbyte(folder, url):
    manifest, catalog, config = folder / "manifest.yaml", folder / "catalog.json", folder / "config.json"
    manifest.write_text(f"""
version: 6.0.0
type: DeclarativeSource
check: {{ type: CheckStream, stream_names: [orders] }}
spec:
  type: Spec
  connection_specification: {{ type: object, properties: {{}} }}
streams:
  - type: DeclarativeStream
    name: orders
    primary_key: [id]
    schema_loader:
      type: InlineSchemaLoader
      schema: {{ type: object, additionalProperties: true, properties: {{}} }}
    retriever:
      type: SimpleRetriever
      requester:
        type: HttpRequester
        url_base: "{url}"
        path: /0.json
        http_method: GET
      record_selector:
        type: RecordSelector
        extractor: {{ type: DpathExtractor, field_path: [data] }}
      paginator:
        type: DefaultPaginator
        page_token_option: {{ type: RequestPath }}
        pagination_strategy:
          type: CursorPagination
          cursor_value: "{{{{ response.next }}}}"
          stop_condition: "{{{{ not response.next }}}}"
""")
    catalog.write_text(json.dumps({"streams": [{
        "stream": {"name": "orders", "json_schema": {}, "supported_sync_modes": ["full_refresh"]},
        "sync_mode": "full_refresh", "destination_sync_mode": "append"}]}))
    config.write_text("{}")
    return [manifest, "read", "--config", config, "--catalog", catalog]


def curl(folder, urls):
    """All with one process and one connection."""
    file = folder / "curl.txt"
    file.write_text("\n".join(f'url = "{url}"\noutput = /dev/null' for url in urls))
    return ["curl", "--silent", "--fail", "--config", file]
