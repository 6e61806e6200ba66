internal import CCurl

/// The transfers that libcurl works on, and handles for more. It lives on the transferring thread.
final class TransferSet {
    private let multi: UnsafeMutableRawPointer
    private let options: HTTPSession.Options
    private let share = curl_share_init()
    private var transfers: [ObjectIdentifier: Transfer] = [:]
    private var spareHandles: [EasyHandle] = []
    private var certificates: Result<String, ExchangeFailure>?

    /// As many idle connections and unused handles are kept.
    private static let mostKept = 64

    /// As many connections there are at once; further requests wait for one.
    private static let mostConnections = 256

    init(_ multi: UnsafeMutableRawPointer, _ options: HTTPSession.Options) {
        self.multi = multi
        self.options = options
        _ = curlew_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, Self.mostKept)
        _ = curlew_curl_multi_set_long(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, Self.mostConnections)
        // Otherwise each handle keeps its own sessions, and half of the new connections would not resume one. One thread
        // uses them all, so that no locks are needed.
        _ = curlew_curl_share(share, CURL_LOCK_DATA_SSL_SESSION)
    }

    deinit {
        for handle in spareHandles + transfers.values.map(\.handle) {
            curl_multi_remove_handle(multi, handle.pointer)
            curl_easy_cleanup(handle.pointer)
        }
        curl_share_cleanup(share)
    }

    func start(_ exchange: Exchange) {
        if exchange.isOver { return }
        do throws(ExchangeFailure) {
            guard let handle = spareHandles.popLast() ?? EasyHandle() else { throw Self.outOfMemory }
            let transfer = Transfer(exchange, on: handle)
            do throws(ExchangeFailure) {
                try transfer.prepare(
                    options, certificates: try certificates(for: exchange.request), share: share)
                guard curl_multi_add_handle(multi, handle.pointer) == CURLM_OK else { throw Self.outOfMemory }
            } catch {
                curl_easy_cleanup(handle.pointer)
                throw error
            }
            transfers[ObjectIdentifier(exchange)] = transfer
        } catch {
            exchange.ended(.failure(error))
        }
    }

    func resume(_ exchange: Exchange) {
        guard let transfer = transfers[ObjectIdentifier(exchange)] else { return }
        // A failure to go on shows in the transfer's end.
        curl_easy_pause(transfer.handle.pointer, 0)
    }

    /// Drops a transfer in the middle.
    func remove(_ exchange: Exchange) {
        guard let transfer = transfers.removeValue(forKey: ObjectIdentifier(exchange)) else { return }
        curl_multi_remove_handle(multi, transfer.handle.pointer)
        curl_easy_cleanup(transfer.handle.pointer)
    }

    /// Sends and receives what is possible now.
    func perform() {
        var running: CInt = 0
        curl_multi_perform(multi, &running)
        var waiting: CInt = 0
        while let message = curl_multi_info_read(multi, &waiting) {
            let code = message.pointee.data.result
            guard message.pointee.msg == CURLMSG_DONE, let context = curlew_curl_private(message.pointee.easy_handle)
            else { continue }
            // Woken when nothing here has the request any more: whoever sent a large body wants its memory back.
            let caller = end(Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue(), code)
            caller?.resume()
        }
    }

    private func end(_ transfer: Transfer, _ code: CURLcode) -> CheckedContinuation<Void, Never>? {
        let caller = transfer.ended(code)
        transfers[ObjectIdentifier(transfer.exchange)] = nil
        curl_multi_remove_handle(multi, transfer.handle.pointer)
        // After a failure a handle no longer takes all options.
        if code == CURLE_OK { keep(transfer.handle) } else { curl_easy_cleanup(transfer.handle.pointer) }
        return caller
    }

    private func keep(_ handle: EasyHandle) {
        guard spareHandles.count < Self.mostKept else { return curl_easy_cleanup(handle.pointer) }
        var handle = handle
        handle.reset()
        spareHandles.append(handle)
    }

    /// The certificates to trust, looked for when the first connection needs them.
    private func certificates(for request: HTTPRequest) throws(ExchangeFailure) -> String? {
        let bundle = CertificateBundle()
        let isNeeded =
            request.url.scheme == .https
            || ["http_proxy", "all_proxy", "ALL_PROXY"].contains { bundle.environment($0)?.hasPrefix("https") == true }
        guard isNeeded else { return nil }
        if let path = options.certificates { return path }
        let found = certificates ?? Result { () throws(ExchangeFailure) in try bundle.find() }
        certificates = found
        return try found.get()
    }

    private static let outOfMemory = ExchangeFailure(.other("libcurl has no memory for a transfer"), wasSent: false)
}
