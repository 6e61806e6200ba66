internal import CCurl
internal import Glibc

// libcurl's callbacks. Their last argument is the transfer, which outlives its handle's use.

let receiveHeader: curl_write_callback = { bytes, size, count, context in
    guard let bytes, let context else { return 0 }
    let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return Transfer.at(context).received(line: line) ? line.count : 0
}

let receiveBody: curl_write_callback = { bytes, size, count, context in
    guard let bytes, let context else { return 0 }
    let received = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return switch Transfer.at(context).received(received) {
    case .take, .drop: received.count
    case .pause: Int(CURL_WRITEFUNC_PAUSE)
    // libcurl takes any other number than the one it gave for a failure, and it never gives this one.
    case .stop: Int(CURL_WRITEFUNC_PAUSE) + 1
    }
}

let sendBody: curl_read_callback = { buffer, size, count, context in
    guard let buffer, let context else { return 0 }
    return Transfer.at(context).send(into: UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
}

let rewindBody: curl_seek_callback = { context, position, origin in
    guard let context, origin == SEEK_SET else { return CInt(CURL_SEEKFUNC_FAIL) }
    Transfer.at(context).rewind(to: Int(position))
    return CInt(CURL_SEEKFUNC_OK)
}

extension Transfer {
    fileprivate static func at(_ context: UnsafeMutableRawPointer) -> Transfer {
        Unmanaged.fromOpaque(context).takeUnretainedValue()
    }
}
