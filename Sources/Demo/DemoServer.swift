internal import CMicroHTTPD
package import Connector
internal import Glibc
internal import JSON

/// The demo's API on a port of this machine, until nobody holds the server any more.
///
/// `@unchecked` because of libmicrohttpd's handle, which does not change and is only used when the server begins and ends.
package final class DemoServer: @unchecked Sendable {
    /// More than any client has at a time.
    private static let maximumConnections: UInt32 = 1_024

    /// Where the server is, without a path: `http://127.0.0.1:40123`.
    package let origin: String
    private let daemon: OpaquePointer
    private let handler: Unmanaged<DemoHandler>

    /// Starts a server.
    package init(_ settings: DemoSettings) throws(Failure) {
        var random = SystemRandomNumberGenerator()
        let handler = Unmanaged.passRetained(DemoHandler(settings, server: random.next()))
        let daemon = curlew_mhd_start(Self.maximumConnections, answerRequest, handler.toOpaque())
        let reason = errno
        guard let daemon else {
            handler.release()
            throw Failure(
                .source, "the demo's API cannot be served on 127.0.0.1: \(String(cString: strerror(reason)))")
        }
        self.daemon = daemon
        self.handler = handler
        origin = "http://127.0.0.1:\(curlew_mhd_port(daemon))"
    }

    deinit {
        MHD_stop_daemon(daemon)
        handler.release()
    }
}

/// Called by libmicrohttpd for each request: when its head has come, for each part of its body, and when it is whole.
private func answerRequest(
    _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?, _ path: UnsafePointer<CChar>?,
    _ method: UnsafePointer<CChar>?, _ version: UnsafePointer<CChar>?, _ body: UnsafePointer<CChar>?,
    _ bodyLength: UnsafeMutablePointer<Int>?, _ seen: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
    guard let context, let connection, let path, let method, let bodyLength, let seen else { return .NO }
    if seen.pointee == nil {
        seen.pointee = context
        return .YES
    }
    if bodyLength.pointee > 0 {
        bodyLength.pointee = 0
        return .YES
    }
    let handler = Unmanaged<DemoHandler>.fromOpaque(context).takeUnretainedValue()
    let request = DemoRequest(path: String(cString: path), parameters: parameters(of: connection))
    return send(handler.answer(request, method: String(cString: method)), on: connection)
}

private func parameters(of connection: OpaquePointer) -> [String: String] {
    var parameters: [String: String] = [:]
    withUnsafeMutablePointer(to: &parameters) { parameters in
        _ = MHD_get_connection_values(
            connection, .GET_ARGUMENT_KIND,
            { context, _, name, value in
                guard let name else { return .YES }
                let parameters = context?.assumingMemoryBound(to: [String: String].self)
                parameters?.pointee[String(cString: name)] = value.map { String(cString: $0) } ?? ""
                return .YES
            }, parameters)
    }
    return parameters
}

private func send(_ answer: consuming DemoAnswer, on connection: OpaquePointer) -> MHD_Result {
    let response = answer.body.bytes.withUnsafeBytes { bytes in
        MHD_create_response_from_buffer(
            bytes.count, UnsafeMutableRawPointer(mutating: bytes.baseAddress), .RESPMEM_MUST_COPY)
    }
    guard let response else { return .NO }
    defer { MHD_destroy_response(response) }
    for header in answer.headers + [("Content-Type", "application/json")] {
        guard MHD_add_response_header(response, header.name, header.value) == .YES else { return .NO }
    }
    return MHD_queue_response(connection, UInt32(answer.status), response)
}
