internal import Connector
internal import Glibc

extension Command {
    /// `curlew new NAME`: writes a commented definition file to begin with.
    static func new(_ catalog: any ConnectorCatalog) -> Command {
        Command(
            "new", summary: "Write a commented connector file to begin with",
            details: "The file is NAME.yaml in the current folder. One that exists is never overwritten.",
            operands: "NAME"
        ) { (arguments, console) throws(Failure) in
            guard let name = arguments.operands.first, arguments.operands.count == 1 else {
                throw Failure(.config, "`curlew new` needs one name", hint: "see `curlew new --help`")
            }
            let path = "\(name).yaml"
            try create(path, try catalog.starter(named: name))
            console.note("wrote \(path); check it with `curlew validate \(path)`")
            return .succeeded
        }
    }

    private static func create(_ path: String, _ text: String) throws(Failure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            let hint = errno == EEXIST ? "choose another name, or remove the file" : nil
            throw Failure(.config, "cannot write \(path): \(String(cString: strerror(errno)))", hint: hint)
        }
        let fault = Console.write(text, to: descriptor)
        close(descriptor)
        guard let fault else { return }
        unlink(path)
        throw Failure(.destination, "cannot write \(path): \(String(cString: strerror(fault)))")
    }
}
