internal import JSON
internal import Templates
internal import YAML

/// The canonical spelling of connector files: flat at the top, and one mapping for each concern of a stream.
enum CanonicalDialect {
    static let connector = Format<ConnectorDefinition>.object(
        KeySet(
            [
                name, version, title, description, category, aliases, documentationURL, specification, baseURL,
                authentication, http, check, headers, parameters, streams,
            ], required: ["name", "base_url", "streams"])
    ) { (object, reading) in
        reading.configuration = object.read(specification, &reading)
        let name = object.read(name, &reading)
        let url = object.read(baseURL, &reading)
        let common = CommonParts(
            headers: object.read(headers, &reading) ?? [], parameters: object.read(parameters, &reading) ?? [])
        let credentials = object.read(authentication, &reading) ?? .none
        let policy = object.read(http, &reading) ?? HTTPPolicy()
        var check = object.read(check, &reading)
        check?.request.headers.addMissingHeaders(common.headers)
        let list = object.read(streams, &reading) ?? []
        let description = object.read(description, &reading)
        let further = object.read(aliases, &reading) ?? []
        guard let name, let url else { return nil }
        return ConnectorDefinition(
            name: name, version: object.read(version, &reading) ?? "1.0.0", title: object.read(title, &reading),
            description: description, category: object.read(category, &reading), aliases: further,
            documentationURL: object.read(documentationURL, &reading), baseURL: url,
            configuration: reading.specification, authentication: credentials, http: policy, check: check,
            streams: list.map { $0.adding(common) })
    }.named("connector")

    private static let name = Key(
        "name", Format<String>.connectorName, "The connector's name: lower-case letters, digits, dashes, underscores.")
    private static let version = Key("version", Format<String>.text, "The version of this file.", byDefault: "1.0.0")
    private static let title = Key("title", Format<String>.text, "The connector's name for a person.")
    private static let description = Key("description", Format<String>.text, "What the connector reads.")
    private static let category = Key("category", Format<String>.text, "What kind of service this is.")
    private static let aliases = Key("aliases", Format<String>.connectorName.list, "Further names.")
    private static let documentationURL = Key(
        "documentation_url", Format<String>.text, "Where the API is documented.")
    private static let specification = Key(
        "spec", ConfigurationFormat.specification, "The configuration the connector asks for.")
    private static let baseURL = Key("base_url", Format<Template>.url, "What stands before every relative path.")
    private static let authentication = Key(
        "auth", AuthenticationFormat(vocabulary: .canonical, apiKey: apiKey).format,
        "How requests prove who sends them; not at all by default.")
    private static let http = Key(
        "http", HTTPFormat(vocabulary: .canonical).format, "How requests are sent, repeated and spaced.")
    private static let check = Key(
        "check", requestFormat.check, "The request that tells whether a configuration works.")
    private static let headers = Key("headers", Format<[TemplatedField]>.headerFields, "Headers of every request.")
    private static let parameters = Key(
        "params", Format<[TemplatedField]>.templatedFields, "Query parameters of every stream's requests.")
    private static let streams = Key("streams", StreamList.format(of: stream), "The streams of records.")

    private static let apiKey: Variant<Authentication> = {
        let key = Key("key", Format<String>.name, "The name of the header or query parameter.")
        let value = Key("value", Format<Template>.template, "The key.")
        let location = Key(
            "location", Format<Bool>.word([("header", false), ("query", true)]),
            "Where the key stands.", byDefault: "header")
        let prefix = Key("prefix", Format<String>.text, "What stands before the key.")
        return Variant(
            "api_key", help: "A key in a header or a query parameter.", keys: [key, value, location, prefix],
            required: ["key", "value"]
        ) { (object, reading) in
            let isQuery = object.read(location, &reading) ?? false
            let secret = object.read(value, &reading)
            let prefix = object.read(prefix, &reading) ?? ""
            object.checkName(at: key, for: isQuery ? .query : .header, &reading)
            guard let name = object.read(key, &reading), let secret else { return nil }
            return .apiKey(.init(place: isQuery ? .query(name) : .header(name), prefix: prefix, value: secret))
        }
    }()

    // A stream's request.

    static let requestFormat = RequestFormat(.canonical)

    static let request: Format<RequestDefinition> = {
        let repeatable = Key(
            "retry_safe", Format<Bool>.boolean, "Whether the request may be sent twice; by default only GET may.")
        return Format<RequestDefinition>.object(KeySet(requestFormat.keys + [repeatable], required: ["path"])) {
            (object, reading) in
            let isSafe = object.read(repeatable, &reading)
            var request = requestFormat.read(object, &reading)
            if let isSafe { request?.isSafeToRepeat = isSafe }
            return request
        }.named("request")
    }()
}
