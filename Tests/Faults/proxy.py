"""A proxy in front of an S3 server on loopback that does to requests what networks and busy stores do to them.

    proxy.py PORT        the port of the server behind it

Prints its own port, and ends when its standard input does. What happens to the requests of a bucket follows from the end of
the bucket's name: `…-seed-17` has the plan that 17 makes; of `…-share-5-seed-17` each request fares badly with a chance of 5 in
100, and none for long. Other buckets are passed on as they are. The Host field stays that of the client, so that signatures hold. With CURLEW_FAULTS_LOG in the environment every fault is written to the standard error.
"""

import asyncio
import os
import random
import re
import socket
import struct
import sys
import urllib.parse

KINDS = ["create", "part", "complete", "abort", "put", "state", "delete", "list", "uploads", "head", "get"]

# What may happen to any request, and how often in proportion.
FAULTS = {
    "error": 4,  # 500 instead of the server's answer
    "slow down": 3,  # 503, with Retry-After
    "reset unread": 2,  # the connection breaks before the body is read
    "reset read": 3,  # … when it was read and nothing was done
    "lost": 5,  # … when all was done, and the answer is lost
    "late": 2,  # … and what was asked happens after the client has given up
    "stall": 0.3,  # no answer, and nothing done
    "lost in a stall": 0.3,  # no answer, and all done
    "truncated": 3,  # the connection breaks in the middle of the answer
    "slow": 1,  # the answer comes in pieces
    "twice": 4,  # the server gets the request twice, and its second answer counts
    "twice, first": 2,  # … and its first answer counts
}
# What may happen to every request of a kind for a while, so that no repetition helps.
OUTAGES = ["error", "slow down", "reset read", "lost", "truncated", "twice"]
LATE_COMPLETIONS = ["refused late", "refused late in vain"]  # 200, and an error in the body; in vain: it took place

ERROR = '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{}</Code><Message>injected</Message></Error>'


class Plan:
    """What happens to the requests of one bucket."""

    def __init__(self, seed, share=None):
        self.seed = seed
        chance = random.Random(seed)
        self.rate = chance.choice([0.03, 0.1, 0.2, 0.4]) if share is None else share / 100
        self.outages = []
        self.counts = {}
        if share is not None:
            return
        for _ in range(chance.choice([0, 1, 1, 2])):
            kind = chance.choice(KINDS + ["any", "complete", "state", "put"])
            first = chance.randrange(0, 60 if kind == "any" else 12)
            faults = OUTAGES + (LATE_COMPLETIONS if kind == "complete" else [])
            self.outages.append((kind, first, first + chance.randrange(8, 20), chance.choice(faults)))

    def fault(self, kind):
        for name in [kind, "any"]:
            count = self.counts[name] = self.counts.get(name, -1) + 1
            for outage, first, end, fault in self.outages:
                if outage == name and first <= count < end:
                    return fault
        chance = random.Random(f"{self.seed}/{kind}/{self.counts[kind]}")
        if chance.random() >= self.rate:
            return None
        if kind == "complete" and chance.random() < 0.3:
            return chance.choice(LATE_COMPLETIONS)
        return chance.choices(list(FAULTS), list(FAULTS.values()))[0]


def kind_of(method, target):
    path, _, query = target.partition("?")
    names = {name for name, _ in urllib.parse.parse_qsl(query, keep_blank_values=True)}
    if method == "POST":
        return "create" if "uploads" in names else "complete" if "uploadId" in names else "delete"
    if method == "PUT":
        return "part" if "partNumber" in names else "state" if path.endswith(".json") else "put"
    if method == "GET":
        return "list" if "list-type" in names else "uploads" if "uploads" in names else "get"
    return {"DELETE": "abort", "HEAD": "head"}.get(method, "get")


class Proxy:
    def __init__(self, port):
        self.port = port
        self.plans = {}
        # Nothing else holds on to what serves a connection, which may be gone before it is done.
        self.serving = set()

    def plan(self, target):
        bucket = target.lstrip("/").partition("/")[0].partition("?")[0]
        found = re.search(r"(?:-share-(\d+))?-seed-(\d+)$", bucket)
        if not found:
            return None
        return self.plans.setdefault(bucket, Plan(int(found[2]), found[1] and int(found[1])))

    async def serve(self, reader, writer):
        task = asyncio.current_task()
        self.serving.add(task)
        try:
            while await self.pass_on(reader, writer):
                pass
        except (OSError, EOFError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()
            self.serving.discard(task)

    async def pass_on(self, reader, writer):
        """Deals with one request; false when the connection is over."""
        head = await reader.readuntil(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        method, target, _ = lines[0].split(" ")
        plan = self.plan(target)
        kind = kind_of(method, target)
        fault = plan.fault(kind) if plan else None
        if fault and "CURLEW_FAULTS_LOG" in os.environ:
            print(f"{plan.seed}: {kind} {fault}: {method} {target}", file=sys.stderr, flush=True)
        if fault == "reset unread":
            return self.reset(writer)
        length = next((int(line[15:]) for line in lines if line.lower().startswith("content-length:")), 0)
        request = "\r\n".join([line for line in lines[:-2] if not line.lower().startswith("connection:")])
        request = (request + "\r\nConnection: close\r\n\r\n").encode("latin-1") + await reader.readexactly(length)
        return await self.act(fault, request, method, writer)

    async def act(self, fault, request, method, writer):
        if fault == "error":
            return await self.answer(writer, "500 Internal Server Error", "InternalError", method)
        if fault == "slow down":
            return await self.answer(writer, "503 Slow Down", "SlowDown", method, "Retry-After: 1\r\n")
        if fault == "refused late":
            return await self.answer(writer, "200 OK", "InternalError", method)
        if fault == "reset read":
            return self.reset(writer)
        if fault == "stall":
            return await self.stall(writer)
        if fault == "late" and b"?uploads" not in request.partition(b"\r\n")[0]:
            self.reset(writer)
            await asyncio.sleep(0.03)
            await self.ask(request)
            return False
        first = await self.ask(request)
        answer = await self.ask(request) if fault in ["twice", "twice, first"] else first
        if fault == "lost":
            return self.reset(writer)
        if fault == "lost in a stall":
            return await self.stall(writer)
        if fault == "refused late in vain":
            return await self.answer(writer, "200 OK", "InternalError", method)
        return await self.hand_over(first if fault == "twice, first" else answer, fault, writer)

    async def ask(self, request):
        """The server's answer, as it came."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 26)
        writer.write(request)
        answer = await reader.read()
        writer.close()
        return answer

    async def hand_over(self, answer, fault, writer):
        head, _, body = answer.partition(b"\r\n\r\n")
        lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
        has_length = any(line.lower().startswith(b"content-length:") for line in lines)
        if not has_length:
            lines.append(b"Connection: close")
        answer = b"\r\n".join(lines) + b"\r\n\r\n" + body
        if fault == "truncated":
            # Without a body the head is what can be cut.
            writer.write(answer[: -(len(body) + 1) // 2] if body else answer[: len(answer) // 2])
            await writer.drain()
            return False
        if fault == "slow":
            for place in range(3):
                writer.write(answer[place * len(answer) // 3 : (place + 1) * len(answer) // 3])
                await writer.drain()
                await asyncio.sleep(0.02)
        else:
            writer.write(answer)
            await writer.drain()
        return has_length

    async def answer(self, writer, status, code, method, fields=""):
        body = ERROR.format(code)
        text = f"HTTP/1.1 {status}\r\nContent-Type: application/xml\r\n{fields}Content-Length: {len(body)}\r\n\r\n"
        writer.write((text + ("" if method == "HEAD" else body)).encode())
        await writer.drain()
        return True

    async def stall(self, writer):
        await asyncio.sleep(3)
        return self.reset(writer)

    def reset(self, writer):
        connection = writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
        return False


async def main():
    server = await asyncio.start_server(Proxy(int(sys.argv[1])).serve, "127.0.0.1", 0, backlog=512, limit=1 << 26)
    print(server.sockets[0].getsockname()[1], flush=True)
    # It ends with whoever started it.
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    os._exit(0)


asyncio.run(main())
