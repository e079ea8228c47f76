"""Addresses that answers name: what a fuzzer asks for next, so that it gets where only other pages lead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from random import Random
from urllib.parse import unquote, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect, Rule
from werkzeug.test import TestResponse

MOST = 40
"""How many addresses of a rule are kept; a newer one takes the place of any."""
IN_TEXT = re.compile(r"""["'>\s](?:https?://(?:localhost|127\.0\.0\.1)(?::\d+)?)?(/[^/\s"'<>#?\\][^\s"'<>#?\\]*)""")


class KnownAddresses:
    """By rule, addresses that it takes."""

    def __init__(self, app: Flask, random: Random) -> None:
        self.map = app.url_map.bind("localhost")
        self.random = random
        self.of: dict[str, list[str]] = {}
        self.seen: set[str] = set()

    def note(self, answer: TestResponse) -> None:
        """Keep what an answer leads to."""
        if answer.location:
            self.add([answer.location.removeprefix("http://localhost").partition("?")[0].partition("#")[0]])
        if answer.mimetype == "text/html":
            self.add(IN_TEXT.findall(answer.text))

    def add(self, paths: Iterable[str]) -> None:
        for path in dict.fromkeys(paths):
            if path in self.seen:
                continue
            self.seen.add(path)
            for method in ("GET", "POST"):
                rule = self.match(method, path)
                if rule is not None and rule.arguments:
                    self.keep(rule, path)

    def match(self, method: str, path: str) -> Rule | None:
        """The rule that takes an address, if any."""
        try:
            rule, _ = self.map.match(unquote(path, errors="replace"), method=method, return_rule=True)
        except (HTTPException, RequestRedirect):
            return None
        return rule

    def rule_of(self, method: str, path: str) -> str:
        """What a request is counted under."""
        rule = self.match(method, urlsplit(path).path)
        return "" if rule is None else rule.rule

    def keep(self, rule: Rule, path: str) -> None:
        known = self.of.setdefault(rule.rule, [])
        if path in known:
            return
        if len(known) < MOST:
            known.append(path)
        else:
            known[self.random.randrange(MOST)] = path

    def one(self, rule: Rule) -> str | None:
        """One of those that are known for a rule."""
        known = self.of.get(rule.rule)
        return self.random.choice(known) if known else None
