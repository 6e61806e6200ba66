import Foundation

/// What a finished process left behind.
public struct Finished: Equatable, Sendable {
    public var status: Int32
    public var output: String
    public var error: String

    public init(status: Int32, output: String, error: String) {
        self.status = status
        self.output = output
        self.error = error
    }
}

/// Runs one of the package's programs, as built beside the tests, to its end, in a folder where one is given. Its standard output can
/// go to a file.
public func run(
    _ program: String, _ arguments: String..., in workingFolder: String? = nil, output path: String? = nil
) throws -> Finished {
    try run(program, arguments, in: workingFolder, output: path)
}

/// Runs one of the package's programs, with a list of arguments, and with variables besides those of this process.
public func run(
    _ program: String, _ arguments: [String], in workingFolder: String? = nil, output path: String? = nil,
    environment: [String: String] = [:]
) throws -> Finished {
    let folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
    let process = Process()
    process.executableURL = folder.appendingPathComponent(program)
    process.arguments = arguments
    if !environment.isEmpty { process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 } }
    if let workingFolder { process.currentDirectoryURL = URL(fileURLWithPath: workingFolder) }
    let (output, error) = (Pipe(), Pipe())
    process.standardOutput = output
    if let path { process.standardOutput = FileHandle(forWritingAtPath: path) }
    process.standardError = error
    try process.run()
    if path != nil { try output.fileHandleForWriting.close() }
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let errorText = error.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Finished(
        status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
        error: String(decoding: errorText, as: UTF8.self))
}
