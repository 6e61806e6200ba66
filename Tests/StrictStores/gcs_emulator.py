"""gcp-storage-emulator on a free port of loopback, with the bucket `lake`; ends with its standard input."""

import json
import logging
import sys

from gcp_storage_emulator.server import create_server

logging.disable(logging.CRITICAL)
server = create_server("127.0.0.1", 0, in_memory=True, default_bucket="lake")
server.start()
print(json.dumps({"port": server._api._httpd.server_address[1]}), flush=True)
sys.stdin.read()
server.stop()
