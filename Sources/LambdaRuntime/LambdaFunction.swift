package import Actions
package import Connector

/// The program that Lambda starts: registers with the Runtime API and serves invocations until the sandbox ends.
package struct LambdaFunction: Sendable {
    private let handler: EventHandler
    private let environment: [String: String]
    private let interruption: Interruption

    /// A function that does what events ask for. Nothing is connected, read or looked for yet.
    package init(
        catalog: any ConnectorCatalog, places: any Places, environment: [String: String], interruption: Interruption
    ) {
        handler = EventHandler(catalog: catalog, places: places, environment: environment)
        self.environment = environment
        self.interruption = interruption
    }

    /// Serves; returns why it cannot go on.
    package func run() async -> String {
        guard let address = environment["AWS_LAMBDA_RUNTIME_API"], !address.isEmpty else {
            return
                "AWS_LAMBDA_RUNTIME_API is not set: this program is started by Lambda; `curlew run-local` does the same here"
        }
        SilentExtension.register(at: address)
        var queue = RuntimeAPI(at: address)
        let loop = RuntimeLoop(
            handler: handler, environment: environment, log: FunctionLog(environment), interruption: interruption)
        do throws(RuntimeFault) {
            try await loop.run(&queue)
        } catch {
            return error.reason
        }
    }
}
