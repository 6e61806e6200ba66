internal import CCurl
internal import Glibc
internal import Synchronization

/// The thread on which libcurl transfers everything, with the connections it keeps.
///
/// Unchecked because of libcurl's handle: all but `curl_multi_wakeup` is called on the thread alone.
final class TransferLoop: @unchecked Sendable {
    /// What the thread is asked to do.
    enum Message {
        case start(Exchange)
        /// Go on with a paused exchange.
        case resume(Exchange)
        /// Drop an exchange that is over for its caller.
        case remove(Exchange)
    }

    let multi: UnsafeMutableRawPointer
    let options: HTTPSession.Options
    private let mailbox = Mutex(Mailbox<Message>())

    /// Starts libcurl, if nobody has, and the thread.
    init(_ options: HTTPSession.Options) throws(ExchangeFailure) {
        guard Self.globalState == CURLE_OK, let multi = curl_multi_init() else {
            throw ExchangeFailure(.other("libcurl cannot be started"), wasSent: false)
        }
        self.multi = multi
        self.options = options
        try startThread()
    }

    deinit {
        curl_multi_cleanup(multi)
    }

    func post(_ message: Message) {
        if mailbox.withLock({ $0.post(message) }) { curl_multi_wakeup(multi) }
    }

    /// Ends the thread once it has nothing to do any more. Nothing may be posted afterwards but what ends exchanges.
    func close() {
        if mailbox.withLock({ $0.close() }) { curl_multi_wakeup(multi) }
    }

    /// What curl_global_init said, the one time it is called.
    private static let globalState = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    private func startThread() throws(ExchangeFailure) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, CInt(PTHREAD_CREATE_DETACHED))
        pthread_attr_setstacksize(&attributes, 1 << 20)
        var thread = pthread_t()
        let own = Unmanaged.passRetained(self)
        let code = pthread_create(&thread, &attributes, { $0.flatMap(runTransferLoop) }, own.toOpaque())
        guard code == 0 else {
            own.release()
            throw ExchangeFailure(.other("no thread for transfers: \(String(cString: strerror(code)))"), wasSent: false)
        }
    }

    /// Does what the thread was asked, and forgets it: whoever sent a body may want its memory back. False when no
    /// more will come.
    private func carryOut(on transfers: TransferSet) -> Bool {
        guard let messages = mailbox.withLock({ $0.collect() }) else { return false }
        for message in messages {
            switch message {
            case .start(let exchange): transfers.start(exchange)
            case .resume(let exchange): transfers.resume(exchange)
            case .remove(let exchange): transfers.remove(exchange)
            }
        }
        return true
    }

    /// The thread's work, until `close`.
    fileprivate func run() {
        let transfers = TransferSet(multi, options)
        while carryOut(on: transfers) {
            transfers.perform()
            guard mailbox.withLock({ $0.fallAsleep() }) else { continue }
            // The time is only an upper bound: libcurl knows when its next timeout is due.
            if curl_multi_poll(multi, nil, 0, 3_600_000, nil) != CURLM_OK { poll(nil, 0, 100) }
        }
    }
}

/// Signals are for the other threads, which know what to do about them.
private func runTransferLoop(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    var signals = sigset_t()
    sigfillset(&signals)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    Unmanaged<TransferLoop>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
