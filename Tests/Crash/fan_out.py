"""Divides a sync of 200 partitions among 16 processes, kills some of them, and compares the lake with that of a single one.

    fan_out.py PROGRAM [KILLS]
"""

import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

import duckdb

from processes import children

PARTITIONS, WORKERS = 200, 16


def event(folder, name, **more):
    path = pathlib.Path(folder) / f"{name}.json"
    path.write_text(
        json.dumps({
            "connector": "demo", "streams": ["events_by_region", "customers"], "output": f"{folder}/{name}",
            "state": f"{folder}/{name}-state.json",
            "config": {"regions": PARTITIONS, "events": 60_000, "customers": 5_000, "page_size": 50, "latency_ms": 20},
            **more,
        }))
    return path


def kill_some(run, wanted):
    """Kills processes that the one started, which starts them again."""
    killed = 0
    while killed < wanted and run.poll() is None:
        time.sleep(random.uniform(0.05, 0.2))
        found = children(run.pid)
        if found:
            os.kill(random.choice(found), signal.SIGKILL)
            killed += 1
    return killed


def lake(folder, name):
    """Every record of every stream, with all of its values, in order."""
    records = {}
    for stream in ["events_by_region", "customers"]:
        files = f"{folder}/{name}/{stream}/*/*.parquet"
        records[stream] = duckdb.execute(
            "select * from read_parquet(?, union_by_name = true) order by id", [files]
        ).fetchall()
    return records


def cursors(folder, name):
    return json.loads((pathlib.Path(folder) / f"{name}-state.json").read_text())["streams"]


def main():
    program, wanted = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 8
    with tempfile.TemporaryDirectory(prefix="curlew-fan-out-") as folder:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([program, "run-local", event(folder, "single"), "--quiet"], check=True, **quiet)
        run = subprocess.Popen(
            [program, "run-local", event(folder, "divided", shards=40), "--quiet", "--fan-out", str(WORKERS), "--deadline-ms", "2000"],
            **quiet)
        killed = kill_some(run, wanted)
        if run.wait(timeout=240) != 0:
            sys.exit(f"fan-out: exit code {run.returncode}")
        single, divided = lake(folder, "single"), lake(folder, "divided")
        if single != divided:
            sys.exit(f"fan-out: {[(len(single[name]), len(divided[name])) for name in single]} records, which differ")
        if cursors(folder, "single") != cursors(folder, "divided"):
            sys.exit("fan-out: the states differ")
        count = sum(map(len, divided.values()))
        print(f"fan-out: {PARTITIONS} partitions, {WORKERS} processes, {killed} killed: the same {count} records and cursors")


main()
