internal import Connector
internal import JSON

extension Command {
    /// `curlew run-local EVENT.json`: checks that an event is a JSON object and prints it.
    static let runLocal = Command(
        "run-local", summary: "Check an event for the Lambda function and print it; nothing is synced",
        operands: "EVENT.json"
    ) { (arguments, console) throws(Failure) in
        guard let path = arguments.operands.first, arguments.operands.count == 1 else {
            throw Failure(.config, "`curlew run-local` takes one file", hint: "see `curlew run-local --help`")
        }
        let event = try JSONValue.parse(fileAt: path)
        guard event.kind == .object else {
            throw Failure(.config, "\(path): an event is a JSON object, this is an array or a scalar")
        }
        console.print(event.description)
        return .succeeded
    }
}

extension JSONValue {
    fileprivate static func parse(fileAt path: String) throws(Failure) -> JSONValue {
        let text = PaddedBytes(try TextFile.read(path))
        do throws(JSONError) { return try parse(text) } catch { throw Failure(.config, "\(path): \(error)") }
    }
}
