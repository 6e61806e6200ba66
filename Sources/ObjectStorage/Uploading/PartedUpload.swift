/// An upload of any length, of which no more is in memory than the part that fills and those that are on their way. An
/// object that is smaller than a part is put at once.
actor PartedUpload: ObjectUpload {
    private let target: any PartTarget
    private let partsOnTheWay: Int

    private var filling: [UInt8] = []
    /// The memory of a part that was sent, for the next.
    private var spare: [UInt8] = []
    private var number = 1
    private var offset = 0
    private var upload: String?
    private var receipts: [PartReceipt] = []
    /// Oldest first.
    private var sending: [Task<Result<SentPart, StoreError>, Never>] = []
    private var isSealed = false

    private struct SentPart: Sendable {
        var receipt: PartReceipt
        var memory: [UInt8]
    }

    /// An upload that has so many parts in memory at most, of which one fills.
    init(to target: any PartTarget, partsInMemory: Int) {
        self.target = target
        partsOnTheWay = max(partsInMemory - 1, 1)
    }

    func write(_ bytes: [UInt8]) async throws(StoreError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let size = target.size(ofPart: number)
            // A full part waits for the bytes behind it: the last one is sent differently.
            if filling.count >= size { try await sendFilled(isLast: false) }
            let room = target.size(ofPart: number) - filling.count
            // Growing step by step would copy a large part, and take twice its memory; small ones do not need all of it.
            if filling.capacity < size, filling.count + min(rest.count, room) > 1 << 20 {
                filling.reserveCapacity(size)
            }
            filling += rest.prefix(room)
            rest = rest.dropFirst(room)
        }
    }

    func seal() async throws(StoreError) {
        guard !isSealed else { return }
        isSealed = true
        guard upload != nil, !target.lastPartPublishes else { return }
        try await sendFilled(isLast: true)
        while !sending.isEmpty { try await settleOldest() }
        (filling, spare) = ([], [])
    }

    func publish() async throws(StoreError) {
        try await seal()
        guard let upload else { return try await target.put(filling) }
        if target.lastPartPublishes {
            try await sendFilled(isLast: true)
            while !sending.isEmpty { try await settleOldest() }
        }
        try await target.complete(upload, of: receipts.sorted { $0.number < $1.number }, size: offset)
        self.upload = nil
    }

    func abandon() async {
        for task in sending { task.cancel() }
        for task in sending { _ = await task.value }
        sending = []
        (filling, spare) = ([], [])
        guard let upload else { return }
        self.upload = nil
        // What cannot be taken back is swept by the next run.
        try? await target.abort(upload)
    }

    private func sendFilled(isLast: Bool) async throws(StoreError) {
        let upload = if let upload { upload } else { try await target.begin() }
        self.upload = upload
        while sending.count >= partsOnTheWay { try await settleOldest() }
        let part = UploadPart(number: number, offset: offset, bytes: filling, isLast: isLast)
        (filling, spare) = (spare, [])
        number += 1
        offset += part.bytes.count
        let target = target
        // Not a child task: it outlives the call. Each is waited for before the object is complete or abandoned.
        sending.append(
            Task {
                do throws(StoreError) {
                    let receipt = try await target.send(part, of: upload)
                    return .success(SentPart(receipt: receipt, memory: part.bytes))
                } catch {
                    return .failure(error)
                }
            })
    }

    private func settleOldest() async throws(StoreError) {
        let oldest = sending.removeFirst()
        let sent = try await oldest.value.get()
        receipts.append(sent.receipt)
        // The system clears fresh memory page by page, which takes as long as sending it on a fast network.
        spare = sent.memory
        spare.removeAll(keepingCapacity: true)
    }
}
