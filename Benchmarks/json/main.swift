import CBaseline
import Foundation
import JSON

// Measures the JSON module on one page, each line beside simdjson used directly from C++ on the same bytes in the same
// run. Every figure is the best of several rounds; GB/s counts bytes of text.

let page = OrderPage.make(size: 400_000)
let document = try JSONDocument.parse(page, duplicateKeys: .keep)
let everyRecord = try JSONPath("$.data[*]")
let rounds = 50
let repetitions = 40

func best(_ body: () -> Void) -> Double {
    let clock = ContinuousClock()
    body()
    let times = (0..<repetitions).map { _ in clock.measure(body) }
    let fastest = times.min() ?? .zero
    return Double(page.count * rounds) / (fastest / .seconds(1)) / 1e9
}

func report(_ name: String, _ rate: Double, beside baseline: Double? = nil) {
    let ratio = baseline.map { String(format: "  simdjson in C++ %6.2f GB/s, ratio %.2f", $0, rate / $0) } ?? ""
    print(name.padding(toLength: 34, withPad: " ", startingAt: 0) + String(format: "%6.2f GB/s", rate) + ratio)
}

var checksum: UInt64 = 0

/// Touches every value and key in the order of the tape.
func walk(_ root: UnsafeJSONNode) -> UInt64 {
    var sum: UInt64 = 0
    var node = root
    let end = root.endIndex
    while node.index < end {
        switch node.tag {
        case .string:
            sum &+= UInt64(node.utf8.count)
            node = node.next
        case .integer:
            sum &+= UInt64(bitPattern: node.int64)
            node = node.next
        case .unsigned:
            sum &+= node.uint64
            node = node.next
        case .double:
            sum &+= node.double > 0 ? 1 : 0
            node = node.next
        default:
            sum &+= 1
            node = node.first
        }
    }
    return sum
}

print("a page of \(page.count) bytes, \(document.root["data"]?.count ?? 0) records, best of \(repetitions) × \(rounds)")

page.withUnsafeBytes { bytes in
    guard let text = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    report(
        "parse",
        best {
            for _ in 0..<rounds {
                checksum &+= (try? JSONDocument.parse(page, duplicateKeys: .keep)).map { UInt64($0.root.count) } ?? 0
            }
        }, beside: best { checksum &+= baseline_parse(text, page.count, rounds) })
    report(
        "parse, duplicate keys refused",
        best {
            for _ in 0..<rounds { checksum &+= (try? JSONDocument.parse(page)).map { UInt64($0.root.count) } ?? 0 }
        })
    report(
        "walk every value",
        best {
            for _ in 0..<rounds { checksum &+= document.root.withUnsafeNode(walk) }
        }, beside: best { checksum &+= baseline_walk(text, page.count, rounds) })
    var writer = JSONWriter(capacity: page.count)
    report(
        "write back",
        best {
            for _ in 0..<rounds {
                writer.removeAll()
                writer.value(document.root)
                checksum &+= UInt64(writer.bytes.count)
            }
        }, beside: best { checksum &+= baseline_write(text, page.count, rounds) })
    report(
        "JSONPath $.data[*]",
        best {
            for _ in 0..<rounds {
                document.root.withUnsafeNode { root in
                    _ = everyRecord.forEachNode(in: root) { node in
                        checksum &+= UInt64(node.count)
                        return true
                    }
                }
            }
        })
    let data = Data(bytes)
    report(
        "Foundation's JSONSerialization",
        best {
            for _ in 0..<rounds { checksum &+= (try? JSONSerialization.jsonObject(with: data)) == nil ? 0 : 1 }
        })
}
print("checksum \(checksum)")
