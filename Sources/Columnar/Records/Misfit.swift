/// A value that its column does not hold.
package struct Misfit: Error, Hashable, Sendable, CustomStringConvertible {
    /// Why it does not.
    package enum Reason: Hashable, Sendable {
        /// It is of another type than the column was declared with.
        case otherType
        /// It is null or missing, and must not be.
        case missing
        /// The column would hold more than 2 GB, or 2 billion elements.
        case tooLarge
        /// The object has more fields than there may be columns.
        case tooManyFields
    }

    /// Where: `lines[].price`.
    package let column: String
    package let reason: Reason
    /// The beginning of the value's JSON text.
    package let value: String
    /// The name of the column's type, as a schema declares it.
    package let type: String

    /// One sentence for a person.
    package var description: String {
        switch reason {
        case .otherType: "\(column): \(value) is not of type \(type)"
        case .missing: "\(column) is declared as required, and is missing or null"
        case .tooLarge: "\(column): more than fits one row group"
        case .tooManyFields: "\(column.isEmpty ? "the record" : column) has too many fields (at \(value))"
        }
    }
}
