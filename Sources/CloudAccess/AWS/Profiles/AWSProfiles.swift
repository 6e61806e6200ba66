internal import Signing

/// The profiles of a person, from both files.
struct AWSProfiles: Sendable {
    /// The settings of a profile, by their names in lower case. An empty one is as good as none.
    struct Profile: Sendable {
        let name: String
        fileprivate let settings: [String: String]

        subscript(setting: String) -> String? {
            settings[setting].flatMap { $0.isEmpty ? nil : $0 }
        }

        /// The settings there are that begin with a text.
        func has(prefix: String) -> Bool {
            settings.contains { $0.key.hasPrefix(prefix) && !$0.value.isEmpty }
        }
    }

    /// Where the files are, or would be.
    let paths: [String]
    private var settings: [String: [String: String]] = [:]

    /// Reads the files that there are. Throws when one cannot be read.
    init(_ environment: AWSEnvironment) throws(AccessError) {
        let files: [(variable: String, name: String, kind: ProfileFile.Kind)] = [
            ("AWS_CONFIG_FILE", "config", .config), ("AWS_SHARED_CREDENTIALS_FILE", "credentials", .credentials),
        ]
        var paths: [String] = []
        for file in files {
            let path = environment.expanded(environment[file.variable] ?? "~/.aws/\(file.name)")
            paths.append(path)
            guard let text = try SmallFile.text(path) else { continue }
            for (name, settings) in try ProfileFile(text, file.kind, path: path).profiles {
                // What stands in the file with credentials counts more.
                self.settings[name, default: [:]].merge(settings) { _, new in new }
            }
        }
        self.paths = paths
    }

    subscript(name: String) -> Profile? {
        settings[name].map { Profile(name: name, settings: $0) }
    }
}

extension AWSProfiles.Profile {
    /// The keys that stand in the profile. Throws when there is one half of them only.
    func keys() throws(AccessError) -> ExpiringCredentials? {
        switch (self["aws_access_key_id"], self["aws_secret_access_key"]) {
        case (let id?, let secret?):
            return ExpiringCredentials(
                AWSCredentials(accessKeyID: id, secretAccessKey: secret, sessionToken: self["aws_session_token"]))
        case (nil, nil): return nil
        case (_?, nil): throw fault("has `aws_access_key_id`, but no `aws_secret_access_key`")
        case (nil, _?): throw fault("has `aws_secret_access_key`, but no `aws_access_key_id`")
        }
    }

    func fault(_ reason: String, hint: String? = nil) -> AccessError {
        AccessError(.configuration, "the profile `\(name)` \(reason)", hint: hint)
    }
}
