"""Requests are read whole before a thread is given to them; who sends too slowly, too much or too little is told."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest

from agm.web.kit import whole_requests
from agm.web.kit.whole_requests import WholeRequests

LARGEST = 1000


class Protocol:
    """What granian hands over: the pieces of a body, the last of which may never come."""

    def __init__(self, *pieces: bytes, is_open: bool = False) -> None:
        self.pieces = pieces
        self.is_open = is_open
        self.answer: tuple[int, list[tuple[str, str]], bytes | str] | None = None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            yield piece
        if self.is_open:
            await asyncio.Event().wait()

    def response_bytes(self, *answer: Any) -> None:  # noqa: ANN401  granian's
        self.answer = answer

    response_str = response_bytes


def echo(environ: Any, start_response: Any) -> list[bytes]:  # noqa: ANN401  WSGI's
    start_response("200 OK", [("content-type", "text/plain")])
    keys = ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "REMOTE_ADDR", "CONTENT_LENGTH", "HTTP_COOKIE", "HTTP_X_A")
    return [repr([environ.get(key) for key in keys]).encode(), environ["wsgi.input"].read()]


def scope_of(path: str, **headers: str) -> Any:  # noqa: ANN401  granian's
    return SimpleNamespace(
        http_version="1.1", server="127.0.0.1:8000", client="192.0.2.7:4711", scheme="http", method="POST", path=path,
        query_string="a=1", headers={"x-a": "b", "cookie": "c=d"} | headers,
    )  # fmt: skip


def asked(*protocols: Protocol, threads: int = 1, headers: dict[str, str] | None = None) -> list[Protocol]:
    """Ask the application all of it at the same time."""
    scope = scope_of("/é", **(headers or {}))

    async def ask() -> None:
        whole: Any = WholeRequests(echo, threads, lambda _path: LARGEST, lambda path: path == "/vote")
        await asyncio.gather(*(whole.__rsgi__(scope, protocol) for protocol in protocols))
        assert whole.bytes_held == 0

    asyncio.run(ask())
    return list(protocols)


def test_the_application_is_told_of_the_request_as_under_wsgi() -> None:
    (done,) = asked(Protocol(b"wor", b"ds"), headers={"content-length": "5"})
    told = ["POST", "/\u00c3\u00a9", "a=1", "192.0.2.7", "5", "c=d", "b"]
    assert done.answer == (200, [("content-type", "text/plain")], repr(told).encode() + b"words")
    (done,) = asked(Protocol())
    assert done.answer is not None
    assert done.answer[0] == 200


def test_slow_senders_hold_no_thread_and_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_requests, "SECONDS_TO_BEGIN", 0.05)
    slow = [Protocol(b"a", is_open=True) for _ in range(20)]
    statuses = [one.answer and one.answer[0] for one in asked(*slow, Protocol(b"ab"), headers={"content-length": "2"})]
    assert statuses == [408] * 20 + [200]


@pytest.mark.parametrize(
    ("headers", "pieces", "status"),
    [
        ({"content-length": "3"}, [b"ab"], 400),
        ({"transfer-encoding": "chunked"}, [b"ab"], 411),
        ({"content-length": str(LARGEST)}, [b"a" * LARGEST], 200),
    ],
)
def test_a_body_is_taken_whole_or_not_at_all(headers: dict[str, str], pieces: list[bytes], status: int) -> None:
    (done,) = asked(Protocol(*pieces), headers=headers)
    assert done.answer is not None
    assert done.answer[0] == status


def test_a_body_that_the_application_refuses_by_its_length_is_not_read() -> None:
    (done,) = asked(Protocol(is_open=True), headers={"content-length": str(LARGEST + 1)})
    assert done.answer is not None
    assert done.answer[0] == 200  # here it does not refuse


def test_no_more_is_held_than_the_machine_can_bear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_requests, "MOST_BYTES_HELD", 5)
    monkeypatch.setattr(whole_requests, "SECONDS_TO_BEGIN", 0.05)
    first, second = asked(Protocol(b"abc", is_open=True), Protocol(b"abc", b"d"), headers={"content-length": "4"})
    assert first.answer is not None
    assert second.answer is not None
    assert (first.answer[0], second.answer[0]) == (408, 503)


def test_voters_who_wait_leave_threads_to_readers() -> None:
    """As many votes as there are threads are being answered, or would be: a page is answered meanwhile."""
    order: list[str] = []
    page_answered = threading.Event()

    def app(environ: Any, start_response: Any) -> list[bytes]:  # noqa: ANN401  WSGI's
        if environ["PATH_INFO"] == "/vote":
            order.append("vote" if page_answered.wait(10) else "vote in vain")
        else:
            order.append("page")
            page_answered.set()
        return echo(environ, start_response)

    async def ask() -> None:
        whole: Any = WholeRequests(app, 2, lambda _path: LARGEST, lambda path: path == "/vote")
        await asyncio.gather(*(whole.__rsgi__(scope_of(path), Protocol()) for path in ("/vote", "/vote", "/")))

    asyncio.run(ask())
    assert order == ["page", "vote", "vote"]
