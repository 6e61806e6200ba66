"""Runs `PROGRAM` with the rights that template.yaml gives the function, and no others: permissions.py PROGRAM

moto refuses what the policies of the caller do not allow, by action and resource, of S3 alone. It does not look at conditions:
the one on `s3:prefix` is looked at in front of it. S3 takes the name of an object that does not exist for that prefix when it
decides whether to say so (404) or to deny (403); Ceph's S3 server does the same (github.com/ceph/ceph/pull/68577).
"""

import fnmatch
import http.client
import http.server
import json
import os
import pathlib
import socketserver
import subprocess
import sys
import tempfile
import threading
import urllib.parse

import boto3
import cfnlint.decode
from botocore.config import Config

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "Emulator"))

import check_template
import records_api
from emulator import Emulator

REGION = "us-east-1"
PARAMETERS = {
    "Bucket": "lake", "Prefix": "raw/", "KeyArn": "", "AWS::Partition": "aws",
    "AWS::Region": REGION, "AWS::AccountId": "123456789012", "AWS::NoValue": None,
}
CONDITIONS = {"HasSecret": False, "HasKey": False}


class Moto:
    """A moto server that looks at policies."""

    def __init__(self):
        self.process = subprocess.Popen(
            [sys.executable, ROOT / "Tests" / "Moto" / "server.py", "checked"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.greeting = json.loads(self.process.stdout.readline())
        self.url = f"http://127.0.0.1:{self.greeting['port']}"

    def client(self, name):
        """Of one who may do everything."""
        return boto3.client(
            name, endpoint_url=self.url, region_name=REGION, aws_access_key_id=self.greeting["access_key_id"],
            aws_secret_access_key=self.greeting["secret_access_key"], config=Config(s3={"addressing_style": "path"}),
        )

    def keys(self, policy):
        """Those of a user with one policy."""
        iam, name = self.client("iam"), "function"
        iam.create_user(UserName=name)
        iam.put_user_policy(UserName=name, PolicyName=name, PolicyDocument=json.dumps(policy))
        key = iam.create_access_key(UserName=name)["AccessKey"]
        return {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}


class Gate(http.server.BaseHTTPRequestHandler):
    """Passes on to moto, and denies what the condition on `s3:prefix` does."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        connection = http.client.HTTPConnection("127.0.0.1", self.server.moto_port)
        connection.request(self.command, self.path, body, dict(self.headers))
        answer = connection.getresponse()
        status, text = answer.status, answer.read()
        connection.close()
        if not self.is_allowed(status):
            status, text = 403, b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
        self.send_response(status)
        for name, value in answer.getheaders():
            if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                self.send_header(name, value)
        self.send_header("Content-Length", answer.getheader("Content-Length") if self.command == "HEAD" else str(len(text)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_any

    def is_allowed(self, status):
        """As S3 decides: for a listing by its prefix, for an object that is not there by its name."""
        path, _, query = self.path.partition("?")
        _, _, key = urllib.parse.unquote(path).lstrip("/").partition("/")
        fields = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
        if key and status == 404 and self.command in ("GET", "HEAD"):
            self.server.missing.add(key)
            prefix = key
        elif not key and "list-type" in fields:
            prefix = fields.get("prefix", "")
            self.server.listed.add(prefix)
        else:
            return True
        return fnmatch.fnmatchcase(prefix, self.server.pattern)


class GateServer(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True

    def __init__(self, moto_port, pattern):
        super().__init__(("127.0.0.1", 0), Gate)
        self.moto_port, self.pattern = moto_port, pattern
        self.missing, self.listed = set(), set()
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()


def listing_pattern(policy):
    """Which prefixes may be listed."""
    (statement,) = [item for item in policy["Statement"] if item["Sid"] == "List"]
    # With StringLikeIfExists, a listing without a prefix would show every name in the bucket.
    ((operator, condition),) = statement["Condition"].items()
    expect(operator == "StringLike", f"{operator} is not what restricts listings")
    return condition["s3:prefix"]


def function_policy():
    template, _ = cfnlint.decode.decode(str(check_template.TEMPLATE))
    (policy,) = template["Resources"]["Function"]["Properties"]["Policies"]
    return check_template.evaluated(json.loads(json.dumps(policy)), CONDITIONS, PARAMETERS)


def expect(condition, sentence):
    if not condition:
        raise AssertionError(sentence)


def run(function, event):
    """The answers of a chain."""
    answers = []
    while event:
        answers.append(function.invoke(event))
        expect("errorType" not in answers[-1], f"{event.get('action')}: {answers[-1]}")
        event = answers[-1].get("resume")
    expect(answers[-1]["status"] == "SUCCEEDED", f"{answers[-1]}")
    return answers


def check(moto, function, api):
    case = api.cases["records"] = records_api.Case(slices=4, pages=4)
    event = {
        "connector": case.connector("records", api.url), "format": "parquet",
        "output": "s3://lake/raw/", "state": "s3://lake/raw/_curlew/state/records.json",
    }
    run(function, event)
    (planned,) = run(function, {**event, "action": "plan", "shards": 4})
    plan = moto.client("s3").get_object(Bucket="lake", Key=planned["plan"]["key"])
    shards = json.loads(plan["Body"].read())
    for shard in shards:
        run(function, {**planned["event"], **shard})
    run(function, planned["merge"])
    for name, change in {
        "another prefix": {"output": "s3://lake/elsewhere/"},
        "another state": {"state": "s3://lake/elsewhere.json"},
    }.items():
        answer = function.invoke({**event, **change})
        expect("the credentials do not allow it" in str(answer), f"{name}: {answer}")


def main():
    program = os.path.abspath(sys.argv[1])
    moto, api = Moto(), records_api.RecordsAPI()
    moto.client("s3").create_bucket(Bucket="lake")
    policy = function_policy()
    gate = GateServer(moto.greeting["port"], listing_pattern(policy))
    keys = moto.keys(policy)
    environment = {**keys, "AWS_REGION": REGION, "AWS_ENDPOINT_URL": gate.url, "CURLEW_STATE_BUCKET": "s3://lake/raw/_curlew/"}
    with tempfile.TemporaryDirectory() as folder:
        emulator = ROOT / ".build" / "emulator" / "aws-lambda-rie"
        with Emulator(emulator, program, pathlib.Path(folder) / "log", environment=environment) as function:
            check(moto, function, api)
    expect("raw/_curlew/state/records.json" in gate.missing, "no state was asked for that does not exist yet")
    expect(gate.listed, "nothing was listed")


main()
