internal import Glibc

/// The bytes of a C string, without the zero that ends it.
func bytes(of text: UnsafePointer<CChar>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: text, count: strlen(text))
}
