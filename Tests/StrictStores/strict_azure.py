"""Azure Blob Storage as far as its API is used here, and stricter than it: it answers only what is documented.

It has the account `strict`, whose key it prints, with the container `lake`, at http://127.0.0.1:PORT/strict. Requests are
signed with the key or with a shared access signature, or show a token, which the client it prints is given.

    {"revoke": true}     Forgets all tokens.
"""

import base64
import datetime
import email.utils
import hashlib
import hmac
import json
import re
import secrets
import urllib.parse
import xml.etree.ElementTree
from xml.sax.saxutils import escape

from strict_server import Answer, Store, altered, serve

ACCOUNT = "strict"
VERSIONS = r"20(15-0[4-9]|1[6-9]-|2\d-)"
PARAMETERS = {
    "comp", "blockid", "restype", "prefix", "delimiter", "maxresults", "marker", "include", "timeout",
    "sv", "ss", "srt", "sp", "st", "se", "spr", "sip", "sig", "ses",
}  # fmt: skip
SIGNED_FIELDS = [
    "Content-Encoding", "Content-Language", "Content-Length", "Content-MD5", "Content-Type", "Date",
    "If-Modified-Since", "If-Match", "If-None-Match", "If-Unmodified-Since", "Range",
]  # fmt: skip


class Refusal(Exception):
    def __init__(self, status, code, message="It was refused."):
        text = f"{message}\nRequestId:{secrets.token_hex(8)}"
        body = f'<?xml version="1.0" encoding="utf-8"?><Error><Code>{code}</Code><Message>{escape(text)}</Message></Error>'
        self.answer = Answer(
            status, b"\xef\xbb\xbf" + body.encode(), {"x-ms-error-code": code, "Content-Type": "application/xml"}
        )


def digest(content):
    return base64.b64encode(hashlib.md5(content).digest()).decode()


class Azure(Store):
    def __init__(self, port):
        super().__init__()
        self.url, self.key = f"http://127.0.0.1:{port}", secrets.token_bytes(64)
        self.client = {"tenant": secrets.token_hex(8), "id": secrets.token_hex(8), "secret": secrets.token_urlsafe(24)}
        self.tokens, self.blobs, self.blocks, self.count = {}, {}, {}, 0

    def greeting(self):
        return {"key": base64.b64encode(self.key).decode(), **self.client}

    def command(self, command):
        with self.lock:
            if "revoke" in command:
                self.tokens = {}
        return super().command(command)

    def is_token_request(self, asked):
        return asked.path.endswith("/oauth2/v2.0/token") or asked.path == "/metadata/identity/oauth2/token"

    def refusal(self, status):
        code = {500: "InternalError", 503: "ServerBusy"}[status]
        return Refusal(status, code, "The server is currently unable to receive requests.").answer

    def carry_out(self, asked, fault):
        try:
            if self.is_token_request(asked):
                return self.give_token(asked)
            if set(asked.query) - PARAMETERS or len(asked.items) != len(asked.query):
                raise Refusal(400, "InvalidQueryParameterValue", asked.raw_query)
            self.check_version(asked)
            self.check_access(asked)
            if fault == "garbled":
                asked.body = altered(asked.body)
            answer = self.route(asked)
            answer.headers.update({"x-ms-version": asked.headers["x-ms-version"], "x-ms-request-id": "1"})
            return answer
        except Refusal as refusal:
            return refusal.answer

    # Access.

    def give_token(self, asked):
        form = dict(urllib.parse.parse_qsl(asked.body.decode()))
        if asked.method == "GET":
            known = asked.headers.get("Metadata") == "true" and asked.query["api-version"] == "2018-02-01"
            known = known and asked.query["resource"] == "https://storage.azure.com/"
        else:
            known = asked.path == f"/{self.client['tenant']}/oauth2/v2.0/token" and form == {
                "grant_type": "client_credentials",
                "client_id": self.client["id"],
                "client_secret": self.client["secret"],
                "scope": "https://storage.azure.com/.default",
            }
        if not known:
            text = {"error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret provided."}
            return Answer(401, json.dumps(text).encode(), {"Content-Type": "application/json"})
        token = secrets.token_urlsafe(24)
        self.tokens[token] = self.now() + 3600
        lifetime = "3599" if asked.method == "GET" else 3599
        text = {"access_token": token, "expires_in": lifetime, "token_type": "Bearer"}
        return Answer(200, json.dumps(text).encode(), {"Content-Type": "application/json"})

    def check_version(self, asked):
        if not re.match(VERSIONS, asked.headers.get("x-ms-version", "")):
            raise Refusal(400, "InvalidHeaderValue", "x-ms-version")

    def check_access(self, asked):
        kind, _, proof = asked.headers.get("Authorization", "").partition(" ")
        if kind == "Bearer":
            if self.tokens.get(proof, 0) < self.now():
                raise Refusal(401, "InvalidAuthenticationInfo", "Lifetime validation failed. The token is expired.")
        elif kind == "SharedKey":
            self.check_signature(asked, proof)
        elif "sig" in asked.query:
            self.check_shared_access(asked)
        else:
            raise Refusal(401, "NoAuthenticationInformation")

    def sign(self, text):
        return base64.b64encode(hmac.new(self.key, text.encode(), hashlib.sha256).digest()).decode()

    def check_signature(self, asked, proof):
        date = email.utils.parsedate_to_datetime(asked.headers["x-ms-date"]).timestamp()
        fields = [asked.headers.get(name) or "" for name in SIGNED_FIELDS]
        if fields[2] == "0":
            fields[2] = ""
        own = sorted((name.lower(), value.strip()) for name, value in asked.headers.items() if name.lower().startswith("x-ms-"))
        text = "\n".join([asked.method, *fields, *(f"{name}:{value}" for name, value in own)])
        text += f"\n/{ACCOUNT}{asked.raw_path}"
        for name in sorted({name.lower() for name, _ in asked.items}):
            text += f"\n{name}:{','.join(sorted(value for key, value in asked.items if key.lower() == name))}"
        if abs(self.now() - date) > 900 or proof != f"{ACCOUNT}:{self.sign(text)}":
            raise Refusal(403, "AuthenticationFailed", "Server failed to authenticate the request.")

    def check_shared_access(self, asked):
        names = ["sp", "ss", "srt", "st", "se", "sip", "spr", "sv", "ses"]
        text = "\n".join([ACCOUNT, *(asked.query.get(name, "") for name in names), ""])
        end = datetime.datetime.fromisoformat(asked.query["se"].replace("Z", "+00:00")).timestamp()
        if asked.query["sig"] != self.sign(text) or end < self.now():
            raise Refusal(403, "AuthenticationFailed", "Server failed to authenticate the request.")
        wanted = {"GET": "r", "HEAD": "r", "PUT": "w", "DELETE": "d"}[asked.method]
        if (asked.query.get("comp") == "list" and "l" or wanted) not in asked.query["sp"]:
            raise Refusal(403, "AuthorizationPermissionMismatch")

    # Blobs.

    def route(self, asked):
        parts = re.fullmatch(rf"/{ACCOUNT}/([^/]+)(?:/(.+))?", asked.raw_path)
        if not parts:
            raise Refusal(404, "ResourceNotFound")
        container, name = urllib.parse.unquote(parts[1]), urllib.parse.unquote(parts[2] or "")
        if container == "forbidden":
            raise Refusal(403, "AuthorizationPermissionMismatch")
        if container != "lake":
            raise Refusal(404, "ContainerNotFound", "The specified container does not exist.")
        comp = asked.query.get("comp")
        if not name:
            if asked.method == "GET" and comp == "list" and asked.query.get("restype") == "container":
                return self.list(asked)
            raise Refusal(400, "InvalidUri")
        if asked.method == "PUT":
            self.check_digest(asked)
            if comp == "block":
                return self.put_block(asked, name)
            if comp == "blocklist":
                return self.put_block_list(asked, name)
            return self.put_blob(asked, name)
        if name not in self.blobs:
            raise Refusal(404, "BlobNotFound", "The specified blob does not exist.")
        if asked.method in ("GET", "HEAD"):
            return self.get(asked, self.blobs[name])
        if asked.method == "DELETE":
            self.check_conditions(asked, name)
            del self.blobs[name]
            return Answer(202)
        raise Refusal(405, "UnsupportedHttpVerb")

    def check_digest(self, asked):
        wanted = asked.headers.get("Content-MD5")
        if wanted and wanted != digest(asked.body):
            raise Refusal(400, "Md5Mismatch", "The MD5 value specified in the request did not match.")

    def check_conditions(self, asked, name):
        held = self.blobs.get(name)
        if asked.headers.get("If-None-Match") == "*" and held:
            raise Refusal(409, "BlobAlreadyExists", "The specified blob already exists.")
        wanted = asked.headers.get("If-Match")
        if wanted and (not held or wanted not in ("*", held["etag"])):
            raise Refusal(412, "ConditionNotMet", "The condition specified using HTTP conditional header(s) is not met.")

    def create(self, asked, name, content, md5):
        self.check_conditions(asked, name)
        self.count += 1
        self.blobs[name] = {
            "content": content, "etag": f'"0x{self.count:08X}"', "md5": md5, "modified": self.date(),
            "type": asked.headers.get("x-ms-blob-content-type") or asked.headers.get("Content-Type"),
            "tier": asked.headers.get("x-ms-access-tier", "Hot"),
            "meta": {key.lower(): value for key, value in asked.headers.items() if key.lower().startswith("x-ms-meta-")},
        }  # fmt: skip
        if any(not re.fullmatch(r"x-ms-meta-[a-z_]\w*", key) for key in self.blobs[name]["meta"]):
            raise Refusal(400, "InvalidMetadata", "A name in the metadata is no identifier.")
        self.blocks.pop(name, None)
        held = self.blobs[name]
        return Answer(201, b"", {"ETag": held["etag"], "Last-Modified": held["modified"]})

    def put_blob(self, asked, name):
        if asked.query.get("comp") or asked.headers.get("x-ms-blob-type") != "BlockBlob":
            raise Refusal(400, "InvalidHeaderValue", "x-ms-blob-type")
        return self.create(asked, name, asked.body, digest(asked.body))

    def put_block(self, asked, name):
        id = asked.query["blockid"]
        if len(base64.b64decode(id, validate=True)) > 64 or not asked.body:
            raise Refusal(400, "InvalidQueryParameterValue", "blockid")
        waiting = self.blocks.setdefault(name, {})
        if any(len(other) != len(id) for other in waiting):
            raise Refusal(400, "InvalidBlobOrBlock", "The block IDs have different lengths.")
        waiting[id] = asked.body
        return Answer(201, b"", {"Content-MD5": digest(asked.body)})

    def put_block_list(self, asked, name):
        self.check_conditions(asked, name)
        root, waiting, content = xml.etree.ElementTree.fromstring(asked.body), self.blocks.get(name, {}), b""
        for entry in root:
            # No test lists a block that was committed before.
            if entry.tag not in ("Latest", "Uncommitted") or entry.text not in waiting:
                raise Refusal(400, "InvalidBlockList", "The specified block list is invalid.")
            content += waiting[entry.text]
        return self.create(asked, name, content, asked.headers.get("x-ms-blob-content-md5"))

    def get(self, asked, held):
        content = held["content"]
        headers = {
            "ETag": held["etag"], "Last-Modified": held["modified"], "Content-Type": held["type"],
            "x-ms-blob-type": "BlockBlob", "x-ms-access-tier": held["tier"], "Accept-Ranges": "bytes",
            "x-ms-creation-time": held["modified"], "x-ms-lease-status": "unlocked", **held["meta"],
        }  # fmt: skip
        if asked.method == "HEAD":
            return Answer(200, b"", {**headers, "Content-Length": str(len(content))})
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", asked.headers.get("x-ms-range") or asked.headers.get("Range") or "")
        if not wanted:
            return Answer(200, content, {**headers, **({"Content-MD5": held["md5"]} if held["md5"] else {})})
        first, last = int(wanted[1]), min(int(wanted[2] or len(content)), len(content) - 1)
        if first >= len(content):
            raise Refusal(416, "InvalidRange", "The range specified is invalid for the current size of the resource.")
        headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
        return Answer(206, content[first : last + 1], headers)

    def list(self, asked):
        prefix, delimiter = asked.query.get("prefix", ""), asked.query.get("delimiter", "")
        after = base64.b64decode(asked.query.get("marker", "")).decode()
        found = {}
        for name in self.blobs:
            if not name.startswith(prefix):
                continue
            end = name.find(delimiter, len(prefix)) if delimiter else -1
            entry = name[: end + len(delimiter)] if end >= 0 else name
            found[entry] = end >= 0
        order = [entry for entry in sorted(found, key=str.encode) if entry.encode() > after.encode()]
        count = min(int(asked.query.get("maxresults", 5000)), 5000)
        text = '<?xml version="1.0" encoding="utf-8"?><EnumerationResults ServiceEndpoint="here" ContainerName="lake"><Blobs>'
        for entry in order[:count]:
            text += self.prefix_text(entry) if found[entry] else self.blob_text(entry, self.blobs[entry])
        marker = base64.b64encode(order[count - 1].encode()).decode() if len(order) > count else ""
        text += f"</Blobs><NextMarker>{marker}</NextMarker></EnumerationResults>"
        return Answer(200, b"\xef\xbb\xbf" + text.encode(), {"Content-Type": "application/xml"})

    def prefix_text(self, name):
        return f"<BlobPrefix><Name>{escape(name)}</Name></BlobPrefix>"

    def blob_text(self, name, held):
        return (
            f"<Blob><Name>{escape(name)}</Name><Properties><Creation-Time>{held['modified']}</Creation-Time>"
            f"<Last-Modified>{held['modified']}</Last-Modified><Etag>{held['etag']}</Etag>"
            f"<Content-Length>{len(held['content'])}</Content-Length><Content-Type>{held['type']}</Content-Type>"
            f"<BlobType>BlockBlob</BlobType><AccessTier>{held['tier']}</AccessTier></Properties><OrMetadata /></Blob>"
        )


serve(Azure)
