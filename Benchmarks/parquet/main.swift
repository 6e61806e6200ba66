import Foundation

// Turns JSON pages in memory into a Parquet file in memory, on one core, and prints what it took. Benchmarks/parquet/compare.py
// runs it beside others on the same pages.
//
//     benchmark-parquet make orders|events|wide ROWS FOLDER [ROWS-OF-PAGE]     writes pages of records
//     benchmark-parquet run FOLDER OUTPUT                                      measures them, and writes the file

let arguments = CommandLine.arguments
switch (arguments.dropFirst().first, arguments.count) {
case ("make", 5): try RecordPages.write(kind: arguments[2], rows: Int(arguments[3]) ?? 0, to: arguments[4])
case ("make", 6):
    try RecordPages.write(
        kind: arguments[2], rows: Int(arguments[3]) ?? 0, rowsOfPage: Int(arguments[5]), to: arguments[4])
case ("run", 4): try Measurement.run(folder: arguments[2], output: arguments[3])
default: fatalError("usage: benchmark-parquet make KIND ROWS FOLDER [ROWS-OF-PAGE] | run FOLDER OUTPUT")
}
