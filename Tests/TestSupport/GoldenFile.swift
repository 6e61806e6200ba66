import Foundation

/// Texts that are kept in files of the checkout: what a program says, and pages made from sources.
public enum GoldenFile {
    /// Whether the files are written anew instead of compared (`scripts/record`).
    public static let isRecording = ProcessInfo.processInfo.environment["CURLEW_RECORD"] == "1"

    /// Where a text differs from a file.
    public struct Difference: Error, CustomStringConvertible {
        public let description: String
    }

    /// Compares a text with a file, named by its path in the package; throws the first line that differs.
    ///
    /// While recording, the file gets the text.
    public static func compare(_ text: String, with path: String) throws {
        let file = URL(fileURLWithPath: PackageFolder.path).appendingPathComponent(path)
        let kept = try? String(contentsOf: file, encoding: .utf8)
        if kept == text { return }
        if isRecording {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            return try Data(text.utf8).write(to: file)
        }
        guard let kept else { throw Difference(description: "\(path) does not exist; scripts/record writes it") }
        let place = firstDifference(between: kept, and: text)
        throw Difference(description: "\(path)\(place); if that is right, run scripts/record")
    }

    private static func firstDifference(between kept: String, and text: String) -> String {
        let (old, new) = (lines(of: kept), lines(of: text))
        let number = zip(old, new).prefix { $0 == $1 }.count
        func line(_ lines: [Substring]) -> String { number < lines.count ? "`\(lines[number])`" : "nothing" }
        return ":\(number + 1): the file has \(line(old)), the program \(line(new))"
    }

    private static func lines(of text: String) -> [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
    }
}
