internal import Actions
internal import Connector
internal import Glibc
internal import JSON
internal import YAML

/// The files of a connector's cases.
enum CaseFolder {
    /// Where a connector's cases lie by default: beside its file, or, for a built-in one, in the checkout.
    static func path(of name: String, _ reference: String) -> String {
        guard let slash = reference.lastIndex(of: "/") else {
            let isFile = reference.hasSuffix(".yaml") || reference.hasSuffix(".yml")
            return isFile ? "cassettes/\(name)" : "connectors/cassettes/\(name)"
        }
        return "\(reference[..<slash])/cassettes/\(name)"
    }

    /// The paths of the JSON and YAML files in a folder, by name.
    static func files(in folder: String) throws(Failure) -> [String] {
        guard let paths = TextFile.paths(in: folder, endingIn: [".json", ".yaml", ".yml"]) else {
            throw Failure(
                .config, "cannot read \(folder): \(String(cString: strerror(errno)))",
                hint: "`--cassettes DIR` says where the cases are")
        }
        if paths.isEmpty {
            throw Failure(.config, "there is no case in \(folder): no file that ends in .json or .yaml")
        }
        return paths
    }

    /// Reads a case.
    static func read(_ path: String) throws(Failure) -> RehearsalCase {
        let bytes = try TextFile.read(path)
        if path.hasSuffix(".json") {
            return try RehearsalCase(try JSONValue.parse(PaddedBytes(bytes), from: path), path: path)
        }
        return try RehearsalCase(try yaml(bytes, path), path: path)
    }

    private static func yaml(_ bytes: [UInt8], _ path: String) throws(Failure) -> JSONValue {
        do throws(YAMLErrors) {
            return try YAMLNode.parse(bytes).jsonValue
        } catch {
            throw Failure(.config, "\(path): \(error)")
        }
    }

    /// Replaces the expected records of a case in its file.
    static func update(_ rehearsal: RehearsalCase, records: JSONObject, finalState: JSONValue) throws(Failure) {
        guard rehearsal.path.hasSuffix(".json") else {
            throw Failure(
                .config, "\(rehearsal.path): only JSON files are written anew",
                hint: "make the case a JSON file first, for example with `yq -o json`, or copy the records by hand")
        }
        var file = rehearsal.file
        file["records"] = .object(records)
        if rehearsal.finalState != nil { file["final_state"] = finalState }
        var writer = JSONWriter()
        writer.value(.object(file))
        writer.newline()
        let text = writer.bytes.withUnsafeBytes { Indentation.indented($0) }
        try replace(rehearsal.path, with: text)
    }

    /// Writes beside the file and renames, so that there is always a whole one.
    private static func replace(_ path: String, with text: [UInt8]) throws(Failure) {
        let temporary = "\(path).\(getpid()).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        var fault: Int32? = descriptor < 0 ? errno : text.withUnsafeBytes { Console.write($0, to: descriptor) }
        if descriptor >= 0 { close(descriptor) }
        if fault == nil, rename(temporary, path) != 0 { fault = errno }
        guard let fault else { return }
        unlink(temporary)
        throw Failure(.destination, "cannot write \(path): \(String(cString: strerror(fault)))")
    }
}
