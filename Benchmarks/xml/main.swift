import Foundation
import JSON
import XML

// Measures the XML decoder on generated records.
//   benchmark-xml             prints how fast they are decoded
//   benchmark-xml --write F   writes them to a file, for other readers

/// Records such as an API of orders returns: attributes, nested elements, repeated ones, text that is not ASCII.
func orders(size: Int) -> [UInt8] {
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<orders total=\"many\">\n"
    var number = 0
    while text.utf8.count < size {
        number += 1
        text += """
              <order id="\(number)" status="\(["open", "paid", "shipped"][number % 3])">
                <created>2024-11-\(10 + number % 20)T08:\(10 + number % 50):00Z</created>
                <customer><name>\(["Ada Lovelace", "José Núñez", "Smith &amp; Co"][number % 3])</name><phone/></customer>
                <total currency="eur">\(number % 1000).50</total>
                <line><sku>SKU-\(number % 977)</sku><quantity>2</quantity></line>
                <line><sku>SKU-\(number % 991)</sku><quantity>1</quantity></line>
              </order>

            """
    }
    return Array((text + "</orders>\n").utf8)
}

func decode(_ text: [UInt8]) throws -> Int {
    var decoder = XMLDecoder(path: ["orders", "order"])
    var records = 0
    try text.withUnsafeBytes { bytes in
        var start = 0
        while start < bytes.count {
            let chunk = UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + 64 << 10, bytes.count)])
            var position = 0
            while let batch = try decoder.nextBatch(in: chunk, from: &position) { records += batch.root.count }
            start += chunk.count
        }
    }
    return records + (try decoder.finish().lastBatch?.root.count ?? 0)
}

let text = orders(size: 30_000_000)
if CommandLine.arguments.count == 3, CommandLine.arguments[1] == "--write" {
    try Data(text).write(to: URL(fileURLWithPath: CommandLine.arguments[2]))
} else {
    let clock = ContinuousClock()
    var best = Duration.seconds(1000)
    var records = 0
    for _ in 0..<5 { best = min(best, try clock.measure { records = try decode(text) }) }
    let seconds = best / .seconds(1)
    print(
        String(
            format: "%.0f MB/s, %.2f million records/s", Double(text.count) / seconds / 1e6,
            Double(records) / seconds / 1e6))
}
