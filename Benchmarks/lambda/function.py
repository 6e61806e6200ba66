"""The function that Lambda starts: `function.py BOOTSTRAP BASELINE BENCHMARK-PARQUET PYTHON [start|warm|chain|end ...]`.

How soon it waits for an invocation, beside a static Swift program that does nothing else; what an invocation costs that has
nothing to do; what it costs to cut a job into invocations; and how long it takes to end when the sandbox does.
"""

import contextlib
import http.server
import json
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

from runtime_api import RuntimeAPI

MILLION = 1_000_000
STARTS = 200
ENDS = 10
NOTHING = {"action": "spec", "connector": "stripe"}
COUNT = """
import json, sys, duckdb
duckdb.sql("set enable_progress_bar = false")
files = f"read_parquet('{sys.argv[1]}/**/*.parquet')"
print(json.dumps(duckdb.sql(f"select count(*), count(distinct number) from {files}").fetchall()[0]))
"""


def starts(programs):
    """Of each program milliseconds, MB and CPU milliseconds of many starts; in turns, so that the machine's moods are for all."""
    figures = [[] for _ in programs]
    for _ in range(STARTS + 5):
        for program, its_figures in zip(programs, figures):
            with RuntimeAPI(program) as api:
                its_figures.append((api.seconds_to_wait * 1e3, api.memory(), api.cpu_seconds() * 1e3))
    return [list(zip(*its_figures[5:])) for its_figures in figures]


def start(bootstrap, baseline, *_):
    medians = []
    print(f"  {'':44} {'median':>8} {'least':>8} {'CPU':>8} {'memory':>9}")
    titles = "bootstrap, exec to the first wait", "a Swift program that does nothing else"
    for title, (wall, memory, cpu) in zip(titles, starts([bootstrap, baseline])):
        medians.append(statistics.median(wall))
        print(
            f"  {title:44} {medians[-1]:5.2f} ms {min(wall):5.2f} ms {statistics.median(cpu):5.2f} ms"
            f" {max(memory):6.2f} MB")
    print(f"  {medians[0] / medians[1]:.2f} times the other; goals: 10 ms, 1.5 times, 12 MB")
    for archive in [pathlib.Path(bootstrap + ".zip")]:
        if archive.exists():
            sizes = pathlib.Path(bootstrap).stat().st_size, archive.stat().st_size
            print(f"  program {sizes[0] / 1e6:.2f} MB, zip {sizes[1] / 1e6:.2f} MB")
    print("  the reference says of itself: 26 MB, about 10 MB of memory, starts in less than a second")


def warm(bootstrap, *_):
    for count in 200, 3_000:
        with RuntimeAPI(bootstrap) as api:
            api.invoke(NOTHING)
            before, began = api.cpu_seconds(), api.memory()
            for _ in range(count):
                api.invoke(NOTHING)
            each = (api.cpu_seconds() - before) / count * 1e3
            print(
                f"  {count:5} invocations that have nothing to do: {each:.3f} ms of CPU each (goal 0.3);"
                f" memory {began:.1f} to {api.memory():.1f} MB")


def chain(bootstrap, _, benchmark, python):
    shared = pathlib.Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=shared if shared.is_dir() else None) as name:
        folder = pathlib.Path(name)
        with slow_pages(folder) as url:
            make_pages(folder, benchmark, url)
            costs = {}
            for seconds in [None, 15] * 3:
                costs.setdefault(seconds, []).append(job(bootstrap, python, folder, url, seconds))
    whole, cut = (statistics.median(cpu for cpu, _, _ in costs[seconds]) for seconds in (None, 15))
    for seconds, title in (None, "uncut"), (15, "budgets of 15 s"):
        for cpu, memory, invocations in costs[seconds]:
            print(f"  a million orders, {title:16} {invocations:3} invocations, {cpu:5.2f} CPU s, {memory:5.1f} MB at most")
    print(f"  cutting costs {(cut / whole - 1) * 100:+.1f} % (goal: at most 5)")


@contextlib.contextmanager
def slow_pages(folder):
    """Serves the files of a folder, each so late that a million orders take longer than an invocation has."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            time.sleep(0.045)
            body = (folder / self.path[1:]).read_bytes()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        # At the end of an invocation a page is on its way that nobody takes.
        server.handle_error = lambda *_: None
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def make_pages(folder, benchmark, url):
    raw = folder / "raw"
    raw.mkdir()
    subprocess.run([benchmark, "make", "orders", str(MILLION), raw, "1000"], check=True)
    texts = sorted(raw.iterdir())
    for number, text in enumerate(texts):
        following = f"{url}/{number + 1}.json" if number + 1 < len(texts) else None
        page = b'{"data":' + text.read_bytes() + b',"next":' + json.dumps(following).encode() + b"}"
        (folder / f"{number}.json").write_bytes(page)
    shutil.rmtree(raw)


def job(bootstrap, python, folder, url, seconds):
    output = folder / "output"
    shutil.rmtree(output, ignore_errors=True)
    event = {
        "connector": {
            "name": "orders", "base_url": url,
            "streams": [{
                "name": "orders", "request": {"path": "/0.json"}, "decoder": {"type": "json", "records_path": "data"},
                "pagination": {"type": "next_url", "next_url_path": "next"}, "primary_key": ["id"]}]},
        "output": str(output), "state": str(folder / "state.json"),
    }  # fmt: skip
    (folder / "state.json").unlink(missing_ok=True)
    if seconds:
        event["budget"] = {"max_seconds": seconds}
    invocations = 0
    with RuntimeAPI(bootstrap) as api:
        while event and invocations < 100:
            answer = json.loads(api.invoke(event))
            event, invocations = answer.get("resume"), invocations + 1
        cost = api.process_seconds(), api.memory("VmHWM"), invocations
    found = json.loads(subprocess.check_output([python, "-c", COUNT, output]))
    if found != [MILLION, MILLION]:
        sys.exit(f"a million orders were served, and the files have {found}")
    return cost


def end(bootstrap, *_):
    for thought in 0, 0.02, 0.05, 0.1:
        server = subprocess.Popen(
            [sys.executable, pathlib.Path(__file__).parent.parent / "upload" / "server.py", str(thought)],
            stdout=subprocess.PIPE, text=True)
        variables = {
            "AWS_ENDPOINT_URL_S3": f"http://127.0.0.1:{server.stdout.readline().strip()}", "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "AKIABENCHMARK", "AWS_SECRET_ACCESS_KEY": "secret",
        }
        figures = [time_to_end(bootstrap, variables, 1 + number / 10) for number in range(ENDS)]
        server.kill()
        server.wait()
        print(
            f"  store answers after {thought * 1e3:3.0f} ms: SIGTERM to the end of the process"
            f" {statistics.median(figures):4.0f} ms, {max(figures):4.0f} ms at most (goal 300)")


def time_to_end(bootstrap, variables, seconds):
    """Milliseconds from the signal that a sandbox ends, which comes so long after an invocation's beginning."""
    event = {
        "connector": "demo", "streams": ["customers", "orders"], "output": "s3://lake/out", "state": "s3://lake/state.json",
        "config": {"customers": MILLION, "orders": 10 * MILLION, "latency_ms": 5},
    }
    with RuntimeAPI(bootstrap, variables) as api:
        api.begin(event)
        time.sleep(seconds)
        began = time.perf_counter()
        answer = json.loads(api.end())
        took = time.perf_counter() - began
    if answer.get("status") != "INCOMPLETE" or not answer["total_records"]:
        sys.exit(f"a sync that was told to end answered {answer}")
    return took * 1e3


def main():
    *programs, names = *sys.argv[1:5], sys.argv[5:] or ["start", "warm", "chain", "end"]
    for name in names:
        {"start": start, "warm": warm, "chain": chain, "end": end}[name](*programs)


if __name__ == "__main__":
    main()
