"""Kills `PROGRAM read --format parquet` again and again, and counts what is in the files in the end.

    crash.py PROGRAM KILLS [SEED]

An API on loopback has four streams: pages behind tokens, which sometimes die with the process that got them; small slices;
slices too large to be kept in memory; and records with a cursor. A sync of all of them is killed with SIGKILL at random
moments, half of them just after a file came into view, and continued from its state file until it is done. Then each record
must be in the files exactly once, and nothing else beside them. Whole syncs follow one another until there were enough kills.

Where CURLEW_TEST_S3_ENDPOINT names a server, files and state are in a bucket there.
"""

import glob, http.server, json, os, pathlib, random, shutil, signal, socketserver, subprocess, sys, tempfile
import threading, time, urllib.parse

import duckdb

import rounds

STREAMS_AT_ONCE = 4
LONGEST_CHAIN = 100

PAGES = {"tokens": 60, "cursors": 40}
SMALL_SLICES, LARGE_SLICES = 30, 4
RECORDS = {"tokens": 60 * 40, "cursors": 40 * 40, "small": SMALL_SLICES * 3 * 10, "large": LARGE_SLICES * 12 * 300}

CONNECTOR = """
name: crash
base_url: "{url}"
check: {{ path: /tokens }}
streams:
  - name: tokens
    request: {{ path: /tokens }}
    decoder: {{ type: json, records_path: data }}
    pagination: {{ type: cursor, cursor_param: token, cursor_path: next }}
  - name: cursors
    request: {{ path: /cursors }}
    decoder: {{ type: json, records_path: data }}
    pagination: {{ type: page_number, page_param: page, page_size: 40 }}
    incremental: {{ cursor_field: at, format: unix, filter: client }}
  - name: small
    request: {{ path: "/small/{{{{ partition.slice }}}}" }}
    decoder: {{ type: json, records_path: data }}
    pagination: {{ type: page_number, page_param: page, page_size: 10 }}
    partition: {{ type: list, field: slice, values: {small} }}
  - name: large
    request: {{ path: "/large/{{{{ partition.slice }}}}" }}
    decoder: {{ type: json, records_path: data }}
    pagination: {{ type: page_number, page_param: page, page_size: 300 }}
    partition: {{ type: list, field: slice, values: {large} }}
"""


def records(first, count, size):
    text = random.Random(first)
    return [
        {"id": number, "at": 1_700_000_000 + number, "text": "%x" % text.getrandbits(size * 4 or 4), "more": {"n": number / 2}}
        for number in range(first, first + count)
    ]


class API(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        url = urllib.parse.urlparse(self.path)
        query = dict(urllib.parse.parse_qsl(url.query))
        chain, stream, *rest = url.path.strip("/").split("/")
        time.sleep(0.02)
        if stream == "tokens":
            return self.answer_tokens(self.server.chains[chain], query.get("token", "0-0"))
        page = int(query.get("page", 1)) - 1
        if stream == "cursors":
            found = records(page * 40, 40, 60) if page < PAGES["cursors"] else []
        elif stream == "small":
            found = records(int(rest[0]) * 30 + page * 10, 10, 60) if page < 3 else []
        else:
            found = records(int(rest[0]) * 3600 + page * 300, 300, 400) if page < 12 else []
        self.answer({"data": found})

    def answer_tokens(self, chain, token):
        run, page = map(int, token.split("-"))
        if page > 0 and run != chain.runs and chain.tokens_die:
            return self.answer({"error": "the token has expired"}, "410 Gone")
        following = page + 1 < PAGES["tokens"]
        self.answer({"data": records(page * 40, 40, 400), "next": f"{chain.runs}-{page + 1}" if following else None})

    def answer(self, value, status="200 OK"):
        text = json.dumps(value).encode()
        try:
            self.send_response(int(status[:3]))
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)
        except OSError:
            self.close_connection = True


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, *_):
        pass


class Folder:
    """Where a sync's files and its state are: a local folder."""

    environment = None

    def __init__(self, path):
        self.path = path
        self.output, self.state_reference = path / "out", path / "state.json"

    def files(self):
        return set(glob.glob(f"{self.path}/out/*/dt=*/*.parquet"))

    def state(self):
        return json.loads(self.state_reference.read_text()) if self.state_reference.exists() else {"sync": {}}

    def end_lease(self):
        """What time does to the claim of a killed run. A lock ends with its process."""

    def fetch(self):
        """Brings the files to `out` in the local folder; returns what else there is."""
        return []


class Bucket(Folder):
    """A bucket of its own."""

    def __init__(self, path):
        super().__init__(path)
        import boto3
        from botocore.config import Config

        variables = {name: os.environ[f"CURLEW_TEST_S3_{name}"] for name in ["ENDPOINT", "ACCESS_KEY_ID", "SECRET_ACCESS_KEY"]}
        self.environment = {
            **os.environ, "AWS_ENDPOINT_URL_S3": variables["ENDPOINT"], "AWS_ACCESS_KEY_ID": variables["ACCESS_KEY_ID"],
            "AWS_SECRET_ACCESS_KEY": variables["SECRET_ACCESS_KEY"], "AWS_REGION": "us-east-1",
        }
        self.client = boto3.client(
            "s3", endpoint_url=variables["ENDPOINT"], region_name="us-east-1",
            aws_access_key_id=variables["ACCESS_KEY_ID"], aws_secret_access_key=variables["SECRET_ACCESS_KEY"],
            config=Config(s3={"addressing_style": "path"}),
        )
        self.name = "crash-%032x" % random.getrandbits(128)
        self.client.create_bucket(Bucket=self.name)
        self.output, self.state_reference = f"s3://{self.name}/out", f"s3://{self.name}/state.json"

    def files(self):
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix="out/")
        return {object["Key"] for page in pages for object in page.get("Contents", [])}

    def state(self):
        try:
            return json.load(self.client.get_object(Bucket=self.name, Key="state.json")["Body"])
        except self.client.exceptions.NoSuchKey:
            return {"sync": {}}

    def end_lease(self):
        state = self.state()
        if state.pop("lease", None):
            self.client.put_object(Bucket=self.name, Key="state.json", Body=json.dumps(state).encode())

    def fetch(self):
        for key in self.files():
            (self.path / key).parent.mkdir(parents=True, exist_ok=True)
            self.client.download_file(self.name, key, str(self.path / key))
        uploads = self.client.list_multipart_uploads(Bucket=self.name).get("Uploads", [])
        return [f"{upload['Key']} is left as an unfinished upload" for upload in uploads]


class Chain:
    """One sync, from its beginning until it is done."""

    def __init__(self, program, server, folder, name, seed):
        self.random = random.Random(seed)
        self.program, self.folder = program, pathlib.Path(folder) / name
        self.runs = self.kills = 0
        self.name = f"sync {name}, in {self.folder}"
        self.tokens_die = False
        server.chains[name] = self
        self.folder.mkdir()
        self.place = Bucket(self.folder) if "CURLEW_TEST_S3_ENDPOINT" in os.environ else Folder(self.folder)
        url = f"http://127.0.0.1:{server.server_port}/{name}"
        lists = {"small": json.dumps([str(n) for n in range(SMALL_SLICES)]), "large": json.dumps([str(n) for n in range(LARGE_SLICES)])}
        (self.folder / "crash.yaml").write_text(CONNECTOR.format(url=url, **lists))

    def run(self, may_kill):
        """Runs once; true when the sync is done."""
        self.runs += 1
        self.tokens_die = self.random.random() < 0.3
        command = [
            self.program, "read", "--connector", self.folder / "crash.yaml", "--format", "parquet", "--output",
            self.place.output, "--state", self.place.state_reference, "--max-file-mb", "0.05", "--concurrency",
            str(STREAMS_AT_ONCE),
        ]
        self.place.end_lease()
        known = self.place.files()
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.place.environment
        )
        output = []
        reader = threading.Thread(target=lambda: output.extend(process.stdout))
        reader.start()
        killer = threading.Thread(target=self.kill, args=(process, known)) if may_kill else None
        if killer:
            killer.start()
        try:
            process.wait(timeout=120)
        except subprocess.TimeoutExpired:
            process.kill()
            raise RuntimeError(f"a run in {self.folder} does not end")
        reader.join()
        if killer:
            killer.join()
        error = process.stderr.read().decode()
        process.stdout.close()
        process.stderr.close()
        if process.returncode == -signal.SIGKILL:
            self.kills += 1
            return self.is_over()
        if process.returncode != 0:
            raise RuntimeError(f"exit code {process.returncode} in {self.folder}: {error}")
        return True

    def is_over(self):
        """Whether the state says that the sync is over, which may be saved just before the process is killed. What comes
        next would be another sync, which reads everything once more."""
        return "sync" not in self.place.state()

    def kill(self, process, known):
        end = time.monotonic() + self.random.uniform(0, 4)
        aims = self.random.random() < 0.5
        while process.poll() is None and time.monotonic() < end:
            time.sleep(0.001)
        # Between files and state is where it matters most.
        while aims and process.poll() is None and self.place.files() <= known:
            time.sleep(0.0005)
        time.sleep(self.random.uniform(0, 0.004))
        if process.poll() is None:
            process.kill()

    def complete(self, may_go_on):
        for number in range(LONGEST_CHAIN):
            if self.run(may_kill=may_go_on() and number < LONGEST_CHAIN - 1):
                return
        raise RuntimeError(f"the sync in {self.folder} does not end")

    def check(self):
        """What is wrong with the files."""
        faults = self.place.fetch()
        connection = duckdb.connect()
        for stream, count in RECORDS.items():
            found = connection.execute(
                "select count(*), count(distinct id), min(id), max(id) from read_parquet(?, union_by_name = true)",
                [f"{self.folder}/out/{stream}/*/*.parquet"],
            ).fetchall()[0]
            if found != (count, count, 0, count - 1):
                faults.append(f"{stream}: {found[0]} records, {found[1]} different, of {count}")
        for path, _, names in os.walk(self.folder / "out"):
            faults += [f"{path}/{name} is left" for name in names if not name.endswith(".parquet") or name.startswith(".")]
        if not self.is_over():
            faults.append("the sync is not over in the state")
        return faults

    def close(self):
        shutil.rmtree(self.folder)


def main():
    program, wanted = os.path.abspath(sys.argv[1]), int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 32)
    print(f"crash: seed {seed}", flush=True)
    server = Server(("127.0.0.1", 0), API)
    server.chains = {}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    folder = tempfile.mkdtemp(prefix="curlew-crash-")
    chains, faults = rounds.run(wanted, lambda number: Chain(program, server, folder, str(number), seed + number))
    kills = sum(chain.kills for chain in chains)
    for fault in faults:
        print(f"crash: {fault}")
    if faults or kills < wanted:
        sys.exit(1)
    shutil.rmtree(folder)
    print(f"crash: {kills} kills of {len(chains)} syncs, and every record is in the files exactly once")


main()
