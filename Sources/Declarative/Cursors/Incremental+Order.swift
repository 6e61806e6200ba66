internal import Connector

extension Incremental {
    /// How the values of the cursor are compared.
    var order: CursorOrder {
        if case .timestamp(let format) = format { CursorOrder(format: format) } else { CursorOrder() }
    }
}
