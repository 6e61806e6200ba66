import JSON
import Testing

@testable import CSV

@Suite struct CSVErrorTests {
    private static func descriptions(_ text: some Sequence<UInt8>, _ format: CSVFormat, _ limits: CSVLimits) -> Set<
        String
    > {
        Set(
            DecodedText.everyWay(text, format, limits: limits).map { result in
                switch result {
                case .success: "accepted"
                case .failure(let error): error.description
                }
            })
    }

    @Test(arguments: [
        ("a,b\n1,2\n3\n", "invalid CSV: the row has 1 field, expected 2 at byte 9 (row 2, line 3)"),
        ("a,b\r\n\r\n1\r\n", "invalid CSV: the row has 1 field, expected 2 at byte 8 (row 1, line 3)"),
        ("a,b,c\n\"x\ny\",2\n", "invalid CSV: the row has 2 fields, expected 3 at byte 13 (row 1, line 3)"),
        ("a,b\n1,2\n3,4,5\n", "invalid CSV: the row has more than 2 fields at byte 13 (row 2, line 3)"),
        ("a\n1,", "invalid CSV: the row has more than 1 field at byte 4 (row 1, line 2)"),
        ("a,b\n1,2\n3", "the CSV text ends too soon at byte 9 (row 2, line 3)"),
        ("a,b\n1,2\n\"3\"", "the CSV text ends too soon at byte 11 (row 2, line 3)"),
        ("a,b\n1,\"2\n\n", "the CSV text ends inside quotes that were opened in line 2 at byte 10 (row 1, line 4)"),
        ("a,\"b", "the CSV text ends inside quotes that were opened in line 1 at byte 4 (the header, line 1)"),
        (
            "a,b\n\"1\"2,3\n",
            "invalid CSV: expected a delimiter or the end of the line behind a closing quote at byte 7 (row 1, line 2)"
        ),
        (
            "a,b\n1,\"2\" \n",
            "invalid CSV: expected a delimiter or the end of the line behind a closing quote at byte 9 (row 1, line 2)"
        ),
        (
            "id,é,é\n1,2,3\n",
            "two columns are named \"é\": give the columns names of their own with `columns` at byte 8 (the header, line 1)"
        ),
        (
            "id,,x\n1,2,3\n",
            "column 2 has no name: give the columns names of their own with `columns` at byte 5 (the header, line 1)"
        ),
    ])
    func saysWhatIsWrongAndWhere(text: String, expected: String) {
        #expect(Self.descriptions(text.utf8, .standard, CSVLimits()) == [expected])
    }

    @Test(arguments: [
        ("a\n123456\n", "a CSV field is larger than the limit of 5 bytes at byte 8 (row 1, line 2)"),
        ("a\n\"12\"\"456\"\n", "a CSV field is larger than the limit of 5 bytes at byte 11 (row 1, line 2)"),
        ("a,b,c\n12345,12345,1\n", "a CSV row is larger than the limit of 11 bytes at byte 19 (row 1, line 2)"),
        ("a,b,c,d\n", "the CSV text has more columns than the limit of 3 at byte 7 (the header, line 1)"),
    ])
    func boundsSizes(text: String, expected: String) {
        let limits = CSVLimits(batchSize: 1, rowSize: 11, fieldSize: 5, columnCount: 3)
        let results = DecodedText.everyWay(text.utf8, limits: limits)
        #expect(throws: CSVError.self) { _ = try results[0].get() }
        for result in results {
            // In chunks, what is too large may be noticed before its end.
            guard case .failure(let error) = result else { Issue.record("accepted \(text)"); continue }
            #expect(error.description.split(separator: " at byte ")[0] == expected.split(separator: " at byte ")[0])
            #expect(error.offset <= text.utf8.count)
        }
        #expect(results.contains { if case .failure(let error) = $0 { error.description == expected } else { false } })
    }

    @Test func acceptsSizesUpToTheLimits() throws {
        let limits = CSVLimits(batchSize: 1, rowSize: 11, fieldSize: 5, columnCount: 2)
        for result in DecodedText.everyWay("a,b\n12345,12345\n".utf8, limits: limits) {
            #expect(try result.get().records == [["a": "12345", "b": "12345"]])
        }
    }

    @Test func comparesTheHeaderWithGivenColumns() throws {
        let format = try CSVFormat(columns: ["x", "y"])
        #expect(
            Self.descriptions("a\n1\n".utf8, format, CSVLimits()) == [
                "the header has 1 field, but `columns` names 2 at byte 1 (the header, line 1)"
            ])
    }

    @Test func handsOutTheRowsBeforeTheFault() throws {
        let text = PaddedBytes("a,b\n1,2\n3,4\n5\n6,7\n")
        var decoder = CSVDecoder(limits: CSVLimits(batchSize: 1))
        var records: [JSONValue] = []
        var errors: [CSVError] = []
        text.withUnsafeBytes { chunk in
            var position = 0
            for _ in 0..<5 {
                do throws(CSVError) {
                    if let batch = try decoder.nextBatch(in: chunk, from: &position) {
                        records += JSONValue(batch.root).array ?? []
                    }
                } catch {
                    errors.append(error)
                }
            }
        }
        do throws(CSVError) { _ = try decoder.finish() } catch { errors.append(error) }
        #expect(records == [["a": "1", "b": "2"], ["a": "3", "b": "4"]])
        #expect(errors.count == 4)
        #expect(Set(errors) == [CSVError(reason: .tooFewFields(1, expected: 2), row: 3, line: 4, offset: 13)])
    }

    @Test func tellsTruncationFromNonsense() {
        func error(_ text: String) -> CSVError? {
            do throws(CSVError) { _ = try DecodedText.decode(text.utf8) } catch { return error }
            return nil
        }
        #expect(error("a,b\n1,\"2")?.isTruncation == true)
        #expect(error("a,b\n1")?.isTruncation == true)
        #expect(error("a,b\n1\n")?.isTruncation == false)
    }

    @Test func noticesEveryTruncation() throws {
        let text = Array("id,name,note\n1,\"Zoë\",\"a,\"\"b\"\"\"\n2,\"x\ny\",\n".utf8)
        let whole = try DecodedText.decode(text).records
        for length in 13..<text.count {
            do throws(CSVError) {
                let records = try DecodedText.decode(text.prefix(length)).records
                // What was cut can be the end of the last field or of its row: only more text would tell.
                for (cut, complete) in zip(records.dropLast(), whole) { #expect(cut == complete) }
            } catch {
                #expect(error.isTruncation)
                #expect(error.offset == length)
            }
        }
    }
}
