"""A stand-in for WordPress: its posts by REST, as one user with an application password; it can refuse and hang up."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

USER, PASSWORD = "editor", "abcd efgh ijkl"
POSTS = "/wp-json/wp/v2/posts"


class WordpressSite(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.posts: dict[int, dict[str, str]] = {}
        self.status = 0
        """What every request is answered by, unless this is 0."""
        self.hangs_up_after_saving = False
        """Whether the connection is cut when the next post is kept: whoever asked cannot know that it was."""
        self.sends_to: str | None = None
        """Another address to which every request is sent on."""
        self.headers_seen: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Answer(BaseHTTPRequestHandler):
    server: WordpressSite

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's name
        """Say nothing."""

    def do_GET(self) -> None:
        if self.is_let_in():
            wanted = parse_qs(urlsplit(self.path).query)
            states = wanted["status"][0].split(",")
            found = [
                {"id": number, **post}
                for number, post in self.server.posts.items()
                if post["slug"] == wanted["slug"][0] and post["status"] in states
            ]
            self.say(200, found)

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self.is_let_in():
            return
        path = urlsplit(self.path).path
        number = int(path.removeprefix(f"{POSTS}/")) if path != POSTS else len(self.server.posts) + 1
        post = self.server.posts.setdefault(number, {"status": "draft"})
        post.update(sent)
        if self.server.hangs_up_after_saving:
            self.server.hangs_up_after_saving = False
            self.connection.close()
            return
        self.say(201, {"id": number, **post})

    def is_let_in(self) -> bool:
        given = self.headers.get("Authorization", "")
        self.server.headers_seen.append(given)
        token = base64.b64encode(f"{USER}:{PASSWORD.replace(' ', '')}".encode()).decode()
        if self.server.sends_to:
            self.send_response(302)
            self.send_header("Location", self.server.sends_to)
            self.end_headers()
            return False
        code = self.server.status or (0 if given == f"Basic {token}" else 401)
        if code:
            self.say(code, {"code": "refused", "message": "No."})
        return not code

    def say(self, code: int, content: object) -> None:
        body = json.dumps(content).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def running_wordpress() -> Iterator[WordpressSite]:
    with WordpressSite() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
