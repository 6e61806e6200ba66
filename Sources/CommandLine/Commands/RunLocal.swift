internal import Connector
internal import JSON

extension Command {
    /// `curlew run-local EVENT.json`: checks that an event is a JSON object and prints it.
    static let runLocal = Command(
        "run-local", summary: "Check that an event is a JSON object and print it; nothing is synced",
        details: "The configuration inside the event is printed as ***.", operands: "EVENT.json"
    ) { (arguments, console) throws(Failure) in
        guard let path = arguments.operands.first, arguments.operands.count == 1 else {
            throw Failure(.config, "`curlew run-local` takes one file", hint: "see `curlew run-local --help`")
        }
        let event = try JSONValue.parse(PaddedBytes(try TextFile.read(path)), from: path)
        guard case .object(var members) = event else {
            throw Failure(.config, "\(path): an event is a JSON object, this is an array or a scalar")
        }
        if members["config"] != nil { members["config"] = "***" }
        console.send(.object(members))
        return .succeeded
    }
}
