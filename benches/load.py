"""A client that asks for pages in turn: ``python -m benches.load PORT PATH[,PATH…] SECONDS CONNECTIONS``, as JSON."""

from __future__ import annotations

import json
import selectors
import socket
import sys
import time
from collections.abc import Iterator
from itertools import cycle

CONNECTIONS = 8
MOST_REQUESTS = 200_000


class Asking:
    """One connection that is kept open, and the answer that it waits for."""

    def __init__(self, port: int, requests: Iterator[bytes]) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.requests = requests
        self.answer = b""
        self.begun = 0.0
        self.missing = -1
        """How many bytes of the body are still to come; -1 while the head is."""
        self.length = 0

    def ask(self) -> None:
        """Send the next request."""
        self.answer, self.missing, self.begun = b"", -1, time.perf_counter()
        self.socket.sendall(next(self.requests))

    def is_answered(self) -> bool:
        """Read what has come. Raises RuntimeError for any answer but 200."""
        read = self.socket.recv(1 << 18)
        if not read:
            raise RuntimeError("the server hung up")
        if self.missing < 0:
            self.answer += read
            head, found, body = self.answer.partition(b"\r\n\r\n")
            if not found:
                return False
            if not head.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(head.partition(b"\r\n")[0].decode())
            self.length = length_of(head)
            self.missing = self.length - len(body)
        else:
            self.missing -= len(read)
        return self.missing <= 0


def length_of(head: bytes) -> int:
    """The length of the body that a head tells of."""
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    raise RuntimeError("an answer without a length")


def load(port: int, paths: list[str], seconds: float, connections: int = CONNECTIONS) -> dict[str, float]:
    """Ask over several connections at once; gives requests per second, answers, the length of a body, and how many
    seconds ninety-nine of a hundred answers took at most."""
    requests = cycle([f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode() for path in paths])
    selector = selectors.DefaultSelector()
    asking = [Asking(port, requests) for _ in range(connections)]
    for one in asking:
        selector.register(one.socket, selectors.EVENT_READ, one)
        one.ask()
    answered, begin = 0, time.perf_counter()
    taken: list[float] = []
    end = begin + seconds
    while ((now := time.perf_counter()) < end or not answered) and answered < MOST_REQUESTS:
        for key, _events in selector.select(10):
            if key.data.is_answered():
                answered += 1
                taken.append(time.perf_counter() - key.data.begun)
                key.data.ask()
    for one in asking:
        one.socket.close()
    return {
        "rate": answered / (now - begin), "answers": answered, "bytes": max(one.length for one in asking),
        "p99": sorted(taken)[len(taken) * 99 // 100],
    }  # fmt: skip


def main() -> None:
    """Runs once and prints what it saw as JSON."""
    print(json.dumps(load(int(sys.argv[1]), sys.argv[2].split(","), float(sys.argv[3]), int(sys.argv[4]))))


if __name__ == "__main__":
    main()
