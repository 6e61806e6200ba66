"""Compares Curlew with DuckDB, polars and pyarrow: JSON records to a Parquet file, zstd, one core.

    compare.py BENCHMARK_PROGRAM [KIND ...]

Curlew reads the pages as an API sends them, arrays of records. The others get the same records one a line in one file, which is
their fastest way. Every figure is processor time, the best of three runs.
"""

import json, os, pathlib, subprocess, sys, tempfile

ROWS = {"orders": 200_000, "events": 600_000, "wide": 15_000}

DUCKDB = """
connection = __import__("duckdb").connect()
connection.execute("set threads = 1")
def run():
    connection.execute(f"copy (select * from read_json('{lines}', format = 'newline_delimited')) to '{output}' (format parquet, compression zstd)")
"""

POLARS = """
import os
os.environ["POLARS_MAX_THREADS"] = "1"
import polars
def run():
    polars.read_ndjson(lines).write_parquet(output, compression="zstd")
"""

PYARROW = """
import pyarrow, pyarrow.json, pyarrow.parquet
pyarrow.set_cpu_count(1)
def run():
    options = pyarrow.json.ReadOptions(use_threads=False, block_size=8 << 20)
    pyarrow.parquet.write_table(pyarrow.json.read_json(lines, options), output, compression="zstd")
"""

MEASURE = """
import json, os, sys, time
lines, output = sys.argv[1:]
{program}
seconds = []
for _ in range(3):
    start = time.process_time()
    run()
    seconds.append(time.process_time() - start)
print(json.dumps({{"seconds": min(seconds), "size": os.path.getsize(output)}}))
"""


def measure(name, program, lines, output):
    run = [sys.executable, "-c", MEASURE.format(program=program), str(lines), str(output)]
    return name, json.loads(subprocess.run(run, check=True, capture_output=True, text=True).stdout)


def compare(benchmark, kind, folder):
    pages, lines, output = folder / kind, folder / "lines", folder / "out.parquet"
    pages.mkdir()
    subprocess.run([benchmark, "make", kind, str(ROWS[kind]), str(pages)], check=True)
    with open(lines, "w", encoding="utf-8") as file:
        for page in sorted(pages.iterdir()):
            for record in json.loads(page.read_text(encoding="utf-8")):
                file.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")

    own = json.loads(subprocess.run([benchmark, "run", str(pages), str(output)], check=True, capture_output=True).stdout)
    others = [
        measure("DuckDB", DUCKDB, lines, output), measure("polars", POLARS, lines, output),
        measure("pyarrow", PYARROW, lines, output),
    ]
    rows, text = own["rows"], own["text"]
    print(f"{kind}: {rows:,} records of {text // rows} bytes")
    parts = ", ".join(f"{part} {own[part]:.2f} s" for part in ["parse", "append", "encode"])
    report("Curlew", own, rows, text, f"  ({parts})")
    for name, other in others:
        report(name, other, rows, text, f"  Curlew is {other['seconds'] / own['seconds']:.1f} times as fast, its file {own['size'] / other['size']:.2f} times as large")
    for path in pages.iterdir():
        path.unlink()


def report(name, result, rows, text, note):
    seconds = result["seconds"]
    print(f"  {name:8}{rows / seconds:12,.0f} rows/s{text / seconds / 1e6:8,.0f} MB/s{result['size'] / 1e6:8.1f} MB{note}")


# Memory, where there is a file system in it, so that no disk is measured.
with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as folder:
    for kind in sys.argv[2:] or ROWS:
        compare(sys.argv[1], kind, pathlib.Path(folder))
