"""Every place of the record in which a person's name stands, and the record without it.

What says by a number whom it means, and every sentence that was generated, is done by the program. A passage that
somebody typed is shown to a person, who says what becomes of it: nobody else knows whom it means.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from sqlalchemy import JSON, String, Table, cast, false, or_, select, type_coerce, update
from sqlalchemy.orm import Session

from agm.audit.row_digests import APPEND_ONLY, row_digest, row_key
from agm.database import Base
from agm.database.types import StoredValue
from agm.language.en import capitalised
from agm.language.withheld import WITHHELD, NameSought

UNTOUCHED = frozenset({
    "audit_entry", "public_state", "unit_public_state", "search_entry", "rendering", "user_session", "passkey",
    "personal_link",
    "file", "organisation", "unit", "office", "office_template", "office_incompatibility", "adopted_rules",
    "roll_draft", "register_freeze", "person", "unit_address", "meeting_address", "statement_address", "person_shown",
})  # fmt: skip
"""Tables that hold no person's name, are made anew from the others, or go with the picture that shows somebody."""
INTERNAL = frozenset({
    "user_account", "official", "election_duty", "register_entry", "register_change", "register", "roll_member",
    "roll_import", "nomination", "nominee", "supporter", "attendance", "notice_sending", "served_notice",
    "outbox_job", "name_proposal", "declaration_signature", "paper_reading", "candidate_told",
    "meeting_section", "papers_checked", "late_nominations",
})  # fmt: skip
"""Tables that only officials read: they keep a name of somebody who only does not want to be named in public."""
OWN_TEXTS = frozenset(
    {
        ("support_message", "text"),
        ("support_message", "role"),
        ("speaker", "role"),
        ("register_entry", "email"),
        ("register_entry", "postal_address"),
        ("roll_member", "postal_address"),
    }
)
"""What goes with the name in a row that is a person's."""
PLACES = {
    "speech_paragraph": "What was said",
    "block_override": "Own words",
    "announcement": "A statement",
    "announcement_picture": "A picture",
    "announcement_revision": "A published text",
    "minutes": "Minutes",
    "motion": "A motion",
    "amendment": "An amendment",
    "support_message": "A message of support",
    "notice_sending": "A text to all members",
    "roll_member": "The members’ list",
    "user_account": "A login",
    "nominee": "A nomination",
    "supporter": "A nomination",
    "nomination": "A nomination",
    "outbox_job": "A mail that waits",
    "hall_screen": "The screen in the hall",
    "declaration": "The declared results",
    "contest_count": "A count",
    "tie_decision": "A lot",
    "ballot_order": "The order on a voting paper",
}
"""What a table's texts are called."""
GENERATED = frozenset({"title", "summary", "elected_chair"})
"""Columns of a revision that are made from its document."""


WAITING = ("meeting_section", "unsettled")
"""The column in which forms are kept as they were sent."""


@dataclass(slots=True)
class Passage:
    """A text that somebody typed, and where it stands. `key` is a digest of it."""

    key: str
    text: str
    suggestion: str
    places: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Withholding:
    """One walk through the record: what is found, and, with `settled`, what it reads afterwards.

    `settled` has for each passage its new words, or None where it stays, as it means somebody else.
    """

    sought: NameSought
    person_ids: frozenset[int]
    everywhere: bool
    settled: Mapping[str, str | None] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    """The digests of the pictures that show them."""
    passages: dict[str, Passage] = field(default_factory=dict)
    rows: int = 0
    """How many rows are changed without asking."""

    def typed(self, text: str, place: str) -> str:
        """A typed text as it reads afterwards; it is noted where nothing is said of it yet."""
        if not self.sought.may_stand_in(text):
            return text
        key = key_of(text)
        if key in self.settled:
            words = self.settled[key]
            return text if words is None else words
        suggestion = self.sought.without(text, words=True)
        if suggestion != WITHHELD and suggestion.startswith(WITHHELD):
            suggestion = capitalised(suggestion)
        passage = self.passages.setdefault(key, Passage(key, text, suggestion))
        if place not in passage.places:
            passage.places.append(place)
        return text

    def generated(self, text: str) -> str:
        return self.sought.without(text)

    def plain(self, value: Any, place: str, *, is_generated: bool = False) -> Any:  # noqa: ANN401  any JSON value
        """A JSON value as it reads afterwards."""
        if isinstance(value, str):
            if self.sought.is_name(value):
                return WITHHELD
            return self.generated(value) if is_generated else self.typed(value, place)
        if isinstance(value, list):
            return [self.plain(one, place, is_generated=is_generated) for one in value]
        if not isinstance(value, dict):
            return value
        if isinstance(value.get("name"), str):
            return self.named(value, place, is_generated=is_generated)
        by_hand = value.get("type") in {"typed", "picture"} or value.get("own") is True
        inner = is_generated and not by_hand
        found = {key: self.plain(one, place, is_generated=inner) for key, one in value.items()}
        who = value.get("person")
        if isinstance(who, dict) and found["person"] != who and "role" in found:
            found["role"] = None
        return found

    def named(self, value: dict[str, Any], place: str, *, is_generated: bool) -> dict[str, Any]:
        """A person of a JSON value: theirs by the number, or by the name where there is none."""
        number = value.get("person_id")
        is_theirs = number in self.person_ids if number is not None else self.sought.is_name(value["name"])
        if is_theirs:
            return {
                key: self.plain(one, place, is_generated=is_generated)
                for key, one in value.items()
                if key not in {"prefix", "suffix", "name"}
            } | {"name": WITHHELD}
        rest = {key: self.plain(one, place, is_generated=is_generated) for key, one in value.items() if key != "name"}
        return {"name": value["name"]} | rest

    def waiting(self, value: dict[str, Any]) -> dict[str, Any] | None:
        """Results that wait as they were typed, a form for each office, without those that may name them: whoever
        records the results types these again."""
        return {
            key: one
            for key, one in value.items()
            if not any(self.sought.may_stand_in(typed) for _, typed in parse_qsl(one["fields"]))
        } or None

    def document(self, value: dict[str, Any], place: str) -> dict[str, Any]:
        """A document: its sentences name them where it says by number that they are named in it."""
        is_named = any(one.get("person_id") in self.person_ids for one in people_in(value)) or not any(
            "person_id" in one for one in people_in(value)
        )
        found: dict[str, Any] = self.plain(self.unseen(value), place, is_generated=is_named)
        return found

    def unseen(self, value: Any) -> Any:  # noqa: ANN401  any JSON value
        """A document without the pictures that show them."""
        if isinstance(value, dict):
            return None if value.get("file") in self.files else {key: self.unseen(one) for key, one in value.items()}
        if isinstance(value, list):
            return [seen for one in value if (seen := self.unseen(one)) is not None]
        return value


def people_in(value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401  any JSON value
    """Everybody whom a JSON value names."""
    if isinstance(value, dict):
        if isinstance(value.get("name"), str):
            yield value
        for one in value.values():
            yield from people_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from people_in(one)


def key_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def tables_of(walk: Withholding) -> Iterator[Table]:
    for table in Base.metadata.sorted_tables:
        if table.name not in UNTOUCHED and (walk.everywhere or table.name not in INTERNAL):
            yield table


def changes(session: Session, walk: Withholding) -> Iterator[tuple[Table, dict[str, Any], dict[str, Any]]]:
    """Each row that reads otherwise afterwards: as it is kept, and the columns that change."""
    for table in tables_of(walk):
        for row in session.execute(rows_with(table, walk)).mappings().all():
            changed = changed_columns(table, dict(row), walk)
            if changed:
                walk.rows += 1
                yield table, {column.name: row[column.name] for column in table.columns}, changed


def name_columns(table: Table) -> Iterator[tuple[str, str]]:
    """The columns that hold a person's number, each with the column of the name beside it."""
    for column in table.columns:
        if any(key.column.table.name == "person" for key in column.foreign_keys):
            beside = column.name.removesuffix("_id") + "_name"
            if beside in table.columns:
                yield column.name, beside
            elif column.name == "person_id" and "name" in table.columns:
                yield column.name, "name"


def texts(table: Table) -> list[str]:
    """The columns in which something is typed or kept as JSON."""
    return [one.name for one in table.columns if type(one.type) in {String, JSON, StoredValue} and not one.foreign_keys]


def rows_with(table: Table, walk: Withholding) -> Any:  # noqa: ANN401  SQLAlchemy's statement of these columns
    """The rows that are the person's by number, or in which some plain letters of the name stand."""
    columns = [
        type_coerce(one, JSON).label(one.name) if isinstance(one.type, StoredValue) else one for one in table.columns
    ]
    statement = select(*columns).order_by(*table.primary_key.columns)
    theirs = [table.columns[number].in_(walk.person_ids) for number, _ in name_columns(table)]
    kept = [cast(table.columns[name], String) for name in texts(table)]
    probes = (*walk.sought.probes, *walk.files)
    letters = [one.icontains(probe, autoescape=True) for one in kept for probe in probes]
    return statement.where(or_(false(), *theirs, *letters)) if walk.sought.probes else statement


def changed_columns(table: Table, row: dict[str, Any], walk: Withholding) -> dict[str, Any]:
    place = PLACES.get(table.name, table.name.replace("_", " ").capitalize())
    found: dict[str, Any] = {}
    settled: set[str] = set()
    for number, name in name_columns(table):
        start = name.removesuffix("name")
        settled |= {name, f"{start}prefix", f"{start}suffix"}
        if row[number] in walk.person_ids:
            found[name] = WITHHELD
            found |= {one: None for one in (f"{start}prefix", f"{start}suffix") if one in table.columns}
            own = [column for of, column in OWN_TEXTS if of == table.name]
            found |= dict.fromkeys(own)
            settled |= set(own)
    for name in texts(table):
        value = row[name]
        if name in settled or value is None:
            continue
        if isinstance(value, str):
            is_generated = table.name == "announcement_revision" and name in GENERATED
            found[name] = walk.generated(value) if is_generated else walk.typed(value, place)
        elif (table.name, name) == WAITING:
            found[name] = walk.waiting(value)
        elif table.name == "announcement_revision" and name == "document":
            found[name] = walk.document(value, place)
        else:
            found[name] = walk.plain(value, place)
    return {name: value for name, value in found.items() if value != row[name]}


def write(session: Session, table: Table, row: Mapping[str, Any], changed: Mapping[str, Any]) -> None:
    as_json = {column.name for column in table.columns if isinstance(column.type, StoredValue)}
    values = {
        name: type_coerce(value, JSON(none_as_null=True)) if name in as_json else value
        for name, value in changed.items()
    }
    here = [column == row[column.name] for column in table.primary_key.columns]
    session.execute(update(table).where(*here).values(values).execution_options(synchronize_session=False))


def digests_of(table: Table, row: Mapping[str, Any], changed: Mapping[str, Any]) -> tuple[str, tuple[str, str]] | None:
    """The key of an append-only row, with its digest before and after; None for a row of any other table."""
    if APPEND_ONLY not in table.info:
        return None
    return row_key(table, row), (row_digest(row), row_digest({**row, **changed}))


def passages_in_order(passages: Iterable[Passage]) -> Sequence[Passage]:
    return sorted(passages, key=lambda one: (one.places, one.text))
