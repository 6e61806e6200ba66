import Compression
import Foundation
import Testing

/// The command-line tools read what we write and the other way round.
@Suite("Other programs")
struct OtherProgramsTests {
    enum Program: String, Sendable {
        case gzip
        case zstd

        var path: String? {
            let folders = ["/usr/bin", "/bin", "/usr/local/bin"]
            return folders.map { "\($0)/\(rawValue)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
        }

        func run(_ arguments: [String], on input: [UInt8]) throws -> [UInt8] {
            let files = FileManager.default
            let folder = files.temporaryDirectory.appending(path: "curlew-\(UUID().uuidString)")
            try files.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? files.removeItem(at: folder) }
            let inputFile = folder.appending(path: "input")
            let outputFile = folder.appending(path: "output")
            try Data(input).write(to: inputFile)
            try Data().write(to: outputFile)
            let process = Process()
            process.executableURL = URL(filePath: try #require(path))
            process.arguments = arguments
            process.standardInput = try FileHandle(forReadingFrom: inputFile)
            process.standardOutput = try FileHandle(forWritingTo: outputFile)
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
            return Array(try Data(contentsOf: outputFile))
        }
    }

    static let samples = [[], [1], Samples.text(500_000)]

    @Test("gzip", .enabled("the program gzip is not installed") { Program.gzip.path != nil })
    func gzip() throws {
        for sample in Self.samples {
            #expect(try Program.gzip.run(["-dc"], on: compressed(sample, .gzip(level: 3))) == sample)
            #expect(try Program.gzip.run(["-dc"], on: compressed(sample, StreamFormat.gzip)) == sample)
            let foreign = try Program.gzip.run(["-c"], on: sample)
            #expect(try decompressed(foreign + foreign, StreamFormat.gzip) == sample + sample)
            #expect(try decompressed(foreign, BlockCodec.gzip()) == sample)
        }
    }

    @Test("zstd", .enabled("the program zstd is not installed") { Program.zstd.path != nil })
    func zstd() throws {
        for sample in Self.samples {
            #expect(try Program.zstd.run(["-dcq"], on: compressed(sample, .zstd(level: 5))) == sample)
            #expect(try Program.zstd.run(["-dcq"], on: compressed(sample, StreamFormat.zstd)) == sample)
            for level in ["-1", "-19"] {
                let foreign = try Program.zstd.run(["-cq", level], on: sample)
                #expect(try decompressed(foreign + foreign, StreamFormat.zstd) == sample + sample)
                #expect(try decompressed(foreign, BlockCodec.zstd()) == sample)
            }
        }
    }
}
