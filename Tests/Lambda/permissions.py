"""Runs `PROGRAM` with the rights that template.yaml gives the function, and no others: permissions.py PROGRAM

moto refuses what the policies of the caller do not allow, by action and resource, of S3 alone; it does not look at conditions.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

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
    keys = moto.keys(function_policy())
    environment = {**keys, "AWS_REGION": REGION, "AWS_ENDPOINT_URL": moto.url, "CURLEW_STATE_BUCKET": "s3://lake/raw/_curlew/"}
    with tempfile.TemporaryDirectory() as folder:
        emulator = ROOT / ".build" / "emulator" / "aws-lambda-rie"
        with Emulator(emulator, program, pathlib.Path(folder) / "log", environment=environment) as function:
            check(moto, function, api)


main()
