"""Runs chains of invocations under fire, and counts what is in the lake in the end.

    fire.py PROGRAM KILLS [SEED]

Each chain is `PROGRAM run-local` with short budgets: it reads the demo's API, which fails, limits the rate of requests and
forgets page tokens, and writes to a bucket of a server that checks signatures, behind a proxy that breaks some requests. Its
processes are killed with SIGKILL at random moments, half of them just after a file came into view, and now and then two chains
begin at once from one state. Some syncs are divided among processes. Every chain is started again until it is done; then each
record must be in the lake exactly once, and nothing else beside it.
"""

import io
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

import boto3
import pyarrow.parquet
from botocore.config import Config

import rounds
from processes import children

HERE = pathlib.Path(__file__).resolve().parent
LONGEST_CHAIN = 200
# A run with a short budget that takes longer hangs.
LONGEST_RUN = 300


class Store:
    """A moto server that checks signatures, and the proxy in front of it."""

    def __init__(self):
        self.moto = self.start("Moto/server.py", "checked")
        key = json.loads(self.moto.stdout.readline())
        self.proxy = self.start("Faults/proxy.py", str(key["port"]))
        self.client = boto3.client(
            "s3", endpoint_url=f"http://127.0.0.1:{key['port']}", region_name="us-east-1",
            aws_access_key_id=key["access_key_id"], aws_secret_access_key=key["secret_access_key"],
            config=Config(s3={"addressing_style": "path"}),
        )
        self.environment = {
            **os.environ, "AWS_ENDPOINT_URL_S3": f"http://127.0.0.1:{int(self.proxy.stdout.readline())}",
            "AWS_ACCESS_KEY_ID": key["access_key_id"], "AWS_SECRET_ACCESS_KEY": key["secret_access_key"],
            "AWS_REGION": "us-east-1",
        }

    @staticmethod
    def start(script, argument):
        return subprocess.Popen(
            [sys.executable, HERE.parent / script, argument], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def close(self):
        for process in [self.proxy, self.moto]:
            process.stdin.close()
            process.wait()

    def keys(self, bucket, prefix=""):
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
        return [entry["Key"] for page in pages for entry in page.get("Contents", [])]

    def read(self, bucket, key):
        return self.client.get_object(Bucket=bucket, Key=key)["Body"].read()


class Chain:
    """One sync, from its beginning until it is done."""

    def __init__(self, program, store, folder, number, seed):
        self.random = random.Random(seed)
        self.program, self.store = program, store
        self.bucket = f"fire-{seed}-share-5-seed-{number}"
        self.kills = self.starts = 0
        store.client.create_bucket(Bucket=self.bucket)
        self.counts = {"customers": 1_500, "orders": 4_000, "events_by_region": 12_000}
        self.is_divided = self.random.random() < 0.4
        event = {
            "connector": "demo", "streams": list(self.counts), "output": f"s3://{self.bucket}/out/",
            "state": f"s3://{self.bucket}/state.json", "shards": 6,
            "config": {
                "customers": 1_500, "orders": 4_000, "events": 12_000, "regions": 16,
                "page_size": self.random.choice([50, 100, 200]), "latency_ms": self.random.choice([2, 5, 10]),
                "error_rate": self.random.choice([0, 0.02, 0.05]),
                "requests_per_second": self.random.choice([0, 0, 150]),
                "token_lifetime": self.random.choice([0, 0, 300]),
            },
        }
        if not self.is_divided:
            del event["shards"]
        self.event = pathlib.Path(folder) / f"{number}.json"
        self.name = f"{self.bucket}, {self.event}"
        self.event.write_text(json.dumps(event))

    def files(self):
        return {key for key in self.store.keys(self.bucket, "out/") if "/dt=" in key}

    def end_leases(self):
        """What time does to the claims of killed runs."""
        for key in self.store.keys(self.bucket):
            if not key.endswith(".json"):
                continue
            state = json.loads(self.store.read(self.bucket, key))
            if isinstance(state, dict) and state.pop("lease", None):
                self.store.client.put_object(Bucket=self.bucket, Key=key, Body=json.dumps(state).encode())

    def start(self):
        # Where tokens die with the process, a scan must fit into one run, however busy the machine is.
        budget = self.random.randint(1_500, 4_000) + 100 * self.starts
        command = [self.program, "run-local", self.event, "--quiet", "--deadline-ms", str(budget)]
        if self.is_divided:
            command += ["--fan-out", "3"]
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.store.environment)

    def run(self, may_kill):
        """Runs once; true when the sync is done."""
        self.end_leases()
        self.starts += 1
        known = self.files()
        runs = [self.start() for _ in range(2 if self.random.random() < 0.1 else 1)]
        killer = threading.Thread(target=self.kill, args=(runs, known)) if may_kill else None
        if killer:
            killer.start()
        results = [self.end(run) for run in runs]
        if killer:
            killer.join()
        return 0 in results

    def end(self, run):
        try:
            self.output, self.error = run.communicate(timeout=LONGEST_RUN)
        except subprocess.TimeoutExpired:
            self.signal_all(run)
            raise RuntimeError(f"a run of {self.event} does not end")
        if run.returncode == 2:
            raise RuntimeError(f"{self.event} is refused: {self.error.decode()}")
        return run.returncode

    def kill(self, runs, known):
        end = time.monotonic() + self.random.uniform(0, 3)
        aims = self.random.random() < 0.5
        while time.monotonic() < end and any(run.poll() is None for run in runs):
            time.sleep(0.002)
        # Between files and state is where it matters most.
        while aims and self.files() <= known and any(run.poll() is None for run in runs):
            time.sleep(0.002)
        for run in runs:
            if run.poll() is None:
                self.kills += 1
                found = children(run.pid) if self.is_divided and self.random.random() < 0.6 else []
                if found:
                    self.signal(self.random.choice(found))
                else:
                    self.signal_all(run)

    @staticmethod
    def signal(process):
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            pass

    @classmethod
    def signal_all(cls, run):
        # Those it has started are its children only as long as it lives.
        for process in [*children(run.pid), run.pid]:
            cls.signal(process)

    def complete(self, may_go_on):
        for number in range(LONGEST_CHAIN):
            if self.run(may_kill=may_go_on() and number < LONGEST_CHAIN - 20):
                return self.run_again()
        raise RuntimeError(f"{self.event} is never done: {self.error.decode()[-2000:]}")

    def run_again(self):
        """One sync more, undisturbed, which finds nothing new. Of two runs at once the later may have begun it already."""
        for _ in range(20):
            self.end_leases()
            if self.end(self.start()) == 0:
                return
        raise RuntimeError(f"the sync after {self.event} is never done: {self.error.decode()[-2000:]}")

    def check(self):
        """What is wrong with the lake."""
        faults = []
        found = {stream: [] for stream in self.counts}
        for key in self.files():
            table = pyarrow.parquet.read_table(io.BytesIO(self.store.read(self.bucket, key)), columns=["id"])
            found[key.split("/")[1]] += table["id"].to_pylist()
        for stream, count in self.counts.items():
            if sorted(found[stream]) != list(range(1, count + 1)):
                faults.append(f"{stream}: {len(found[stream])} records, {len(set(found[stream]))} different, of {count}")
        for key in self.store.keys(self.bucket):
            if "/dt=" not in key and not key.endswith(".json") or "/dt=" in key and not key.endswith(".parquet"):
                faults.append(f"{key} is left")
        for upload in self.store.client.list_multipart_uploads(Bucket=self.bucket).get("Uploads", []):
            faults.append(f"{upload['Key']} is left as an unfinished upload")
        if "sync" in json.loads(self.store.read(self.bucket, "state.json")):
            faults.append("the sync is not over in the state")
        return faults

    def close(self):
        self.event.unlink()


def main():
    program, wanted = os.path.abspath(sys.argv[1]), int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 20)
    print(f"fire: seed {seed}", flush=True)
    store = Store()
    folder = tempfile.mkdtemp(prefix="curlew-fire-")
    chains, faults = rounds.run(wanted, lambda number: Chain(program, store, folder, number, seed + number))
    kills = sum(chain.kills for chain in chains)
    store.close()
    for fault in faults:
        print(f"fire: {fault}")
    divided, starts = sum(chain.is_divided for chain in chains), sum(chain.starts for chain in chains)
    print(f"fire: {kills} kills of {len(chains)} syncs, {divided} of them divided, {starts} starts")
    if faults:
        sys.exit(1)
    shutil.rmtree(folder)
    print("fire: every record is in the lake exactly once")


main()
