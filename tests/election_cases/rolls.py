"""Cases of member lists: a file, what is set, and the right reading."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from agm.language.partial_date import PartialDate
from agm.membership.reading.read import read_roll
from agm.membership.reading.values import (
    Code,
    DateOrder,
    HeldMember,
    Meaning,
    Member,
    MemberClass,
    Problem,
    Question,
    RegionNames,
    RollReading,
    RollSettings,
    RowOutcome,
    TwoNumbers,
)

OWN_COLUMN = {
    "number": {Meaning.NUMBER},
    "email": {Meaning.EMAIL},
    "joined": {Meaning.JOINED},
    "paid_to": {Meaning.PAID_TO},
    "class": {Meaning.CLASS},
    "region": {Meaning.REGION, Meaning.POSTCODE},
    "given": {Meaning.GIVEN, Meaning.FAMILY},
    "family": {Meaning.GIVEN, Meaning.FAMILY},
}
"""A field of a member is told where the list has a column for it."""


def is_case(case: Mapping[str, Any], _path: Path) -> bool:
    return {"file", "settings", "expected"} <= set(case)


def answer(case: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    reading = read_roll((folder / case["file"]).read_bytes(), settings_of(case["settings"]))
    return {
        "found": {
            "encoding": reading.found.encoding,
            "delimiter": reading.found.delimiter,
            "sheet": reading.found.sheet,
            "header_line": reading.found.header_line,
        },
        "mapping": {heading: str(meaning) for heading, meaning in reading.mapping.items()},
        "not_kept": [{"column": one.column, "why": str(one.why)} for one in reading.not_kept],
        "rows": [_row(row) for row in reading.rows],
        "members": {
            "added": [_member(member, reading) for member in reading.added],
            "changed": [
                {
                    "line": one.member.line,
                    "number": one.member.number,
                    "changes": {name: [_plain(old), _plain(new)] for name, (old, new) in one.changes.items()},
                }
                for one in reading.changed
            ],
            "unchanged": [{"line": member.line, "number": member.number} for member in reading.unchanged],
            "left_out": [
                {
                    "line": one.member.line,
                    "name": one.member.name,
                    "number": one.member.number,
                    "why": str(one.why),
                }
                for one in reading.left_out
            ],
        },
        "questions": [_question(question) for question in reading.questions],
        "counts": reading.counts,
    }


def settings_of(given: Mapping[str, Any]) -> RollSettings:
    life = set(given.get("life_classes", []))
    joint = given.get("joint_membership")
    return RollSettings(
        date_order=DateOrder(given["date_order"]) if given.get("date_order") else None,
        freeze_date=_day(given.get("freeze_date")),
        paid_up_at=_day(given.get("paid_up_at")),
        classes=tuple(
            MemberClass(name, one["vote"], tuple(one.get("also", [])), name not in life)
            for name, one in given.get("classes", {}).items()
        ),
        regions=tuple(
            RegionNames(name, tuple(one.get("also", [])), tuple(one.get("postcode_areas", [])))
            for name, one in given.get("regions", {}).items()
        ),
        joint_are_two=None if joint is None else joint == "two_members",
        held=tuple(_held(one) for one in given.get("existing_members", [])),
        age_rule=given.get("min_age_rule"),
    )


def _held(one: dict[str, Any]) -> HeldMember:
    return HeldMember(
        name=one.get("name") or f"{one.get('given', '')} {one.get('family', '')}".strip(),
        number=one.get("number"),
        email=one.get("email"),
        joined=_partial(one.get("joined")),
        paid_to=_partial(one.get("paid_to")),
        member_class=one.get("class"),
        region=one.get("region"),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _partial(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def _plain(value: object) -> str | None:
    return None if value is None else str(value)


def _row(row: RowOutcome) -> dict[str, Any]:
    told: dict[str, Any] = {"line": row.line, "decision": str(row.decision)}
    if row.problems:
        told["problems"] = [_problem(problem) for problem in row.problems]
    if row.why:
        told["why"] = str(row.why)
    return told


def _problem(problem: Problem) -> dict[str, Any]:
    code = f"{problem.code}_{problem.other_line}" if problem.code is Code.DUPLICATE else str(problem.code)
    return {"column": problem.column, "code": code, "effect": str(problem.effect)}


def _member(member: Member, reading: RollReading) -> dict[str, Any]:
    fields = {
        "name": member.name,
        "given": member.given,
        "family": member.family,
        "number": member.number,
        "email": member.email,
        "joined": _plain(member.joined),
        "paid_to": _plain(member.paid_to),
        "class": member.member_class,
        "region": member.region,
        "line": member.line,
    }
    meanings = set(reading.mapping.values())
    return {name: value for name, value in fields.items() if name not in OWN_COLUMN or OWN_COLUMN[name] & meanings}


def _question(question: Question) -> dict[str, Any]:
    about = [
        {"in_file": one.in_file, "held": one.held} if isinstance(one, TwoNumbers) else one for one in question.about
    ]
    return {"code": str(question.code), "about": about}
