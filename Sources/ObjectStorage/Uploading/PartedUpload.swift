internal import Synchronization

/// An upload of any length, of which no more is in memory than the part that fills and those that are on their way. An
/// object that is smaller than a part is put at once.
actor PartedUpload: ObjectUpload {
    private let target: any PartTarget
    private let allowance: PartAllowance

    private var filling: [UInt8] = []
    /// The memory of a part that was sent, for the next.
    private var spare: [UInt8] = []
    private var number = 1
    private var offset = 0
    private var upload: String?
    private var receipts: [PartReceipt] = []
    /// Oldest first.
    private var sending: [Sending] = []
    /// One for each part that is on its way, but for the first.
    private var leaves: [PartAllowance.Leave] = []
    private var isSealed = false

    /// A part on its way.
    private struct Sending {
        let task: Task<Result<PartReceipt, StoreError>, Never>
        let arrival: Arrival
        var memory: [UInt8]
    }

    private final class Arrival: Sendable {
        let isOver = Atomic(false)
    }

    /// An upload that has one part on its way, and more as far as the allowance goes.
    init(to target: any PartTarget, _ allowance: PartAllowance) {
        self.target = target
        self.allowance = allowance
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
        dropMemory()
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
        for part in sending { part.task.cancel() }
        for part in sending { _ = await part.task.value }
        (sending, leaves) = ([], [])
        dropMemory()
        guard let upload else { return }
        self.upload = nil
        // What cannot be taken back is swept by the next run.
        try? await target.abort(upload)
    }

    private func dropMemory() {
        (filling, spare) = ([], [])
        allowance.tidy()
    }

    private func sendFilled(isLast: Bool) async throws(StoreError) {
        let upload = if let upload { upload } else { try await target.begin() }
        self.upload = upload
        try await makeRoom()
        let part = UploadPart(number: number, offset: offset, bytes: filling, isLast: isLast)
        (filling, spare) = (spare, [])
        number += 1
        offset += part.bytes.count
        let (target, arrival) = (target, Arrival())
        // Not a child task: it outlives the call. Each is waited for before the object is complete or abandoned.
        let task = Task<Result<PartReceipt, StoreError>, Never> {
            defer { arrival.isOver.store(true, ordering: .releasing) }
            do throws(StoreError) {
                return .success(try await target.send(part, of: upload))
            } catch {
                return .failure(error)
            }
        }
        sending.append(Sending(task: task, arrival: arrival, memory: part.bytes))
    }

    /// Waits until another part may be sent. Parts that have arrived go first, so that memory grows only when the network is what
    /// takes longest.
    private func makeRoom() async throws(StoreError) {
        while let hasArrived = sending.first?.arrival.isOver.load(ordering: .acquiring) {
            if !hasArrived, let leave = allowance.take() {
                leaves.append(leave)
                if spare.capacity == 0 { spare = allowance.memory() }
                return
            }
            try await settleOldest()
        }
    }

    private func settleOldest() async throws(StoreError) {
        let outcome = await sending.first?.task.value
        // Without the task, which had it, the memory is nobody else's. The system clears fresh memory page by page, which takes as
        // long as sending it on a fast network.
        var memory = sending.removeFirst().memory
        memory.removeAll(keepingCapacity: true)
        let hadLeave = leaves.popLast() != nil
        if spare.capacity == 0 { spare = memory } else if hadLeave { allowance.keep(memory) }
        if let receipt = try outcome?.get() { receipts.append(receipt) }
    }
}
