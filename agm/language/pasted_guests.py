"""A pasted list of guests, read line by line: "Ann Bell, Leader of Bury Council", or the columns of a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from agm.language.en import join
from agm.language.names import name_key, parse_name
from agm.language.pasted_names import (
    BRACKETED_ADDRESS,
    PastedLine,
    is_sentence,
    is_surname_first,
    stands_behind_a_name,
    turned,
)
from agm.language.typed_names import ADDRESS, tidied_name, what_is_no_name

NO_NAME = "No name stands here"
MOST_WORDS = 40
"""More words than a guest has in a line, with the role."""

ROLE_WORDS = frozenset({
    "activist", "ambassador", "artist", "author", "campaigner", "candidate", "chair", "chairman", "chairwoman",
    "chairperson", "chief", "convenor", "coordinator", "councillor", "deputy", "director", "editor", "executive",
    "founder", "general", "head", "historian", "journalist", "leader", "lecturer", "manager", "mayor", "member",
    "minister", "national", "officer", "organiser", "president", "professor", "rabbi", "regional", "secretary",
    "shadow", "speaker", "spokesman", "spokesperson", "spokeswoman", "student", "teacher", "treasurer", "trustee",
    "vice", "writer",
})  # fmt: skip
"""Words that roles have, where they are no title before a name."""
WITHIN_ROLES = frozenset({"of", "for", "the", "at", "to", "in", "from"})
GUEST = frozenset({"guest", "guests", "guest speaker", "guest speakers", "our guests", "speaker", "speakers"})
"""What a list says of those who spoke, and what is no role of theirs."""
HEADINGS = {
    "title": ("title", "prefix"),
    "given": ("first name", "first names", "forename", "given name", "first"),
    "name": ("name", "names", "full name", "who", *GUEST),
    "surname": ("surname", "last name", "family name", "last"),
    "after": ("letters", "letters after the name", "suffix", "after"),
    "role": ("role", "roles", "role on the day", "position", "post", "job title", "job", "description", "capacity"),
    "of": ("organisation", "organization", "company", "of", "from"),
}
"""The headings of columns, by what stands in them, in the order in which a name and a role are written."""
MEANING = {heading: meaning for meaning, headings in HEADINGS.items() for heading in headings}

_PARTED = re.compile(r",\s*|\s*:\s+|\s*[|]\s*|\s+[–—-]+\s+|\s*[–—]\s*|\s{2,}|\t+")
_BRACKETED = re.compile(r"^([^()\[\]]+)[(\[]([^()\[\]]+)[)\]]$")
_LINES_IN_A_CELL = re.compile(r'(^|\t)"([^"\t]*\n[^"\t]*)"(?=\t|$)', re.MULTILINE)
_AND = re.compile(r",?\s+(?:and|&)\s+")


@dataclass(frozen=True, slots=True)
class ListedGuest:
    name: str
    role: str = ""

    @property
    def in_words(self) -> str:
        return f"{self.name}, {self.role}" if self.role else self.name


@dataclass(frozen=True, slots=True)
class PastedGuests:
    """The guests of a list, in its order, and what was made of each line that is not empty."""

    guests: tuple[ListedGuest, ...]
    lines: tuple[PastedLine, ...]


def read_guests(text: str) -> PastedGuests:
    reading = _Reading()
    text = _LINES_IN_A_CELL.sub(lambda cell: cell[1] + " ".join(cell[2].split()), text)
    lines = [PastedLine(number, line.strip("\r\n ")) for number, line in enumerate(text.split("\n"), start=1)]
    written = [line for line in lines if line.text.strip()]
    for line in written:
        reading.read_line(line)
    return PastedGuests(tuple(reading.guests), tuple(written))


@dataclass(slots=True)
class _Reading:
    guests: list[ListedGuest] = field(default_factory=list)
    columns: Sequence[str | None] = ()
    waits: bool = False
    """Whether the line before named one guest without a role, which may stand in the next."""

    def read_line(self, line: PastedLine) -> None:
        cells = [_unquoted(cell) for cell in BRACKETED_ADDRESS.sub("", line.text).split("\t")]
        waited, self.waits = self.waits, False
        if len(line.text.split()) > MOST_WORDS:
            line.trouble = "This is too long for a guest and a role"
        elif columns := columns_of(cells):
            self.columns = columns
            line.understood = "the headings of the columns"
        elif len(cells) > 1 and len(self.columns) > 1:
            self.take(line, [self.of_columns(cells)])
        else:
            kept = [cell for cell in cells if cell and not ADDRESS.search(cell)]
            self.read_words(line, "\t".join(_joined_name(kept)), waited)
        left = [cell for cell in cells if ADDRESS.search(cell)]
        if left:
            line.trouble = " ".join([*filter(None, [line.trouble]), f"“{', '.join(left)}” is left out"])

    def of_columns(self, cells: Sequence[str]) -> ListedGuest:
        found = {
            meaning: cell
            for meaning, cell in zip(self.columns, cells, strict=False)
            if meaning and not ADDRESS.search(cell)
        }
        name = [found.get(meaning, "") for meaning in ("title", "given", "name", "surname", "after")]
        return ListedGuest(
            in_order(" ".join(filter(None, name))), ", ".join(filter(None, [found.get("role"), found.get("of")]))
        )

    def read_words(self, line: PastedLine, text: str, waited: bool) -> None:
        text = tidied_name(text)
        before, _, after = text.partition(":")
        if name_key(before) in GUEST:
            text = tidied_name(after.strip())
        if not text:
            line.understood = "the guests follow" if ":" in line.text else ""
            line.trouble = "" if line.understood else NO_NAME
            return
        found = several(text) or [name_and_role(part) for part in text.split(";") if part.strip()]
        if waited and len(found) == 1 and is_role(found[0].name):
            self.guests[-1] = replace(self.guests[-1], role=text)
            line.understood = self.guests[-1].in_words
            return
        self.take(line, found)
        self.waits = len(found) == 1 and not found[0].role and not line.trouble

    def take(self, line: PastedLine, found: Sequence[ListedGuest]) -> None:
        taken: list[str] = []
        troubles: list[str] = []
        known = {name_key(guest.name) for guest in self.guests}
        for one in found:
            if (trouble := trouble_of(one)) is not None:
                troubles.append(trouble)
            elif name_key(one.name) in known:
                troubles.append(f"{one.name} stands above already")
            else:
                self.guests.append(one)
                taken.append(one.in_words)
        line.understood = join(taken)
        line.trouble = "" if taken and not troubles else ". ".join(troubles) or NO_NAME


def trouble_of(guest: ListedGuest) -> str | None:
    """What to do about what stands where the name of a guest would; None for a name."""
    if not guest.name:
        return NO_NAME
    if _AND.search(guest.name):
        return f"Give each of {guest.name} a line"
    if what_is_no_name(guest.name) is not None:
        return f"“{guest.name}” is no name"
    if is_role(guest.name):
        return NO_NAME
    if is_sentence(guest.name) or re.search(r"\d", guest.name):
        return f"“{guest.name}” is not understood"
    return None


def columns_of(cells: Sequence[str]) -> list[str | None]:
    """What the columns hold, if these cells are their headings."""
    if len(cells) == 1:
        cells = re.split(r"\s*[,;|]\s*", cells[0])
    found = [MEANING.get(name_key(cell)) for cell in cells]
    is_heading = ("name" in found or "surname" in found) and (len(found) > 1 or ":" not in cells[0])
    return found if is_heading and found.count(None) <= len(found) // 2 else []


def name_and_role(text: str) -> ListedGuest:
    """Somebody and what they are, in either order."""
    text = text.strip()
    if (found := _BRACKETED.match(text)) is not None:
        name, role = found[1].strip(" ,"), found[2].strip()
        nearer = name_and_role(name)
        if nearer.role and not is_role(nearer.name):
            return replace(nearer, role=f"{nearer.role} ({role})")
        name = in_order(name)
    else:
        name, role = _parted(text)
    if is_role(name) and len(role.split()) > 1 and not is_role(role):
        name, role = in_order(role), name
    return ListedGuest(tidied_name(name), _unquoted(role))


def _parted(text: str) -> tuple[str, str]:
    """What stands before the first mark that parts a name from a role, and all behind it; letters and a surname that
    is written first belong to the name."""
    marks = list(_PARTED.finditer(text))
    if not marks:
        return text, ""
    starts = [0, *(mark.end() for mark in marks)]
    parts = [text[start:end] for start, end in zip(starts, [*(mark.start() for mark in marks), len(text)], strict=True)]
    name, used = _unquoted(parts[0]), 1
    if marks[0][0].strip() == "," and is_surname_first(name, parts[1]) and not is_role(parts[1]):
        name, used = turned(name, parts[1]), 2
    while used < len(parts) and stands_behind_a_name(parts[used]):
        name, used = f"{name} {parts[used]}", used + 1
    return name, text[starts[used] :] if used < len(parts) else ""


def in_order(name: str) -> str:
    """A name of which the surname may be written first."""
    found, rest = _parted(name)
    return name if rest else found


def several(text: str) -> list[ListedGuest]:
    """ "Ann Bell, Bo Fenn and Cy Day" as three who came; nobody where that is no list of names alone."""
    *others, last = text.split(", ")
    names = [*others, *_AND.split(last)] if _AND.search(last) else []
    if len(names) < 2 or any(is_role(name) or len(parse_name(name).name.split()) < 2 for name in names):
        return []
    return [ListedGuest(name.strip()) for name in names]


def is_role(text: str) -> bool:
    """Whether a text has words of a role, besides a title before a name."""
    words = parse_name(text).name.split()
    return any(word in WITHIN_ROLES or word.casefold().strip(",") in ROLE_WORDS for word in words)


def _joined_name(cells: Sequence[str]) -> list[str]:
    """The cells of a row, of which two words at the beginning are one name."""
    is_parted = len(cells) > 1 and all(len(cell.split()) == 1 and not is_role(cell) for cell in cells[:2])
    return [" ".join(cells[:2]), *cells[2:]] if is_parted and "," not in cells[0] else list(cells)


def _unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] == '"' else text
