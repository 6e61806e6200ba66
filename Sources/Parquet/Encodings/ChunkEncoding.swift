/// How the values of a chunk are encoded, chosen once for all its pages.
enum ChunkEncoding {
    case plain
    case deltaBinaryPacked
    case deltaLength
    case byteStreamSplit
    case wordDictionary
    case bytesDictionary

    var pageEncoding: PageEncoding {
        switch self {
        case .plain: .plain
        case .deltaBinaryPacked: .deltaBinaryPacked
        case .deltaLength: .deltaLengthByteArray
        case .byteStreamSplit: .byteStreamSplit
        case .wordDictionary, .bytesDictionary: .rleDictionary
        }
    }

    /// The encoding for values that no dictionary is used for.
    init(without type: PhysicalType) {
        switch type {
        case .int64: self = .deltaBinaryPacked
        case .double: self = .byteStreamSplit
        case .byteArray: self = .deltaLength
        case .boolean, .int32, .fixedLengthByteArray: self = .plain
        }
    }
}
