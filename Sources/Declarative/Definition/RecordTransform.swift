/// A change to every record of a stream.
package enum RecordTransform: Hashable, Sendable {
    /// Adds fields or replaces their values.
    case set([TemplatedField])
    /// Gives fields new names, in order.
    case rename([Renaming])
    /// Removes fields; a path may lead into objects.
    case drop([FieldPath])
    /// Removes all other fields.
    case select([FieldPath])
    /// Moves the members of objects up, their names joined to the object's by the separator; nil depth for all levels.
    case flatten(separator: String, depth: Int?)
    /// Makes a record of each element of an array, with the record's other fields copied into it.
    case explode(FieldPath)

    package struct Renaming: Hashable, Sendable {
        package var from: FieldPath
        package var to: String
    }
}

/// A field of a record by the names that lead to it, outermost first.
package struct FieldPath: Hashable, Sendable {
    package var names: [String]
}
