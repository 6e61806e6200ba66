"""The Runtime API for one process, with the clock that times it."""

import contextlib
import json
import os
import pathlib
import selectors
import signal
import socket
import time

NEXT, EXTENSION = "/2018-06-01/runtime/invocation/next", "/2020-01-01/extension/"


class RuntimeAPI:
    """Starts a program and takes its requests until it waits for an invocation."""

    def __init__(self, program, variables={}):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.listener, selectors.EVENT_READ)
        environment = {**variables, "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self.listener.getsockname()[1]}"}
        # Not a fork of this process, which would count as the program's memory.
        began = time.perf_counter()
        self.pid = os.posix_spawn(program, [program], environment, file_actions=[
            (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)])  # fmt: skip
        self.waiting, _ = self._serve()
        self.seconds_to_wait = time.perf_counter() - began

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.pid:
            os.kill(self.pid, 9)
            os.waitpid(self.pid, 0)
        for key in list(self.selector.get_map().values()):
            key.fileobj.close()
        self.selector.close()

    def _serve(self, waits_again=True):
        """Returns the connection of the next wait, and what was posted before it; without, as soon as something is posted."""
        posted = None
        while waits_again or not posted:
            for key, _ in self.selector.select():
                if key.fileobj is self.listener:
                    self.selector.register(self.listener.accept()[0], selectors.EVENT_READ)
                    continue
                connection = key.fileobj
                request = connection.recv(1 << 20)
                if not request:
                    self.selector.unregister(connection)
                    connection.close()
                    continue
                target = request.split(b" ", 2)[1].decode()
                if target == NEXT:
                    return connection, posted
                if target.startswith(EXTENSION):
                    if target.endswith("register"):
                        connection.sendall(b"HTTP/1.1 200 OK\r\nLambda-Extension-Identifier: 1\r\nContent-Length: 2\r\n\r\n{}")
                    continue
                head, _, body = request.partition(b"\r\n\r\n")
                length = int(next(line[15:] for line in head.split(b"\r\n") if line.startswith(b"Content-Length")))
                body = bytearray(body)
                while len(body) < length:
                    body += connection.recv(1 << 20)
                posted = target.rsplit("/", 1)[1], bytes(body)
                connection.sendall(b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")
        return None, posted

    def begin(self, event, seconds=900):
        """Hands over an event."""
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        deadline = int((time.time() + seconds) * 1000)
        self.waiting.sendall(
            b"HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd\r\n"
            b"Lambda-Runtime-Deadline-Ms: %d\r\nContent-Length: %d\r\n\r\n" % (deadline, len(body)) + body)

    def invoke(self, event):
        """Hands over an event, and returns what is answered to it, when the next is waited for."""
        self.begin(event)
        self.waiting, (kind, answer) = self._serve()
        if kind != "response":
            raise RuntimeError(f"the function failed: {answer[:1000]}")
        return answer

    def end(self):
        """Tells the process that its sandbox ends, and returns what it answers to the event it has when it has ended."""
        os.kill(self.pid, signal.SIGTERM)
        _, (_, answer) = self._serve(waits_again=False)
        os.waitpid(self.pid, 0)
        self.pid = None
        return answer

    def memory(self, name="VmRSS"):
        """In MB."""
        status = pathlib.Path(f"/proc/{self.pid}/status").read_text()
        return int(next(line.split()[1] for line in status.splitlines() if line.startswith(name + ":"))) * 1024 / 1e6

    def cpu_seconds(self):
        """Of the threads there are, to the nanosecond."""
        nanoseconds = 0
        for task in pathlib.Path(f"/proc/{self.pid}/task").iterdir():
            with contextlib.suppress(OSError):
                nanoseconds += int((task / "schedstat").read_text().split()[0])
        return nanoseconds / 1e9

    def process_seconds(self):
        """Of all threads there have been, in steps of the kernel's clock."""
        fields = pathlib.Path(f"/proc/{self.pid}/stat").read_text().rsplit(")")[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
