import Connector
import Foundation
import HTTPClient
import JSON
import Synchronization

@testable import Declarative

/// An API in memory, whose records, pages and formats are laid down.
///
/// `/items` has all records, `/regions/R/items` those of a region, and `/regions` the regions. Records have an `id`, a
/// `region`, a day `on` and an `updated` time that is the same for every two of them.
final class SimulatedAPI: Transport {
    /// How an answer says what comes after it, and how that is asked for.
    enum Paging: String, CaseIterable, Sendable {
        case none, cursor, cursorInHeader, cursorInBody, cursorInPath, offset, pageNumber, linkHeader, nextURL
    }

    /// How records stand in an answer.
    enum Format: String, CaseIterable, Sendable {
        case json, jsonLines, csv, xml
    }

    static let regions = ["north", "south/west", "east"]
    static let days = ["2024-01-01", "2024-01-02", "2024-01-03"]

    let paging: Paging
    let format: Format
    let pageSize: Int
    private let padding: String
    private let streams: Bool
    private let records: Mutex<[Record]>
    private let asked = Mutex<[String]>([])
    private let jobs = Mutex<[String: Int]>([:])

    struct Record: Sendable {
        var id: Int
        var region: String
        var on: String
        var updated: String
    }

    /// An API with so many records. With `streams`, answers come piece by piece.
    init(
        _ paging: Paging, _ format: Format, count: Int = 17, pageSize: Int = 3, streams: Bool = false, padding: Int = 0
    ) {
        self.paging = paging
        self.format = format
        self.pageSize = paging == .none ? .max : pageSize
        self.streams = streams
        self.padding = String(repeating: "x", count: padding)
        records = Mutex((0..<count).map(Self.record))
    }

    private static func record(_ id: Int) -> Record {
        let order = (id * 7) % 17
        return Record(
            id: id, region: regions[id % regions.count], on: days[id % days.count],
            updated: "2024-02-01T00:00:\(order / 2 < 10 ? "0" : "")\(order / 2)Z")
    }

    /// Adds a record that is newer than all others.
    func add(_ id: Int) {
        records.withLock {
            $0.append(Record(id: id, region: "north", on: "2024-01-03", updated: "2024-03-01T00:00:00Z"))
        }
    }

    /// The requests so far, and how many jobs were created.
    var requests: [String] { asked.withLock { $0 } }
    var jobCount: Int { jobs.withLock { $0.count } }

    func answer(to request: HTTPRequest, collecting limit: Int) async throws(HTTPError) -> Answer {
        asked.withLock { $0.append("\(request.method) \(request.url)") }
        let (body, headers) = respond(to: request)
        let head = HTTPResponseHead(status: 200, headers: HTTPHeaders(headers), url: request.url)
        let bytes = PaddedBytes(body)
        if streams { return Answer(head: head, body: .stream(HTTPStream(head: head, body: bytes))) }
        return Answer(head: head, body: .whole(bytes))
    }

    private func respond(to request: HTTPRequest) -> (body: String, headers: [HTTPHeader]) {
        let components = URLComponents(string: request.url.description)
        var query: [String: String] = [:]
        for item in components?.queryItems ?? [] { query[item.name] = item.value }
        let body = request.body.map { String(decoding: $0, as: UTF8.self) } ?? ""
        if let value = try? JSONValue.parse(body), case .object(let members) = value {
            for member in members { query[member.key] = member.value.string ?? member.value.description }
        }
        for header in request.headers.fields where header.name == "X-Page" { query["page"] = header.value }
        var path = (components?.percentEncodedPath ?? "").split(separator: "/").map {
            String($0).removingPercentEncoding ?? String($0)
        }
        if path.first == "jobs" { return respondToJob(path, request.method == .post, query) }
        if path.first == "pages" {
            query["page"] = path[1]
            path.removeFirst(2)
        }
        if path.first == "regions", path.count == 1 {
            return page(of: Self.regions.map { [("name", $0)] }, query, request.url)
        }
        if path.first == "regions" { query["region"] = path[1] }
        let selected = records.withLock { $0 }.filter { record in
            (query["region"].map { $0 == record.region } ?? true)
                && (query["since"].map { record.updated >= $0 } ?? true)
                && (query["from"].map { record.on >= $0 } ?? true) && (query["to"].map { record.on < $0 } ?? true)
        }
        let rows = selected.map { record in
            [("id", "\(record.id)"), ("region", record.region), ("on", record.on), ("updated", record.updated)]
                + (padding.isEmpty ? [] : [("padding", padding)])
        }
        return page(of: rows, query, request.url)
    }

    private func respondToJob(_ path: [String], _ isCreation: Bool, _ query: [String: String]) -> (String, [HTTPHeader])
    {
        if isCreation {
            let id = jobs.withLock { jobs in
                jobs["job \(jobs.count + 1)"] = 0
                return "job \(jobs.count)"
            }
            return (#"{"id": "\#(id)"}"#, [])
        }
        if path.count == 2 {
            let polls = jobs.withLock { jobs in
                jobs[path[1], default: 0] += 1
                return jobs[path[1]] ?? 0
            }
            return (#"{"state": "\#(polls < 2 ? "working" : "done")"}"#, [])
        }
        let rows = records.withLock { $0 }.map { [("id", "\($0.id)"), ("updated", $0.updated)] }
        return page(of: rows, query, HTTPURL.example(path))
    }

    /// The page that is asked for, and what says where the next one is.
    private func page(
        of rows: [[(String, String)]], _ query: [String: String], _ url: HTTPURL
    ) -> (String, [HTTPHeader]) {
        let start: Int
        switch paging {
        case .none: start = 0
        case .offset: start = Int(query["offset"] ?? "0") ?? 0
        case .pageNumber: start = ((Int(query["page"] ?? "1") ?? 1) - 1) * pageSize
        default: start = Int(query["page"]?.split(separator: "-").last ?? "0") ?? 0
        }
        let end = min(rows.count, start + min(pageSize, rows.count))
        let shown = start < rows.count ? Array(rows[start..<end]) : []
        let token = end < rows.count ? "at-\(end)" : nil
        var headers: [HTTPHeader] = []
        var next: String?
        switch paging {
        case .none, .offset, .pageNumber: break
        case .linkHeader:
            if let token {
                let link = Self.url(url, at: token)
                headers.append(HTTPHeader("Link", "<\(link)>; rel=\"next\", </items>; rel=\"first\""))
            }
        case .nextURL: next = token.map { Self.url(url, at: $0) }
        case .cursor, .cursorInHeader, .cursorInBody, .cursorInPath:
            next = token
            if let token { headers.append(HTTPHeader("X-Next", token)) }
        }
        return (text(of: shown, next: next), headers)
    }

    private static func url(_ url: HTTPURL, at token: String) -> String {
        var components = URLComponents(string: url.description)
        let others = (components?.queryItems ?? []).filter { $0.name != "page" }
        components?.queryItems = others + [URLQueryItem(name: "page", value: token)]
        return components?.string ?? ""
    }

    private func text(of rows: [[(String, String)]], next: String?) -> String {
        switch format {
        case .json:
            #"{"next": \#(Self.quoted(next)), "data": {"items": [\#(rows.map(Self.object).joined(separator: ","))]}}"#
        case .jsonLines: rows.map { Self.object($0) + "\n" }.joined()
        case .csv:
            (["id,region,on,updated,name,padding"]
                + rows.map { row in
                    ["id", "region", "on", "updated", "name", "padding"].map { name in
                        row.first { $0.0 == name }?.1 ?? ""
                    }.joined(separator: ",")
                }).joined(separator: "\r\n")
        case .xml:
            "<answer><next>\(next.map { $0.replacingOccurrences(of: "&", with: "&amp;") } ?? "")</next><items>"
                + rows.map { row in "<item>" + row.map { "<\($0.0)>\($0.1)</\($0.0)>" }.joined() + "</item>" }.joined()
                + "</items></answer>"
        }
    }

    private static func object(_ row: [(String, String)]) -> String {
        "{" + row.map { #""\#($0.0)": \#($0.0 == "id" ? $0.1 : quoted($0.1))"# }.joined(separator: ", ") + "}"
    }

    private static func quoted(_ text: String?) -> String { text.map { "\"\($0)\"" } ?? "null" }
}

extension HTTPURL {
    fileprivate static func example(_ path: [String]) -> HTTPURL {
        guard
            let url = try? HTTPURL(
                "https://api.example.com/" + path.joined(separator: "/").replacingOccurrences(of: " ", with: "%20"))
        else { preconditionFailure("no URL") }
        return url
    }
}
