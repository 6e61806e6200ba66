/// A field of a record while it is transformed: two references, so that any number of them cost no memory management.
struct WorkingField: BitwiseCopyable {
    var name: Name
    var value: Value

    enum Name: BitwiseCopyable {
        /// A key on the source's tape.
        case source(Int)
        /// A label of the pass.
        case label(Int)
        /// A name that was made, in the run's buffer of names.
        case made(start: UInt32, count: UInt32)
    }

    enum Value: BitwiseCopyable {
        /// A value on the source's tape.
        case source(Int)
        /// A value of a template.
        case made(Int)
        /// An object with other fields than the source's.
        case fields(Int)
    }
}
