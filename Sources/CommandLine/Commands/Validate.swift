internal import Connector

extension Command {
    /// `curlew validate FILE…`: everything that is wrong in definition files.
    static func validate(_ catalog: any ConnectorCatalog) -> Command {
        Command(
            "validate", summary: "Check connector definition files",
            details: """
                Every error is shown on standard error as FILE:LINE:COLUMN: what is wrong, and what would be right.
                The exit code is 0 when nothing is wrong in any file, and 2 otherwise.
                """,
            operands: "FILE…"
        ) { (arguments, console) throws(Failure) in
            guard !arguments.operands.isEmpty else {
                throw Failure(.config, "`curlew validate` needs a file", hint: "see `curlew validate --help`")
            }
            var outcome = ExitCode.succeeded
            for file in arguments.operands {
                do throws(Failure) {
                    let description = try catalog.validate(file: file)
                    if console.outputIsTerminal {
                        console.print(
                            "\(file): \(description.name), \(description.streams.count) streams, nothing wrong")
                    } else {
                        console.send(Messages.valid(file, description))
                    }
                } catch {
                    outcome = .usage
                    if !console.outputIsTerminal { console.send(Messages.invalid(file, error)) }
                    console.note(error.description)
                }
            }
            return outcome
        }
    }
}
