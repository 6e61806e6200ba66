"""Lambda, as far as Step Functions calls it, in front of moto: invocations go to sandboxes, all else to moto.

moto sends what it asks of AWS to http://localhost:$MOTO_PORT, so that its state machines call functions here when that is the
port of this server.
"""

import http.client
import http.server
import itertools
import json
import os
import queue
import re
import socketserver
import threading

from emulator import Emulator

INVOCATION = re.compile(r"/2015-03-31/functions/([^/]+)/invocations")
NOT_PASSED_ON = {"content-length", "transfer-encoding", "connection"}


class Sandbox:
    """A function in an emulator, and one after another when it is killed."""

    def __init__(self, emulator, program, folder, **options):
        self.arguments, self.folder, self.options = (emulator, program), folder, options
        self.numbers = itertools.count()
        self.start()

    def start(self):
        self.emulator = Emulator(*self.arguments, self.folder / f"{id(self)}-{next(self.numbers)}", **self.options)

    def stop(self):
        self.emulator.__exit__()

    def invoke(self, event):
        """What the function answers, or what Lambda says in its place."""
        try:
            answer = self.emulator.invoke(event)
        except (OSError, http.client.HTTPException) as error:
            answer = str(error)
        # What the emulator says when time is over is no JSON.
        return {"errorType": "Sandbox.Timedout", "errorMessage": answer} if isinstance(answer, str) else answer


class ServiceError(Exception):
    """What Lambda itself answers instead of the function, as (status, name, sentence)."""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.command == "POST" and INVOCATION.match(self.path):
            status, headers, answer = self.invoke(body)
        else:
            status, headers, answer = self.pass_on(body)
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_any

    def pass_on(self, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.moto_port)
        try:
            connection.request(self.command, self.path, body, dict(self.headers))
            response = connection.getresponse()
            headers = [(name, value) for name, value in response.getheaders() if name.lower() not in NOT_PASSED_ON]
            return response.status, headers, response.read()
        finally:
            connection.close()

    def invoke(self, body):
        try:
            answer = self.server.invoke(json.loads(body))
        except ServiceError as error:
            status, name, sentence = error.args
            headers = [("Content-Type", "application/json"), ("x-amzn-ErrorType", name), ("x-amzn-RequestId", "none")]
            return status, headers, json.dumps({"Type": "Service", "message": sentence}).encode()
        headers = [("Content-Type", "application/json"), ("X-Amz-Executed-Version", "$LATEST")]
        if isinstance(answer, dict) and "errorType" in answer:
            headers.append(("X-Amz-Function-Error", "Unhandled"))
        return 200, headers, json.dumps(answer).encode()


class LambdaService(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.moto_port = None
        self.free, self.lock = queue.Queue(), threading.Lock()
        self.sandboxes, self.invocations = [], []
        self.renewal, self.is_closed = threading.Lock(), False
        # Called with each event before it is invoked; may raise ServiceError.
        self.before = lambda event: None
        # Called with each event and its answer, before anybody else sees that.
        self.after = lambda event, answer: None

    def serve(self, moto_port, sandboxes):
        self.moto_port, self.sandboxes = moto_port, sandboxes
        for sandbox in sandboxes:
            self.free.put(sandbox)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def invoke(self, event):
        """What the function answers. An emulator panics at a second invocation at once, so that each waits for a free one."""
        self.before(event)
        sandbox = self.free.get()
        try:
            answer = sandbox.invoke(event)
            if str(answer.get("errorType", "")).startswith(("Runtime.", "Sandbox.")):
                self.renew(sandbox)
        finally:
            self.free.put(sandbox)
        with self.lock:
            self.invocations.append((event, answer))
        self.after(event, answer)
        return answer

    def renew(self, sandbox):
        """What comes next begins in a sandbox of its own."""
        with self.renewal:
            if not self.is_closed:
                sandbox.stop()
                sandbox.start()

    def close(self):
        """Ends all sandboxes, also under invocations."""
        with self.renewal:
            self.is_closed = True
            for sandbox in self.sandboxes:
                sandbox.stop()

    def process_at(self, port):
        """The process of the function whose connection has a port at its end; None where there is none."""
        sockets = set()
        with open("/proc/net/tcp") as table:
            for line in list(table)[1:]:
                fields = line.split()
                if int(fields[1].split(":")[1], 16) == port:
                    sockets.add(f"socket:[{fields[9]}]")
        for sandbox in self.sandboxes:
            for process in sandbox.emulator.functions():
                if sockets & open_files(process):
                    return process
        return None


def open_files(process):
    found = set()
    folder = f"/proc/{process}/fd"
    for name in os.listdir(folder):
        try:
            found.add(os.readlink(f"{folder}/{name}"))
        except OSError:
            continue
    return found
