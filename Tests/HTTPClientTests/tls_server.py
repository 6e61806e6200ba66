"""HTTPS servers on loopback with certificates made for them, one for each way a certificate can be wrong.

Prints "folder=PATH good=PORT authority=PORT ..." on one line and serves until its standard input ends. The folder, with
authority.pem and the certificate and key of each server, is removed then. A GET is answered with the client's port, by
which connections can be told apart.
"""

import http.server
import ssl
import subprocess
import sys
import tempfile
import threading
import warnings
from pathlib import Path


def openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


class Authority:
    def __init__(self, folder, name):
        self._folder, self._key = folder, folder / f"{name}.key"
        self.certificate = folder / f"{name}.pem"
        openssl(
            "req", "-x509", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-days", "2",
            "-subj", f"/CN={name}", "-keyout", self._key, "-out", self.certificate,
        )  # fmt: skip

    def certify(self, file, names, days):
        key, request, certificate = (self._folder / f"{file}.{kind}" for kind in ("key", "request", "certificate"))
        extensions = self._folder / f"{file}.extensions"
        extensions.write_text(f"subjectAltName={names}\n")
        openssl(
            "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc",
            "-subj", "/CN=server", "-keyout", key, "-out", request,
        )  # fmt: skip
        openssl(
            "x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey", self._key, "-days", days,
            "-extfile", extensions, "-out", certificate,
        )  # fmt: skip
        return certificate, key


class Server(http.server.ThreadingHTTPServer):
    def __init__(self, certificate, key, version):
        super().__init__(("127.0.0.1", 0), Request)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        if version:
            context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
            context.maximum_version = version
            context.set_ciphers("ALL:@SECLEVEL=0")
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, request, client_address):
        """Says nothing: clients that refuse a certificate are what this is for."""


class Request(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path == "/plain":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body = str(self.client_address[1]).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *message):
        """Says nothing."""


def serve(folder):
    authority, other = Authority(folder, "authority"), Authority(folder, "other")
    here = "DNS:localhost,IP:127.0.0.1"
    servers = {
        "good": Server(*authority.certify("good", here, 2), None),
        "authority": Server(*other.certify("unknown", here, 2), None),
        "name": Server(*authority.certify("name", "DNS:elsewhere.example", 2), None),
        "expired": Server(*authority.certify("expired", here, -1), None),
        "old": Server(*authority.certify("old", here, 2), ssl.TLSVersion.TLSv1),
    }
    for server in servers.values():
        threading.Thread(target=server.serve_forever, daemon=True).start()
    ports = " ".join(f"{name}={server.server_address[1]}" for name, server in servers.items())
    print(f"folder={folder} {ports}", flush=True)
    sys.stdin.read()


warnings.simplefilter("ignore")
with tempfile.TemporaryDirectory(prefix="curlew-") as folder:
    serve(Path(folder))
