internal import Actions
internal import JSON

/// The messages of `curlew test`.
extension Messages {
    static func testResult(_ connector: String, _ file: String, _ result: RehearsalResult) -> JSONValue {
        var test: JSONObject = [
            "connector": .string(connector), "case": .string(file),
            "status": result.fault == nil ? "SUCCEEDED" : "FAILED",
        ]
        test["difference"] = result.fault.map { .string($0) }
        if !result.notes.isEmpty { test["notes"] = .array(result.notes.map { .string($0) }) }
        return ["type": "TEST_RESULT", "test": .object(test)]
    }

    static func testSummary(_ connector: String, cases: Int, failures: Int) -> JSONValue {
        [
            "type": "TEST_SUMMARY",
            "summary": [
                "status": failures == 0 ? "SUCCEEDED" : "FAILED", "connector": .string(connector),
                "cases": .integer(Int64(cases)), "failed": .integer(Int64(failures)),
            ],
        ]
    }
}
