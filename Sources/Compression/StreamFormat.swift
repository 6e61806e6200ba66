/// The formats that HTTP bodies and files are compressed in as a whole.
package enum StreamFormat: String, Hashable, Sendable {
    /// One gzip member or several (RFC 1952).
    case gzip
    /// A zlib stream (RFC 1950). Read also without zlib's header (RFC 1951), which is what some servers mean by the name.
    case deflate
    /// One Zstandard frame or several (RFC 8878).
    case zstd
}
