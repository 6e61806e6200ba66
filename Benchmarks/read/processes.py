"""Programs measured as whole processes, and servers for them to read from."""

import contextlib
import dataclasses
import os
import pathlib
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

MOST_SECONDS = 300


@dataclasses.dataclass
class Cost:
    cpu: float
    wall: float
    peak_megabytes: float


def run(command, output=subprocess.DEVNULL):
    """Runs a program to its end. It is started by a small program: a child counts the memory of its parent until it has
    replaced itself."""
    with tempfile.NamedTemporaryFile("r") as memory, tempfile.TemporaryFile("w+") as errors:
        began = time.perf_counter()
        process = subprocess.Popen(
            ["/usr/bin/time", "--format", "%M", "--output", memory.name, *map(str, command)],
            stdin=subprocess.DEVNULL, stdout=output, stderr=errors, start_new_session=True)
        limit = threading.Timer(MOST_SECONDS, os.killpg, [process.pid, signal.SIGKILL])
        limit.start()
        _, status, usage = os.wait4(process.pid, 0)
        limit.cancel()
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            errors.seek(0)
            sys.exit(f"{command[0]} ended with status {process.returncode}: {errors.read()[-2000:]}")
        return Cost(usage.ru_utime + usage.ru_stime, wall, int(memory.read()) * 1024 / 1e6)


def run_often(command, times):
    """The median of each figure over several runs; of the memory the largest."""
    costs = [run(command) for _ in range(times)]
    return Cost(
        statistics.median(cost.cpu for cost in costs),
        statistics.median(cost.wall for cost in costs),
        max(cost.peak_megabytes for cost in costs))


def count_lines(command, beginning):
    """Runs a program and counts the lines of its output that begin so."""
    with tempfile.TemporaryFile() as output:
        run(command, output)
        output.seek(0)
        return sum(line.startswith(beginning) for line in output)


def unused_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextlib.contextmanager
def serving(command, port):
    """Runs a server until the block is left."""
    process = subprocess.Popen(list(map(str, command)))
    try:
        _wait_until_ready(process, port)
        yield
    finally:
        process.kill()
        process.wait()


def _wait_until_ready(process, port):
    deadline = time.monotonic() + 10
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                sys.exit("the server does not start")
            time.sleep(0.02)


@contextlib.contextmanager
def nginx(folder, port):
    """Serves the files of a folder, on connections that stay open."""
    own = pathlib.Path(tempfile.mkdtemp(dir=folder, prefix="nginx-"))
    kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    temporary = " ".join(f"{kind}_temp_path {own}/{kind};" for kind in kinds)
    (own / "configuration").write_text(f"""
        daemon off; master_process off; pid {own}/pid; error_log {own}/errors;
        events {{}}
        http {{
            access_log off; {temporary} default_type application/json; sendfile on; tcp_nopush on;
            keepalive_requests 1000000;
            server {{ listen 127.0.0.1:{port}; root {folder}; }}
        }}
        """)
    with serving(["/usr/sbin/nginx", "-c", own / "configuration", "-e", own / "errors"], port):
        yield
