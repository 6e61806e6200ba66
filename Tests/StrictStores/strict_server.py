"""What the strict stores have in common: an HTTP server on loopback that fails when it is told to.

A store prints one line of JSON when it is ready, and then answers each line of JSON on its standard input with another. It
ends with its standard input. The commands that every store knows:

    {"faults": {"seed": 1, "chance": 0.2, "kinds": ["500", "503", "lost", "truncated", "reset", "damaged"]}}
        Fails from now on, by chance, but never three times in a row for the same request. "500" and "503" refuse a request;
        "reset" breaks the connection before it is carried out, "lost" after; "truncated" cuts the answer short, "damaged"
        alters it where it says its checksum; to "garbled" the content has been altered on its way here.
    {"clock": 3600}      Has a clock that is an hour ahead.
    {"log": true}        The requests since the last time: method, path with query, Content-Range, status.
"""

import email.utils
import http.server
import json
import random
import socket
import struct
import sys
import threading
import time
import urllib.parse


class Answer:
    def __init__(self, status, body=b"", headers=None):
        self.status, self.body, self.headers = status, body, dict(headers or {})


class Asked:
    """A request, with its path and its query decoded."""

    def __init__(self, method, target, headers, body):
        self.method, self.target, self.headers, self.body = method, target, headers, body
        self.raw_path, _, self.raw_query = target.partition("?")
        self.path = urllib.parse.unquote(self.raw_path)
        self.items = urllib.parse.parse_qsl(self.raw_query, keep_blank_values=True)
        self.query = dict(self.items)


def altered(content):
    """The bytes with another one at their beginning."""
    return bytes([content[0] ^ 1]) + content[1:] if content else content


class Store:
    """What a store answers; its state is used by one request at a time."""

    def __init__(self):
        self.lock = threading.Lock()
        self.faults, self.random, self.streaks = {"chance": 0, "kinds": []}, random.Random(0), {}
        self.offset, self.log = 0, []

    def now(self):
        return time.time() + self.offset

    def date(self):
        return email.utils.formatdate(self.now(), usegmt=True)

    def carry_out(self, asked, fault):
        raise NotImplementedError

    def is_token_request(self, asked):
        return False

    def refusal(self, status):
        raise NotImplementedError

    def draw(self, asked):
        """The fault that this request meets, or None."""
        if self.is_token_request(asked) or self.random.random() >= self.faults["chance"]:
            fault = None
        else:
            fault = self.random.choice(self.faults["kinds"])
        key = (asked.method, asked.target, asked.headers.get("Content-Range"))
        streak = self.streaks.get(key, 0) + 1 if fault else 0
        self.streaks[key] = streak % 3
        return fault if streak < 3 else None

    def answer(self, asked):
        with self.lock:
            fault = self.draw(asked)
            if fault == "reset":
                answer = None
            elif fault in ("500", "503"):
                answer = self.refusal(int(fault))
            else:
                answer = self.carry_out(asked, fault)
                if fault == "damaged" and {"x-goog-hash", "Content-MD5"} & set(answer.headers):
                    answer.body = altered(answer.body)
            status, range = answer.status if answer else 0, asked.headers.get("Content-Range", "")
            self.log.append(f"{asked.method} {asked.target} {range} {status}")
            return answer, fault

    def command(self, command):
        with self.lock:
            if "faults" in command:
                self.faults = command["faults"]
                self.random, self.streaks = random.Random(self.faults.get("seed", 0)), {}
            if "clock" in command:
                self.offset = command["clock"]
            if "log" in command:
                log, self.log = self.log, []
                return {"log": log}
        return {}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def handle_request(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if len(body) < length:
            self.close_connection = True
            return
        answer, fault = self.server.store.answer(Asked(self.command, self.path, self.headers, body))
        # What has no body cannot be cut short: then its answer is lost.
        if fault in ("reset", "lost", "partial-reset") or fault == "truncated" and not answer.body:
            self.break_connection()
        else:
            self.send(answer, len(answer.body) // 2 if fault == "truncated" else len(answer.body))

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = handle_request

    def send(self, answer, count):
        self.send_response_only(answer.status)
        self.send_header("Date", self.server.store.date())
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if "Content-Length" not in answer.headers and answer.status != 204:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body[:count])
        if count < len(answer.body):
            self.close_connection = True

    def break_connection(self):
        """Ends the connection with a reset."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        # Both files hold the socket open.
        self.rfile.close()
        self.connection.close()

    def finish(self):
        try:
            super().finish()
        except (OSError, ValueError):
            pass

    def log_message(self, *message):
        """Says nothing."""


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, store):
        super().__init__(("127.0.0.1", 0), Handler)
        self.store = store

    def shutdown_request(self, request):
        try:
            super().shutdown_request(request)
        except OSError:
            pass

    def handle_error(self, request, client_address):
        """Says nothing of clients that are gone; other faults of ours are for the tests to see."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


def serve(make_store):
    """Runs the store that `make_store` makes for a port, until the standard input ends."""
    server = Server(None)
    store = make_store(server.server_address[1])
    server.store = store
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps({"port": server.server_address[1], **store.greeting()}), flush=True)
    for line in sys.stdin:
        print(json.dumps(store.command(json.loads(line))), flush=True)
