internal import Glibc

/// Requests to servers on this machine, as the demo's API is one.
package enum LoopbackRequests {
    private static let address = "127.0.0.1"

    /// Lets them pass by the proxy that the environment names: this machine is not where the proxy is. To be called before
    /// there is a second thread, because it changes the environment.
    package static func bypassProxies() {
        guard ["http_proxy", "all_proxy", "ALL_PROXY"].contains(where: { variable($0) != nil }) else { return }
        let direct = variable("no_proxy") ?? variable("NO_PROXY") ?? ""
        if direct == "*" { return }
        setenv("no_proxy", direct.isEmpty ? address : "\(direct),\(address)", 1)
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
