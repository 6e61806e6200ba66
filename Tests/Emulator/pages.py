"""An API on loopback of numbered records, ten a page, and the connector that reads it."""

import http.server
import json
import threading
import time


class Pages(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, pages, filling=3, delay=0.0, address="127.0.0.1"):
        super().__init__((address, 0), Handler)
        self.pages, self.filling, self.delay = pages, "w" * filling, delay
        self.connections = 0
        self.before_page = lambda page: None

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address):
        """Whoever was killed closes no connection in order."""

    def event(self, **more):
        url = f"http://{self.server_address[0]}:{self.server_address[1]}"
        return {
            "connector": {
                "name": "pages",
                "base_url": url,
                "streams": [
                    {
                        "name": "numbers",
                        "request": {"path": "/numbers"},
                        "decoder": {"type": "json", "records_path": "data"},
                        "pagination": {"type": "page_number", "page_param": "page", "page_size": 10},
                    }
                ],
            },
            **more,
        }


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def setup(self):
        super().setup()
        self.server.connections += 1

    def do_GET(self):
        page = int(self.path.partition("page=")[2] or 1)
        self.server.before_page(page)
        time.sleep(self.server.delay)
        first = (page - 1) * 10 + 1
        ids = range(first, first + 10) if page <= self.server.pages else []
        body = json.dumps({"data": [{"id": number, "text": self.server.filling} for number in ids]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass
