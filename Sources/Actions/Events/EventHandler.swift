package import Connector
internal import DateTime
internal import JSON
internal import Sync

/// Does what events ask for. The same for Lambda and for `curlew run-local`.
package struct EventHandler: Sendable {
    let catalog: any ConnectorCatalog
    package let places: any Places
    package let environment: [String: String]

    /// A handler for the connectors of a catalog; `environment` has the variables of the process.
    package init(catalog: any ConnectorCatalog, places: any Places, environment: [String: String] = [:]) {
        self.catalog = catalog
        self.places = places
        self.environment = environment
    }

    /// Does what an event asks for, and returns when that is done or the time is over.
    ///
    /// Throws when nothing of it could be done. No failure shows a secret.
    package func answer(to event: Event, _ context: InvocationContext) async throws(Failure) -> EventAnswer {
        let places = places.until(context.endOfRequests)
        let handler = EventHandler(catalog: catalog, places: places, environment: environment)
        // What an event allows itself is for its work; stores may still answer until the invocation is over.
        var context = context
        context.deadline = event.budget.deadline(within: context.deadline)
        do throws(Failure) {
            let answer = try await handler.carryOut(event, context)
            if answer.isRefused { places.forgetSecrets() }
            return answer
        } catch {
            if error.kind == .auth { places.forgetSecrets() }
            throw error
        }
    }

    private func carryOut(_ event: Event, _ context: InvocationContext) async throws(Failure) -> EventAnswer {
        let reference = try await definition(of: event.connector)
        // The definition in an event is for this event.
        defer { if case .definition = event.connector { catalog.drop(reference) } }
        switch event.action {
        case .spec: return try EventAnswer(Messages.specification(catalog.describe(reference)).object ?? [:])
        case .streams: return try EventAnswer(Messages.streams(catalog.describe(reference)).object ?? [:])
        case .check: return try await check(try await connector(reference, event), context)
        case .discover: return try await discover(try await connector(reference, event), event, context)
        case .sync, .plan, .merge:
            let connector = try await connector(reference, event)
            do throws(Failure) {
                return switch event.action {
                case .plan:
                    try await PlanAction(handler: self, connector: connector, event: event, context: context).run()
                case .merge:
                    try await MergeAction(handler: self, connector: connector, event: event, context: context).run()
                default:
                    try await SyncAction(handler: self, connector: connector, event: event, context: context).run()
                }
            } catch {
                throw connector.secrets.masked(error)
            }
        }
    }

    /// What the catalog calls the connector; a definition that came with the event, or has to be fetched, is handed to it.
    private func definition(of connector: Event.ConnectorReference) async throws(Failure) -> String {
        switch connector {
        case .reference(let reference):
            if places.isRemote(reference) {
                catalog.hold(try await places.text(at: reference, limit: Self.largestDefinition), of: reference)
            }
            return reference
        case .definition(let definition):
            catalog.hold(Array(JSONValue.object(definition).description.utf8), of: Event.ownDefinition)
            return Event.ownDefinition
        }
    }

    private static let largestDefinition = 4 << 20
    private static let largestConfiguration = 1 << 20

    /// A connector with a configuration that fits it.
    struct ConfiguredConnector: Sendable {
        var reference: String
        var description: ConnectorDescription
        var configuration: Configuration
        var secrets: Secrets
    }

    private func connector(_ reference: String, _ event: Event) async throws(Failure) -> ConfiguredConnector {
        let description = try catalog.describe(reference)
        let configuration: Configuration
        switch event.configuration {
        case nil: configuration = try description.configuration.check([:], from: "config")
        case .value(let value)?:
            configuration = try description.configuration.check(.object(value), from: "config")
        case .reference(let reference)?:
            let text = try await text(at: reference)
            configuration = try description.configuration.check(text, from: reference)
        }
        return ConfiguredConnector(
            reference: reference, description: description, configuration: configuration,
            secrets: Secrets(configuration.secrets))
    }

    private func text(at reference: String) async throws(Failure) -> JSONValue {
        let text: [UInt8]
        do throws(Failure) {
            text = try await places.text(at: reference, limit: Self.largestConfiguration)
        } catch {
            if places.isRemote(reference) { throw error }
            throw ConfigurationReference(reference).failure(
                error, name: "config", hint: "a configuration itself is an object")
        }
        return try JSONValue.parse(PaddedBytes(text), from: reference)
    }

    /// The source of a connector, for a short action.
    func source(
        of connector: ConfiguredConnector, _ context: InvocationContext
    ) throws(Failure) -> any Connector.Source {
        try catalog.source(
            connector.reference, configuration: connector.configuration,
            environment: SourceEnvironment(now: .now(), secrets: connector.secrets, log: context.log))
    }

    private func check(
        _ connector: ConfiguredConnector, _ context: InvocationContext
    ) async throws(Failure) -> EventAnswer {
        var failure: Failure?
        do throws(Failure) {
            try await source(of: connector, context).check(until: context.deadline)
        } catch {
            failure = connector.secrets.masked(error)
        }
        return EventAnswer(Messages.connectionStatus(failure).object ?? [:])
    }

    private func discover(
        _ connector: ConfiguredConnector, _ event: Event, _ context: InvocationContext
    ) async throws(Failure) -> EventAnswer {
        do throws(Failure) {
            let source = try source(of: connector, context)
            let streams = try await source.streams(until: context.deadline)
                .selecting(event.streams, of: connector.description.name)
            var discovered: [DiscoveredStream] = []
            for stream in streams {
                if event.sample == 0 {
                    discovered.append(DiscoveredStream(stream))
                } else {
                    discovered.append(
                        await DiscoveredStream(stream, sampling: event.sample, of: source, until: context.deadline))
                }
            }
            if let failure = discovered.lazy.compactMap(\.failure).first { throw failure }
            return EventAnswer(Messages.catalog(discovered).object ?? [:])
        } catch {
            throw connector.secrets.masked(error)
        }
    }
}
