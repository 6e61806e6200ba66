/// What did not work, in words for whoever reads the check's output.
struct ProbeError: Error {
    let message: String

    init(_ message: String) {
        self.message = message
    }
}
