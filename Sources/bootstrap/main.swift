import Actions
import BuiltInConnectors
import CMalloc
import Connector
import Declarative
import Destinations
import Glibc
import HTTPClient
import LambdaRuntime
import ObjectStorage

if Swift.CommandLine.arguments.dropFirst().first == "--version" {
    print("bootstrap \(curlewVersion)")
    exit(0)
}
// As in curlew: the main thread waits for signals, large buffers go back to the system, and a full disk is an error.
let signals = EndingSignals()
signal(SIGXFSZ, SIG_IGN)
mallopt(M_MMAP_THRESHOLD, 192 << 10)
let interruption = Interruption()
Task.detached {
    let environment = ProcessEnvironment.variables()
    let session = HTTPSession(HTTPSession.Options(userAgent: "curlew/\(curlewVersion)"))
    let stores = ObjectStores(environment: environment, session: session)
    let function = LambdaFunction(
        catalog: DeclarativeCatalog(embedded: BuiltInConnectors.all), places: StoredPlaces(stores),
        environment: environment, interruption: interruption)
    let reason = await function.run()
    let line = "bootstrap: \(reason)\n"
    write(2, line, line.utf8.count)
    exit(1)
}
signals.pass(to: interruption)
