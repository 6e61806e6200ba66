"""A moto server on a free port of loopback, for the tests: ends when its standard input does.

Prints one line of JSON when it is ready: {"port", "access_key_id", "secret_access_key"}. The keys are those of a user who may
do everything. With the argument `checked` the server refuses wrong signatures and what no policy allows.

Commands come as lines of JSON and are answered by one line each, {"error": …} where they fail:

    {"reset": true}                                          forgets everything; answers as at the start
    {"service": …, "operation": …, "arguments": {…}}         calls AWS as that user; {"base64": …} in arguments are bytes
"""

import base64
import json
import logging
import os
import sys

import boto3
from botocore.config import Config
from moto import settings
from moto.moto_server.threaded_moto_server import ThreadedMotoServer

REGION = "us-east-1"
EVERYTHING = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}


class Server:
    def __init__(self, checked):
        self.checked = checked
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self.server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self.server.start()
        self.port = self.server.get_host_and_port()[1]
        self.key, self.secret = "first", "first"

    def client(self, service):
        return boto3.client(
            service,
            endpoint_url=f"http://127.0.0.1:{self.port}",
            region_name=REGION,
            aws_access_key_id=self.key,
            aws_secret_access_key=self.secret,
            config=Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}),
        )

    def admit(self):
        """Creates the user, while nothing is checked yet."""
        settings.INITIAL_NO_AUTH_ACTION_COUNT = float("inf")
        iam = self.client("iam")
        iam.create_user(UserName="everything")
        iam.put_user_policy(UserName="everything", PolicyName="everything", PolicyDocument=json.dumps(EVERYTHING))
        key = iam.create_access_key(UserName="everything")["AccessKey"]
        self.key, self.secret = key["AccessKeyId"], key["SecretAccessKey"]
        if self.checked:
            settings.INITIAL_NO_AUTH_ACTION_COUNT = 0
        return {"port": self.port, "access_key_id": self.key, "secret_access_key": self.secret}

    def obey(self, command):
        if command.get("reset"):
            from moto.moto_api._internal.models import moto_api_backend

            moto_api_backend.reset()
            return self.admit()
        call = getattr(self.client(command["service"]), command["operation"])
        return call(**command["arguments"])


def decoded(value):
    return base64.b64decode(value["base64"]) if set(value) == {"base64"} else value


def encoded(value):
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else str(value)


def main():
    server = Server(checked="checked" in sys.argv[1:])
    print(json.dumps(server.admit()), flush=True)
    for line in sys.stdin:
        try:
            answer = server.obey(json.loads(line, object_hook=decoded))
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer, default=encoded), flush=True)


main()
# The server's threads do not end by themselves.
os._exit(0)
