package import Connector
package import JSON

/// The messages of `curlew check` and `curlew discover`.
extension Messages {
    /// Whether a connection works; `failure` says why it does not.
    package static func connectionStatus(_ failure: Failure?) -> JSONValue {
        var status: JSONObject = [
            "status": failure == nil ? "SUCCEEDED" : "FAILED",
            "message": .string(failure?.description ?? "Connection successful"),
        ]
        status["error_kind"] = failure.map { .string($0.kind.rawValue) }
        return ["type": "CONNECTION_STATUS", "connectionStatus": .object(status)]
    }

    package static func catalog(_ streams: [DiscoveredStream]) -> JSONValue {
        ["type": "CATALOG", "catalog": ["streams": .array(streams.map(catalogEntry))]]
    }

    private static func catalogEntry(_ discovered: DiscoveredStream) -> JSONValue {
        let stream = discovered.descriptor
        func path(_ names: [String]) -> JSONValue { .array(names.map { .string($0) }) }
        return [
            "name": .string(stream.name), "json_schema": discovered.schema,
            "supported_sync_modes": stream.isIncremental ? ["full_refresh", "incremental"] : ["full_refresh"],
            "source_defined_cursor": .bool(stream.isIncremental),
            "default_cursor_field": path(stream.cursorField ?? []),
            "source_defined_primary_key": .array(stream.primaryKey.map(path)),
        ]
    }
}
