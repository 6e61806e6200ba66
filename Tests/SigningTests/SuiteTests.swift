import Foundation
import Signing
import Testing

/// The public test suite of Signature Version 4, where it lies beside the checkout.
@Suite(.enabled(if: Vector.isPresent, "the folder sigv4 does not lie beside this checkout"))
struct SuiteTests {
    @Test func `signs in the header as the public suite wants`() throws {
        let vectors = try Vector.all()
        #expect(vectors.count == 38)
        for vector in vectors {
            let name = vector.name
            let signed = vector.signer.signature(of: vector.request, payload: .of(vector.body), at: vector.time)
            #expect(try signed.canonicalRequest == vector.wanted("header-canonical-request.txt"), "\(name)")
            #expect(try signed.stringToSign == vector.wanted("header-string-to-sign.txt"), "\(name)")
            #expect(try signed.signature == vector.wanted("header-signature.txt"), "\(name)")
            let wanted = try Vector.request(vector.wanted("header-signed-request.txt"))
            #expect(Fields(vector.request.headers + signed.additions) == Fields(wanted.0.headers), "\(name)")
            #expect(wanted.body == vector.body)
        }
    }

    @Test func `signs in the query as the public suite wants`() throws {
        for vector in try Vector.all() {
            let name = vector.name
            let signed = vector.signer.presignedQuery(
                signing: vector.request, payload: .of(vector.body), at: vector.time, expires: vector.lifetime)
            #expect(try signed.canonicalRequest == vector.wanted("query-canonical-request.txt"), "\(name)")
            #expect(try signed.stringToSign == vector.wanted("query-string-to-sign.txt"), "\(name)")
            #expect(try signed.signature == vector.wanted("query-signature.txt"), "\(name)")
            let wanted = try Vector.request(vector.wanted("query-signed-request.txt"))
            #expect(wanted.0.path == vector.request.path, "\(name)")
            #expect(query(of: vector.request, signed) == wanted.0.query, "\(name)")
        }
    }

    /// The query on the wire, with the additions in their order.
    private func query(of request: SignableRequest, _ signed: RequestSignature) -> String {
        let unreserved = CharacterSet(charactersIn: "-._~").union(.alphanumerics)
        let items = signed.additions.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: unreserved) ?? "")"
        }
        return ((request.query.map { [$0] } ?? []) + items).joined(separator: "&")
    }

    /// Fields whose names are compared regardless of case and order.
    private struct Fields: Equatable {
        let lines: [String]

        init(_ fields: [(name: String, value: String)]) {
            lines = fields.map { "\($0.name.lowercased()): \($0.value)" }.sorted()
        }
    }
}
