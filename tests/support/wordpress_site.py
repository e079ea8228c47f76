"""A stand-in for WordPress: posts and pictures by REST, as one user with an application password; it can refuse and
hang up."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

USER, PASSWORD = "editor", "abcd efgh ijkl"
POSTS = "/wp-json/wp/v2/posts"
MEDIA = "/wp-json/wp/v2/media"


class WordpressSite(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.posts: dict[int, dict[str, Any]] = {}
        self.media: dict[int, dict[str, Any]] = {}
        """The library, each picture with its words and its bytes (`file`)."""
        self.uploads = 0
        self.refuses: dict[tuple[str, str], int] = {}
        """What requests of a method are answered by whose path begins so: ("POST", POSTS): 403."""
        self.status = 0
        """What every request is answered by, unless this is 0."""
        self.hangs_up_after_saving = False
        """Whether the connection is cut when the next post is kept: whoever asked cannot know that it was."""
        self.hangs_up_after_uploading = False
        """The same of the next picture."""
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
            if self.path.startswith(MEDIA):
                mark = wanted["search"][0]
                self.say(200, [shown(one) for one in self.server.media.values() if mark in one["description"]])
                return
            states = wanted["status"][0].split(",")
            found = [
                {"id": number, **post}
                for number, post in self.server.posts.items()
                if post["slug"] == wanted["slug"][0] and post["status"] in states
            ]
            self.say(200, found)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not self.is_let_in():
            return
        path = urlsplit(self.path).path
        if path == MEDIA:
            self.take_picture(body)
            return
        sent = json.loads(body)
        if path.startswith(MEDIA):
            medium = self.server.media[int(path.removeprefix(f"{MEDIA}/"))]
            medium.update(sent)
            self.say(200, shown(medium))
            return
        number = int(path.removeprefix(f"{POSTS}/")) if path != POSTS else len(self.server.posts) + 1
        post = self.server.posts.setdefault(number, {"status": "draft"})
        post.update(sent)
        if self.server.hangs_up_after_saving:
            self.server.hangs_up_after_saving = False
            self.connection.close()
            return
        self.say(201, {"id": number, **post})

    def do_DELETE(self) -> None:
        if self.is_let_in():
            path = urlsplit(self.path)
            if path.query != "force=true":
                self.say(501, {"code": "rest_trash_not_supported", "message": "No."})
                return
            self.say(200, {"deleted": True, "previous": shown(self.server.media.pop(int(path.path.split("/")[-1])))})

    def take_picture(self, body: bytes) -> None:
        """A picture with its words, as a form of a page sends them."""
        form = message_from_bytes(b"Content-Type: " + self.headers["Content-Type"].encode() + b"\r\n\r\n" + body)
        number = 100 + self.server.uploads
        medium: dict[str, Any] = {"id": number, "post": None}
        for part in form.walk():
            if not part.is_multipart():
                name = str(part.get_param("name", header="Content-Disposition"))
                content = part.get_payload(decode=True)
                assert isinstance(content, bytes)
                medium[name] = content if name == "file" else content.decode()
        medium["source_url"] = f"{self.server.address}/wp-content/uploads/{medium['slug']}.jpg"
        self.server.uploads += 1
        self.server.media[number] = medium
        if self.server.hangs_up_after_uploading:
            self.server.hangs_up_after_uploading = False
            self.connection.close()
            return
        self.say(201, shown(medium))

    def is_let_in(self) -> bool:
        given = self.headers.get("Authorization", "")
        self.server.headers_seen.append(given)
        token = base64.b64encode(f"{USER}:{PASSWORD.replace(' ', '')}".encode()).decode()
        if self.server.sends_to:
            self.send_response(302)
            self.send_header("Location", self.server.sends_to)
            self.end_headers()
            return False
        refusals = (
            code
            for (verb, at), code in self.server.refuses.items()
            if (verb, self.path[: len(at)]) == (self.command, at)
        )
        code = self.server.status or next(refusals, 0) or (0 if given == f"Basic {token}" else 401)
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


def shown(medium: dict[str, Any]) -> dict[str, Any]:
    """A picture as the interface tells of it."""
    return {name: value for name, value in medium.items() if name != "file"}


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
