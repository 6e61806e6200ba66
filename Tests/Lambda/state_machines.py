"""Runs the state machines of state-machines/ as moto's Step Functions, with `PROGRAM` in AWS's emulators as their function.

    state_machines.py PROGRAM [CASE...]

What they run is what template.yaml deploys; only the names in `${}` are filled in. They read an API on loopback, write to moto's
S3, and in the end each record must be in the files exactly once.

Two things of moto's are not Step Functions': every failed shard is tolerated, whatever the percentage; and the waits of
retries, not those of `Wait`, are made shorter here.
"""

import concurrent.futures
import io
import json
import logging
import os
import pathlib
import re
import shutil
import signal
import sys
import tempfile
import threading
import time
import traceback
import types
import urllib.request
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[2]
EMULATOR = ROOT / ".build" / "emulator" / "aws-lambda-rie"
SANDBOXES = 6
FUNCTION_SECONDS = 12
RETRY_SCALE = 0.03
LONGEST_EXECUTION = 120
# More would keep one another from reading a page in time.
CASES_AT_ONCE = 9
# What Step Functions takes as the input or output of a state, and SQS as a message.
LARGEST_DATA = 256 << 10
REGION = "us-east-1"
BUCKET = "lake"
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "first", "AWS_SECRET_ACCESS_KEY": "first", "AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION}

sys.path.insert(0, str(ROOT / "Tests" / "Emulator"))

import lambda_service

service = lambda_service.LambdaService()
# Before moto is loaded: it calls functions there.
os.environ.update(CREDENTIALS, MOTO_PORT=str(service.server_port))

import boto3
import pyarrow.parquet
from botocore.config import Config
from moto.moto_server.threaded_moto_server import ThreadedMotoServer
from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl

import records_api

retrier_decl.time = types.SimpleNamespace(sleep=lambda seconds: time.sleep(seconds * RETRY_SCALE))


class World:
    """All that is shared: the services, and the API."""

    def __init__(self, program, logs):
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        # It says what fails, which is what most cases want.
        logging.getLogger("moto").setLevel(logging.CRITICAL)
        server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        server.start()
        port = server.get_host_and_port()[1]
        self.url = f"http://127.0.0.1:{port}"
        configuration = json.dumps({"stepfunctions": {"execute_state_machine": True}}).encode()
        urllib.request.urlopen(urllib.request.Request(f"{self.url}/moto-api/config", configuration, method="POST")).close()
        environment = {
            **CREDENTIALS, "AWS_ENDPOINT_URL": self.url, "CURLEW_STATE_BUCKET": f"s3://{BUCKET}/raw/_curlew/",
        }
        self.api = records_api.RecordsAPI()
        sandboxes = [
            lambda_service.Sandbox(EMULATOR, program, logs, seconds=FUNCTION_SECONDS, environment=environment)
            for _ in range(SANDBOXES)
        ]
        service.serve(port, sandboxes)
        self.s3, self.sqs, self.states = (self.client(name) for name in ("s3", "sqs", "stepfunctions"))
        self.s3.create_bucket(Bucket=BUCKET)

    def client(self, name):
        return boto3.client(
            name, endpoint_url=self.url, region_name=REGION,
            config=Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}, max_pool_connections=50),
        )


class Sync:
    """One case: what it reads, its machines and its queue."""

    def __init__(self, world, name, case, when_missing="continue", **event):
        self.world, self.name, self.case = world, name, case
        self.largest_data = 0
        world.api.cases[name] = case
        self.queue = world.sqs.create_queue(QueueName=name)["QueueUrl"]
        self.folder = f"raw/{name}/"
        self.event = {
            "connector": case.connector(name, world.api.url), "format": "parquet", "output": f"s3://{BUCKET}/{self.folder}",
            "state": f"s3://{BUCKET}/raw/_curlew/state/{name}.json", **event,
        }
        names = {
            "Partition": "aws", "FunctionArn": f"arn:aws:lambda:{REGION}:123456789012:function:curlew",
            "DeadLetterQueueUrl": self.queue, "Bucket": BUCKET, "Prefix": "raw/", "MaxConcurrency": "4",
            "ToleratedFailurePercentage": "50", "WhenMissing": when_missing,
        }
        self.sync = names["SyncStateMachineArn"] = self.machine("sync", names)
        self.fan_out = self.machine("fan-out", names)

    def machine(self, file, names):
        text = (ROOT / "state-machines" / f"{file}.asl.json").read_text()
        definition = re.sub(r"\$\{(\w+)\}", lambda match: names[match[1]], text)
        return self.world.states.create_state_machine(
            name=f"{self.name}-{file}", definition=definition, roleArn="arn:aws:iam::123456789012:role/machine"
        )["stateMachineArn"]

    def start(self, machine, event):
        """Begins an execution: its ARN."""
        return self.world.states.start_execution(
            stateMachineArn=machine, name=uuid.uuid4().hex, input=json.dumps(event)
        )["executionArn"]

    def run(self, machine, event):
        """Runs an execution to its end: its status, its output and the events of its history."""
        execution = self.start(machine, event)
        end = time.monotonic() + LONGEST_EXECUTION
        while True:
            found = self.world.states.describe_execution(executionArn=execution)
            if found["status"] != "RUNNING":
                break
            if time.monotonic() > end:
                raise AssertionError(f"{self.name} does not end")
            time.sleep(0.1)
        history = self.world.states.get_execution_history(executionArn=execution, maxResults=1000)["events"]
        output = json.loads(found["output"]) if "output" in found else None
        self.largest_data = max(self.largest_data, *map(data_size, history))
        return types.SimpleNamespace(
            status=found["status"], output=output, error=found.get("error"), cause=found.get("cause"), history=history
        )

    def succeed(self, machine, event):
        result = self.run(machine, event)
        expect(result.status == "SUCCEEDED", f"{result.status}: {result.error} {result.cause}")
        return result

    def fail(self, machine, event, error):
        """Runs an execution that must fail, and returns the one message in the dead-letter queue."""
        result = self.run(machine, event)
        expect(result.status == "FAILED", f"{result.status} and not FAILED: {result.output}")
        expect(result.error == error, f"failed with {result.error}: {result.cause}")
        messages = self.messages()
        expect(len(messages) == 1, f"{len(messages)} dead letters")
        letter = messages[0]
        expect(result.error.endswith("." + letter["failure"]["Error"]), f"the dead letter says {letter['failure']}")
        if letter["start"] == self.sync and letter["event"].get("action") != "merge":
            expect(letter["event"].get("action", "sync") == "sync", f"{letter['event']}")
            left = {name for name in ("shards", "plan", "division") if letter["event"].get(name) is not None}
            expect(not left, f"the dead letter's event is of a sync, and has {left}")
        return letter

    def messages(self):
        found = self.world.sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10).get("Messages", [])
        for message in found:
            self.world.sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
        return [json.loads(message["Body"]) for message in found]

    @property
    def invocations(self):
        with service.lock:
            return [(event, answer) for event, answer in service.invocations if connector_of(event) == self.name]

    def expect_each_record_once(self):
        pages = self.world.s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=self.folder)
        ids = []
        for key in [item["Key"] for page in pages for item in page.get("Contents", [])]:
            expect(key.endswith(".parquet"), f"{key} is left")
            body = self.world.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()
            ids += pyarrow.parquet.read_table(io.BytesIO(body))["id"].to_pylist()
        count = self.case.record_count
        expect(sorted(ids) == list(range(count)), f"{len(ids)} records, {len(set(ids))} different, of {count}")
        uploads = self.world.s3.list_multipart_uploads(Bucket=BUCKET).get("Uploads", [])
        expect(not [upload for upload in uploads if upload["Key"].startswith(self.folder)], "an upload is left")
        expect(not self.messages(), "a dead letter is left")


def connector_of(event):
    connector = event.get("connector")
    return connector.get("name") if isinstance(connector, dict) else connector


def expect(condition, sentence):
    if not condition:
        raise AssertionError(sentence)


def data_size(event):
    """How much goes into a state, or comes out of one or of a task."""
    texts = [value for details in event.values() if isinstance(details, dict) for value in details.values()]
    return max((len(text.encode()) for text in texts if isinstance(text, str)), default=0)


def errors(history):
    return [event["taskFailedEventDetails"]["error"] for event in history if event["type"] == "TaskFailed"]


def a_chain_of_invocations(world):
    sync = Sync(world, "chain", records_api.Case(pages=30, page_seconds=0.25), budget={"max_seconds": 3})
    result = sync.succeed(sync.sync, sync.event)
    expected, links = sync.event, 0
    for event, answer in sync.invocations:
        expect(event == expected, "an invocation did not get what the last one answered")
        # One that got nowhere, on a busy machine, is tried again.
        expected, links = answer.get("resume", expected), links + ("done" in answer)
    expect(links >= 3, f"{links} invocations")
    expect(result.output["done"] is True and result.output["status"] == "SUCCEEDED", f"{result.output}")
    sync.expect_each_record_once()


def a_rate_limit_is_waited_for(world):
    case = records_api.Case(pages=6)
    sync = Sync(world, "wait", case, budget={"max_seconds": 3})

    def is_told_to_wait():
        return any(answer.get("resume_after", 0) > 0 for _, answer in sync.invocations)

    case.before = lambda slice, page, *_: (429, {"Retry-After": "4"}) if page == 3 and not is_told_to_wait() else None
    result = sync.succeed(sync.sync, sync.event)
    expect(is_told_to_wait(), "there was nothing to wait for")
    waits = [event["stateEnteredEventDetails"]["name"] for event in result.history if event["type"] == "WaitStateEntered"]
    expect(waits[:1] == ["Wait"], "it did not wait")
    sync.expect_each_record_once()


def lambda_fails_twice(world):
    sync = Sync(world, "service", records_api.Case(pages=4))
    sync_errors = [
        lambda_service.ServiceError(429, "TooManyRequestsException", "Rate Exceeded."),
        lambda_service.ServiceError(500, "ServiceException", "An error occurred."),
    ]
    world.service_errors["service"] = list(reversed(sync_errors))
    result = sync.succeed(sync.sync, sync.event)
    expect(
        errors(result.history) == ["Lambda.TooManyRequestsException", "Lambda.ServiceException"], f"{errors(result.history)}"
    )
    sync.expect_each_record_once()


def a_function_that_fails_leaves_its_last_good_state(world):
    """The state is in the event, and the third invocation finds no configuration."""
    configuration = {"Bucket": BUCKET, "Key": "raw/_curlew/broken.json"}
    world.s3.put_object(**configuration, Body=b"{}")
    sync = Sync(
        world, "broken", records_api.Case(pages=30, page_seconds=0.25), budget={"max_seconds": 3}, state={},
        config=f"s3://{BUCKET}/{configuration['Key']}",
    )

    def good_answers():
        return [answer for _, answer in sync.invocations if "resume" in answer]

    def remove_configuration(_):
        if len(good_answers()) == 2:
            world.s3.delete_object(**configuration)

    world.before_invocations["broken"] = remove_configuration
    letter = sync.fail(sync.sync, sync.event, "Sync.Function.Config")
    good = good_answers()
    expect(len(good) == 2, f"{len(good)} invocations before the failure")
    expect(letter["event"] == good[-1]["resume"], "the dead letter's event is not the one that goes on")
    expect(letter["event"]["state"] == good[-1]["state"] and letter["event"]["state"]["streams"], "its state is not the last")
    del world.before_invocations["broken"]
    world.s3.put_object(**configuration, Body=b"{}")
    sync.succeed(letter["start"], letter["event"])
    sync.expect_each_record_once()


def a_large_state_is_passed_on_by_its_url(world):
    """It is in an answer twice, of which Step Functions takes 256 KB."""
    case = records_api.Case(pages=16, page_seconds=0.25)
    sync = Sync(world, "large", case, budget={"max_seconds": 3}, state={"streams": {}, "note": "x" * 130_000})
    sync.succeed(sync.sync, sync.event)
    # An invocation that failed, because the machine was busy, is tried again with the event that it had.
    states = [answer["state"] for _, answer in sync.invocations if "state" in answer]
    expect(len(states) >= 2 and all(isinstance(state, str) for state in states), "the state stays in the event")
    sync.expect_each_record_once()


def streams_that_fail_are_dead_letters(world):
    case = records_api.Case(pages=8)
    case.before = lambda slice, page, count, _: (400, {}) if page == 5 else None
    sync = Sync(world, "partial", case, state={})
    letter = sync.fail(sync.sync, sync.event, "Sync.FAILED")
    expect(letter["failure"]["streams"][0]["stream"] == "items", f"{letter['failure']}")
    expect(letter["event"]["state"]["streams"]["items"], "the dead letter does not have the state")
    case.before = lambda *_: None
    sync.succeed(letter["start"], letter["event"])
    sync.expect_each_record_once()


def shards_side_by_side(world):
    """Twelve shards in chains of their own, one of which loses its sandbox in the middle."""
    case = records_api.Case(slices=24, pages=4, page_seconds=0.1)
    killed = []

    def before(slice, page, count, port):
        if (slice, page, count) == (7, 3, 1):
            process = service.process_at(port)
            expect(process is not None, "whose request it is cannot be seen")
            os.kill(process, signal.SIGKILL)
            killed.append(process)

    case.before = before
    sync = Sync(world, "shards", case, shards=12, budget={"max_seconds": 3})
    result = sync.succeed(sync.fan_out, sync.event)
    expect(len(killed) == 1, "no sandbox was killed")
    ends = [answer["errorType"] for _, answer in sync.invocations if "errorType" in answer]
    expect("Runtime.ExitError" in ends, f"{ends}")
    expect(result.output["shards"] == 12 and result.output["missing"] == [], f"{result.output}")
    expect(result.output["status"] == "SUCCEEDED", f"{result.output}")
    sync.expect_each_record_once()


def a_sandbox_that_hangs_is_given_up(world):
    case = records_api.Case(pages=6)
    frozen = []

    def before(slice, page, count, port):
        if page == 3 and not frozen:
            frozen.append(service.process_at(port))
            os.kill(frozen[0], signal.SIGSTOP)

    case.before = before
    sync = Sync(world, "hangs", case, budget={"max_seconds": 3})
    result = sync.succeed(sync.sync, sync.event)
    expect("Sandbox.Timedout" in errors(result.history), f"{errors(result.history)}")
    sync.expect_each_record_once()


def what_is_missing_is_read_by_one_chain(world):
    case = records_api.Case(slices=8, pages=3)
    case.before = lambda slice, page, count, _: (400, {}) if (slice, page, count) == (3, 2, 1) else None
    sync = Sync(world, "missing", case, shards=8)
    result = sync.succeed(sync.fan_out, sync.event)
    merges = [answer for event, answer in sync.invocations if event.get("action") == "merge"]
    expect(len(merges) == 1 and merges[0]["done"] is False, f"{merges}")
    expect(len(merges[0]["missing"]) == 1, f"{merges[0]['missing']}")
    expect(result.output["done"] is True and result.output["status"] == "SUCCEEDED", f"{result.output}")
    sync.expect_each_record_once()


def what_stays_missing_is_a_dead_letter(world):
    """All that the fan-out's event may have besides that of a sync is given."""
    case = records_api.Case(slices=8, pages=3)
    case.before = lambda slice, page, count, _: (400, {}) if (slice, page) == (3, 2) else None
    plan = f"s3://{BUCKET}/raw/_curlew/stays/plan.json"
    sync = Sync(world, "stays", case, action="sync", shards=8, plan=plan, streams=["items"])
    letter = sync.fail(sync.fan_out, sync.event, "FanOut.FAILED")
    expect(letter["failure"]["streams"][0]["stream"] == "items", f"{letter['failure']}")
    case.before = lambda *_: None
    sync.succeed(letter["start"], letter["event"])
    sync.expect_each_record_once()


def a_merge_that_fails_is_done_later(world):
    """And what comes of it then is a dead letter too."""
    case = records_api.Case(slices=8, pages=3)
    case.before = lambda slice, page, count, _: (400, {}) if (slice, page) == (3, 2) else None
    sync = Sync(world, "later", case, shards=8)

    def refuse_merges(event):
        if event.get("action") == "merge":
            raise lambda_service.ServiceError(400, "InvalidRequestContentException", "no merges today")

    world.before_invocations["later"] = refuse_merges
    letter = sync.fail(sync.fan_out, sync.event, "FanOut.Lambda.InvalidRequestContentException")
    expect(letter["event"]["action"] == "merge", f"{letter['event']}")
    del world.before_invocations["later"]
    letter = sync.fail(letter["start"], letter["event"], "Sync.FAILED")
    case.before = lambda *_: None
    sync.succeed(letter["start"], letter["event"])
    sync.expect_each_record_once()


def shards_that_cannot_be_begun_are_merged_later(world):
    """The map cannot read the plan, which moto does not call States.ItemReaderFailed."""
    sync = Sync(world, "unmapped", records_api.Case(slices=8, pages=3), shards=8)
    hidden = {}

    def hide_plan(event, answer):
        if event.get("action") == "plan":
            hidden.update(Bucket=answer["plan"]["bucket"], Key=answer["plan"]["key"])
            hidden["Body"] = world.s3.get_object(Bucket=hidden["Bucket"], Key=hidden["Key"])["Body"].read()
            world.s3.put_object(**{**hidden, "Body": b"no plan"})

    world.after_invocations["unmapped"] = hide_plan
    letter = sync.fail(sync.fan_out, sync.event, "FanOut.States.Runtime")
    expect(letter["event"]["action"] == "merge" and "shards" not in letter["event"], f"{letter['event']}")
    world.s3.put_object(**hidden)
    sync.succeed(letter["start"], letter["event"])
    sync.expect_each_record_once()


def what_fails_after_the_merge_goes_on(world):
    """The merge finds a shard missing, and the chain that would read it is refused."""
    case = records_api.Case(slices=8, pages=3)
    case.before = lambda slice, page, count, _: (400, {}) if (slice, page, count) == (3, 2, 1) else None
    sync = Sync(world, "refused", case, shards=8)

    def refuse_syncs(event):
        if "action" not in event and event["state"] == sync.event["state"]:
            raise lambda_service.ServiceError(400, "InvalidRequestContentException", "no syncs today")

    world.before_invocations["refused"] = refuse_syncs
    letter = sync.fail(sync.fan_out, sync.event, "FanOut.Lambda.InvalidRequestContentException")
    del world.before_invocations["refused"]
    sync.succeed(letter["start"], letter["event"])
    sync.expect_each_record_once()


def a_state_by_value_is_kept_twice_at_most(world):
    """In the answer, and in the event that continues: also where a chain follows the merge, and leaves a dead letter."""
    case = records_api.Case(slices=2, pages=16, page_seconds=0.25)
    case.before = lambda slice, page, count, _: (400, {}) if (slice, page, count) == (1, 2, 1) or page == 15 else None
    state = {"streams": {}, "note": "x" * 95_000}
    sync = Sync(world, "twice", case, shards=2, budget={"max_seconds": 3}, state=state)
    letter = sync.fail(sync.fan_out, sync.event, "FanOut.FAILED")
    links = [event for event, _ in sync.invocations if "action" not in event and isinstance(event["state"], dict)]
    expect(len(links) >= 2, f"{len(links)} links after the merge")
    again = sync.fail(letter["start"], letter["event"], "Sync.FAILED")
    case.before = lambda *_: None
    sync.succeed(again["start"], again["event"])
    sys.stderr.write(f"state machines: {sync.largest_data} bytes at most pass with a state of 95,000\n")
    expect(sync.largest_data < LARGEST_DATA - (32 << 10), f"{sync.largest_data} bytes pass: lists of files have no room")
    sync.expect_each_record_once()


def what_is_missing_is_reported(world):
    case = records_api.Case(slices=8, pages=3)
    case.before = lambda slice, page, count, _: (400, {}) if (slice, page) == (3, 2) else None
    sync = Sync(world, "reported", case, shards=8, when_missing="fail")
    letter = sync.fail(sync.fan_out, sync.event, "FanOut.Missing")
    expect(len(letter["missing"]) == 1 and letter["missing"][0]["streams"] == ["items"], f"{letter['missing']}")
    case.before = lambda *_: None
    sync.succeed(letter["start"], letter["event"])
    sync.expect_each_record_once()


def a_fan_out_that_is_stopped_goes_on_with_its_plan(world):
    is_under_way = threading.Event()
    case = records_api.Case(slices=8, pages=3, page_seconds=0.2)
    case.before = lambda slice, page, *_: is_under_way.set() if page == 2 else None
    sync = Sync(world, "stopped", case, shards=8, budget={"max_seconds": 3})
    execution = sync.start(sync.fan_out, sync.event)
    expect(is_under_way.wait(LONGEST_EXECUTION), "it does not begin")
    world.states.stop_execution(executionArn=execution)
    sync.succeed(sync.fan_out, sync.event)
    plans = [answer["plan"]["url"] for event, answer in sync.invocations if event.get("action") == "plan"]
    expect(len(plans) == 2 and plans[0] == plans[1], f"{plans}")
    sync.expect_each_record_once()


def a_sync_that_is_divided_is_for_its_shards(world):
    """Whoever would go on with it fails at once: waiting does not help."""
    is_tried = threading.Event()
    case = records_api.Case(slices=4, pages=3)
    sync = Sync(world, "divided", case, shards=4)

    def hold_shards(event):
        if "action" not in event and event["state"] != sync.event["state"]:
            expect(is_tried.wait(LONGEST_EXECUTION), "nobody tries")

    def is_divided():
        return any("plan" in answer for _, answer in sync.invocations)

    world.before_invocations["divided"] = hold_shards
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        fan_out = pool.submit(sync.run, sync.fan_out, sync.event)
        try:
            end = time.monotonic() + LONGEST_EXECUTION
            while not is_divided() and time.monotonic() < end:
                time.sleep(0.1)
            expect(is_divided(), "there is no plan")
            ordinary = {name: value for name, value in sync.event.items() if name != "shards"}
            before = len(sync.invocations)
            sync.fail(sync.sync, ordinary, "Sync.Function.Config")
            expect(len(sync.invocations) == before + 1, "it was tried again")
        finally:
            is_tried.set()
        expect(fan_out.result().status == "SUCCEEDED", f"{fan_out.result()}")
    sync.expect_each_record_once()


def a_fan_out_that_cannot_begin(world):
    sync = Sync(world, "unplanned", records_api.Case(slices=8), shards=8, concurrency=0)
    letter = sync.fail(sync.fan_out, sync.event, "FanOut.Function.Config")
    expect(letter["event"] == sync.event and letter["start"] == sync.fan_out, f"{letter}")


CASES = [
    shards_side_by_side, a_sandbox_that_hangs_is_given_up, a_function_that_fails_leaves_its_last_good_state,
    a_chain_of_invocations, a_rate_limit_is_waited_for, what_is_missing_is_read_by_one_chain, what_is_missing_is_reported,
    what_stays_missing_is_a_dead_letter, a_merge_that_fails_is_done_later, a_large_state_is_passed_on_by_its_url,
    shards_that_cannot_be_begun_are_merged_later, what_fails_after_the_merge_goes_on,
    a_state_by_value_is_kept_twice_at_most, streams_that_fail_are_dead_letters, lambda_fails_twice, a_fan_out_that_is_stopped_goes_on_with_its_plan,
    a_sync_that_is_divided_is_for_its_shards, a_fan_out_that_cannot_begin,
]


def main():
    # So that the emulators end with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("state machines: ended"))
    program, chosen = os.path.abspath(sys.argv[1]), sys.argv[2:]
    logs = pathlib.Path(tempfile.mkdtemp(prefix="curlew-sandboxes-"))
    world = World(program, logs)
    world.service_errors, world.before_invocations, world.after_invocations = {}, {}, {}

    def before(event):
        name = connector_of(event)
        if world.service_errors.get(name):
            raise world.service_errors[name].pop()
        world.before_invocations.get(name, lambda _: None)(event)

    def after(event, answer):
        world.after_invocations.get(connector_of(event), lambda *_: None)(event, answer)

    service.before, service.after = before, after
    failures = []

    def run(case):
        start = time.monotonic()
        try:
            case(world)
        except Exception as error:
            failures.append(case.__name__)
            print(f"state machines: {case.__name__}: {error}\n{traceback.format_exc()}", file=sys.stderr)
        else:
            sys.stderr.write(f"state machines: {case.__name__}, {time.monotonic() - start:.1f} s\n")

    try:
        with concurrent.futures.ThreadPoolExecutor(CASES_AT_ONCE) as pool:
            list(pool.map(run, [case for case in CASES if not chosen or case.__name__ in chosen]))
    finally:
        service.close()
    if failures:
        print(f"state machines: the sandboxes' logs are in {logs}", file=sys.stderr)
    else:
        shutil.rmtree(logs)
    sys.stderr.flush()
    # The servers' threads do not end by themselves.
    os._exit(1 if failures else 0)


main()
