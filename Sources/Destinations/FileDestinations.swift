package import Connector

/// The sinks of this module.
package struct FileDestinations: DestinationCatalog {
    package init() {}

    package func parquet(_ options: FileOptions) throws(Failure) -> any Sink {
        if let colon = options.folder.firstIndex(of: ":"), options.folder[colon...].hasPrefix("://") {
            throw Failure(
                .config, "`\(options.folder.prefix(100))` is no folder: only local folders can be written to",
                hint: "name a folder, or write to one and copy its files")
        }
        return ParquetSink(ParquetSettings(options))
    }
}
