// What a static Swift program costs at the least that waits for an invocation and is told when its sandbox ends: one connection
// to the address 127.0.0.1:PORT of the Runtime API that AWS_LAMBDA_RUNTIME_API names, a POST that registers an extension, and a
// GET. No checks: it is only ever run by the benchmark.
internal import Glibc

let place = getenv("AWS_LAMBDA_RUNTIME_API").map { String(cString: $0) } ?? ""
let port = UInt16(place.split(separator: ":").last ?? "") ?? 0
let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
var address = sockaddr_in()
address.sin_family = sa_family_t(AF_INET)
address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
address.sin_port = port.bigEndian
_ = withUnsafePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
    }
}
func say(_ text: String) { send(descriptor, text, text.utf8.count, 0) }
var answer = [UInt8](repeating: 0, count: 4096)
say(
    "POST /2020-01-01/extension/register HTTP/1.1\r\nHost: \(place)\r\nLambda-Extension-Name: baseline\r\n"
        + "Content-Type: application/json\r\nContent-Length: 13\r\n\r\n{\"events\":[]}")
recv(descriptor, &answer, answer.count, 0)
say("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: \(place)\r\n\r\n")
recv(descriptor, &answer, answer.count, 0)
