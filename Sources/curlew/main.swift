import Actions
import BuiltInConnectors
import CMalloc
import CommandLine
import Connector
import Declarative
import Demo
import Destinations
import Glibc
import HTTPClient
import ObjectStorage

// Not an `await` at the top level: that would end the main thread by pthread_exit, and unwinding it costs a statically
// linked program more than 10 ms, in which it sorts the unwind tables of everything it consists of. The main thread waits for
// signals instead.
let signals = EndingSignals()
// A file beyond the limit of `ulimit -f` is a write that fails, and is told as such, not the end of the process.
signal(SIGXFSZ, SIG_IGN)
// The buffers that columns are go back to the system when they are freed. Left to itself the C library keeps what it has seen
// freed once, and for each thread: slices that are read at once would take half as much memory again.
mallopt(M_MMAP_THRESHOLD, 32 << 10)
mallopt(M_ARENA_MAX, 2)
LoopbackRequests.bypassProxies()
let interruption = Interruption()
let arguments = Array(Swift.CommandLine.arguments.dropFirst())
Task.detached {
    let environment = ProcessEnvironment.variables()
    let session = HTTPSession(HTTPSession.Options(userAgent: "curlew/\(curlewVersion)"))
    let stores = ObjectStores(environment: environment, session: session)
    let program = Program(
        catalog: DemoCatalog(DeclarativeCatalog(embedded: BuiltInConnectors.all, session: session)),
        places: StoredPlaces(stores),
        environment: environment,
        interruption: interruption)
    exit(await program.run(arguments).rawValue)
}
signals.pass(to: interruption)
