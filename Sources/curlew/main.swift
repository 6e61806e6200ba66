import BuiltInConnectors
import CMalloc
import CommandLine
import Declarative
import Destinations
import Glibc

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
let interruption = Interruption()
let arguments = Array(Swift.CommandLine.arguments.dropFirst())
Task.detached {
    let program = Program(
        catalog: DeclarativeCatalog(embedded: BuiltInConnectors.all), destinations: FileDestinations(),
        interruption: interruption)
    exit(await program.run(arguments).rawValue)
}
signals.pass(to: interruption)
