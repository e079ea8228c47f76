"""Values that forms are not made for, and forms as a page has them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from random import Random
from urllib.parse import quote_plus

Fields = list[tuple[str, str]]
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)

TEXTS = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "\udfff\ud800",
    "\ufffe\uffff",
    "\u2028\u202e\u200b",
    "\r\n\r\n",
    "²",
    "½",
    "٣",
    "-0",
    "NaN",
    "Zoë O’Brien-Łukasz",
    "אבג",
    "𝒜𝓷𝓷",
    "e\u0301" * 50,
    "<script>alert(1)</script>",
    "{{7*7}}{office}{}",
    "%s%n%00",
    "' OR 1=1 --",
    "../../etc/passwd",
    "[x](javascript:1)",
    "*" * 3000,
    "_" * 501,
    "a" * 20_000,
    "💥" * 300,
    "http://[::1",
    "//evil.example",
    "a@b",
    "a@" + "b" * 300 + ".example",
    "mailto:",
    "null",
    "true",
    "[]",
    "{}",
    "[" * 3000,
    '{"a":' * 2000,
    "1,2,3",
    ",,,",
    "x=y&x=z",
)
NUMBERS = (
    "0",
    "-1",
    "1",
    "2",
    "3",
    "7",
    "31",
    "32",
    "13",
    "99",
    "1e9",
    "0x10",
    "1.5",
    "1_000",
    "+1",
    " 1 ",
    "2147483647",
    "2147483648",
    "4294967296",
    "9223372036854775808",
    "9" * 400,
    "9" * 5000,
    "-9223372036854775809",
    "٣٤",
)
DATES = (
    "0000-00-00",
    "9999-12-31",
    "0001-01-01",
    "2026-02-30",
    "2026-13",
    "26",
    "10000-01-01",
    "2026-11-22T25:61",
    "1899",
)
FACTS = (
    "",
    "[]",
    "[1]",
    "5",
    '{"next":[1],"email":{},"credential":5}',
    "null",
    "{",
    '{"format_version":1}',
    '{"format_version":"\\ud800"}',
    '{"format_version":1e999}',
    "[" * 50_000,
    '{"a":' * 20_000,
    json.dumps({"format_version": 1, "kind": "agm", "results": [{}] * 300}),
    json.dumps({str(number): number for number in range(3000)}),
    json.dumps({"format_version": 1, "held_on": "2026-02-30", "guests": [{"name": "\x00"}]}),
    "\ufeff{}",
    "\x1f\x8b\x08",
    "Name\tE-mail\nAnn Bell\tann@example.org\n\x00\t\n",
    "Name,Number,Subscription\n" + "Zoë,1,2026-02-30\n" * 300,
    '2 1\n3 1 0\n1 2 1 0\n0\n"Ann"\n"Bo"\n"Chair"\n',
    "2 99999999999\n-1 7 0\n0\n",
)


@dataclass
class FoundForm:
    """A form of a page: where it is sent, how, and what it sends as it stands."""

    action: str
    method: str
    fields: Fields = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    buttons: Fields = field(default_factory=list)
    boxes: Fields = field(default_factory=list)
    """What could be ticked and is not."""


class FormReader(HTMLParser):
    """Reads the forms of a page, fast rather than fully: the pages themselves are checked by other tests."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[FoundForm] = []
        self.by_id: dict[str, FoundForm] = {}
        self.form: FoundForm | None = None
        self.textarea: tuple[FoundForm, str, list[str]] | None = None
        self.select: tuple[FoundForm, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = FoundForm(found.get("action", ""), found.get("method", "get").lower())
            self.forms.append(self.form)
            self.by_id[found.get("id", "")] = self.form
        elif tag == "option" and self.select is not None:
            form, name = self.select
            if "selected" in found or name not in {known for known, _ in form.fields}:
                form.fields = [one for one in form.fields if one[0] != name]
                form.fields.append((name, found.get("value", "")))
        elif found.get("name"):
            form_of = self.by_id.get(found.get("form", ""), self.form)
            if form_of is not None:
                self.add(form_of, tag, found)

    def add(self, form: FoundForm, tag: str, found: dict[str, str]) -> None:
        name, kind = found["name"], found.get("type", "text")
        if tag == "button" or kind in {"submit", "image"}:
            form.buttons.append((name, found.get("value", "")))
        elif tag == "textarea":
            self.textarea = (form, name, [])
        elif tag == "select":
            self.select = (form, name)
        elif kind == "file":
            form.files.append(name)
        elif tag == "input" and kind in {"checkbox", "radio"}:
            (form.fields if "checked" in found else form.boxes).append((name, found.get("value", "on")))
        elif tag == "input":
            form.fields.append((name, found.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self.textarea is not None:
            self.textarea[2].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.textarea is not None:
            form, name, pieces = self.textarea
            form.fields.append((name, "".join(pieces).removeprefix("\n")))
            self.textarea = None


def forms_of(text: str) -> list[FoundForm]:
    """The forms of a page that are sent by POST."""
    reader = FormReader()
    reader.feed(text if ' form="' in text else "".join(FORM.findall(text)))
    return [form for form in reader.forms if form.method == "post"]


def odd_value(random: Random, value: str) -> str:
    """Something else in the place of a value: mostly of its own kind."""
    if value.lstrip("-").isdigit() and random.random() < 0.6:
        return random.choice(NUMBERS)
    choice = random.random()
    if choice < 0.5:
        return random.choice(TEXTS)
    if choice < 0.7:
        return random.choice(NUMBERS)
    if choice < 0.8:
        return random.choice(DATES)
    where = random.randint(0, len(value))
    return value[:where] + random.choice(TEXTS)[:100] + value[where:]


def mutated(random: Random, fields: Fields) -> Fields:
    """The fields of a form with a few of them changed, left out, sent twice, exchanged or renamed."""
    found = list(fields)
    for _ in range(random.choice((0, 1, 1, 2, 3, 6))):
        if not found:
            break
        place = random.randrange(len(found))
        name, value = found[place]
        kind = random.random()
        if name == "csrf_token" and random.random() < 0.9:
            continue
        if kind < 0.5:
            found[place] = (name, odd_value(random, value))
        elif kind < 0.6:
            del found[place]
        elif kind < 0.7:
            found.insert(place, (name, odd_value(random, value)))
        elif kind < 0.8:
            other = random.randrange(len(found))
            found[place] = (name, found[other][1])
        elif kind < 0.9:
            parts = name.split("-")
            parts = [random.choice(NUMBERS) if part.isdigit() else part for part in parts]
            found.append(("-".join(parts), value))
        else:
            found.append((random.choice(TEXTS)[:50], random.choice(TEXTS)))
    return found


def encoded(fields: Fields) -> bytes:
    """The body of a form, with what no browser would send."""
    return "&".join(
        "=".join(quote_plus(part.encode("utf-8", "surrogatepass")) for part in one) for one in fields
    ).encode()
