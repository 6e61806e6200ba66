"""Answers every request after a latency: `slow_server.py PORT MILLISECONDS PAGES`.

GET /PARTITION/NUMBER is a page that names the URL of the next one, up to PAGES. A thread for each connection, because they
sleep to within 0.1 ms, where asyncio's timers are late by up to 1 ms.
"""

import random
import socket
import sys
import threading
import time

from pages import page

PORT, LATENCY, PAGES = int(sys.argv[1]), int(sys.argv[2]) / 1000, int(sys.argv[3])
RECORDS = page(0, None, random.Random(7)).removesuffix(b"null}")


def answer(target):
    partition, number = target.strip("/").split("/")
    following = int(number) + 1
    url = f'"http://127.0.0.1:{PORT}/{partition}/{following}"' if following < PAGES else "null"
    body = RECORDS + url.encode() + b"}"
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)


def serve(connection):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    received = b""
    while data := connection.recv(1 << 16):
        due = time.perf_counter() + LATENCY
        received += data
        while b"\r\n\r\n" in received:
            head, _, received = received.partition(b"\r\n\r\n")
            text = answer(head.split(b" ", 2)[1].decode())
            time.sleep(max(due - time.perf_counter(), 0))
            connection.sendall(text)


with socket.create_server(("127.0.0.1", PORT), backlog=64) as listener:
    while True:
        threading.Thread(target=serve, args=[listener.accept()[0]], daemon=True).start()
