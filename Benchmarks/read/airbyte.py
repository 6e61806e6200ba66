"""Reads with airbyte-cdk, as a low-code connector's own program does: `airbyte.py MANIFEST read --config … --catalog …`."""

import sys

from airbyte_cdk.entrypoint import launch
from airbyte_cdk.sources.declarative.yaml_declarative_source import YamlDeclarativeSource

arguments = sys.argv[2:]
launch(YamlDeclarativeSource(path_to_yaml=sys.argv[1], config={}), arguments)
