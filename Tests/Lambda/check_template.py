"""Checks template.yaml and the state machines it deploys, as far as that needs no account."""

import itertools
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import cfnlint.decode
from samtranslator.model.exceptions import InvalidDocumentException
from samtranslator.translator.transform import transform

ROOT = pathlib.Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "template.yaml"
NAME = re.compile(r"\$\{([\w:]+)\}")


def expect(condition, sentence):
    if not condition:
        sys.exit(f"template: {sentence}")


def states(machine):
    """The states of a machine and of those inside it, each with its name."""
    for name, state in machine["States"].items():
        yield name, state
        if "ItemProcessor" in state:
            yield from states(state["ItemProcessor"])


FUNCTIONS = {"Ref", "Fn::If", "Fn::Join", "Fn::Sub"}


def evaluated(value, conditions, parameters):
    """A part of the template with its functions carried out, and without what is no value then."""
    if isinstance(value, list):
        return [item for item in (evaluated(item, conditions, parameters) for item in value) if item is not None]
    if not isinstance(value, dict):
        return value
    if not FUNCTIONS & set(value):
        return {name: evaluated(item, conditions, parameters) for name, item in value.items()}
    ((function, argument),) = value.items()
    if function == "Ref":
        return parameters[argument]
    if function == "Fn::If":
        return evaluated(argument[1 if conditions[argument[0]] else 2], conditions, parameters)
    if function == "Fn::Join":
        return argument[0].join(evaluated(argument[1], conditions, parameters))
    text, own = argument if isinstance(argument, list) else (argument, {})
    names = parameters | {name: evaluated(value, conditions, parameters) for name, value in own.items()}
    return NAME.sub(lambda match: names[match[1]], text)


def lint(path):
    program = pathlib.Path(sys.executable).parent / "cfn-lint"
    expect(subprocess.run([program, path], stdout=sys.stderr).returncode == 0, f"cfn-lint is not content with {path}")


def lint_states(text):
    """cfn-lint knows the language of states, but does not look into a template's files."""
    definition = NAME.sub(lambda match: "aws" if match[1] == "Partition" else match[1], text)
    machine = {
        "Type": "AWS::StepFunctions::StateMachine",
        "Properties": {"RoleArn": "arn:aws:iam::123456789012:role/machine", "DefinitionString": definition},
    }
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump({"Resources": {"Machine": machine}}, file)
        file.flush()
        lint(file.name)


class ManagedPolicies:
    """What the translator asks AWS for: the policies that AWS has made."""

    def load(self):
        return {}


def translated(template):
    """The template as CloudFormation gets it, with what `sam deploy` uploads in a bucket."""
    template = json.loads(json.dumps(template))
    for resource in template["Resources"].values():
        if "CodeUri" in resource["Properties"]:
            resource["Properties"]["CodeUri"] = "s3://artifacts/zip"
        if "DefinitionUri" in resource["Properties"]:
            resource["Properties"]["DefinitionUri"] = {"Bucket": "artifacts", "Key": "machine"}
    try:
        return transform(template, {}, ManagedPolicies())
    except InvalidDocumentException as error:
        sys.exit(f"template: AWS SAM is not content: {'; '.join(cause.message for cause in error.causes)}")


def check_machine(resource, retries):
    properties = resource["Properties"]
    text = (ROOT / properties["DefinitionUri"]).read_text()
    given, used = set(properties["DefinitionSubstitutions"]), set(NAME.findall(text))
    file = properties["DefinitionUri"]
    expect(given == used, f"{file} uses {sorted(used)} and is given {sorted(given)}")
    machine = json.loads(text)
    names = [name for name, _ in states(machine)]
    expect(len(names) == len(set(names)), f"{file} has two states of one name: {sorted(names)}")
    lint_states(text)
    retries += [state["Retry"] for _, state in states(machine) if str(state.get("Resource")).endswith("lambda:invoke")]


def check_input(schedule):
    parameters = {
        "Connector": "stripe", "SecretName": "prod/stripe", "Bucket": "lake", "Prefix": "raw/", "Streams": ["a", "b"],
        "AWS::StackName": "curlew", "AWS::NoValue": None,
    }
    for has_secret, has_streams in itertools.product([True, False], repeat=2):
        conditions = {"HasSecret": has_secret, "HasStreams": has_streams}
        event = json.loads(evaluated(schedule["Properties"]["Input"], conditions, parameters))
        expected = {
            "connector": "stripe", "format": "parquet", "output": "s3://lake/raw/",
            "state": "s3://lake/raw/_curlew/state/curlew.json",
        }
        if has_secret:
            expected["config"] = "secretsmanager:prod/stripe"
        if has_streams:
            expected["streams"] = ["a", "b"]
        expect(event == expected, f"the schedule's event is {event}")


def main():
    # The translator asks for one; nothing is called there.
    os.environ["AWS_DEFAULT_REGION"] = "us-east-1"
    lint(TEMPLATE)
    template, faults = cfnlint.decode.decode(str(TEMPLATE))
    expect(not faults, faults)
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(translated(template), file)
        file.flush()
        lint(file.name)
    machines = [item for item in template["Resources"].values() if item["Type"] == "AWS::Serverless::StateMachine"]
    expect(len(machines) == 2, f"{len(machines)} state machines")
    retries = []
    for machine in machines:
        check_machine(machine, retries)
    expect(len(retries) == 4, f"the function is invoked in {len(retries)} places")
    expect(all(retry == retries[0] for retry in retries), "not every invocation is retried alike")
    retried = {name for retry in retries[0] for name in retry["ErrorEquals"]}
    # What nobody but a person mends, such as going on with a sync that is divided.
    final = {"States.ALL", "States.TaskFailed", "Function.Config", "Function.Auth", "Function.Data", "Function.Internal"}
    expect(not retried & final, f"{sorted(retried & final)} would be tried again in vain")
    check_input(template["Resources"]["SyncStateMachine"]["Properties"]["Events"]["Schedule"])


if __name__ == "__main__":
    main()
