import Foundation
import Testing

@testable import CommandLine

@Suite struct ConsoleTests {
    @Test func `a descriptor that does not block is waited for`() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        let (input, output) = (ends[0], ends[1])
        try #require(fcntl(output, F_SETFL, O_NONBLOCK) == 0)
        // More than a pipe holds.
        let text = String(repeating: "0123456789abcdef", count: 64 << 10)
        let console = Console(output: output, error: output)
        Thread {
            console.print(text)
            close(output)
        }.start()
        var received: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 64 << 10)
        while case let count = read(input, &piece, piece.count), count > 0 { received += piece[..<count] }
        close(input)
        try console.check()
        #expect(received == Array((text + "\n").utf8))
    }
}
