internal import CExpat

/// What the parser's callbacks reach: the parser keeps a pointer to it, and must not outlive it.
final class ExpatContext {
    var assembler: RecordAssembler
    private let parser: XML_Parser?
    /// What the assembler refused, and where.
    private(set) var failure: XMLError?
    /// The encoding that the text says it is in, where the parser does not know it.
    private(set) var encodingName = ""

    init(_ assembler: consuming RecordAssembler, of parser: XML_Parser?) {
        self.assembler = assembler
        self.parser = parser
    }

    /// An error at the place where the parser is.
    func fault(_ reason: XMLError.Reason) -> XMLError {
        guard let parser else { return XMLError(reason: reason, line: 1, column: 1, offset: 0) }
        return XMLError(
            reason: reason, line: Int(XML_GetCurrentLineNumber(parser)),
            column: Int(XML_GetCurrentColumnNumber(parser)) + 1, offset: max(0, Int(XML_GetCurrentByteIndex(parser))))
    }

    /// Has the parser tell the assembler of tags and text. No handler is set for external entities: they are not read.
    func setHandlers() {
        guard let parser else { return }
        let context = Unmanaged.passUnretained(self).toOpaque()
        XML_SetUserData(parser, context)
        XML_SetElementHandler(
            parser,
            { context, name, attributes in
                guard let name else { return }
                ExpatContext.report(to: context) { $0.startElement(bytes(of: name), attributes: attributes) }
            },
            { context, _ in ExpatContext.report(to: context) { $0.endElement() } })
        XML_SetCharacterDataHandler(parser) { context, text, count in
            ExpatContext.report(to: context) { $0.addText(UnsafeRawBufferPointer(start: text, count: Int(count))) }
        }
        XML_SetStartDoctypeDeclHandler(parser) { context, _, systemID, publicID, hasDefinitions in
            guard systemID != nil || publicID != nil || hasDefinitions != 0 else { return }
            ExpatContext.report(to: context) { $0.refuse(.documentType) }
        }
        XML_SetUnknownEncodingHandler(
            parser,
            { context, name, encoding in
                guard let context, let name, let encoding else { return Int32(XML_STATUS_ERROR.rawValue) }
                let owner = Unmanaged<ExpatContext>.fromOpaque(context).takeUnretainedValue()
                return owner.fill(&encoding.pointee, named: String(decoding: bytes(of: name), as: UTF8.self))
            }, context)
    }

    /// Lets the assembler hear of something. A parser that was stopped may still have something to say, which is ignored.
    @inline(__always)
    private static func report(to context: UnsafeMutableRawPointer?, _ event: (inout RecordAssembler) -> Void) {
        guard let context else { return }
        let owner = Unmanaged<ExpatContext>.fromOpaque(context).takeUnretainedValue()
        event(&owner.assembler)
        if owner.failure == nil, let refusal = owner.assembler.refusal { owner.stop(refusal) }
    }

    private func stop(_ refusal: XMLError.Reason) {
        failure = fault(refusal)
        XML_StopParser(parser, 0)
    }

    private func fill(_ encoding: inout XML_Encoding, named name: String) -> Int32 {
        encodingName = name
        guard Windows1252.names.contains(name.lowercased()) else { return Int32(XML_STATUS_ERROR.rawValue) }
        withUnsafeMutableBytes(of: &encoding.map) { map in
            for (byte, scalar) in Windows1252.scalars.enumerated() {
                map.storeBytes(of: Int32(scalar), toByteOffset: byte * 4, as: Int32.self)
            }
        }
        encoding.data = nil
        encoding.convert = nil
        encoding.release = nil
        return Int32(XML_STATUS_OK.rawValue)
    }
}
