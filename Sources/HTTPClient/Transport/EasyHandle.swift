internal import CCurl

/// One of libcurl's handles for a transfer, with its options. The first option that cannot be set is remembered.
struct EasyHandle {
    let pointer: UnsafeMutableRawPointer
    private(set) var fault = CURLE_OK

    init?() {
        guard let pointer = curl_easy_init() else { return nil }
        self.pointer = pointer
    }

    mutating func set(_ option: CURLoption, _ value: Int) {
        note(curlew_curl_set_long(pointer, option, value))
    }

    mutating func set(_ option: CURLoption, offset value: Int) {
        note(curlew_curl_set_offset(pointer, option, curl_off_t(value)))
    }

    mutating func set(_ option: CURLoption, _ value: Bool) {
        set(option, value ? 1 : 0)
    }

    mutating func set(_ option: CURLoption, _ text: String?) {
        note(curlew_curl_set_text(pointer, option, text))
    }

    mutating func set(_ option: CURLoption, pointer value: UnsafeMutableRawPointer?) {
        note(curlew_curl_set_pointer(pointer, option, value))
    }

    mutating func set(_ option: CURLoption, list: UnsafeMutablePointer<curl_slist>?) {
        note(curlew_curl_set_list(pointer, option, list))
    }

    mutating func setCallbacks(write: curl_write_callback, header: curl_write_callback) {
        note(curlew_curl_set_write_function(pointer, write))
        note(curlew_curl_set_header_function(pointer, header))
    }

    mutating func setBodyCallbacks(read: curl_read_callback, seek: curl_seek_callback?) {
        note(curlew_curl_set_read_function(pointer, read))
        if let seek { note(curlew_curl_set_seek_function(pointer, seek)) }
    }

    /// Takes every option back and keeps what was learned: sessions of TLS, addresses, connections.
    mutating func reset() {
        curl_easy_reset(pointer)
        fault = CURLE_OK
    }

    func long(_ information: CURLINFO) -> Int {
        var value = 0
        _ = curlew_curl_long(pointer, information, &value)
        return value
    }

    func offset(_ information: CURLINFO) -> Int {
        var value: curl_off_t = 0
        _ = curlew_curl_offset(pointer, information, &value)
        return Int(value)
    }

    private mutating func note(_ code: CURLcode) {
        if fault == CURLE_OK { fault = code }
    }
}
