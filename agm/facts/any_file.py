"""Facts files of every kind: read as the type that their `announcement` names, written, described and kept."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, cast

from agm.facts.announcement import (
    TYPES,
    AnyFacts,
    Declaration,
    FreeStatement,
    Inquorate,
    MeetingChange,
    Notice,
    OfficeChanges,
    RoundUp,
)
from agm.facts.figures import Turnout, turnout_contradiction
from agm.facts.files import facts_from_plain, merged, outcome_problems
from agm.facts.kinds import AnnouncementKind
from agm.facts.meeting import FORMAT_VERSION, MeetingFacts
from agm.facts.outcome import Outcome, PersonName
from agm.facts.plain import (
    DIALECT,
    Plain,
    PlainValueError,
    Problem,
    Stored,
    from_plain,
    json_schema,
    parse_json,
    to_plain,
)


def announcement_to_json(facts: AnyFacts) -> str:
    """The facts as JSON text; `announcement_from_json` gives back an equal value."""
    plain = to_plain(facts)
    if not isinstance(facts, MeetingFacts):
        plain = {"announcement": facts.announcement, **plain}
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def announcement_from_json(source: str | bytes) -> AnyFacts:
    """Read facts of any kind. Raises PlainValueError with all problems at once."""
    return announcement_from_plain(parse_json(source))


def announcement_from_plain(value: object) -> AnyFacts:
    named = value.get("announcement", AnnouncementKind.REPORT) if isinstance(value, Mapping) else None
    if named is None:
        return facts_from_plain(value)
    if not isinstance(named, str) or named not in list(AnnouncementKind):
        known = ", ".join(AnnouncementKind)
        raise PlainValueError([Problem("announcement", f"“{named}” is no kind of announcement. Known are: {known}.")])
    cls = TYPES[AnnouncementKind(named)]
    if cls is MeetingFacts:
        return facts_from_plain(value)
    if not isinstance(value, Mapping) or value.get("format_version") != FORMAT_VERSION:
        raise PlainValueError(
            [Problem("format_version", f"Facts need their “format_version”; it is {FORMAT_VERSION}.")]
        )
    facts = from_plain(cls, value)
    problems = tuple(_problems(facts))
    if problems:
        raise PlainValueError(problems)
    return replace(facts, results=merged(facts.results))


def announcement_schema() -> dict[str, Any]:
    """The JSON Schema of a facts file of any kind."""
    types = dict.fromkeys(TYPES.values())
    arms = [json_schema(cast("type", cls)) for cls in types]
    defs: dict[str, Any] = {}
    for arm in arms:
        defs |= arm.get("$defs", {})
    plain = [{name: part for name, part in arm.items() if name not in {"$schema", "$defs"}} for arm in arms]
    return {"$schema": DIALECT, "title": "Facts of an announcement", "anyOf": plain, "$defs": defs}


def _problems(facts: AnyFacts) -> Iterator[Problem]:
    for where, outcomes in _outcomes(facts):
        for index, outcome in enumerate(outcomes):
            yield from outcome_problems(outcome, f"{where}[{index}]")
    turnout = getattr(facts, "turnout", None)
    wrong = turnout_contradiction(turnout) if turnout else None
    if wrong:
        yield Problem(f"turnout.{wrong[0]}", wrong[1])
    if isinstance(facts, OfficeChanges) and not facts.changes:
        yield Problem("changes", "Name at least one person, and the office.")
    if isinstance(facts, Notice):
        yield from _order(facts)
    if isinstance(facts, Declaration):
        yield from _late(facts)
        yield from too_many_votes(facts.results, facts.turnout)
    if isinstance(facts, Inquorate):
        yield from _enough(facts)
    if isinstance(facts, FreeStatement) and not facts.title:
        yield Problem("title", "A statement needs a title.")
    if isinstance(facts, RoundUp) and not facts.regions and not facts.to_report:
        yield Problem("regions", "Name at least one region.")
    if isinstance(facts, Declaration) and not facts.results:
        yield Problem("results", "Name at least one office.")
    if isinstance(facts, MeetingChange) and facts.announcement == "postponement" and _is_same_day(facts):
        yield Problem("held_on", "The new day is the day that it was to be held on.")


def _order(facts: Notice) -> Iterator[Problem]:
    opens, closes, day = facts.nominations_open, facts.nominations_close, facts.held_on
    if opens and closes and str(opens) >= str(closes):
        yield Problem("nominations_close", "Nominations close before they open.")
    if closes and day and day.full and closes.day.full and closes.day.full > day.full:
        yield Problem("nominations_close", "Nominations close after the meeting.")


def _enough(facts: Inquorate) -> Iterator[Problem]:
    """As many came as the quorum asks for."""
    came, asked = (one.number if one else None for one in (facts.attendance, facts.quorum))
    if came is not None and asked is not None and came >= asked:
        yield Problem("attendance", f"{came:,} came, which is enough for a quorum of {asked:,}.")


def _late(facts: Declaration) -> Iterator[Problem]:
    closed, day = facts.voting_closed, facts.declared_on or facts.held_on
    if closed and day and day.full and closed.day.full and closed.day.full > day.full:
        yield Problem("voting_closed", "The result is declared before voting closed.")


def too_many_votes(outcomes: Sequence[Outcome], turnout: Turnout | None) -> Iterator[Problem]:
    """More votes than the papers that were cast can hold, with one for each place."""
    for index, outcome in enumerate(outcomes):
        figures = outcome.turnout or turnout
        votes = sum(entry.votes or 0 for entry in outcome.entries)
        most = None if figures is None else figures.valid if figures.valid is not None else figures.returned
        if most is not None and votes > most * outcome.places:
            words = f"{votes:,} votes for {outcome.label} are more than {most:,} papers can hold."
            yield Problem(f"results[{index}].turnout" if outcome.turnout else "turnout", words)


def _is_same_day(facts: MeetingChange) -> bool:
    return facts.was_on is not None and facts.was_on == facts.held_on


def _outcomes(facts: AnyFacts) -> Iterator[tuple[str, tuple[Outcome, ...]]]:
    yield "results", facts.results
    if isinstance(facts, RoundUp):
        for index, region in enumerate(facts.regions):
            yield f"regions[{index}].results", region.results


def people_in(value: object) -> Iterator[PersonName]:
    """Everyone whom facts name, wherever they stand, in order."""
    if isinstance(value, PersonName):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from people_in(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from people_in(getattr(value, one.name))


@dataclass(frozen=True)
class StoredAnnouncement(Stored[Any]):
    """Facts of any kind as they are kept: complete, with ids and the version of their shape."""

    def write(self, value: AnyFacts) -> Plain:
        return {"schema_version": self.version, **to_plain(value, defaults=True, ids=True)}

    def read(self, plain: object) -> AnyFacts:
        named = plain.get("announcement") if isinstance(plain, dict) else None
        kind = AnnouncementKind(named) if isinstance(named, str) and named in list(AnnouncementKind) else None
        cls: type[Any] = TYPES[kind] if kind else MeetingFacts
        found: AnyFacts = Stored(cls).read(plain)
        return found


STORED_ANNOUNCEMENT = StoredAnnouncement(MeetingFacts)
