internal import Connector
internal import Glibc
internal import JSON
internal import YAML

extension Cassette {
    /// Larger files are not read.
    private static let largestFile = 512 << 20

    /// Reads a file, or all files of a folder whose names end in `.jsonl`, `.json`, `.yaml` or `.yml`, in the order of
    /// their names. Throws a failure that names the file and the exchange concerned.
    init(path: String) throws(Failure) {
        var exchanges: [RecordedExchange] = []
        for file in try Self.files(at: path) { exchanges += try Self.read(file) }
        guard !exchanges.isEmpty else {
            throw Failure(
                .config, "\(path) holds no exchanges",
                hint: "`--record DIR` writes them; docs/cassettes.md says how to write them by hand")
        }
        self.init(exchanges: exchanges)
    }

    private static func files(at path: String) throws(Failure) -> [String] {
        if let paths = TextFile.paths(in: path, endingIn: [".jsonl", ".json", ".yaml", ".yml"]) { return paths }
        if errno == ENOTDIR { return [path] }
        throw Failure(.config, "cannot read \(path): \(String(cString: strerror(errno)))")
    }

    private static func read(_ file: String) throws(Failure) -> [RecordedExchange] {
        let bytes = try TextFile.read(file, limit: largestFile)
        if file.hasSuffix(".jsonl") { return try lines(bytes, of: file) }
        let value: JSONValue
        if file.hasSuffix(".json") {
            value = try parse(bytes, file)
        } else {
            do throws(YAMLErrors) {
                value = try YAMLNode.parse(bytes).jsonValue
            } catch {
                throw Failure(.config, "\(file): \(error)")
            }
        }
        // One exchange may stand alone, and a case of `curlew test` has them among other things.
        let elements = value["exchanges"]?.array ?? value.array ?? [value]
        var exchanges: [RecordedExchange] = []
        for (place, element) in elements.enumerated() {
            exchanges.append(try exchange(element, "\(file): exchange \(place + 1)"))
        }
        return exchanges
    }

    private static func lines(_ bytes: [UInt8], of file: String) throws(Failure) -> [RecordedExchange] {
        var exchanges: [RecordedExchange] = []
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (place, line) in lines.enumerated() where line.contains(where: { $0 > 0x20 }) {
            let name = "\(file):\(place + 1)"
            exchanges.append(try exchange(try parse(Array(line), name), name))
        }
        return exchanges
    }

    private static func parse(_ bytes: [UInt8], _ place: String) throws(Failure) -> JSONValue {
        do throws(JSONError) {
            return try JSONValue.parse(PaddedBytes(bytes))
        } catch {
            throw Failure(.config, "\(place): \(error)")
        }
    }

    private static func exchange(_ value: JSONValue, _ place: String) throws(Failure) -> RecordedExchange {
        do throws(RecordedExchange.Fault) {
            return try RecordedExchange(value)
        } catch {
            throw Failure(.config, "\(place): \(error.message)")
        }
    }
}
