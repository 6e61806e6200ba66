/// What libyaml finds next in a text: the start or end of something, or a scalar as a whole.
struct Event {
    enum Content {
        case streamStart
        case documentStart
        case alias(of: String)
        case scalar(String, YAMLScalar.Style)
        case sequenceStart
        case mappingStart
        /// Of a sequence or mapping.
        case collectionEnd
        case documentEnd
        case streamEnd
    }

    let content: Content
    let position: YAMLPosition
    /// The name of the anchor on a scalar, sequence or mapping.
    var anchor: String?
    /// The full tag on a scalar, sequence or mapping. The mere `!` is none.
    var tag: String?
}
