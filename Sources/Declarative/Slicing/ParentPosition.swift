internal import Connector
internal import Crypto
internal import JSON

/// Where a page of a parent stream begins, and what of it had come before.
///
///     {"page": {…}}                                   a parent without partitions
///     {"slices": {…}, "slice": "eu", "page": {…}}     one with partitions: the group of slices, the slice, the page
///     {"page": {…}, "known": "05", "of": "5f3a…"}     of the page's values the first and the third had come before
///
/// `of` is a digest of those values: on a page that has others now, none counts as known.
struct ParentPosition {
    /// The position of the group of the parent's slices; nil for the first.
    var group: JSONObject?
    /// The id of the parent's slice.
    var slice: String
    var page: Position
    var known: KnownValues

    init(group: JSONObject, slice: String, page: Position, known: KnownValues) {
        self.group = group
        self.slice = slice
        self.page = page
        self.known = known
    }

    init?(_ json: JSONObject) {
        guard let page = Position(json: json["page"]?.object ?? [:]),
            let known = KnownValues(json["known"]?.string ?? "", of: json["of"]?.string ?? "")
        else { return nil }
        self.page = page
        self.known = known
        group = json["slices"]?.object
        slice = json["slice"]?.string ?? ""
    }

    var json: JSONObject {
        var json = JSONObject()
        if let group, !group.isEmpty { json["slices"] = .object(group) }
        if !slice.isEmpty { json["slice"] = .string(slice) }
        if page != .start { json["page"] = .object(page.json) }
        if !known.isEmpty {
            json["known"] = .string(known.text)
            json["of"] = .string(known.digest)
        }
        return json
    }
}

/// Which values of a page had come before, one bit for each, so that the page yields the same parts again.
struct KnownValues {
    /// What tells the page's values from others.
    private(set) var digest = ""
    private var bits: [UInt8] = []

    private static let digestBytes = 8

    /// The values for which `isKnown` holds; it is asked for each once, in order.
    init(_ values: [ParentProjection.Value], _ isKnown: (ParentProjection.Value) -> Bool) {
        for (index, value) in values.enumerated() where isKnown(value) {
            while bits.count <= index / 8 { bits.append(0) }
            bits[index / 8] |= 1 << UInt8(index % 8)
        }
        if !bits.isEmpty { digest = Self.digest(of: values) }
    }

    /// What `text` and `digest` wrote; nil when they cannot be.
    init?(_ text: String, of digest: String) {
        guard let bits = Hex.decode(text) else { return nil }
        self.bits = bits
        self.digest = digest
    }

    private static func digest(of values: [ParentProjection.Value]) -> String {
        let ids = JSONValue.array(values.map { .string($0.id) }).description
        return Hex.encode(Array(HashAlgorithm.sha256.digest(of: ids).prefix(digestBytes)))
    }

    var isEmpty: Bool { bits.isEmpty }

    /// The bits in hexadecimal digits.
    var text: String { Hex.encode(bits) }

    /// The other values; all of them when they are not those of then, since it is better that a value comes again than
    /// that it never does.
    func remove(from values: [ParentProjection.Value]) -> [ParentProjection.Value] {
        if bits.isEmpty || !Self.digest(of: values).utf8.elementsEqual(digest.utf8) { return values }
        return values.enumerated().filter { index, _ in
            index / 8 >= bits.count || bits[index / 8] & 1 << UInt8(index % 8) == 0
        }.map(\.element)
    }
}
