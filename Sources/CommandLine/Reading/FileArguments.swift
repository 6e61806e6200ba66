internal import Connector

extension Command.Option {
    /// The options that say how files are written.
    static let files = [
        Command.Option(
            "output", short: "o", value: "DIR|URL",
            help: "The folder for Parquet files, or s3://, r2://, gs:// or az://"),
        Command.Option("max-file-mb", value: "N", help: "Begin another file after so many megabytes (default: 128)"),
        Command.Option("compression", value: "CODEC", help: "zstd, snappy, gzip or none (default: zstd)"),
        Command.Option(
            "nested", value: "HOW", help: "What objects and arrays become: struct or json, a text (default: struct)"),
        Command.Option("infer-timestamps", help: "Make timestamps of columns with nothing but ISO 8601 timestamps"),
        Command.Option("all-text", help: "Make text of every number, true and false, unless its type is declared"),
        Command.Option("metadata-columns", help: "Add columns that say when, by which sync and from which slice"),
    ]
}

extension Arguments {
    /// What is asked of files of a connector; nil where records go to standard output.
    func files(of connector: String) throws(Failure) -> FileOptions? {
        guard self["format"] == FileOptions.formatName else {
            let given = Command.Option.files.first { self[$0.name] != nil || has($0.name) }
            guard let given else { return nil }
            throw Failure(.config, "`--\(given.name)` is for Parquet files", hint: "give `--format parquet` as well")
        }
        guard let folder = self["output"], !folder.isEmpty else {
            throw Failure(.config, "`--format parquet` needs `--output DIR|URL`, the folder for the files")
        }
        var files = FileOptions(folder: folder, connector: connector)
        if let size = try megabytes("max-file-mb") { files.maximumFileSize = size }
        if let compression = try choice("compression", of: FileOptions.Compression.self) {
            files.compression = compression
        }
        if let nested = try choice("nested", of: FileOptions.Nesting.self) { files.nested = nested }
        files.infersTimestamps = has("infer-timestamps")
        files.isAllText = has("all-text")
        files.hasMetadataColumns = has("metadata-columns")
        return files
    }

    /// The bytes of an option that is a number of megabytes; nil when it is not given.
    private func megabytes(_ option: String) throws(Failure) -> Int? {
        guard let text = self[option] else { return nil }
        guard let number = Double(text), number >= 0.001, number <= 1e6 else {
            throw Failure(
                .config, "`--\(option)` must be a number of megabytes from 0.001 to 1000000, not `\(text)`")
        }
        return Int(number * 1_048_576)
    }
}

extension FileOptions {
    /// What `--format` calls Parquet files.
    static let formatName = "parquet"
}
