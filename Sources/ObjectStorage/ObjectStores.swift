package import CloudAccess
package import HTTPClient

/// The stores that a program can reach, by their URLs. What it takes to reach them, credentials and connections, is shared
/// and kept; nothing is looked for before it is needed.
package final class ObjectStores: Sendable {
    let environment: [String: String]
    let session: HTTPSession
    let timing: StoreTiming
    package let aws: AWSAccess
    private let google: GoogleAccess
    private let azure: AzureAccess
    /// The parts that uploads may have on their way besides one each.
    let allowance: Result<PartAllowance, StoreError>

    /// Stores whose settings and credentials come from the variables of an environment.
    package init(environment: [String: String], session: HTTPSession, timing: StoreTiming = StoreTiming()) {
        self.environment = environment
        self.session = session
        self.timing = timing
        aws = AWSAccess(environment: environment, session: session)
        google = GoogleAccess(environment: environment, session: session)
        azure = AzureAccess(environment: environment, session: session)
        allowance = Self.allowance(environment["CURLEW_UPLOAD_PARTS_IN_MEMORY"])
    }

    /// The store at a path or URL; what is behind the bucket is what all keys begin with. It gives up at the deadline.
    package func store(
        at text: String, until deadline: ContinuousClock.Instant? = nil
    ) throws(StoreError) -> any ObjectStore {
        switch try StoreLocation(text) {
        case .folder(let path): return LocalStore(path)
        case .bucket(let scheme, let name, let path):
            try Self.refuseSecrets(in: path, of: scheme)
            let root = path.isEmpty || path.hasSuffix("/") ? path : path + "/"
            return try store(scheme, name, root: root, until: deadline)
        }
    }

    /// The store that an object is in, and its key.
    package func object(
        at text: String, until deadline: ContinuousClock.Instant? = nil
    ) throws(StoreError) -> (store: any ObjectStore, key: String) {
        switch try StoreLocation(text) {
        case .folder(let path):
            let (folder, name) = Self.split(path)
            return (LocalStore(folder.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : folder), name)
        case .bucket(let scheme, let name, let path):
            try Self.refuseSecrets(in: path, of: scheme)
            let (folder, key) = Self.split(path)
            guard !key.isEmpty else {
                throw StoreError(.configuration, "`\(StoreLocation.shown(text))` names a folder, not an object")
            }
            return (try store(scheme, name, root: folder.isEmpty ? "" : folder + "/", until: deadline), key)
        }
    }

    private func store(
        _ scheme: StoreLocation.Scheme, _ name: String, root: String, until deadline: ContinuousClock.Instant?
    ) throws(StoreError) -> any ObjectStore {
        switch scheme {
        case .s3, .r2: return try s3(scheme, name, root: root, until: deadline)
        case .gs:
            var settings = GCSStore.Settings()
            settings.storageClass = variable("CURLEW_STORAGE_CLASS")
            return try GCSStore(
                bucket: name, root: root, environment: environment, access: google, session: session,
                settings: settings, timing: timing, deadline: deadline)
        case .az:
            var settings = AzureStore.Settings()
            settings.accessTier = variable("CURLEW_STORAGE_CLASS")
            settings.allowance = try allowance.get()
            return try AzureStore(
                container: name, root: root, access: azure, session: session, settings: settings, timing: timing,
                deadline: deadline)
        }
    }

    /// The value of a variable; nil when it is empty, too.
    func variable(_ name: String) -> String? {
        guard let value = environment[name], !value.isEmpty else { return nil }
        return value
    }

    /// The allowance that a variable grants: so many parts in memory where there is one upload.
    private static func allowance(_ text: String?) -> Result<PartAllowance, StoreError> {
        guard let text, !text.isEmpty else { return .success(PartAllowance(4)) }
        guard let parts = Int(text), 2...64 ~= parts else {
            return .failure(StoreError(.configuration, "CURLEW_UPLOAD_PARTS_IN_MEMORY must be a number from 2 to 64"))
        }
        return .success(PartAllowance(parts - 2))
    }

    private static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return ("", path) }
        return (String(path[..<slash]), String(path[path.index(after: slash)...]))
    }

    /// A URL with a query is a signed one, or a mistake; a question mark in a key is neither.
    private static func refuseSecrets(in path: String, of scheme: StoreLocation.Scheme) throws(StoreError) {
        guard path.firstIndex(of: "?") != nil else { return }
        throw StoreError(
            .configuration, "a URL of a store has no `?`: \(scheme.rawValue)://BUCKET/PATH",
            hint: "credentials come from the environment")
    }
}
