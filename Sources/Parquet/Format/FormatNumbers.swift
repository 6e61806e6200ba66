internal import Compression

// The numbers that parquet.thrift gives to names.

/// How a column's values lie in a file.
package enum PhysicalType: Int, Sendable {
    case boolean = 0
    case int32 = 1
    case int64 = 2
    case double = 5
    case byteArray = 6
    case fixedLengthByteArray = 7
}

/// How the values of a page are encoded.
package enum PageEncoding: Int, Sendable {
    case plain = 0
    case rle = 3
    case deltaBinaryPacked = 5
    case deltaLengthByteArray = 6
    case rleDictionary = 8
    case byteStreamSplit = 9
}

enum PageType: Int {
    case data = 0
    case dictionary = 2
    case dataV2 = 3
}

enum Repetition: Int {
    case required = 0
    case optional = 1
    case repeated = 2
}

extension BlockCodec {
    var formatNumber: Int {
        switch self {
        case .none: 0
        case .snappy: 1
        case .gzip: 2
        case .zstd: 6
        }
    }
}
