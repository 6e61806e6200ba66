/// The version of Curlew, as `--version`, the user agent and file metadata show it.
public let curlewVersion = "0.1.0"
