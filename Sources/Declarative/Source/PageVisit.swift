internal import Connector
internal import HTTPClient
internal import JSON

/// The reading of one page: its answer is judged, decoded and handed over in one piece or several; what goes wrong is
/// tried again from where it went wrong.
struct PageVisit: ~Copyable {
    private let scan: SliceScan
    private let start: PageStart
    private var fetched: FetchedAnswer?
    private var retries = Retries()
    /// How many records of the page were handed over, in this reading and earlier ones.
    private var handedOver: Int

    /// What comes after the page.
    enum Step {
        case next(JSONObject)
        case ended(ReadingEnd)
    }

    /// A visit to the page that begins at a place, whose answer may be there already.
    init(_ scan: SliceScan, to start: PageStart, fetched: FetchedAnswer?) {
        self.scan = scan
        self.start = start
        self.fetched = fetched
        handedOver = start.skip
    }

    private var reader: StreamReader { scan.reader }
    private var requester: Requester { scan.reader.requester }

    /// Reads the page. `foresee` is told where the next one begins, as soon as that is known.
    mutating func read(
        _ deliver: (Page) async throws(Failure) -> Verdict, foresee: (JSONObject) -> Void
    ) async throws(Failure) -> Step {
        do throws(PageFault) {
            let draft = try PageFault.of { () throws(Failure) in try scan.draft(at: start.place) }
            while true {
                switch try await use(try await answer(to: draft), to: draft, deliver, foresee) {
                case .done(let step): return step
                case .again(let setback): try await recover(from: setback)
                case .interrupted(let error): try await recover(from: error, of: draft)
                }
            }
        } catch {
            switch error {
            case .final(let failure), .decoding(.malformed(let failure)), .decoding(.truncated(let failure)):
                throw failure
            case .decoding(.interrupted(let error)): throw Failure(error)
            case .request(.leftOut(let note)): return try await leaveOut(note, deliver)
            case .request(.stopped): return .ended(.stopped)
            case .request(.outOfTime(let resumeAfter)): return .ended(.outOfTime(resumeAfter: resumeAfter))
            case .request(.failed(let failure)):
                let mayBeLeftOut = failure.kind == .source || failure.kind == .data
                guard reader.definition.errorPolicy.strategy == .skip, mayBeLeftOut else { throw failure }
                return try await leaveOut(failure.message, deliver)
            }
        }
    }

    private enum Attempt {
        case done(Step)
        /// The answer was not what it should be.
        case again(Setback)
        /// The answer did not arrive as a whole.
        case interrupted(HTTPError)
    }

    private mutating func answer(to draft: RequestDraft) async throws(PageFault) -> Answer {
        do throws(RequestFault) {
            if let fetched = fetched.take() { return try fetched.take(&retries) }
            return try await requester.answer(
                to: draft, retries: &retries, collecting: FetchedAnswer.largestWhole, until: scan.deadline)
        } catch {
            throw .request(error)
        }
    }

    private mutating func recover(from setback: Setback) async throws(PageFault) {
        do throws(RequestFault) {
            try await requester.recover(from: setback, &retries, until: scan.deadline)
        } catch {
            throw .request(error)
        }
    }

    private mutating func recover(from error: HTTPError, of draft: RequestDraft) async throws(PageFault) {
        do throws(RequestFault) {
            try await requester.recover(from: error, of: draft, &retries, until: scan.deadline)
        } catch {
            throw .request(error)
        }
    }

    /// Reads an answer, as far as it goes.
    private mutating func use(
        _ answer: consuming Answer, to draft: RequestDraft, _ deliver: (Page) async throws(Failure) -> Verdict,
        _ foresee: (JSONObject) -> Void
    ) async throws(PageFault) -> Attempt {
        let head = answer.head
        let explanation = answer.explanation
        var records = AnswerRecords(
            answer, reader.definition.decoder, keepsBody: reader.needsBody, until: scan.deadline)
        if reader.needsBody { await records.collect() }
        let judgement = reader.judge.judge(head, body: records.body)
        if judgement != .accept {
            let said = explanation ?? records.body.flatMap { Explanation.message(in: $0) }
            return try await carryOut(judgement, on: head, saying: said, draft, deliver)
        }
        defer { requester.environment.activity.count(bytes: records.byteCount) }
        do throws(PageFault) {
            return .done(try await handOver(&records, head, deliver, foresee))
        } catch {
            guard case .decoding(let fault) = error else { throw error }
            return try setback(fault, draft)
        }
    }

    /// Does with an answer in error what the policy wants.
    private func carryOut(
        _ judgement: Judgement, on head: HTTPResponseHead, saying explanation: String?, _ draft: RequestDraft,
        _ deliver: (Page) async throws(Failure) -> Verdict
    ) async throws(PageFault) -> Attempt {
        let failure = requester.failure(head, to: draft, saying: explanation, rule: judgement.rule)
        if start.isResumed, handedOver == start.skip, [400, 404, 410].contains(head.status) {
            return .done(.ended(.stalePosition(failure)))
        }
        switch judgement {
        case .retry: return .again(requester.setback(failure, after: head, to: draft))
        case .skip:
            do throws(Failure) { return .done(try await leaveOut(failure.message, deliver)) } catch {
                throw .final(error)
            }
        case .fail, .accept: throw .final(failure)
        }
    }

    /// Hands over the records of an answer. Of a large one, a piece is handed over when there is another behind it,
    /// because only the end of the answer tells where the next page begins.
    private mutating func handOver(
        _ records: inout AnswerRecords, _ head: HTTPResponseHead,
        _ deliver: (Page) async throws(Failure) -> Verdict, _ foresee: (JSONObject) -> Void
    ) async throws(PageFault) -> Step {
        var facts = AnswerFacts(url: head.url, headers: head.headers, body: nil, recordCount: 0, digest: nil)
        var digest: PageDigest? = reader.pager.comparesPages ? PageDigest() : nil
        var cursor = scan.cursorReader()
        // Records that were handed over before come again, and are passed over.
        var toPass = handedOver
        var current = try await records.nextPiece()
        while true {
            if let current {
                facts.recordCount += current.count
                digest?.add(current)
            }
            let following = current == nil ? nil : try await records.nextPiece()
            if let following {
                let verdict = try await handOver(current ?? .empty, &cursor, &toPass, endsAnswer: false, deliver)
                if verdict == .stop { return .ended(.stopped) }
                current = following
                continue
            }
            facts.body = records.body
            facts.digest = digest.take()?.finish()
            let next = try PageFault.of { () throws(Failure) in try reader.pager.next(after: start.place, facts) }
            if let next { foresee(next) }
            let verdict = try await handOver(
                current ?? .empty, &cursor, &toPass, next: next.map { scan.position($0) }, deliver)
            if verdict == .stop { return .ended(.stopped) }
            return next.map { .next($0) } ?? .ended(.complete)
        }
    }

    /// Hands over a piece of an answer: the last, behind which the page at `next` begins, or one before it.
    private mutating func handOver(
        _ batch: RecordBatch, _ cursor: inout CursorReader?, _ toPass: inout Int, endsAnswer: Bool = true,
        next: Position? = nil, _ deliver: (Page) async throws(Failure) -> Verdict
    ) async throws(PageFault) -> Verdict {
        do throws(Failure) {
            var page = try page(of: batch, &cursor, &toPass)
            // Pieces that were handed over before.
            if page.records.isEmpty, page.errorCount == 0, !endsAnswer { return .proceed }
            page.endsAnswer = endsAnswer
            page.next = endsAnswer ? next : scan.position(start.place, skip: handedOver)
            return try await deliver(page)
        } catch {
            throw .final(error)
        }
    }

    /// The records of a batch as they are handed over: transformed, without those that are not wanted, and without
    /// those that were handed over before.
    private mutating func page(
        of batch: RecordBatch, _ cursor: inout CursorReader?, _ toPass: inout Int
    ) throws(Failure) -> Page {
        var faults = RecordFaults(areLeftOut: reader.definition.errorPolicy.strategy == .skip)
        var records = try scan.transformed(batch, &faults)
        var reached: Cursor?
        if let reading = cursor?.read(records) { (records, reached) = (reading.records, reading.reached) }
        let passed = min(toPass, records.count)
        toPass -= passed
        if passed > 0 {
            records = records.part(from: passed)
            // Where records came in front meanwhile, those that are passed over are others, and have not been written.
            if reached != nil { reached = scan.reached(by: records) }
        }
        var page = Page(
            records: records, start: scan.position(start.place, skip: handedOver), next: nil, reached: reached)
        if reached != nil {
            let (scan, records) = (scan, records)
            page.reachedWithin = { scan.reached(by: records.part(from: 0, count: $0)) }
        }
        page.errorCount = faults.count
        page.notes = faults.notes
        handedOver += records.count
        return page
    }

    private func setback(_ fault: DecodingFault, _ draft: RequestDraft) throws(PageFault) -> Attempt {
        switch fault {
        case .truncated(let failure): return .again(Setback(failure, mayRepeat: draft.isSafeToRepeat))
        case .interrupted(let error): return .interrupted(error)
        case .malformed(let failure): throw .request(.failed(failure))
        }
    }

    /// Ends the slice without the rest of its records, and counts that.
    private func leaveOut(
        _ note: String, _ deliver: (Page) async throws(Failure) -> Verdict
    ) async throws(Failure) -> Step {
        let position = scan.position(start.place, skip: handedOver)
        return .ended(try await scan.leaveOut(from: position, because: note, deliver))
    }
}

/// Why a page cannot be read.
private enum PageFault: Error {
    /// The source did not give it: the error policy says what becomes of it.
    case request(RequestFault)
    /// Its answer cannot be read.
    case decoding(DecodingFault)
    /// It was judged that this is the end, or something else is wrong that no policy covers.
    case final(Failure)

    static func of<Value>(_ body: () throws(Failure) -> Value) throws(PageFault) -> Value {
        do throws(Failure) { return try body() } catch { throw .final(error) }
    }
}

extension AnswerRecords {
    fileprivate mutating func nextPiece() async throws(PageFault) -> RecordBatch? {
        do throws(DecodingFault) { return try await next() } catch { throw .decoding(error) }
    }
}

extension Answer {
    /// What the body of an answer in error says; nil for other answers.
    fileprivate var explanation: String? {
        if (200..<300).contains(head.status) { return nil }
        switch body {
        case .whole(let bytes): return Explanation.of(bytes)
        case .stream: return nil
        }
    }
}
