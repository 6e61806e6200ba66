internal import CCrypto
internal import CCurl
internal import CExpat
internal import CSnappy
internal import CYAML
internal import CZlib
internal import CZstd
internal import JSON

/// A C library that must be inside the program. To exercise it is to do a small piece of its real work, so that the
/// linker takes in what Curlew itself needs of it and the size of the probe tells what a complete binary costs.
struct Library: Sendable {
    let name: String
    let version: String
    let works: @Sendable () -> Bool

    func exercise() throws(ProbeError) {
        guard works() else { throw ProbeError("\(name) does not work") }
    }

    static let all = [
        Library(name: "libcurl", version: String(cString: curl_version())) {
            curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
        },
        Library(name: "libcrypto", version: String(cString: OpenSSL_version(OPENSSL_VERSION))) { digests() },
        Library(name: "libyaml", version: String(cString: yaml_get_version_string())) { parsesYAML() },
        Library(name: "expat", version: String(cString: XML_ExpatVersion())) { parsesXML() },
        Library(name: "zstd", version: String(cString: ZSTD_versionString())) { roundTripsThroughZstd() },
        Library(name: "snappy", version: "(tells none)") { roundTripsThroughSnappy() },
        Library(name: "zlib", version: String(cString: zlibVersion())) { roundTripsThroughZlib() },
        Library(name: "simdjson", version: "(tells none)") { parsesJSON() },
    ]
}

private let sample = Array(repeating: Array("curlew, numenius arquata; ".utf8), count: 40).flatMap { $0 }

private func digests() -> Bool {
    var digest = [UInt8](repeating: 0, count: 32)
    guard EVP_Digest("abc", 3, &digest, nil, EVP_sha256(), nil) == 1 else { return false }
    return digest.starts(with: [0xba, 0x78, 0x16, 0xbf])
}

private func parsesYAML() -> Bool {
    var parser = yaml_parser_t()
    guard yaml_parser_initialize(&parser) == 1 else { return false }
    defer { yaml_parser_delete(&parser) }
    let text = Array("name: curlew\n".utf8)
    return text.withUnsafeBufferPointer { text in
        yaml_parser_set_input_string(&parser, text.baseAddress, text.count)
        var document = yaml_document_t()
        guard yaml_parser_load(&parser, &document) == 1 else { return false }
        defer { yaml_document_delete(&document) }
        return yaml_document_get_root_node(&document)?.pointee.type == YAML_MAPPING_NODE
    }
}

private func parsesXML() -> Bool {
    guard let parser = XML_ParserCreate(nil) else { return false }
    defer { XML_ParserFree(parser) }
    let text = "<bird>curlew</bird>"
    return XML_Parse(parser, text, Int32(text.utf8.count), 1) == XML_STATUS_OK
}

private func roundTripsThroughZstd() -> Bool {
    var packed = [UInt8](repeating: 0, count: ZSTD_compressBound(sample.count))
    var unpacked = [UInt8](repeating: 0, count: sample.count)
    let length = ZSTD_compress(&packed, packed.count, sample, sample.count, 3)
    guard ZSTD_isError(length) == 0, length < sample.count else { return false }
    return ZSTD_decompress(&unpacked, unpacked.count, packed, length) == sample.count && unpacked == sample
}

private func roundTripsThroughSnappy() -> Bool {
    var packed = [CChar](repeating: 0, count: snappy_max_compressed_length(sample.count))
    var unpacked = [CChar](repeating: 0, count: sample.count)
    let text = sample.map { CChar(bitPattern: $0) }
    var length = packed.count
    var unpackedLength = unpacked.count
    return snappy_compress(text, text.count, &packed, &length) == SNAPPY_OK && length < text.count
        && snappy_uncompress(packed, length, &unpacked, &unpackedLength) == SNAPPY_OK && unpacked == text
}

private func roundTripsThroughZlib() -> Bool {
    var length = compressBound(UInt(sample.count))
    var packed = [UInt8](repeating: 0, count: Int(length))
    var unpacked = [UInt8](repeating: 0, count: sample.count)
    var unpackedLength = UInt(unpacked.count)
    return compress(&packed, &length, sample, UInt(sample.count)) == Z_OK && length < UInt(sample.count)
        && uncompress(&unpacked, &unpackedLength, packed, length) == Z_OK && unpacked == sample
}

private func parsesJSON() -> Bool {
    let document = try? JSONDocument.parse(#"{"birds": ["curlew", 1, 2.5]}"#)
    return document?.root["birds"]?[2]?.double == 2.5
}
