/// Where the package and the data beside it lie, found from the place of this file.
public enum PackageFolder {
    /// The folder with Package.swift.
    public static let path: String = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(3)
        return parts.joined(separator: "/")
    }()

    /// Public test vectors, which lie beside a checkout on machines that have them and are not part of the project.
    public static let sharedData = path + "/../shared/data"

    /// The documents that describe what Curlew is to be compatible with; they lie beside a checkout as well.
    public static let sharedReference = path + "/../shared/reference"
}
