"""AWS's emulator of the place where functions run: a real Runtime API, and a port to invoke what asks it for work.

    emulator.py        fetches it where it is missing, and prints its path

It is a program inside the wheel of aws-sam-cli, of which nothing else is needed, and is kept in .build.
"""

import http.client
import os
import pathlib
import platform
import signal
import socket
import subprocess
import sys
import tempfile
import time
import zipfile

VERSION = "1.170.0"
ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build" / "emulator" / "aws-lambda-rie"
START_SECONDS = 30


def fetch():
    """The path of the emulator, which is downloaded once."""
    if PROGRAM.exists():
        return PROGRAM
    PROGRAM.parent.mkdir(parents=True, exist_ok=True)
    machine = {"aarch64": "arm64"}.get(platform.machine(), platform.machine())
    # Made beside its place and renamed: several may fetch it at once.
    with tempfile.TemporaryDirectory(dir=PROGRAM.parent) as folder:
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
             "--only-binary", ":all:", "--dest", folder, f"aws-sam-cli=={VERSION}"],
            check=True, stdout=sys.stderr,
        )
        (wheel,) = pathlib.Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            program = pathlib.Path(folder) / "program"
            program.write_bytes(archive.read(f"samcli/local/rapid/aws-lambda-rie-{machine}"))
        program.chmod(0o755)
        program.rename(PROGRAM)
    return PROGRAM


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Sandbox:
    """One sandbox: an emulator and the function in it, which takes one invocation at a time."""

    def __init__(self, program, environment, timeout_seconds, log):
        self.program, self.log = str(program), log
        self.environment = {
            **environment, "PATH": os.environ["PATH"], "AWS_LAMBDA_FUNCTION_TIMEOUT": str(timeout_seconds),
            "AWS_LAMBDA_FUNCTION_NAME": "curlew",
        }
        self.start()

    def start(self):
        self.port = free_port()
        self.process = subprocess.Popen(
            [fetch(), "--runtime-interface-emulator-address", f"127.0.0.1:{self.port}", "--runtime-api-address",
             f"127.0.0.1:{free_port()}", "--log-level", "error", self.program],
            env=self.environment, stdout=self.log, stderr=self.log,
        )
        end = time.monotonic() + START_SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError("the emulator does not start")
                time.sleep(0.01)

    def invoke(self, event):
        """The bytes that the function answers, or the emulator for it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        try:
            connection.request("POST", "/2015-03-31/functions/function/invocations", event)
            return connection.getresponse().read()
        finally:
            connection.close()

    def function_processes(self):
        """The function's process, in a list; none before the first invocation."""
        found = []
        for children in pathlib.Path(f"/proc/{self.process.pid}/task").glob("*/children"):
            try:
                found += map(int, children.read_text().split())
            except OSError:
                continue
        return found

    def stop(self):
        for process in self.function_processes():
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.process.kill()
        self.process.wait()


if __name__ == "__main__":
    print(fetch())
