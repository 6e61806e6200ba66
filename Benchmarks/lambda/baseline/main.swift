// What a static Swift program that waits for an invocation costs at the least: one connection and one GET to the address
// 127.0.0.1:PORT of the Runtime API that AWS_LAMBDA_RUNTIME_API names. No checks: it is only ever run by the benchmark.
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
let request = "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: \(place)\r\n\r\n"
send(descriptor, request, request.utf8.count, 0)
var byte: UInt8 = 0
recv(descriptor, &byte, 1, 0)
