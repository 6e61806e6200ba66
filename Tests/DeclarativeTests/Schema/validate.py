"""Reads {"schema": ..., "files": [[name, document], ...]} and writes [[name, fits], ...]; fails when the schema is none."""

import json
import sys

import jsonschema

task = json.load(sys.stdin)
kind = jsonschema.validators.validator_for(task["schema"])
kind.check_schema(task["schema"])
validator = kind(task["schema"])
json.dump([[name, validator.is_valid(document)] for name, document in task["files"]], sys.stdout)
