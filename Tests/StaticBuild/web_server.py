"""An HTTPS server with a certificate made for it, and the authority that signed it."""

import gzip
import http.server
import socket
import ssl
import subprocess
import threading

ANSWER = "a curlew calls"


class Authority:
    """A certificate authority that lives in a folder, made with the openssl command."""

    def __init__(self, folder, name):
        self._folder = folder
        self._key = folder / f"{name}.key"
        self.certificate = folder / f"{name}.pem"
        _openssl(
            "req", "-x509", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-days", "2",
            "-subj", f"/CN={name}", "-keyout", self._key, "-out", self.certificate,
        )

    def certify(self, names):
        """A certificate for these names and its key, as the paths of two files."""
        key, certificate = self._folder / "server.key", self._folder / "server.pem"
        _openssl(
            "req", "-x509", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-days", "2",
            "-subj", "/CN=server", "-addext", "subjectAltName=" + ",".join(f"DNS:{name}" for name in names),
            "-addext", "basicConstraints=critical,CA:FALSE", "-CA", self.certificate, "-CAkey", self._key,
            "-keyout", key, "-out", certificate,
        )  # fmt: skip
        return certificate, key


def _openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


class WebServer(http.server.ThreadingHTTPServer):
    """Answers every GET with ANSWER, compressed, in a thread while its `with` block runs."""

    def __init__(self, address, port, certificate, key):
        self.address_family = socket.AF_INET6 if ":" in address else socket.AF_INET
        super().__init__((address, port), _Request)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self.socket = context.wrap_socket(self.socket, server_side=True)

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *failure):
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address):
        """Says nothing: clients that refuse the certificate are part of the checks."""


class _Request(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = gzip.compress(ANSWER.encode())
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *message):
        """Says nothing."""
