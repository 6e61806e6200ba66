import Compression
import HTTPClient
import JSON

extension HTTPResponse {
    var bytes: [UInt8] { body.bytes }
    var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension PaddedBytes {
    var bytes: [UInt8] { withUnsafeBytes { Array($0) } }
}

extension HTTPStream {
    /// All that is still to come.
    mutating func collect() async throws(HTTPError) -> PaddedBytes {
        var whole = PaddedBytes()
        var piece = PaddedBytes()
        while try await next(into: &piece) { piece.withUnsafeBytes { whole.append($0) } }
        return whole
    }
}

extension HTTPSession {
    /// The error that collecting the response ends with; nil when it succeeds.
    func failure(of request: HTTPRequest) async -> HTTPError? {
        do throws(HTTPError) {
            _ = try await response(to: request)
            return nil
        } catch {
            return error
        }
    }

    /// The error that streaming the response ends with; nil when it succeeds.
    func streamFailure(of request: HTTPRequest) async -> HTTPError? {
        do throws(HTTPError) {
            var stream = try await stream(of: request)
            _ = try await stream.collect()
            return nil
        } catch {
            return error
        }
    }
}

extension HTTPError.Kind {
    /// The name of the case.
    var name: String {
        Mirror(reflecting: self).children.first?.label ?? "\(self)"
    }
}

func compressed(_ bytes: [UInt8], _ format: StreamFormat) throws -> [UInt8] {
    var compressor = try StreamCompressor(format)
    var output: [UInt8] = []
    try bytes.withUnsafeBytes { try compressor.compress($0) { output.append(contentsOf: $0) } }
    try compressor.finish { output.append(contentsOf: $0) }
    return output
}
