package import Actions
package import Connector
internal import Synchronization

/// The program that Lambda starts: registers with the Runtime API and serves invocations until the sandbox ends.
package final class LambdaFunction: Sendable {
    private let environment: [String: String]
    private let interruption: Interruption
    private let queue = Mutex<RuntimeAPI?>(nil)

    /// A function that knows its environment. Nothing is connected, read or looked for yet.
    package init(environment: [String: String], interruption: Interruption) {
        self.environment = environment
        self.interruption = interruption
    }

    /// Registers, and asks for the first invocation without waiting for it: what else the program begins with goes on while
    /// Lambda answers. Returns why it cannot go on, or nil.
    package func begin() -> String? {
        guard let address = environment["AWS_LAMBDA_RUNTIME_API"], !address.isEmpty else {
            return
                "AWS_LAMBDA_RUNTIME_API is not set: this program is started by Lambda; `curlew run-local` does the same here"
        }
        var api = RuntimeAPI(at: address)
        do throws(RuntimeFault) {
            do throws(Failure) {
                _ = try FunctionLog(environment)
            } catch {
                try api.failToBegin(with: FunctionError(error))
                return error.description
            }
        } catch {
            return error.reason
        }
        let identifier = api.registerExtension()
        api.ask()
        if let identifier { SilentExtension.wait(as: identifier, at: address) }
        var begun: RuntimeAPI? = consume api
        queue.withLock { swap(&$0, &begun) }
        return nil
    }

    /// Does what events ask for; returns why it cannot go on, or nil when somebody asked the process to end. Once, after
    /// `begin`.
    package func serve(catalog: any ConnectorCatalog, places: any Places) async -> String? {
        guard var api = queue.withLock({ $0.take() }) else { return "the function has not begun" }
        let handler = EventHandler(catalog: catalog, places: places, environment: environment)
        do {
            let loop = RuntimeLoop(
                handler: handler, environment: environment, log: try FunctionLog(environment),
                interruption: interruption)
            try await loop.run(&api)
            return nil
        } catch let fault as RuntimeFault {
            return fault.reason
        } catch {
            return "\(error)"
        }
    }
}
