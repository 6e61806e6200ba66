"""AWS's own emulator of Lambda, which starts a function's program and hands it events."""

import http.client
import json
import os
import pathlib
import signal
import socket
import subprocess
import time


def unused_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Emulator:
    """Runs a program as a function with so many seconds for each invocation; in another root folder, where one is given."""

    def __init__(self, emulator, program, log, seconds=30, root=None, environment=None):
        self.port = unused_port()
        self.log = open(log, "w+b")
        variables = {"AWS_LAMBDA_FUNCTION_TIMEOUT": str(seconds), "PATH": "/usr/bin:/bin", **(environment or {})}
        self.process = subprocess.Popen(
            [emulator, "--runtime-interface-emulator-address", f"127.0.0.1:{self.port}",
             "--runtime-api-address", f"127.0.0.1:{unused_port()}", program],
            env=variables, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
            preexec_fn=(lambda: (os.chroot(root), os.chdir("/"))) if root else None, start_new_session=True,
        )  # fmt: skip
        self._wait()

    def _wait(self):
        for _ in range(600):
            with socket.socket() as client:
                if client.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        self.log.seek(0)
        raise RuntimeError(f"the emulator does not start: {self.log.read().decode(errors='replace')}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # The function is in the emulator's session.
        for pid in [*self.functions(), self.process.pid]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.process.wait()
        self.log.close()

    def invoke(self, event):
        """What the function answers to an event: an object, or bytes, that are sent as they are."""
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request("POST", "/2015-03-31/functions/function/invocations", body)
        text = connection.getresponse().read()
        connection.close()
        try:
            return json.loads(text)
        except ValueError:
            return text.decode(errors="replace")

    def functions(self):
        """The processes that the emulator has started."""
        found = []
        for entry in pathlib.Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and int((entry / "stat").read_text().rsplit(")")[1].split()[1]) == self.process.pid:
                    found.append(int(entry.name))
            except (OSError, IndexError):
                continue
        return found
