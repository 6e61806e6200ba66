package import Connector
package import ObjectStorage

/// Local folders and object stores, and the keepers of secrets beside them.
package struct StoredPlaces: Places {
    private let stores: ObjectStores
    private let secrets: SecretKeepers
    private var end: ContinuousClock.Instant?

    /// What the stores reach.
    package init(_ stores: ObjectStores) {
        self.stores = stores
        secrets = SecretKeepers(stores.aws)
    }

    package func parquet(_ options: FileOptions) throws(Failure) -> any Sink {
        do throws(StoreError) {
            return ParquetSink(ParquetSettings(options), into: try stores.store(at: options.folder, until: end))
        } catch {
            throw Failure(error)
        }
    }

    package func state(at reference: String) throws(Failure) -> any StateStore {
        do throws(StoreError) {
            if case .folder(let path) = try StoreLocation(reference) { return StateFile(path) }
            let (store, key) = try stores.object(at: reference, until: end)
            return StateObject(key, in: store)
        } catch {
            throw Failure(error)
        }
    }

    package func until(_ end: ContinuousClock.Instant?) -> any Places {
        var places = self
        places.end = end
        return places
    }

    package func shown(_ reference: String) -> String { StoreLocation.shown(reference) }

    package func isRemote(_ reference: String) -> Bool {
        SecretReference(reference) != nil || StoreLocation.isURL(reference)
    }

    package func text(at reference: String, limit: Int) async throws(Failure) -> [UInt8] {
        if let reference = SecretReference(reference) { return try await secrets.text(of: reference, by: end) }
        guard let text = try await contents(of: reference, limit: limit) else {
            throw Failure(.config, "there is no \(shown(reference))")
        }
        return text
    }

    package func forgetSecrets() { secrets.forget() }

    package func contents(of reference: String, limit: Int) async throws(Failure) -> [UInt8]? {
        do throws(StoreError) {
            let (store, key) = try stores.object(at: reference, until: end)
            return try await store.get(key, limit: limit)?.bytes
        } catch {
            // What cannot be reached now is nobody's mistake, and may be there later.
            let mayPass = error.kind == .unavailable || error.kind == .late
            throw Failure(mayPass ? .source : .config, error.message, hint: error.hint, mayRetry: mayPass)
        }
    }

    package func write(_ text: [UInt8], to reference: String) async throws(Failure) {
        try await Failure.ofStore { () async throws(StoreError) in
            let (store, key) = try stores.object(at: reference, until: end)
            _ = try await store.put(key, text, as: .json, if: .always)
        }
    }
}
