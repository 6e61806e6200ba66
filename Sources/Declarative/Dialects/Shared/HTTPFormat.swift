internal import JSON
internal import YAML

/// How requests are sent, repeated and spaced. Dialects differ in how they write seconds; the canonical one has a short
/// form for the rate limit.
struct HTTPFormat: Sendable {
    let vocabulary: Vocabulary

    var format: Format<HTTPPolicy> {
        let timeout = Key(
            vocabulary.seconds("timeout"), Format<Duration>.timeout,
            "How many seconds one request may take.", byDefault: 60)
        let connectTimeout = Key(
            vocabulary.seconds("connect_timeout"), Format<Duration>.timeout,
            "How many seconds connecting may take.", byDefault: 10)
        let maximumRetries = Key(
            "max_retries", Format<Int>.integer(0...100), "How often a failed request is repeated.", byDefault: 5)
        let retryStatuses = Key(
            "retry_statuses", Format<Int>.status.list,
            "The statuses after which a request is repeated.", byDefault: [429, 500, 502, 503, 504])
        let backoff = Key("retry_backoff", Self.backoff, "How long to wait before a request is repeated.")
        let rate = Key("rate_limit_rps", Format<Double>.rate, "How many requests are sent in a second at most.")
        let rateLimit = Key("rate_limit", Self.rateLimit, "How many requests are sent at most.")
        let userAgent = Key("user_agent", Format<String>.text, "The User-Agent header, in place of Curlew's own.")
        let hosts = Key(
            "credential_hosts", Format<String>.name.list,
            "Further hosts that may receive the credentials, such as `*.example.com`.")
        return Format<HTTPPolicy>.object(
            KeySet([
                timeout, connectTimeout, maximumRetries, retryStatuses, backoff, rate, rateLimit, userAgent, hosts,
            ])
        ) { (object, reading) in
            var policy = HTTPPolicy()
            policy.timeout = object.read(timeout, &reading) ?? policy.timeout
            policy.connectTimeout = object.read(connectTimeout, &reading) ?? policy.connectTimeout
            policy.maximumRetries = object.read(maximumRetries, &reading) ?? policy.maximumRetries
            policy.retryStatuses = object.read(retryStatuses, &reading) ?? policy.retryStatuses
            policy.backoff = object.read(backoff, &reading) ?? policy.backoff
            policy.rateLimit = object.read(rateLimit, &reading) ?? policy.rateLimit
            policy.rateLimit.requestsPerSecond = object.read(rate, &reading) ?? policy.rateLimit.requestsPerSecond
            policy.userAgent = object.read(userAgent, &reading)
            policy.credentialHosts = object.read(hosts, &reading) ?? []
            if object.has(rate), object.has(rateLimit), let node = object.node(of: rate) {
                reading.complain("give `rate_limit_rps` or `rate_limit`, not both", at: node.position)
            }
            return policy
        }.named(vocabulary.partName("http"))
    }

    private static let backoff: Format<Backoff> = {
        let growth = Key("type", Format<Backoff.Growth>.word(), "How the wait grows.", byDefault: "exponential")
        let initial = Key(
            "initial_ms", Format<Duration>.milliseconds, "The first wait in milliseconds.", byDefault: 200)
        let maximum = Key(
            "max_ms", Format<Duration>.milliseconds, "The longest wait in milliseconds.", byDefault: 60000)
        let multiplier = Key(
            "multiplier", Format<Double>.number(1...100), "What an exponential wait is multiplied by each time.",
            byDefault: 2)
        let jitter = Key(
            "jitter", Format<Bool>.boolean, "Whether the wait is drawn at random up to the computed one.",
            byDefault: true)
        return Format<Backoff>.object(KeySet([growth, initial, maximum, multiplier, jitter])) { (object, reading) in
            var backoff = Backoff()
            backoff.growth = object.read(growth, &reading) ?? backoff.growth
            backoff.initial = object.read(initial, &reading) ?? backoff.initial
            backoff.maximum = object.read(maximum, &reading) ?? backoff.maximum
            backoff.multiplier = object.read(multiplier, &reading) ?? backoff.multiplier
            backoff.hasJitter = object.read(jitter, &reading) ?? backoff.hasJitter
            if object.has(initial), backoff.initial > backoff.maximum, let node = object.node(of: initial) {
                reading.complain(
                    "`initial_ms` is more than `max_ms`; the first wait is the shortest", at: node.position)
            }
            return backoff
        }.named("retry_backoff")
    }()

    private static let rateLimit: Format<RateLimit> = {
        let rate = Key("requests_per_second", Format<Double>.rate, "How many requests are sent in a second at most.")
        let respect = Key(
            "respect_headers", Format<Bool>.boolean, "Whether limits that answers announce are kept.", byDefault: true)
        let remaining = Key(
            "remaining_header", Format<String>.headerName, "The header with the number of requests left.")
        let reset = Key("reset_header", Format<String>.headerName, "The header with the time at which it starts again.")
        return Format<RateLimit>.object(KeySet([rate, respect, remaining, reset])) { (object, reading) in
            RateLimit(
                requestsPerSecond: object.read(rate, &reading),
                respectsHeaders: object.read(respect, &reading) ?? true,
                remainingHeader: object.read(remaining, &reading),
                resetHeader: object.read(reset, &reading))
        }.named("rate_limit")
    }()
}

extension Format where Value == Double {
    /// A number of requests in a second.
    fileprivate static let rate = number(0.001...100_000)
}

extension Format where Value == Int {
    /// A status of HTTP.
    static let status = integer(100...599)
}
