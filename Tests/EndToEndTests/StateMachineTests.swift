import Foundation
import TestSupport
import Testing

/// What template.yaml deploys. What is tried and how is said in Tests/Lambda.
@Suite(.enabled(if: PythonServer.isInstalled, "\(PythonServer.absence)"))
struct StateMachineTests {
    @Test("The template is one that CloudFormation takes, and the machines get all the names they use")
    func template() throws {
        try PythonServer.run("Lambda/check_template.py", [])
    }

    private static let hasEmulator =
        FileManager.default.isExecutableFile(atPath: PackageFolder.path + "/.build/emulator/aws-lambda-rie")

    @Test(
        "Chains and fan-outs of the function end with each record once, and failures leave the last good state",
        .enabled(if: hasEmulator, "scripts/setup has fetched no Lambda emulator"))
    func executions() throws {
        try PythonServer.run("Lambda/state_machines.py", [Self.function])
    }

    @Test(
        "The function has the rights that it needs in its prefix, and none outside",
        .enabled(if: hasEmulator, "scripts/setup has fetched no Lambda emulator"))
    func permissions() throws {
        try PythonServer.run("Lambda/permissions.py", [Self.function])
    }

    private static let function =
        URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
        .appendingPathComponent("bootstrap").path
}
