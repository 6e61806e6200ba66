import CSV
import Foundation
import JSON

// Measures the CSV decoder on generated rows of 15 columns, beside a walk over what it made.
//   benchmark-csv [FILE]      decodes the file instead of generated rows
//   benchmark-csv --write F   writes the generated rows to a file, for other readers

struct Numbers {
    var state: UInt64 = 7

    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }
}

/// Rows such as an export of orders has: ids, timestamps, prices, names that are not ASCII, empty fields, some quotes.
func orders(size: Int, quoted: Bool) -> [UInt8] {
    var numbers = Numbers()
    let names = ["Ada Lovelace", "Grace Hopper", "José Núñez", "\"Hopper, Grace\"", "Zoë Ångström", "Linus"]
    var text = "id,created,updated,status,currency,total,discount,gift,customer_id,name,email,phone,city,sku,note\n"
    var row = 0
    while text.utf8.count < size {
        row += 1
        let fields = [
            "ord_\(100_000 + row)", "2024-11-\(10 + row % 20)T08:\(10 + row % 50):00Z", "2024-12-01T00:00:00.123Z",
            ["open", "paid", "shipped", "returned"][numbers.below(4)], "eur", "\(numbers.below(100_000)).50", "",
            ["true", "false"][numbers.below(2)], "\(numbers.below(1_000_000_000))", names[numbers.below(6)],
            "customer\(numbers.below(100_000))@example.com", "", ["Berlin", "Lyon", "Oslo"][numbers.below(3)],
            "SKU-\(10_000 + numbers.below(90_000))",
            ["", "\"ring \"\"twice\"\"\"", "leave at the door"][numbers.below(3)],
        ]
        let written = quoted ? fields.map { $0.hasPrefix("\"") ? $0 : "\"\($0)\"" } : fields
        text += written.joined(separator: ",") + "\n"
    }
    return Array(text.utf8)
}

func decode(_ text: [UInt8], chunk size: Int, encoding: CSVEncoding = .utf8) throws -> (rows: Int, fields: Int) {
    var decoder = CSVDecoder(try CSVFormat(encoding: encoding))
    var (rows, fields) = (0, 0)
    try text.withUnsafeBytes { bytes in
        var start = 0
        while start < bytes.count {
            let chunk = UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + size, bytes.count)])
            var position = 0
            while let batch = try decoder.nextBatch(in: chunk, from: &position) {
                rows += batch.root.count
                fields += batch.root.count * 15
            }
            start += size
        }
    }
    if let batch = try decoder.finish() { rows += batch.root.count }
    return (rows, fields)
}

func measure(_ name: String, _ text: [UInt8], chunk: Int = 64 << 10, encoding: CSVEncoding = .utf8) throws {
    let clock = ContinuousClock()
    var best = Duration.seconds(1000)
    var rows = 0
    for _ in 0..<7 {
        best = min(best, try clock.measure { rows = try decode(text, chunk: chunk, encoding: encoding).rows })
    }
    let rate = Double(text.count) / (best / .seconds(1)) / 1e6
    let line = String(format: "%7.0f MB/s, %.1f million rows/s", rate, Double(rows) / (best / .seconds(1)) / 1e6)
    print(name.padding(toLength: 34, withPad: " ", startingAt: 0) + line)
}

let arguments = CommandLine.arguments
if arguments.count == 3, arguments[1] == "--write" {
    try Data(orders(size: 100_000_000, quoted: false)).write(to: URL(fileURLWithPath: arguments[2]))
} else if arguments.count == 2 {
    try measure(arguments[1], [UInt8](try Data(contentsOf: URL(fileURLWithPath: arguments[1]))))
} else {
    let plain = orders(size: 50_000_000, quoted: false)
    try measure("few quotes, 64 KB chunks", plain)
    try measure("few quotes, 16 KB chunks", plain, chunk: 16 << 10)
    try measure("every field in quotes", orders(size: 50_000_000, quoted: true))
    try measure("few quotes, read as ISO 8859-1", plain, encoding: .latin1)
}
