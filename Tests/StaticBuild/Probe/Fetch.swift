internal import CCurl

/// The body of the response to a GET, at most as long as the server of the check sends it: collected whole.
func fetch(_ url: String, trusting certificates: String) throws(ProbeError) -> String {
    guard let handle = curl_easy_init() else { throw ProbeError("libcurl has no memory for a handle") }
    defer { curl_easy_cleanup(handle) }
    let body = Body()
    try check(curlew_curl_set_text(handle, CURLOPT_URL, url))
    try check(curlew_curl_set_text(handle, CURLOPT_CAINFO, certificates))
    try check(curlew_curl_set_text(handle, CURLOPT_ACCEPT_ENCODING, ""))
    try check(curlew_curl_set_long(handle, CURLOPT_FAILONERROR, 1))
    try check(curlew_curl_set_long(handle, CURLOPT_NOSIGNAL, 1))
    try check(curlew_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT, 10))
    try check(curlew_curl_set_long(handle, CURLOPT_TIMEOUT, 20))
    try check(curlew_curl_set_pointer(handle, CURLOPT_WRITEDATA, Unmanaged.passUnretained(body).toOpaque()))
    try check(
        curlew_curl_set_write_function(handle) { bytes, size, count, context in
            guard let bytes, let context else { return 0 }
            let received = UnsafeRawBufferPointer(start: bytes, count: size * count)
            Unmanaged<Body>.fromOpaque(context).takeUnretainedValue().bytes.append(contentsOf: received)
            return received.count
        })
    try withExtendedLifetime(body) { () throws(ProbeError) in
        try check(curl_easy_perform(handle))
    }
    return String(decoding: body.bytes, as: UTF8.self)
}

private final class Body {
    var bytes: [UInt8] = []
}

/// The number is printed because the check tells by it whether a request failed for the reason it should.
private func check(_ code: CURLcode) throws(ProbeError) {
    guard code == CURLE_OK else {
        throw ProbeError("curl \(code.rawValue): \(String(cString: curl_easy_strerror(code)))")
    }
}
