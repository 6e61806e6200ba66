"""An API with numbered records in slices and pages, which does what a test asks of it.

    GET /CASE/items/SLICE?page=N     {"data": [{"id": …, "slice": …, "text": …}…]}
"""

import collections
import http.server
import json
import socketserver
import threading
import time
import urllib.parse


class Case:
    """What one test reads: how much there is, and what happens on the way."""

    def __init__(self, slices=1, pages=10, page_size=20, page_seconds=0.0):
        self.slices, self.pages, self.page_size, self.page_seconds = slices, pages, page_size, page_seconds
        self.requests = collections.Counter()
        # Called with (slice, page, how often it has been asked for, the client's port) before an answer; may return
        # (status, headers) to answer with instead.
        self.before = lambda *_: None

    @property
    def record_count(self):
        return self.slices * self.pages * self.page_size

    def records(self, slice, page):
        first = (slice * self.pages + page - 1) * self.page_size
        return [{"id": n, "slice": slice, "text": f"record {n}"} for n in range(first, first + self.page_size)]

    def connector(self, name, url):
        """The definition of a connector that reads it."""
        return {
            "name": name, "base_url": f"{url}/{name}",
            "check": {"path": "/items/0"},
            "streams": [{
                "name": "items",
                "request": {"path": "/items/{{ partition.slice }}"},
                "decoder": {"type": "json", "records_path": "data"},
                "pagination": {"type": "page_number", "page_param": "page", "page_size": self.page_size},
                "partition": {"type": "list", "field": "slice", "values": [str(n) for n in range(self.slices)]},
            }],
        }


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        url = urllib.parse.urlparse(self.path)
        name, _, slice = url.path.strip("/").split("/")
        page = int(dict(urllib.parse.parse_qsl(url.query)).get("page", 1))
        case = self.server.cases[name]
        with self.server.lock:
            case.requests[slice, page] += 1
            count = case.requests[slice, page]
        time.sleep(case.page_seconds)
        status, headers = case.before(int(slice), page, count, self.client_address[1]) or (200, {})
        found = case.records(int(slice), page) if page <= case.pages else []
        text = json.dumps({"data": found} if status == 200 else {"error": "not now"}).encode()
        try:
            self.send_response(status)
            for header, value in headers.items():
                self.send_header(header, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)
        except OSError:
            self.close_connection = True


class RecordsAPI(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.cases, self.lock = {}, threading.Lock()
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *_):
        """Clients are killed."""
