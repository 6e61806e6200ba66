"""The whole job: pages of an API on loopback become Parquet files. `job.py CURLEW BENCHMARK-PARQUET PYTHON`.

Every program is measured from exec to exit, and the rows of its files are counted.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "read"))

import connectors
from processes import nginx, run, unused_port

MILLION = 1_000_000
SLICES = ["0", "1", "2", "3"]
TIMES = 5

# Counts the orders in files, and looks for one that is missing or there twice.
COUNT = """
import json, sys, duckdb
duckdb.sql("set enable_progress_bar = false")
counts = "count(*), count(distinct number), min(number), max(number), sum(len(lines)) > 0"
print(json.dumps(duckdb.sql(f"select {counts} from read_parquet({sys.argv[1:]})").fetchall()[0]))
"""


class Pages:
    """Pages in folders, each naming the next one's address: `0` to `3` with a million orders each, 1000 a page, and `small`
    with the first million of them, 100 a page."""

    def __init__(self, folder, benchmark, url):
        self.folder, self.url = folder, url
        self.pages_of_slice = MILLION // 1000
        self.size = self._make(benchmark, len(SLICES) * MILLION, 1000, SLICES)
        self._make(benchmark, MILLION, 100, ["small"])

    def _make(self, benchmark, rows, rows_of_page, names):
        raw = self.folder / "raw"
        raw.mkdir()
        subprocess.run([benchmark, "make", "orders", str(rows), raw, str(rows_of_page)], check=True)
        texts = sorted(raw.iterdir())
        count = len(texts) // len(names)
        size = 0
        for place, name in enumerate(names):
            (self.folder / name).mkdir()
            for number in range(count):
                following = self.address(name, number + 1) if number + 1 < count else None
                text = texts[place * count + number]
                self._write(name, number, text.read_bytes(), following)
                size += text.stat().st_size
                text.unlink()
        raw.rmdir()
        return size

    def address(self, name, number):
        return f"{self.url}/{name}/{number}.json"

    def _write(self, name, number, records, following):
        page = b'{"data":' + records + b',"next":' + json.dumps(following).encode() + b"}"
        (self.folder / name / f"{number}.json").write_bytes(page)

    def link(self, name, following):
        """Lets the last page of a folder lead to the first of another, or nowhere."""
        number = self.pages_of_slice - 1
        text = (self.folder / name / f"{number}.json").read_bytes()
        records = text[len(b'{"data":') : text.rindex(b',"next":')]
        self._write(name, number, records, following and self.address(following, 0))

    def chain(self, is_one):
        """Makes one list of all orders, or one of each million."""
        for name, following in zip(SLICES, SLICES[1:]):
            self.link(name, following if is_one else None)

    def urls(self):
        return [self.address("0", number) for number in range(self.pages_of_slice)]


class Job:
    """Runs a program several times, each time into an empty folder."""

    def __init__(self, folder, python):
        self.output, self.python = folder / "output", python
        print(f"  {'':34} {'rows per CPU s':>15} {'CPU s':>8} {'least':>8} {'peak MB':>8} {'file MB':>8}")

    def measure(self, title, command, rows, times=TIMES):
        costs, size = [], 0
        for _ in range(times):
            shutil.rmtree(self.output, ignore_errors=True)
            self.output.mkdir()
            costs.append(run(command))
            if rows:
                size = self._check(title, rows)
        seconds = sorted(cost.cpu for cost in costs)
        median, rate = seconds[len(seconds) // 2], (rows or MILLION) / seconds[len(seconds) // 2]
        memory = max(cost.peak_megabytes for cost in costs)
        print(f"  {title:34} {rate:15,.0f} {median:8.2f} {seconds[0]:8.2f} {memory:8.1f} {size / 1e6:8.1f}", flush=True)
        return memory

    def _check(self, title, rows):
        files = [str(path) for path in self.output.rglob("*.parquet")]
        found = json.loads(subprocess.check_output([self.python, "-c", COUNT, *files]))
        if found != [rows, rows, MILLION, MILLION + rows - 1, True]:
            sys.exit(f"{title}: {rows} orders were served, and the files have {found}")
        return sum(pathlib.Path(file).stat().st_size for file in files)


def main():
    curlew, benchmark, python = sys.argv[1:]
    shared = pathlib.Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=shared if shared.is_dir() else None) as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)  # nginx's worker is another user when root starts it.
        port = unused_port()
        url = f"http://127.0.0.1:{port}"
        pages = Pages(folder, benchmark, url)
        print(f"nginx on loopback, orders of {pages.size / len(SLICES) / MILLION:.0f} bytes")
        with nginx(folder, port):
            compare(folder, curlew, python, pages)


def compare(folder, curlew, python, pages):
    job = Job(folder, python)
    files = ["--format", "parquet", "--output", job.output]

    def source(name):
        place = folder / f"connector-{name}"
        place.mkdir()
        return connectors.curlew(place, f"{pages.url}/{name}", files)

    one = [curlew, *source("0")]
    memory = job.measure("curlew, 1000 a page", one, MILLION)
    job.measure("curlew, 100 a page", [curlew, *source("small")], MILLION)
    partitioned = [
        curlew, *connectors.curlew_partitioned(folder, pages.url, SLICES, "0.json", files),
        "--concurrency", len(SLICES)]
    job.measure("curlew, four slices of a million", partitioned, 4 * MILLION, 3)
    pages.chain(True)
    larger = job.measure("curlew, four million", one, 4 * MILLION, 3)
    pages.chain(False)
    job.measure("curl, to nowhere", connectors.curl(folder, pages.urls()), None)
    peer = [python, HERE / "peers.py"]
    job.measure("requests and polars", [*peer, "polars", pages.address("0", 0), job.output], MILLION, 3)
    job.measure("requests, json and pyarrow", [*peer, "pyarrow", pages.address("0", 0), job.output], MILLION, 1)
    job.measure("DuckDB, from files", [*peer, "duckdb", folder / "0", job.output], MILLION, 3)
    print(f"  goals: 400,000 rows per CPU s; memory under 64 MB, and no more for four million ({larger / memory:.2f} times)")


main()
