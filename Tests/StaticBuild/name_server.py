"""A DNS server that knows a few names (RFC 1035, section 4), to see that a program resolves names through it."""

import ipaddress
import socketserver
import struct
import threading

HEADER = struct.Struct("!6H")  # identifier, flags, counts of questions, answers, authorities, additional records
RESPONSE, RECURSION_AVAILABLE, NAME_ERROR = 0x8000, 0x0080, 3
TYPE_OF_VERSION = {4: 1, 6: 28}  # A, AAAA
CLASS_IN = 1
NAME_OF_THE_QUESTION = 0xC000 | HEADER.size  # a pointer to it


class NameServer(socketserver.ThreadingUDPServer):
    """Answers in a thread while its `with` block runs. `asked` holds the names that were looked up."""

    def __init__(self, address, port, records):
        super().__init__((address, port), _Query)
        self.asked = set()
        self.records = {name: ipaddress.ip_address(record) for name, record in records.items()}

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *failure):
        self.shutdown()
        self.server_close()


class _Query(socketserver.BaseRequestHandler):
    def handle(self):
        query, socket = self.request
        identifier, flags, *_ = HEADER.unpack_from(query)
        name, end = _name(query, HEADER.size)
        wanted_type, _ = struct.unpack_from("!2H", query, end)
        question = query[HEADER.size : end + 4]
        self.server.asked.add(name)

        record = self.server.records.get(name)
        answer = b""
        if record and TYPE_OF_VERSION[record.version] == wanted_type:
            answer = struct.pack("!3HIH", NAME_OF_THE_QUESTION, wanted_type, CLASS_IN, 60, len(record.packed))
            answer += record.packed
        code = 0 if record else NAME_ERROR
        header = HEADER.pack(identifier, flags | RESPONSE | RECURSION_AVAILABLE | code, 1, 1 if answer else 0, 0, 0)
        socket.sendto(header + question + answer, self.client_address)


def _name(message, position):
    """The name that begins at a position, and the position behind it. Questions are never compressed."""
    labels = []
    while length := message[position]:
        labels.append(message[position + 1 : position + 1 + length].decode("ascii").lower())
        position += 1 + length
    return ".".join(labels), position + 1
