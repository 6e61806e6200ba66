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

    /// Serves; returns why it cannot go on, or nil when somebody asked the process to end.
    package func run() async -> String? {
        guard let address = environment["AWS_LAMBDA_RUNTIME_API"], !address.isEmpty else {
            return
                "AWS_LAMBDA_RUNTIME_API is not set: this program is started by Lambda; `curlew run-local` does the same here"
        }
        var queue = RuntimeAPI(at: address)
        do throws(RuntimeFault) {
            let log: FunctionLog
            do throws(Failure) {
                log = try FunctionLog(environment)
            } catch {
                try queue.failToBegin(with: FunctionError(error))
                return error.description
            }
            SilentExtension.register(at: address)
            let loop = RuntimeLoop(handler: handler, environment: environment, log: log, interruption: interruption)
            try await loop.run(&queue)
            return nil
        } catch {
            return error.reason
        }
    }
}
