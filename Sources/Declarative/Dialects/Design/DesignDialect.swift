internal import JSON
internal import Templates
internal import YAML

/// The spelling with `kind: connector` and `metadata`: a stream's request lies flat in the stream.
enum DesignDialect {
    static let connector = Format<ConnectorDefinition>.object(
        KeySet(
            [kind, version, metadata, specification, check, baseURL, authentication, http, requestDefaults, streams],
            required: ["kind", "metadata", "base_url", "streams"])
    ) { (object, reading) in
        _ = object.read(kind, &reading)
        reading.configuration = object.read(specification, &reading)
        let names = object.read(metadata, &reading)
        let url = object.read(baseURL, &reading)
        let common =
            object.read(requestDefaults, &reading) ?? CommonParts(headers: [], parameters: [])
        let credentials = object.read(authentication, &reading) ?? .none
        let policy = object.read(http, &reading) ?? HTTPPolicy()
        var probe = object.read(check, &reading)
        probe?.request.headers.addMissingHeaders(common.headers)
        let list = object.read(streams, &reading) ?? []
        let number = object.read(version, &reading) ?? "1.0"
        guard let names, let url else { return nil }
        return ConnectorDefinition(
            name: names.name, version: number, title: names.title, description: names.description,
            category: names.category, aliases: names.aliases, documentationURL: names.documentationURL, baseURL: url,
            configuration: reading.specification, authentication: credentials, http: policy, check: probe,
            streams: list.map { $0.adding(common) })
    }.named("design_connector")

    private static let kind = Key("kind", Format<Bool>.word([("connector", true)]), "What the file describes.")
    private static let version = Key("version", Format<String>.text, "The version of this file.", byDefault: "1.0")
    private static let metadata = Key("metadata", names, "What the connector is called.")
    private static let specification = Key(
        "spec", ConfigurationFormat.specification, "The configuration the connector asks for.")
    private static let check = Key(
        "check", requestFormat.check, "The request that tells whether a configuration works.")
    private static let baseURL = Key("base_url", Format<Template>.url, "What stands before every relative path.")
    private static let authentication = Key(
        "auth", AuthenticationFormat(vocabulary: .design, apiKey: apiKey).format,
        "How requests prove who sends them; not at all by default.")
    private static let http = Key(
        "http", HTTPFormat(vocabulary: .design).format, "How requests are sent, repeated and spaced.")
    private static let requestDefaults = Key("request_defaults", defaults, "What all requests have.")
    private static let streams = Key("streams", StreamList.format(of: stream), "The streams of records.")

    private struct Names: Sendable {
        var name: String
        var title: String?
        var description: String?
        var category: String?
        var aliases: [String]
        var documentationURL: String?
    }

    private static let names: Format<Names> = {
        let name = Key("name", Format<String>.connectorName, "The connector's name.")
        let title = Key("title", Format<String>.text, "The connector's name for a person.")
        let description = Key("description", Format<String>.text, "What the connector reads.")
        let category = Key("category", Format<String>.text, "What kind of service this is.")
        let aliases = Key("aliases", Format<String>.connectorName.list, "Further names.")
        let url = Key("documentation_url", Format<String>.text, "Where the API is documented.")
        return Format<Names>.object(KeySet([name, title, description, category, aliases, url], required: ["name"])) {
            (object, reading) in
            let (long, about) = (object.read(title, &reading), object.read(description, &reading))
            let (kind, more) = (object.read(category, &reading), object.read(aliases, &reading) ?? [])
            let link = object.read(url, &reading)
            return object.read(name, &reading).map {
                Names(name: $0, title: long, description: about, category: kind, aliases: more, documentationURL: link)
            }
        }.named("design_metadata")
    }()

    private static let apiKey: Variant<Authentication> = {
        let location = Key(
            "location", Format<Bool>.word([("header", false), ("query", true)]),
            "Where the key stands.", byDefault: "header")
        let header = Key(
            "header_name", Format<String>.headerName, "The header that carries the key; Authorization by default.")
        let parameter = Key(
            "query_param", Format<String>.name, "The query parameter that carries the key; api_key by default.")
        let prefix = Key("prefix", Format<String>.text, "What stands before the key.")
        let value = Key("value", Format<Template>.template, "The key.")
        return Variant(
            "api_key", help: "A key in a header or a query parameter.",
            keys: [location, header, parameter, prefix, value],
            required: ["value"]
        ) { (object, reading) in
            let isQuery = object.read(location, &reading) ?? false
            let headerName = object.read(header, &reading) ?? "Authorization"
            let parameterName = object.read(parameter, &reading) ?? "api_key"
            let unused = isQuery ? header : parameter
            if let node = object.node(of: unused) {
                reading.complain(
                    "`\(unused.name)` is not used with `location: \(isQuery ? "query" : "header")`", at: node.position)
            }
            let before = object.read(prefix, &reading) ?? ""
            return object.read(value, &reading).map {
                .apiKey(.init(place: isQuery ? .query(parameterName) : .header(headerName), prefix: before, value: $0))
            }
        }
    }()

    private static let defaults: Format<CommonParts> = {
        let headers = Key("headers", Format<[TemplatedField]>.headerFields, "Headers of every request.")
        let parameters = Key(
            "params", Format<[TemplatedField]>.templatedFields, "Query parameters of every stream's requests.")
        return Format<CommonParts>.object(KeySet([headers, parameters])) { (object, reading) in
            CommonParts(
                headers: object.read(headers, &reading) ?? [], parameters: object.read(parameters, &reading) ?? [])
        }.named("design_request_defaults")
    }()

    static let requestFormat = RequestFormat(.design)
}
