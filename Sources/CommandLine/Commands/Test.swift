internal import Actions
internal import Connector
internal import JSON

extension Command {
    /// `curlew test CONNECTOR`: whether a connector makes of recorded answers the records it should.
    static func test(_ catalog: any ConnectorCatalog) -> Command {
        Command(
            "test", summary: "Test a connector with recorded or written answers",
            details: """
                Each JSON or YAML file in the folder is a case: a configuration (`config`), what the source answers (`exchanges`), and
                the records that must come of it (`records`). Nothing is sent. The folder is cassettes/NAME beside the connector's
                file, for a built-in connector connectors/cassettes/NAME.
                On a terminal a line for each case, else TEST_RESULT messages and a TEST_SUMMARY in JSON.
                The exit code is 0 when all records are as expected, 1 when some are not, and 2 when a case is wrong by itself.
                """,
            operands: "CONNECTOR",
            options: [
                .init("cassettes", value: "DIR", help: "The folder of the cases"),
                .init("update", help: "Write what was read as what is expected, into cases that are JSON files"),
            ]
        ) { (arguments, console) throws(Failure) in
            guard let reference = arguments.operands.first, arguments.operands.count == 1 else {
                throw Failure(.config, "`curlew test` needs one connector", hint: "see `curlew test --help`")
            }
            return try await Rehearsing(
                catalog: catalog, console: console, reference: reference, isUpdating: arguments.has("update")
            ).run(folder: arguments["cassettes"])
        }
    }
}

/// One `curlew test`.
private struct Rehearsing {
    let catalog: any ConnectorCatalog
    let console: Console
    let reference: String
    let isUpdating: Bool

    func run(folder: String?) async throws(Failure) -> ExitCode {
        let name = try catalog.describe(reference).name
        let files = try CaseFolder.files(in: folder ?? CaseFolder.path(of: name, reference))
        var failures = 0
        for file in files {
            let rehearsal = try CaseFolder.read(file)
            let result = try await rehearse(rehearsal)
            if result.fault != nil { failures += 1 }
            show(rehearsal, result, name)
        }
        if !console.outputIsTerminal {
            console.send(Messages.testSummary(name, cases: files.count, failures: failures))
        }
        return failures == 0 ? .succeeded : .failed
    }

    private func rehearse(_ rehearsal: RehearsalCase) async throws(Failure) -> RehearsalResult {
        if rehearsal.records == nil, !isUpdating {
            throw Failure(
                .config, "\(rehearsal.path): `records` is missing: what must be read?",
                hint: "`curlew test \(reference) --update` writes what is read now")
        }
        var result = try await rehearsal.run(reference, in: catalog)
        guard isUpdating, result.fault != nil || rehearsal.records == nil else { return result }
        if result.isComplete {
            try CaseFolder.update(rehearsal, records: result.records, finalState: result.finalState)
            result.fault = nil
            result.notes.append("written anew")
        }
        return result
    }

    private func show(_ rehearsal: RehearsalCase, _ result: RehearsalResult, _ connector: String) {
        if console.outputIsTerminal {
            console.print(result.fault.map { "differs  \(rehearsal.name): \($0)" } ?? "ok       \(rehearsal.name)")
            for note in result.notes { console.print("         \(note)") }
        } else {
            console.send(Messages.testResult(connector, rehearsal.path, result))
        }
    }
}
