internal import Actions
internal import Spelling

/// What a person sees of a run while it works, on one line.
struct ProgressLine {
    var finishedStreams = 0
    var streams = 0
    /// The stream that is being read.
    var stream = ""
    var records = 0
    var bytes = 0
    /// Records a second; nil while it is not known.
    var rate: Int?
    /// Whether requests are being held back.
    var isThrottled = false
    /// How long there is; nil without a limit.
    var remaining: Duration?

    var text: String {
        var parts = ["\(finishedStreams)/\(streams) streams"]
        if !stream.isEmpty { parts.append(stream.shortened) }
        parts.append("\(Self.grouped(records)) records")
        if bytes > 0 { parts.append(Self.size(bytes)) }
        if let rate { parts.append("\(Self.grouped(rate))/s") }
        if isThrottled { parts.append("held back by the source") }
        if let remaining { parts.append("\(Self.time(remaining)) left") }
        return parts.joined(separator: " · ")
    }

    /// A number with commas between its thousands.
    static func grouped(_ number: Int) -> String {
        let digits = Array(String(number))
        var text = ""
        for (index, digit) in digits.enumerated() {
            let rest = digits.count - index
            if index > 0, rest % 3 == 0, digits[index - 1] != "-" { text += "," }
            text.append(digit)
        }
        return text
    }

    /// A number of bytes with three digits or so.
    static func size(_ bytes: Int) -> String {
        var value = Double(bytes)
        for unit in ["B", "kB", "MB", "GB"] {
            if value < 1000 { return value < 10 && unit != "B" ? "\(tenths(value)) \(unit)" : "\(Int(value)) \(unit)" }
            value /= 1000
        }
        return "\(tenths(value)) TB"
    }

    /// A duration in its two largest units.
    static func time(_ duration: Duration) -> String {
        let milliseconds = duration.milliseconds
        if milliseconds < 10_000 { return "\(tenths(Double(milliseconds) / 1000)) s" }
        let seconds = milliseconds / 1000
        if seconds < 60 { return "\(seconds) s" }
        if seconds < 3600 { return "\(seconds / 60) min \(seconds % 60) s" }
        return "\(seconds / 3600) h \(seconds / 60 % 60) min"
    }

    private static func tenths(_ value: Double) -> String {
        let tenths = Int(value * 10)
        return "\(tenths / 10).\(tenths % 10)"
    }
}
