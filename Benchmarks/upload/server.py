"""As much of S3 as an upload needs, on a free port of loopback, which it prints: takes bodies, throws them away, and says that all
went well. It checks neither signatures nor checksums, so that it is not what is measured.

    server.py SECONDS [FILE]        thinks so long about each answer; speaks TLS with the key and the certificate in the file
"""

import http.server
import socketserver
import ssl
import sys
import time


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    rbufsize = 1 << 20

    def log_message(self, *_):
        pass

    def take(self, count):
        while count > 0:
            read = self.rfile.readinto(memoryview(self.server.waste)[: min(count, len(self.server.waste))])
            if not read:
                raise EOFError
            count -= read

    def take_body(self):
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.take(int(self.headers.get("Content-Length", 0)))
        while size := int(self.rfile.readline().split(b";")[0], 16):
            self.take(size)
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass

    def answer(self, text=""):
        body = text.encode()
        time.sleep(float(sys.argv[1]))
        self.send_response(200)
        self.send_header("ETag", '"0"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_HEAD(self):
        self.send_response(404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self):
        time.sleep(float(sys.argv[1]))
        self.do_HEAD()

    def do_PUT(self):
        self.take_body()
        self.answer()

    def do_POST(self):
        self.take_body()
        if "uploadId=" in self.path:
            return self.answer("<CompleteMultipartUploadResult><ETag>0</ETag></CompleteMultipartUploadResult>")
        self.answer("<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>")


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 64
    waste = bytearray(1 << 20)


server = Server(("127.0.0.1", 0), Handler)
if len(sys.argv) > 2:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2])
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
print(server.server_port, flush=True)
server.serve_forever()
