"""Kills `PROGRAM read --format parquet` again and again, and counts what is in the files in the end.

    crash.py PROGRAM KILLS [SEED]

An API on loopback has four streams: pages behind tokens, which sometimes die with the process that got them; small slices;
slices too large to be kept in memory; and records with a cursor. A sync of all of them is killed with SIGKILL at random
moments, half of them just after a file came into view, and continued from its state file until it is done. Then each record
must be in the files exactly once, and nothing else beside them. Whole syncs follow one another until there were enough kills.
"""

import glob, http.server, json, os, pathlib, random, shutil, signal, socketserver, subprocess, sys, tempfile
import threading, time, urllib.parse

import duckdb

STREAMS_AT_ONCE = 4
CHAINS_AT_ONCE = 4
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


class Chain:
    """One sync, from its beginning until it is done."""

    def __init__(self, program, server, folder, name, seed):
        self.random = random.Random(seed)
        self.program, self.folder = program, pathlib.Path(folder) / name
        self.runs = self.kills = 0
        self.tokens_die = False
        server.chains[name] = self
        self.folder.mkdir()
        url = f"http://127.0.0.1:{server.server_port}/{name}"
        lists = {"small": json.dumps([str(n) for n in range(SMALL_SLICES)]), "large": json.dumps([str(n) for n in range(LARGE_SLICES)])}
        (self.folder / "crash.yaml").write_text(CONNECTOR.format(url=url, **lists))

    def files(self):
        return set(glob.glob(f"{self.folder}/out/*/dt=*/*.parquet"))

    def run(self, may_kill):
        """Runs once; true when the sync is done."""
        self.runs += 1
        self.tokens_die = self.random.random() < 0.3
        command = [
            self.program, "read", "--connector", self.folder / "crash.yaml", "--format", "parquet", "--output",
            self.folder / "out", "--state", self.folder / "state.json", "--max-file-mb", "0.05", "--concurrency",
            str(STREAMS_AT_ONCE),
        ]
        known = self.files()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
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
        state = self.folder / "state.json"
        return state.exists() and "sync" not in json.loads(state.read_text())

    def kill(self, process, known):
        end = time.monotonic() + self.random.uniform(0, 4)
        aims = self.random.random() < 0.5
        while process.poll() is None and time.monotonic() < end:
            time.sleep(0.001)
        # Between files and state is where it matters most.
        while aims and process.poll() is None and self.files() <= known:
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
        faults = []
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


def main():
    program, wanted = os.path.abspath(sys.argv[1]), int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 32)
    print(f"crash: seed {seed}", flush=True)
    server = Server(("127.0.0.1", 0), API)
    server.chains = {}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    folder = tempfile.mkdtemp(prefix="curlew-crash-")
    numbers = iter(range(1 << 30))
    lock = threading.Lock()
    chains, faults = [], []

    def kills():
        with lock:
            return sum(chain.kills for chain in chains)

    def work():
        try:
            while kills() < wanted and not faults:
                with lock:
                    number = next(numbers)
                    chain = Chain(program, server, folder, str(number), seed + number)
                    chains.append(chain)
                chain.complete(may_go_on=lambda: kills() < wanted)
                wrong = chain.check()
                with lock:
                    faults.extend(f"sync {number}, in {chain.folder}: {fault}" for fault in wrong)
                if not wrong:
                    shutil.rmtree(chain.folder)
        except Exception as error:
            faults.append(f"{type(error).__name__}: {error}")

    workers = [threading.Thread(target=work) for _ in range(CHAINS_AT_ONCE)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    for fault in faults:
        print(f"crash: {fault}")
    if faults or kills() < wanted:
        sys.exit(1)
    shutil.rmtree(folder)
    print(f"crash: {kills()} kills of {len(chains)} syncs, and every record is in the files exactly once")


main()
