"""Four people who save at once on SQLite, which has one writer: how long each waits, against one who saves alone."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

from benches.counting import say, verdict
from benches.filled import ROOT, environment
from benches.pages import server

PEOPLE = 4
SAVES = 60
"""By each of them, one after the other."""
ROUNDS = 3
LONGEST = 0.3
"""Seconds that the slowest of a hundred saves may take."""
SIGN_IN = {"email": "chair@example.org", "password": "only a demonstration"}
NEW = "/desk/severn-vale/statements/new"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Person:
    """Somebody at the desk, with a connection and cookies of their own."""

    def __init__(self, port: int, sign_in: dict[str, str] = SIGN_IN) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.send("/account/sign-in", sign_in)

    def ask(self, method: str, path: str, body: str = "") -> tuple[HTTPResponse, str]:
        headers = {"Accept": "text/html", "Cookie": "; ".join(f"{name}={one}" for name, one in self.cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _mark, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer, answer.read().decode()

    def send(self, path: str, fields: dict[str, str]) -> float:
        """Fill in the form of a page and send it; how many seconds the answer took.

        Raises RuntimeError for any answer but that it was done.
        """
        found = TOKEN.search(self.ask("GET", path)[1])
        body = urlencode({**fields, "csrf_token": found[1] if found else ""})
        begin = time.perf_counter()
        answer, _page = self.ask("POST", path, body)
        taken = time.perf_counter() - begin
        if answer.status not in {302, 303}:
            raise RuntimeError(f"{path}: {answer.status}")
        return taken

    def save(self, times: int) -> list[float]:
        return [self.send(NEW, {"title": f"Saved {number}", "text": "Words. " * 200}) for number in range(times)]


def saved(people: list[Person]) -> list[float]:
    """How long the saves of all of them took, made at once."""
    found: list[list[float]] = []

    def work(save: Callable[[int], list[float]]) -> None:
        found.append(save(SAVES))

    threads = [threading.Thread(target=work, args=(one.save,)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [one for each in found for one in each]


def slowest(times: list[float]) -> float:
    """What ninety-nine of a hundred do not exceed."""
    return quantiles(times, n=100)[98]


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for command in ("migrate", "demo"):
            subprocess.run(  # noqa: S603  our own command
                [sys.executable, "-c", "from agm.cli import main; main()", command],
                check=True, cwd=ROOT, env=environment(folder), stdout=subprocess.DEVNULL,
            )  # fmt: skip
        with server(folder, "kept") as served:
            people = [Person(served.port) for _ in range(PEOPLE)]
            say(f"statements saved on SQLite, {SAVES} each, {ROUNDS} rounds; ms, middle and slowest of a hundred")
            alone = [saved(people[:1]) for _ in range(ROUNDS)]
            at_once = [saved(people) for _ in range(ROUNDS)]
            for what, rounds in (("one person", alone), (f"{PEOPLE} people at once", at_once)):
                worst = max(map(slowest, rounds))
                middle = median(one for each in rounds for one in each)
                met = verdict(worst, LONGEST, at_least=False)
                say(f"  {what:<20}{middle * 1000:>8.1f}{worst * 1000:>8.1f} {met}")
