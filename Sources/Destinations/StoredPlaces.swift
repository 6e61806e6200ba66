package import CloudAccess
package import Connector
internal import JSON
package import ObjectStorage

/// Local folders and object stores, and the keepers of secrets beside them.
package struct StoredPlaces: Places {
    private let stores: ObjectStores

    /// What the stores reach.
    package init(_ stores: ObjectStores) {
        self.stores = stores
    }

    package func parquet(_ options: FileOptions) throws(Failure) -> any Sink {
        do throws(StoreError) {
            return ParquetSink(ParquetSettings(options), into: try stores.store(at: options.folder))
        } catch {
            throw Failure(error)
        }
    }

    package func state(at reference: String) throws(Failure) -> any StateStore {
        do throws(StoreError) {
            if case .folder(let path) = try StoreLocation(reference) { return StateFile(path) }
            let (store, key) = try stores.object(at: reference)
            return StateObject(key, in: store)
        } catch {
            throw Failure(error)
        }
    }
}
