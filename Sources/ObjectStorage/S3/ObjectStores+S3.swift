internal import CloudAccess
internal import HTTPClient
internal import Spelling

extension ObjectStores {
    /// A bucket of S3 or R2.
    func s3(
        _ scheme: StoreLocation.Scheme, _ bucket: String, root: String, until deadline: ContinuousClock.Instant?
    ) throws(StoreError) -> S3Store {
        let custom = try customEndpoint(scheme)
        let isVirtualHosted = try choice("AWS_VIRTUAL_HOSTED_STYLE_REQUEST", of: ["true", "false"]) == "true"
        let endpoint = S3Endpoint(bucket: bucket, custom: custom, isVirtualHosted: isVirtualHosted ? true : nil)
        let dialect = S3Dialect(
            endpoint, name: "\(scheme.rawValue)://\(bucket)", region: scheme == .r2 ? "auto" : nil, access: aws)
        // Servers that only resemble S3 do not all know these checksums.
        let checksums = try choice("AWS_REQUEST_CHECKSUM_CALCULATION", of: ["when_supported", "when_required"])
        var settings = S3Settings(
            sendsChecksums: custom == nil ? checksums != "when_required" : checksums == "when_supported")
        settings.object.encryption = try choice(
            "CURLEW_S3_ENCRYPTION", of: ["AES256", "aws:kms", "aws:kms:dsse"])
        settings.object.encryptionKey = variable("CURLEW_S3_KMS_KEY_ID")
        settings.object.storageClass = variable("CURLEW_STORAGE_CLASS")
        settings.object.tags = variable("CURLEW_OBJECT_TAGS")
        if scheme == .r2 {
            settings.hasEqualParts = true
            // 10,000 of them come to 80 GB.
            settings.partSize = 8 << 20
        }
        // Some take the condition and pass over it.
        settings.looksBeforeCompleting = custom != nil
        settings.allowance = try allowance.get()
        let sender = StoreSender(session, dialect, timing: timing, deadline: deadline)
        return S3Store(dialect, root: root, settings: settings, sender: sender)
    }

    /// The value of a variable that names one of some choices, as it is written here; nil when it is empty, too.
    private func choice(_ name: String, of choices: [String]) throws(StoreError) -> String? {
        guard let value = variable(name)?.lowercased() else { return nil }
        if let choice = choices.first(where: { $0.lowercased() == value }) { return choice }
        throw StoreError(.configuration, "\(name) must be \(choices.alternatives)")
    }

    private func customEndpoint(_ scheme: StoreLocation.Scheme) throws(StoreError) -> HTTPURL? {
        let names = ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT"]
        for name in scheme == .r2 ? ["R2_ENDPOINT_URL"] + names : names {
            guard let text = variable(name) else { continue }
            do throws(HTTPError) {
                return try HTTPURL(text)
            } catch {
                throw StoreError(.configuration, "\(name): \(error)")
            }
        }
        guard scheme == .r2 else { return nil }
        throw StoreError(
            .configuration, "r2:// needs the address of the account",
            hint: "set R2_ENDPOINT_URL=https://ACCOUNT.r2.cloudflarestorage.com")
    }
}
