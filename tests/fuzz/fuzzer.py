"""Asks every route of the map, and sends the forms of its pages with values that they are not made for."""

from __future__ import annotations

import logging
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from random import Random
from typing import Any
from urllib.parse import quote, urljoin

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from agm.accounts.models import Duty, ElectionDuty, User
from agm.announcements.models import Announcement
from agm.meetings.models import Meeting
from agm.office_holders.models import OfficeTerm
from agm.organisation.models import NATIONAL_ID, Office, OfficeTemplate, Unit
from agm.outbox.kinds import JobKind
from agm.people.models import Person
from agm.web.kit import clock
from agm.web.kit.extensions import db, limiter
from agm.web.outbox_handlers.registry import build_worker
from tests.fuzz.addresses import KnownAddresses
from tests.fuzz.odd import DATES, FACTS, NUMBERS, TEXTS, FoundForm, encoded, forms_of, mutated
from tests.support.client import StrictClient
from tests.support.signing_in import make_official, signed_in_client

ROLES = (None, "regional_officer", "deputy", "national_officer", "national_officer", "national_officer")
REFUSED_BY_VIEW = {409, 410, 422}
"""Beside pages, redirects after a form and what is not modified, what a route answers that was really reached."""
SHARE_OF_KNOWN = 0.85
SIGN_OUT = "/account/sign-out"
REFRESH_EVERY = 250
JOBS_AT_ONCE = 2
PATIENCE = 400
"""Requests after which the limits of attempts are forgotten, so that sign-ins are tried again."""
HEADERS = ("Origin", "Referer", "Cookie", "If-None-Match", "Range", "If-Modified-Since", "Sec-Fetch-Site")
FILES = ("a.json", "", "../x", "a.exe")
SHARES_OF_ACCEPT = ("text/html", "text/html", "text/html", "application/json", "*/*", "text/plain;q=²")


class QuickClient(StrictClient):
    """Does not look at each page: other tests do."""

    def check(self, response: TestResponse) -> None:
        pass


@dataclass
class Found:
    """What must not be: by whom it was asked, what was asked, and what came of it."""

    role: str | None
    method: str
    path: str
    body: bytes
    status: int
    words: str

    def __str__(self) -> str:
        asked = f"{self.method} {self.path} as {self.role or 'anonymous'}: {self.status}"
        return f"{asked}\n  {self.body[:600]!r}\n{self.words}"


@dataclass
class LoggedFaults(logging.Handler):
    """Whatever the application logs as a fault."""

    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(logging.ERROR)

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info and record.exc_info[1]
        trace = "".join(traceback.format_exception(error)[-8:]) if error else ""
        self.words.append(f"{record.getMessage()[:500]}\n{trace[-3000:]}")

    __hash__ = logging.Handler.__hash__


class Fuzzer:
    """One series of requests to an application, the same for the same seed and the same records."""

    def __init__(self, app: Flask, seed: int, tell: Callable[[Found], object] = lambda _found: None) -> None:
        self.app = app
        self.random = Random(seed)  # noqa: S311  to be repeated, not to be secret
        self.faults = LoggedFaults()
        self.found: list[Found] = []
        self.answers: Counter[tuple[str, str, int]] = Counter()
        """How many, by method, rule and status."""
        self.jobs = 0
        self.users: dict[str, int] = {}
        self.values: dict[str, list[Any]] = {}
        self.clients: dict[str | None, StrictClient] = {}
        self.rules = sorted(
            (rule for rule in app.url_map.iter_rules()), key=lambda rule: (rule.rule, sorted(rule.methods or ()))
        )
        self.public_rules = [rule for rule in self.rules if not rule.rule.startswith("/desk")]
        self.known = KnownAddresses(app, self.random)
        self.tokens: dict[str | None, str] = {}
        self.tell = tell
        self.worker = build_worker(app)
        self.worker.handlers = {
            kind: handler
            for kind, handler in self.worker.handlers.items()
            if kind is not JobKind.WORDPRESS_POST  # would call what is typed
        }
        app.test_client_class = QuickClient

    @property
    def statuses(self) -> Counter[int]:
        """How many answers, by status."""
        found: Counter[int] = Counter()
        for (_method, _rule, status), number in self.answers.items():
            found[status] += number
        return found

    @property
    def reached(self) -> set[tuple[str, str]]:
        """Method and rule of what was answered by its own view, neither refused before it nor without a record."""
        return {
            (method, rule)
            for method, rule, status in self.answers
            if status in REFUSED_BY_VIEW or (status < 400 and status not in {302, 308})
        }

    def run(self, requests: int) -> None:
        """Make so many requests."""
        logging.getLogger().addHandler(self.faults)
        self.app.logger.addHandler(self.faults)
        try:
            while (done := self.answers.total()) < requests:
                if done // REFRESH_EVERY >= len(self.refreshed):
                    self.refresh()
                self.step(ROLES[self.random.randrange(len(ROLES))])
        finally:
            logging.getLogger().removeHandler(self.faults)
            self.app.logger.removeHandler(self.faults)

    @property
    def refreshed(self) -> list[Any]:
        return self.values.setdefault("refreshed", [])

    def refresh(self) -> None:
        """Look up what there is, and sign in whoever was signed out or lost a role by one of the requests."""
        self.refreshed.append(True)
        if len(self.refreshed) % (PATIENCE // REFRESH_EVERY + 1) == 0:
            limiter.reset()
        with self.app.app_context():
            session = db.session()
            unit = session.scalars(select(Unit).where(Unit.id != NATIONAL_ID).order_by(Unit.id)).first()
            regions = [] if unit is None else [unit]
            deputy = make_official(session, None)
            self.users = {
                "regional_officer": make_official(session, "regional_officer", regions).id,
                "national_officer": make_official(session, "national_officer").id,
                "deputy": deputy.id,
            }
            duty = {"duty": Duty.DEPUTY, "name": deputy.name, "appointed_at": clock.now(), "appointed_by": "Fuzz"}
            meetings = session.scalars(select(Meeting.id))
            session.add_all(ElectionDuty(user_id=deputy.id, meeting_id=number, **duty) for number in meetings)
            session.commit()
            self.values |= {
                "region_slug": list(session.scalars(select(Unit.slug).order_by(Unit.id))),
                "meeting_id": list(session.scalars(select(Meeting.id).order_by(Meeting.id))),
                "meeting_slug": list(session.scalars(select(Meeting.slug).order_by(Meeting.id))),
                "announcement_id": list(session.scalars(select(Announcement.id).order_by(Announcement.id))),
                "statement_slug": list(session.scalars(select(Announcement.slug).order_by(Announcement.id))),
                "person_number": list(session.scalars(select(Person.id).order_by(Person.id))),
                "user_id": list(session.scalars(select(User.id).order_by(User.id))),
                "office_number": list(session.scalars(select(Office.id).order_by(Office.id))),
                "term_number": list(session.scalars(select(OfficeTerm.id).order_by(OfficeTerm.id))),
                "template_id": list(session.scalars(select(OfficeTemplate.id).order_by(OfficeTemplate.id))),
                "sequence": [1, 2, 3],
                "filename": ["style.css", "../settings.py", "fonts", "%00"],
            }
            session.rollback()
        for role, user_id in self.users.items():
            if role not in self.clients or self.clients[role].get("/desk").status_code != 200:
                self.clients[role] = signed_in_client(self.app, user_id)
        self.clients.setdefault(None, self.app.test_client())  # type: ignore[arg-type]  # ours, set above
        self.work()

    def note(self, found: Found) -> None:
        self.found.append(found)
        self.tell(found)

    def work(self) -> None:
        """Have a worker do some of what the requests asked of it."""
        self.faults.words.clear()
        for _ in range(JOBS_AT_ONCE):
            if not self.worker.run_one():
                break
            self.jobs += 1
        if self.faults.words:
            self.note(Found(None, "JOB", "agm work", b"", 500, "\n".join(self.faults.words)))

    def step(self, role: str | None) -> None:
        """Ask one route, and send the forms of its page a few times."""
        rule = self.random.choice(self.rules)
        if role is None and rule.rule.startswith("/desk") and self.random.random() < 0.8:
            rule = self.random.choice(self.public_rules)
        methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        path = self.path_of(rule)
        if self.random.random() < 0.1:
            self.ask(role, self.random.choice((*methods, "HEAD", "OPTIONS", "PUT", "DELETE")), path)
        if "GET" not in methods:
            token = self.tokens.get(role, "")
            self.send(role, path, FoundForm("", "post", [("csrf_token", token), ("act", "x"), ("version", "1")]))
            return
        answer = self.ask(role, "GET", path + self.query())
        forms = self.forms_on(role, answer)
        for _ in range(min(6, 3 * len(forms))):
            form = self.random.choice(forms)
            answer = self.send(role, urljoin(path, form.action), form)
            if self.random.random() < 0.4 and (next_forms := self.forms_on(role, answer)):
                form = self.random.choice(next_forms)  # what is asked again, or read back before it is done
                self.send(role, urljoin(path, form.action), form)

    def forms_on(self, role: str | None, answer: TestResponse) -> list[FoundForm]:
        """The forms of an answer, that of signing out seldom among them."""
        forms = forms_of(answer.text) if answer.mimetype == "text/html" and answer.status_code not in {302, 303} else []
        tokens = [value for form in forms for name, value in form.fields if name == "csrf_token"]
        self.tokens[role] = tokens[0] if tokens else self.tokens.get(role, "")
        return [form for form in forms if not form.action.endswith(SIGN_OUT) or self.random.random() < 0.02]

    def send(self, role: str | None, path: str, form: FoundForm) -> TestResponse:
        """Send a form of a page, with some of it changed."""
        ticked = [box for box in form.boxes if self.random.random() < 0.3]
        fields = mutated(self.random, form.fields + ticked)
        if form.buttons and self.random.random() < 0.6:
            fields.append(self.random.choice(form.buttons))
        if form.files:
            data: dict[str, Any] = {name: (BytesIO(self.content()), self.random.choice(FILES)) for name in form.files}
            for name, value in fields:
                data.setdefault(name.encode("utf-8", "replace").decode(), value.encode("utf-8", "replace").decode())
            return self.ask(role, "POST", path, data=data)
        if self.random.random() < 0.02:
            token = {"X-CSRFToken": self.tokens.get(role, "")}
            return self.ask(role, "POST", path, data=self.content(), content_type="application/json", headers=token)
        return self.ask(role, "POST", path, data=encoded(fields), content_type="application/x-www-form-urlencoded")

    def content(self) -> bytes:
        """What a file holds."""
        if self.random.random() < 0.2:
            return self.random.randbytes(200)
        return self.random.choice(FACTS).encode("utf-8", "surrogatepass")

    def query(self) -> str:
        """Something after the address, now and then."""
        if self.random.random() < 0.75:
            return ""
        name = self.random.choice(("q", "page", "next", "unit", "year", "kind", "v", "to", "sort"))
        value = self.random.choice(self.random.choice((TEXTS, NUMBERS, DATES)))[:2000]
        return f"?{name}={quote(value.encode('utf-8', 'surrogatepass'))}"

    def path_of(self, rule: Rule) -> str:
        """An address that the rule takes: mostly one that a page has led to, or else made of what there is."""
        known = self.known.one(rule)
        if known is not None and self.random.random() < SHARE_OF_KNOWN:
            return known
        values = {}
        for name in sorted(rule.arguments):
            there_are = self.values.get(name) or ["1"]
            odd = self.random.choice((*NUMBERS[:19], "%00", "%FF", "é", "a b", "..", "x" * 300))
            values[name] = self.random.choice(there_are) if self.random.random() < 0.92 else odd
        path = ""
        for is_dynamic, part in rule._trace:
            if not is_dynamic:
                path += part.lstrip("|")
            elif words := getattr(rule._converters[part], "items", None):
                path += self.random.choice(sorted(words))
            else:
                path += str(values[part])
        return "/" + path.lstrip("/")

    def ask(self, role: str | None, method: str, path: str, **options: Any) -> TestResponse:  # noqa: ANN401  the client's
        """Make one request, and note what must not be."""
        self.faults.words.clear()
        headers = {"Accept": self.random.choice(SHARES_OF_ACCEPT), **options.pop("headers", {})}
        if self.random.random() < 0.03:
            name = self.random.choice(
                ("Origin", "Referer", "Cookie", "If-None-Match", "Range", "If-Modified-Since", "X-Request-Id")
            )
            headers[name] = self.random.choice(("²", "http://[::1", "a" * 5000, "bytes=9-1", "W/x", "agm=x.y.z", ""))
        try:
            answer = self.clients[role].open(path, method=method, headers=headers, buffered=True, **options)
        except Exception:  # noqa: BLE001  whatever it is, it is a fault: the server would have hung up
            self.note(Found(role, method, path, b"", 500, traceback.format_exc()[-4000:]))
            answer = self.clients[role].get("/robots.txt")
        if role is not None and answer.location and answer.location.startswith("/account/sign-in"):
            self.clients[role] = signed_in_client(self.app, self.users[role])
        self.answers[method, self.known.rule_of(method, path), answer.status_code] += 1
        self.known.note(answer)
        if answer.status_code >= 500 or self.faults.words:
            sent = options.get("data", b"")
            body = sent if isinstance(sent, bytes) else repr(sent).encode("utf-8", "replace")
            self.note(Found(role, method, path, body, answer.status_code, "\n".join(self.faults.words)))
        return answer
