"""Requests are read whole, within a time and a size, before they are given a thread.

A server that hands a thread to a request whose body is still on its way can be held up by as many slow senders as it
has threads: a few phones in a hall without reception are enough. Here the body is waited for on granian's event loop
(its interface RSGI), where waiting costs nothing, and then the application answers as under WSGI. A reverse proxy that
reads requests whole does the same, so that behind one this is not needed (`agm serve --proxy-buffers`).

In the last hour of a vote online more voters wait than there are threads. They have half of the threads, and wait for
these on the loop too, so that a page which is kept in memory need not wait behind them.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication
    from granian._granian import RSGIHTTPProtocol
    from granian.rsgi import Scope

SECONDS_TO_BEGIN = 10.0
SLOWEST_BYTES_PER_SECOND = 20_000
"""Each so many bytes that came give the sender a second more."""
MOST_BYTES_HELD = 64 * 1024 * 1024
"""Of all requests that are being read, together."""

Headers = list[tuple[str, str]]


class RequestRefusedError(Exception):
    """A request that is not read to its end, with the status that says why."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status
        self.words = words


class WholeRequests:
    """A WSGI application as granian's RSGI serves it. Bodies of more than `largest` bytes (by their path), which the
    application refuses by their announced length, are not read at all. `is_of_a_vote` tells the paths of voters."""

    def __init__(
        self,
        app: WSGIApplication,
        threads: int,
        largest: Callable[[str], int],
        is_of_a_vote: Callable[[str], bool],
    ) -> None:
        self.app = app
        self.largest = largest
        self.is_of_a_vote = is_of_a_vote
        self.pool = ThreadPoolExecutor(threads, "request")
        self.voters = asyncio.Semaphore(max(1, threads // 2))
        self.bytes_held = 0

    async def __rsgi__(self, scope: Scope, protocol: RSGIHTTPProtocol) -> None:
        """Answer one request."""
        try:
            body = await self.read(scope, protocol)
        except RequestRefusedError as refused:
            headers = [("content-type", "text/plain; charset=utf-8"), ("connection", "close")]
            protocol.response_str(refused.status, headers, f"{refused.words}\n")
            return
        async with self.voters if self.is_of_a_vote(scope.path) else nullcontext():
            await asyncio.get_running_loop().run_in_executor(self.pool, self.answer, environ_of(scope, body), protocol)

    async def read(self, scope: Scope, protocol: RSGIHTTPProtocol) -> bytes:
        """The body; nothing of one that the application refuses by its length. Raises RequestRefusedError."""
        if "transfer-encoding" in scope.headers:  # where such a body is cut off, it looks as if that were its end
            raise RequestRefusedError(411, "Say how long the request is (Content-Length).")
        announced = int(scope.headers.get("content-length", "0"))  # the server has refused any other text
        if announced == 0 or announced > self.largest(scope.path):
            return b""
        pieces = bytearray()
        begin = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout_at(begin + SECONDS_TO_BEGIN) as limit:
                async for piece in protocol:
                    pieces += piece
                    self.bytes_held += len(piece)
                    if self.bytes_held > MOST_BYTES_HELD:
                        raise RequestRefusedError(503, "Too much is being sent at once. Wait a minute, and try again.")
                    limit.reschedule(begin + SECONDS_TO_BEGIN + len(pieces) / SLOWEST_BYTES_PER_SECOND)
        except TimeoutError:
            words = "This came too slowly, and nothing was saved. Try again with a better connection."
            raise RequestRefusedError(408, words) from None
        finally:
            self.bytes_held -= len(pieces)
        if len(pieces) != announced:
            raise RequestRefusedError(400, "The connection ended before the request did.")
        return bytes(pieces)

    def answer(self, environ: dict[str, Any], protocol: RSGIHTTPProtocol) -> None:
        """Let the application answer, in a thread of the pool."""
        status, headers = 500, Headers()
        pieces: list[bytes] = []

        def start_response(line: str, given: Headers, _error: object = None) -> Callable[[bytes], object]:
            nonlocal status, headers
            status, headers = int(line.split(" ", 1)[0]), given
            return pieces.append

        answered = self.app(environ, start_response)
        try:
            pieces.extend(answered)
        finally:
            if hasattr(answered, "close"):
                answered.close()
        protocol.response_bytes(status, headers, b"".join(pieces))


def environ_of(scope: Scope, body: bytes) -> dict[str, Any]:
    """The request as WSGI tells of it."""
    name, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": name,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": BytesIO(body),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        key = name.upper().replace("-", "_")
        if key not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
            key = f"HTTP_{key}"
        environ[key] = f"{environ[key]}{'; ' if name == 'cookie' else ','}{value}" if key in environ else value
    return environ
