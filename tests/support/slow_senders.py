"""Callers who begin to send a form and do not go on, as a phone does that lost its connection."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

FORM = (
    b"POST /account/sign-in HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 1000000\r\n\r\na=1"
)


@contextmanager
def slow_senders(connect: Callable[[], socket.socket], host: str, number: int) -> Iterator[list[socket.socket]]:
    """So many of them, until the `with` block ends."""
    with ExitStack() as stack:
        open_ones = []
        for _ in range(number):
            one = stack.enter_context(connect())
            one.sendall(FORM % host.encode())
            open_ones.append(one)
        yield open_ones
