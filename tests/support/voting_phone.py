"""Somebody who votes over HTTP, with a browser that runs no script: looks, fills in, reads it back, casts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection
from urllib.parse import urlencode

Fields = list[tuple[str, str]]
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')
EMPTY = re.compile(r'type="radio" id="e(\d+)"')
SAYS = {name: re.compile(rf'data-{name}="([^"]*)"') for name in ("outcome", "refusal")}
ADDRESS = "/vote"
RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as it came."""

    status: int
    body: str

    def says(self, name: str) -> str:
        """What the page says of itself for programs: its outcome, or the code of a refusal."""
        found = SAYS[name].search(self.body)
        return found[1] if found else ""

    @property
    def outcome(self) -> str:
        refusal = self.says("refusal")
        return f"refused:{refusal}" if refusal else self.says("outcome")

    @property
    def fields(self) -> Fields:
        """What its form carries unseen."""
        return [(unescape(name), unescape(value)) for name, value in HIDDEN.findall(self.body)]

    @property
    def empty_contests(self) -> list[int]:
        """Those of which the review asks what an empty paper means."""
        return [int(number) for number in EMPTY.findall(self.body)]


class VotingPhone:
    """One connection, kept open."""

    def __init__(self, host: str, port: int, timeout: float = 60) -> None:
        self.connection = HTTPConnection(host, port, timeout=timeout)

    def ask(self, method: str, path: str, fields: Iterable[tuple[str, str]] = ()) -> Shown:
        body = urlencode(list(fields))
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if method == "POST" else {}
        self.connection.request(method, path, body or None, {"Accept": "text/html", **kind})
        answer = self.connection.getresponse()
        return Shown(answer.status, answer.read().decode())

    def look(self, code: str, method: str = "GET") -> Shown:
        return self.ask(method, f"{ADDRESS}/{code}")

    def review(self, code: str, marks: Fields) -> Shown:
        return self.ask("POST", ADDRESS, [("code", code), *marks, ("act", "review")])

    def cast(self, form: Fields) -> Shown:
        return self.ask("POST", ADDRESS, [*form, ("act", "cast")])

    def vote(self, code: str, marks: Fields) -> Shown:
        """Everything from the review on; what was left empty is voted on later."""
        review = self.review(code, marks)
        return self.cast(form_of(review)) if review.says("outcome") == "review" else review


def form_of(review: Shown, blank: Sequence[int] = ()) -> Fields:
    """The form of a review: contests that are empty are left blank on purpose, or voted on later."""
    said = [(f"e{number}", "blank" if number in blank else "later") for number in review.empty_contests]
    return [*review.fields, *said]


def marks_of(contest_id: int, chosen: Sequence[str], *, ranked: bool) -> Fields:
    """How a paper is filled in, from the keys of the names in the voter's order."""
    if ranked:
        return [(f"c{contest_id}-{key}", str(number)) for number, key in enumerate(chosen, 1)]
    return [(f"c{contest_id}", key) for key in chosen]


def with_receipt(form: Fields, receipt: str | None) -> Fields:
    """The form with another receipt, or without one: that is also what tells a form of ours."""
    rest = [field for field in form if field[0] != RECEIPT]
    return rest if receipt is None else [*rest, (RECEIPT, receipt)]
