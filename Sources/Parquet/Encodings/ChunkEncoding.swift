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
}
