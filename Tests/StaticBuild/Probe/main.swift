internal import Glibc

// Uses every C library that Curlew is linked with, once, and, when told a URL, fetches it: what scripts/check-static
// runs to see that a fully static program works where nothing else is installed.
//
//     static-probe                 the libraries
//     static-probe URL CA-FILE     the libraries, then a GET that trusts only the certificates in CA-FILE

func run(_ arguments: [String]) async throws(ProbeError) {
    for library in Library.all {
        print("\(library.name) \(library.version)")
        try library.exercise()
    }
    print("tasks \(try await sumInTasks(upTo: 8))")
    guard arguments.count == 2 else { return }
    print("response \(try fetch(arguments[0], trusting: arguments[1]))")
}

func sumInTasks(upTo last: Int) async throws(ProbeError) -> Int {
    let sum = await withTaskGroup(of: Int.self) { group in
        for number in 1...last {
            group.addTask {
                await Task.yield()
                return number
            }
        }
        return await group.reduce(0, +)
    }
    guard sum == last * (last + 1) / 2 else { throw ProbeError("child tasks returned a wrong sum: \(sum)") }
    return sum
}

do {
    try await run(Array(CommandLine.arguments.dropFirst()))
} catch {
    print("failed: \(error.message)")
    exit(1)
}
