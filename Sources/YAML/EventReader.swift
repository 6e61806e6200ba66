internal import CYAML

/// libyaml's event parser, with its events as Swift values and its errors in our words.
///
/// The bytes must stay where they are while the reader lives. After an error there is no next event.
struct EventReader: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let source: SourceText

    /// Begins to read a text that is not empty.
    init(_ source: SourceText) throws(YAMLError) {
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        guard yaml_parser_initialize(parser) == 1 else {
            parser.deallocate()
            throw YAMLError(.outOfMemory, at: YAMLPosition(line: 1, column: 1))
        }
        self.parser = parser
        self.source = source
        // Set before the input, or libyaml would take some byte order marks for UTF-16.
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(
            parser, source.bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), source.bytes.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    /// The next event; after `streamEnd` there is none to ask for.
    mutating func next() throws(YAMLError) -> Event {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw parser.pointee.error(in: source) }
        defer { yaml_event_delete(&event) }
        return Event(event)
    }
}

extension Event {
    fileprivate init(_ event: yaml_event_t) {
        let position = YAMLPosition(event.start_mark)
        switch event.type {
        case YAML_DOCUMENT_START_EVENT:
            self.init(content: .documentStart, position: position)
        case YAML_ALIAS_EVENT:
            self.init(content: .alias(of: String(event.data.alias.anchor) ?? ""), position: position)
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            let content = Content.scalar(text, YAMLScalar.Style(scalar.style))
            self.init(content: content, position: position, anchor: String(scalar.anchor), tag: String(scalar.tag))
        case YAML_SEQUENCE_START_EVENT:
            let start = event.data.sequence_start
            self.init(content: .sequenceStart, position: position, anchor: String(start.anchor), tag: String(start.tag))
        case YAML_MAPPING_START_EVENT:
            let start = event.data.mapping_start
            self.init(content: .mappingStart, position: position, anchor: String(start.anchor), tag: String(start.tag))
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
            self.init(content: .collectionEnd, position: position)
        case YAML_DOCUMENT_END_EVENT:
            self.init(content: .documentEnd, position: position)
        case YAML_STREAM_START_EVENT:
            self.init(content: .streamStart, position: position)
        default:
            self.init(content: .streamEnd, position: position)
        }
        if tag == "!" { tag = nil }
    }
}

extension YAMLPosition {
    init(_ mark: yaml_mark_t) {
        self.init(line: Int(clamping: mark.line) + 1, column: Int(clamping: mark.column) + 1)
    }
}

extension YAMLScalar.Style {
    fileprivate init(_ style: yaml_scalar_style_t) {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: self = .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE: self = .literal
        case YAML_FOLDED_SCALAR_STYLE: self = .folded
        default: self = .plain
        }
    }
}

extension String {
    /// A copy of a C string of libyaml's; nil for a null pointer.
    fileprivate init?(_ text: UnsafeMutablePointer<yaml_char_t>?) {
        guard let text else { return nil }
        self.init(cString: text)
    }
}
