internal import CZlib

extension UnsafeMutablePointer<z_stream> {
    /// Lets zlib read from `input` and write to `output`; returns how much of each it was offered, as zlib counts in 32
    /// bits.
    func offer(
        _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
    ) -> (input: Int, output: Int) {
        let readable = UInt32(clamping: input.count)
        let writable = UInt32(clamping: output.count)
        // zlib does not write to its input; its header leaves the const out.
        pointee.next_in = UnsafeMutablePointer<UInt8>(mutating: input.assumingMemoryBound(to: UInt8.self).baseAddress)
        pointee.avail_in = readable
        pointee.next_out = output.assumingMemoryBound(to: UInt8.self).baseAddress
        pointee.avail_out = writable
        return (Int(readable), Int(writable))
    }
}
