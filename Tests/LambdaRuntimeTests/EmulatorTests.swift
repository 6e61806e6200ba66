import Foundation
import TestSupport
import Testing

/// AWS's own emulator runs the built `bootstrap`; Tests/Emulator has what is tried.
@Suite(.enabled(if: EmulatorTests.isInstalled, "scripts/setup has fetched no Lambda emulator"))
struct EmulatorTests {
    private static let emulator = PackageFolder.path + "/.build/emulator/aws-lambda-rie"
    static let isInstalled = FileManager.default.isExecutableFile(atPath: emulator)

    @Test func `the emulator is served as Lambda would be`() throws {
        try PythonServer.run("Emulator/emulator_run.py", [Self.emulator, RunningFunction.program])
    }
}
