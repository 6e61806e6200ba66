internal import Actions
internal import Connector
internal import DateTime
internal import JSON
internal import Sync

/// One `curlew read`, from its arguments to its summary.
struct ReadingSession {
    let catalog: any ConnectorCatalog
    let places: any Places
    let console: Console
    let interruption: Interruption
    private let start = ContinuousClock.now

    init(
        _ catalog: any ConnectorCatalog, _ places: any Places, _ console: Console,
        _ interruption: Interruption
    ) {
        self.catalog = catalog
        self.places = places
        self.console = console
        self.interruption = interruption
    }

    /// Reads, and ends with a summary whatever happens.
    func run(_ arguments: Arguments) async throws(Failure) -> ExitCode {
        var output = OutputDescription(stateFile: arguments["state"].map { places.shown($0) })
        var secrets = Secrets()
        do throws(Failure) {
            output.layout = try arguments.layout()
            if arguments["format"] == FileOptions.formatName {
                output.folder = arguments["output"].map { places.shown($0) }
            }
            var options = try ReadOptions(arguments, connector: arguments["connector"] ?? "", in: places)
            let connector = try ConfiguredConnector(arguments, for: "read", in: catalog)
            secrets = connector.secrets
            options.files?.connector = connector.description.name
            return try await read(connector, options, output)
        } catch {
            let failure = secrets.masked(error)
            let connector = arguments["connector"]
            let name =
                connector.flatMap { reference in try? catalog.describe(reference).name }
                ?? connector.map { places.shown($0) }
            console.send(
                Messages.summary(of: failure, name, output: output.json, after: .now - start), output.layout)
            throw failure
        }
    }

    private func read(
        _ connector: ConfiguredConnector, _ options: ReadOptions, _ output: OutputDescription
    ) async throws(Failure) -> ExitCode {
        let state = try await options.state.claim(by: connector.description.name, for: options.time)
        let store = options.state.store
        do throws(Failure) {
            // It ends with the scope.
            async let _ = store?.keepClaim()
            let code = try await read(connector, options, output, from: state)
            await store?.release()
            return code
        } catch {
            await store?.release()
            throw error
        }
    }

    private func read(
        _ connector: ConfiguredConnector, _ options: ReadOptions, _ output: OutputDescription, from state: SyncState
    ) async throws(Failure) -> ExitCode {
        var state = state
        // A sync that goes on keeps what it has read so far.
        if state.sync == nil { for stream in options.selection.readWhole { state.streams[stream] = nil } }
        let identity = try state.begin(at: .now())
        let observer = ReadObserver(
            console: console, layout: output.layout, secrets: connector.secrets, isVerbose: options.isVerbose,
            showsStateOfPages: options.showsStateOfPages)
        let activity = Activity()
        let environment = SourceEnvironment(
            now: identity.startedAt, activity: activity, secrets: connector.secrets, rehearsal: options.rehearsal,
            log: { observer.log($0, $1) })
        let source = try catalog.source(
            connector.reference, configuration: connector.configuration, environment: environment)
        let deadline = Deadline(at: options.time.map { start + $0 })
        let progress = SyncProgress()
        let run = SyncRun(
            from: source, into: try sink(options, output), state: state,
            store: options.state.store, options: options.syncOptions(deadline), observer: observer, progress: progress)
        let display = ProgressDisplay(console: console, progress: progress, activity: activity, deadline: deadline)
        return try await interruption.pulling(deadline) { () async throws(Failure) in
            var report = try await display.during { () async throws(Failure) in try await run.run() }
            report.mask(connector.secrets)
            conclude(report, output, activity)
            return ExitCode(report)
        }
    }

    private func sink(_ options: ReadOptions, _ output: OutputDescription) throws(Failure) -> any Sink {
        if let files = options.files { return try options.places.parquet(files) }
        return MessageSink(console: console, layout: output.layout)
    }

    private func conclude(_ report: SyncReport, _ output: OutputDescription, _ activity: Activity) {
        console.send(Messages.state(report.state), output.layout)
        console.send(Messages.summary(report, output: output.json, activity), output.layout)
        if console.errorIsTerminal, !console.outputIsTerminal { console.note(report.sentence) }
    }
}

extension SyncReport {
    /// What became of the run, for a person.
    fileprivate var sentence: String {
        let streams = streams.count == 1 ? "1 stream" : "\(streams.count) streams"
        let what = "\(ProgressLine.grouped(recordCount)) records of \(streams) in \(ProgressLine.time(duration))"
        switch status {
        case .succeeded: return what
        case .partial: return "\(what); some streams failed"
        case .failed: return "\(what); failed"
        case .incomplete: return "\(what); there is more to read: the state says where it goes on"
        }
    }
}

extension ExitCode {
    /// The code for a run that ended so.
    init(_ report: SyncReport) {
        switch report.status {
        case .succeeded: self = .succeeded
        case .partial: self = .partial
        case .incomplete: self = .incomplete
        case .failed:
            self = report.streams.allSatisfy { $0.failure?.kind == .config } ? .usage : .failed
        }
    }
}
