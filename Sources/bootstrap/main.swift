import Actions
import BuiltInConnectors
import CMalloc
import Connector
import Declarative
import Demo
import Destinations
import Glibc
import HTTPClient
import LambdaRuntime
import ObjectStorage

if Swift.CommandLine.argc > 1, Swift.CommandLine.arguments.dropFirst().first == "--version" {
    print("bootstrap \(curlewVersion)")
    exit(0)
}
// As in curlew: the main thread waits for signals, buffers go back to the system, and a full disk is an error.
let signals = EndingSignals()
signal(SIGXFSZ, SIG_IGN)
mallopt(M_MMAP_THRESHOLD, 32 << 10)
mallopt(M_ARENA_MAX, 2)
let interruption = Interruption()
let function = LambdaFunction(interruption: interruption)

func end(_ reason: String) -> Never {
    let line = "bootstrap: \(reason)\n"
    write(2, line, line.utf8.count)
    exit(1)
}

/// A function of its own, because what a task is made of is looked up at a function's beginning, here after Lambda was asked.
@inline(never) func serve() {
    Task.detached {
        let environment = ProcessEnvironment.variables()
        let session = HTTPSession(HTTPSession.Options(userAgent: "curlew/\(curlewVersion)"))
        let stores = ObjectStores(environment: environment, session: session)
        let catalog = DemoCatalog(DeclarativeCatalog(embedded: BuiltInConnectors.all, session: session))
        let reason = await function.serve(catalog: catalog, places: StoredPlaces(stores), environment: environment)
        guard let reason else { exit(0) }
        end(reason)
    }
}

// Before there is another thread: Lambda waits for it.
if let reason = function.begin() { end(reason) }
LoopbackRequests.bypassProxies()
serve()
signals.pass(to: interruption)
