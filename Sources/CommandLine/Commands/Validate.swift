internal import Connector

extension Command {
    /// `curlew validate FILE…`: everything that is wrong in definition files.
    static func validate(_ catalog: any ConnectorCatalog) -> Command {
        Command("validate", summary: "Check connector definition files", operands: "FILE…") {
            (arguments, console) throws(Failure) in
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
