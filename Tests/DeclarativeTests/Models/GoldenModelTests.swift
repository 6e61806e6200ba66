import BuiltInConnectors
import Connector
import Declarative
import Foundation
import TestSupport
import Testing

/// What each built-in connector means, pinned. `CURLEW_RECORD=1` in the environment writes the files anew.
@Suite struct GoldenModelTests {
    private static let isRecording = ProcessInfo.processInfo.environment["CURLEW_RECORD"] == "1"

    @Test(arguments: BuiltInConnectors.all.map(\.summary.name))
    func `the model is as it was recorded`(_ name: String) throws {
        let connector = try #require(BuiltInConnectors.all.first { $0.summary.name == name })
        let model = ModelText.of(try ConnectorDefinition.parse(connector.text(), file: "\(name).yaml"))
        let file = "\(PackageFolder.path)/Tests/DeclarativeTests/Golden/\(name).txt"
        if Self.isRecording { try model.write(toFile: file, atomically: true, encoding: .utf8) }
        let recorded = try String(contentsOfFile: file, encoding: .utf8)
        if let difference = firstDifference(model, recorded) {
            Issue.record("\(name).txt, \(difference)\nCURLEW_RECORD=1 records the models anew.")
        }
    }

    private func firstDifference(_ text: String, _ recorded: String) -> String? {
        let lines = text.components(separatedBy: "\n")
        let others = recorded.components(separatedBy: "\n")
        for (index, pair) in zip(lines, others).enumerated() where pair.0 != pair.1 {
            return "line \(index + 1): recorded is\n\(pair.1)\nbut now it is\n\(pair.0)"
        }
        return lines.count == others.count ? nil : "recorded are \(others.count) lines, but now they are \(lines.count)"
    }
}
