import BuiltInConnectors
import CommandLine
import Declarative
import Glibc

let program = Program(catalog: DeclarativeCatalog(embedded: BuiltInConnectors.all))
exit(await program.run(Array(Swift.CommandLine.arguments.dropFirst())).rawValue)
