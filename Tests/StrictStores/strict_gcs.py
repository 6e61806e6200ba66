"""Google Cloud Storage as far as its JSON API is used here, and stricter than it: it answers only what is documented.

It has the bucket `lake` and one service account, whose key it prints. Tokens are given for assertions that the account has
signed, and requests must show one. Besides the faults of strict_server there are "partial" and "partial-reset": of a piece
of an upload only the front arrives, and the answer says so, or is lost.

    {"revoke": true}     Forgets all tokens.
    {"expire": true}     Forgets all uploads that are not complete.
"""

import base64
import hashlib
import json
import re
import secrets
import urllib.parse

import google_crc32c
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from strict_server import Answer, Store, altered, serve

GRAIN = 256 << 10
SCOPE = "https://www.googleapis.com/auth/devstorage.read_write"
PARAMETERS = {
    "alt", "delimiter", "fields", "generation", "ifGenerationMatch", "maxResults", "name", "pageToken", "prefix",
    "prettyPrint", "projection", "uploadType", "upload_id",
}  # fmt: skip


class Refusal(Exception):
    def __init__(self, status, reason, message):
        self.answer = as_json(
            status, {"error": {"code": status, "message": message, "errors": [{"reason": reason, "message": message}]}}
        )


def as_json(status, value, headers=None):
    body = json.dumps(value).encode()
    return Answer(status, body, {"Content-Type": "application/json; charset=UTF-8", **(headers or {})})


def crc32c(content):
    return base64.b64encode(google_crc32c.Checksum(content).digest()).decode()


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class GCS(Store):
    def __init__(self, port):
        super().__init__()
        self.url = f"http://127.0.0.1:{port}"
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.account = {
            "type": "service_account",
            "client_email": "robot@strict.iam.gserviceaccount.com",
            "private_key_id": secrets.token_hex(8),
            "private_key": self.key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            ).decode(),
            "token_uri": f"{self.url}/token",
        }
        self.tokens, self.objects, self.uploads, self.generation = {}, {}, {}, 1_700_000_000_000_000

    def greeting(self):
        return {"account": json.dumps(self.account)}

    def command(self, command):
        with self.lock:
            if "revoke" in command:
                self.tokens = {}
            if "expire" in command:
                self.uploads = {}
        return super().command(command)

    def is_token_request(self, asked):
        return asked.path == "/token"

    def refusal(self, status):
        return Refusal(status, "backendError", "We encountered an internal error. Please try again.").answer

    def carry_out(self, asked, fault):
        try:
            if self.is_token_request(asked):
                return self.give_token(asked)
            unknown = set(asked.query) - PARAMETERS
            if unknown or len(asked.items) != len(asked.query):
                raise Refusal(400, "invalidParameter", f"unknown or repeated parameters: {asked.raw_query}")
            if "upload_id" in asked.query:
                return self.go_on(asked, fault)
            self.check_token(asked)
            return self.route(asked, fault)
        except Refusal as refusal:
            return refusal.answer

    # Tokens.

    def give_token(self, asked):
        form = dict(urllib.parse.parse_qsl(asked.body.decode(), strict_parsing=True))
        if asked.headers["Content-Type"] != "application/x-www-form-urlencoded":
            return as_json(400, {"error": "invalid_request"})
        if form["grant_type"] != "urn:ietf:params:oauth:grant-type:jwt-bearer":
            return as_json(400, {"error": "unsupported_grant_type"})
        fault = self.fault_in_assertion(form["assertion"])
        if fault:
            return as_json(400, {"error": "invalid_grant", "error_description": fault})
        token = f"ya29.{secrets.token_urlsafe(24)}"
        self.tokens[token] = self.now() + 3600
        return as_json(200, {"access_token": token, "expires_in": 3599, "token_type": "Bearer"})

    def fault_in_assertion(self, assertion):
        header, claims, signature = assertion.split(".")
        try:
            self.key.public_key().verify(
                decoded(signature), f"{header}.{claims}".encode(), padding.PKCS1v15(), hashes.SHA256()
            )
        except Exception:
            return "Invalid JWT Signature."
        header, claims = json.loads(decoded(header)), json.loads(decoded(claims))
        if header.get("alg") != "RS256" or header.get("kid") not in (None, self.account["private_key_id"]):
            return "Invalid JWT header."
        # Google's own client names Google's address, whatever the key says.
        places = (self.account["token_uri"], "https://oauth2.googleapis.com/token")
        if claims["iss"] != self.account["client_email"] or claims["aud"] not in places:
            return "Invalid JWT: it is of or for another."
        if SCOPE not in claims["scope"].split() and not claims["scope"].endswith("devstorage.full_control"):
            return "Invalid JWT: scope."
        now = self.now()
        if not now - 3600 < claims["iat"] < now + 60 or not now < claims["exp"] <= claims["iat"] + 3600:
            return "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe."
        return None

    def check_token(self, asked):
        kind, _, token = asked.headers.get("Authorization", "").partition(" ")
        if kind != "Bearer" or self.tokens.get(token, 0) < self.now():
            raise Refusal(401, "authError", "Invalid Credentials")

    # Objects.

    def route(self, asked, fault):
        parts = re.fullmatch(r"(/upload|/download)?/storage/v1/b/([^/]+)/o(?:/([^/]+))?", asked.raw_path)
        if not parts:
            raise Refusal(404, "notFound", "Not Found")
        kind, bucket, name = parts[1], urllib.parse.unquote(parts[2]), urllib.parse.unquote(parts[3] or "")
        if bucket == "forbidden":
            raise Refusal(403, "forbidden", "robot does not have storage.objects access to the bucket.")
        if bucket != "lake":
            raise Refusal(404, "notFound", "The specified bucket does not exist.")
        if asked.method == "POST" and kind == "/upload" and not name:
            return self.upload(asked, fault)
        if asked.method == "GET" and not name:
            return self.list(asked)
        if name not in self.objects:
            raise Refusal(404, "notFound", f"No such object: {bucket}/{name}")
        if asked.query.get("generation", self.objects[name]["generation"]) != self.objects[name]["generation"]:
            raise Refusal(404, "notFound", f"No such object: {bucket}/{name}")
        if asked.method == "GET":
            return self.get(asked, self.objects[name])
        if asked.method == "DELETE":
            self.check_condition(asked.query, name)
            del self.objects[name]
            return Answer(204)
        raise Refusal(400, "invalid", "There is no such request.")

    def check_condition(self, query, name):
        wanted = query.get("ifGenerationMatch")
        if wanted is not None and wanted != self.objects.get(name, {"generation": "0"})["generation"]:
            raise Refusal(412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.")

    def create(self, metadata, content, query, hashed=None):
        name = metadata["name"]
        self.check_condition(query, name)
        found = crc32c(content)
        for wanted in (metadata.get("crc32c"), hashed):
            if wanted is not None and wanted != found:
                raise Refusal(400, "invalid", f'Provided CRC32C "{wanted}" doesn\'t match calculated CRC32C "{found}".')
        wanted = metadata.get("md5Hash")
        digest = base64.b64encode(hashlib.md5(content).digest()).decode()
        if wanted is not None and wanted != digest:
            raise Refusal(400, "invalid", f'Provided MD5 hash "{wanted}" doesn\'t match calculated MD5 hash "{digest}".')
        self.generation += 1
        self.objects[name] = {
            "kind": "storage#object", "name": name, "bucket": "lake", "generation": str(self.generation),
            "metageneration": "1", "size": str(len(content)), "crc32c": found, "md5Hash": digest,
            "contentType": metadata.get("contentType", "application/octet-stream"),
            "storageClass": metadata.get("storageClass", "STANDARD"), "etag": f"E{self.generation}",
            "metadata": metadata.get("metadata", {}), "content": content,
        }  # fmt: skip
        return as_json(200, self.shown(self.objects[name]))

    def shown(self, held):
        return {name: value for name, value in held.items() if name != "content"}

    def get(self, asked, held):
        if asked.query.get("alt") != "media":
            return as_json(200, self.shown(held))
        headers = {
            "Content-Type": held["contentType"], "x-goog-generation": held["generation"], "ETag": held["etag"],
            "x-goog-hash": f"crc32c={held['crc32c']},md5={held['md5Hash']}",
            "x-goog-stored-content-encoding": "identity",
        }  # fmt: skip
        content = held["content"]
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", asked.headers.get("Range", ""))
        if not wanted:
            return Answer(200, content, headers)
        first, last = int(wanted[1]), min(int(wanted[2] or len(content)), len(content) - 1)
        headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
        return Answer(206, content[first : last + 1], headers)

    def list(self, asked):
        prefix, delimiter = asked.query.get("prefix", ""), asked.query.get("delimiter", "")
        after = base64.b64decode(asked.query.get("pageToken", "")).decode()
        found = {}
        for name in self.objects:
            if not name.startswith(prefix):
                continue
            end = name.find(delimiter, len(prefix)) if delimiter else -1
            entry = name[: end + len(delimiter)] if end >= 0 else name
            found[entry] = end >= 0
        order = [entry for entry in sorted(found, key=str.encode) if entry.encode() > after.encode()]
        count = min(int(asked.query.get("maxResults", 1000)), 1000)
        page = {"kind": "storage#objects"}
        items = [self.shown(self.objects[entry]) for entry in order[:count] if not found[entry]]
        prefixes = [entry for entry in order[:count] if found[entry]]
        if items:
            page["items"] = items
        if prefixes:
            page["prefixes"] = prefixes
        if len(order) > count:
            page["nextPageToken"] = base64.b64encode(order[count - 1].encode()).decode()
        return as_json(200, page)

    # Uploads.

    def upload(self, asked, fault):
        kind = asked.query.get("uploadType")
        if kind == "media":
            hashed = re.search(r"crc32c=([^,]+)", asked.headers.get("x-goog-hash", ""))
            metadata = {"name": asked.query["name"], "contentType": asked.headers["Content-Type"]}
            return self.create(metadata, asked.body, asked.query, hashed and hashed[1])
        if kind == "multipart":
            metadata, content = self.parts_of(asked)
            return self.create(metadata, altered(content) if fault == "garbled" else content, asked.query)
        if kind == "resumable":
            metadata = json.loads(asked.body)
            metadata.setdefault("contentType", asked.headers.get("X-Upload-Content-Type"))
            self.check_condition(asked.query, metadata["name"])
            id = secrets.token_urlsafe(24)
            self.uploads[id] = {"metadata": metadata, "query": asked.query, "content": b"", "done": None}
            place = f"{self.url}/upload/storage/v1/b/lake/o?uploadType=resumable&upload_id={id}"
            return Answer(200, b"", {"Location": place, "X-GUploader-UploadID": id})
        raise Refusal(400, "invalid", "Unknown uploadType")

    def parts_of(self, asked):
        kind = re.fullmatch(r"multipart/related; boundary=\"?([^\"]+)\"?", asked.headers["Content-Type"])
        boundary = kind[1].encode()
        start, metadata, content, end = re.split(rb"(?:\r\n|^)--" + re.escape(boundary), asked.body)
        if start or end.strip() != b"--":
            raise Refusal(400, "badContent", "Malformed multipart body.")
        metadata_head, _, metadata = metadata.partition(b"\r\n\r\n")
        content_head, _, content = content.partition(b"\r\n\r\n")
        if b"application/json" not in metadata_head.lower() or b"content-type" not in content_head.lower():
            raise Refusal(400, "badContent", "Malformed multipart body.")
        return json.loads(metadata), content

    def go_on(self, asked, fault):
        upload = self.uploads.get(asked.query["upload_id"])
        if upload is None:
            raise Refusal(410, "gone", "The upload is gone.")
        if asked.method == "DELETE":
            del self.uploads[asked.query["upload_id"]]
            return Answer(499)
        if asked.method != "PUT":
            raise Refusal(400, "invalid", "There is no such request.")
        if upload["done"]:
            return upload["done"]
        parts = re.fullmatch(r"bytes (?:(\d+)-(\d+)|\*)/(\d+|\*)", asked.headers.get("Content-Range", ""))
        if not parts:
            raise Refusal(400, "invalid", "There is no proper Content-Range.")
        total = None if parts[3] == "*" else int(parts[3])
        if parts[1] is not None:
            self.add(upload, asked.body, int(parts[1]), int(parts[2]), total, fault)
        elif asked.body:
            raise Refusal(400, "invalid", "A question has no body.")
        if total is None or len(upload["content"]) < total:
            count = len(upload["content"])
            return Answer(308, b"", {"Range": f"bytes=0-{count - 1}"} if count else {})
        hashed = re.search(r"crc32c=([^,]+)", asked.headers.get("x-goog-hash", ""))
        upload["done"] = self.create(upload["metadata"], upload["content"], upload["query"], hashed and hashed[1])
        return upload["done"]

    def add(self, upload, piece, first, last, total, fault):
        held = len(upload["content"])
        if len(piece) != last - first + 1:
            raise Refusal(400, "invalid", "The piece has another length than its Content-Range.")
        if first > held:
            raise Refusal(400, "invalid", f"{held} bytes have arrived, and the piece begins at {first}.")
        if (total is None or last + 1 < total) and len(piece) % GRAIN:
            raise Refusal(400, "invalid", "A piece that is not the last must be a multiple of 256 KB.")
        if total is not None and last >= total:
            raise Refusal(400, "invalid", "The piece goes beyond the end.")
        if fault in ("partial", "partial-reset"):
            piece = piece[: self.random.randrange(0, len(piece) // GRAIN + 1) * GRAIN]
        upload["content"] += piece[held - first :]


serve(GCS)
