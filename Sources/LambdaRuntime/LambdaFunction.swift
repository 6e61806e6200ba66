package import Actions
package import Connector
internal import Glibc
internal import Synchronization

/// The program that Lambda starts: registers with the Runtime API and serves invocations until the sandbox ends.
package final class LambdaFunction: Sendable {
    private let interruption: Interruption
    private let begun = Mutex<Begun?>(nil)

    /// What is there before the first invocation.
    private struct Begun: ~Copyable {
        var api: RuntimeAPI
        var log: FunctionLog
    }

    /// A function that a signal can end. Nothing is connected, read or looked for yet.
    package init(interruption: Interruption) {
        self.interruption = interruption
    }

    /// Registers, and asks for the first invocation without waiting for it: what else the program begins with goes on while
    /// Lambda answers. Returns why it cannot go on, or nil.
    package func begin() -> String? {
        guard let address = Self.variable("AWS_LAMBDA_RUNTIME_API"), !address.isEmpty else {
            return
                "AWS_LAMBDA_RUNTIME_API is not set: this program is started by Lambda; `curlew run-local` does the same here"
        }
        var api = RuntimeAPI(at: address)
        let log: FunctionLog
        do throws(Failure) {
            log = try FunctionLog(level: Self.variable("CURLEW_LOG_LEVEL"))
        } catch {
            do throws(RuntimeFault) { try api.failToBegin(with: FunctionError(error)) } catch { return error.reason }
            return error.description
        }
        let identifier = api.registerExtension()
        api.ask()
        if let identifier { SilentExtension.wait(as: identifier, at: address) }
        var ready: Begun? = Begun(api: api, log: log)
        begun.withLock { swap(&$0, &ready) }
        return nil
    }

    /// Does what events ask for; returns why it cannot go on, or nil when somebody asked the process to end. Once, after
    /// `begin`.
    package func serve(
        catalog: any ConnectorCatalog, places: any Places, environment: [String: String]
    ) async -> String? {
        guard var begun = begun.withLock({ $0.take() }) else { return "the function has not begun" }
        let loop = RuntimeLoop(
            handler: EventHandler(catalog: catalog, places: places, environment: environment),
            environment: environment, log: begun.log, interruption: interruption)
        do throws(RuntimeFault) {
            try await loop.run(&begun.api)
            return nil
        } catch {
            return error.reason
        }
    }

    /// One variable. All of them cost more than the time until the first invocation is asked for should have in it.
    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
