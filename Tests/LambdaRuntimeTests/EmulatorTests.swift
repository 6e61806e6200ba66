import Foundation
import TestSupport
import Testing

/// AWS's own emulator of Lambda.
private enum Emulator {
    static let path = PackageFolder.path + "/.build/emulator/aws-lambda-rie"
    static let isInstalled = FileManager.default.isExecutableFile(atPath: path)
}

/// The emulator runs the built `bootstrap`; Tests/Emulator has what is tried.
@Suite(.enabled(if: Emulator.isInstalled, "scripts/setup has fetched no Lambda emulator"))
struct EmulatorTests {
    @Test func `the function is served as Lambda would serve it`() throws {
        try PythonServer.run("Emulator/emulator_run.py", [Emulator.path, RunningFunction.program])
    }
}
