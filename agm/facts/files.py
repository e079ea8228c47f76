"""Facts files: a meeting's facts as JSON, read with all errors at once, and described by a JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from agm.facts.meeting import FORMAT_VERSION, MeetingFacts
from agm.facts.outcome import Entry, OfficeState, Outcome
from agm.facts.plain import Plain, PlainValueError, Problem, Stored, from_plain, json_schema, parse_json, to_plain
from agm.language.en import counted

STORED_FACTS = Stored(MeetingFacts)
"""Facts as a revision keeps them: complete, with the ids of people and offices."""


def facts_to_plain(facts: MeetingFacts) -> Plain:
    """The facts as JSON values. Fields at their default are left out, and so are ids of records."""
    return to_plain(facts)


def facts_to_json(facts: MeetingFacts) -> str:
    """The facts as JSON text, indented, ending in a line feed. `facts_from_json` gives back an equal value."""
    return json.dumps(facts_to_plain(facts), ensure_ascii=False, indent=2) + "\n"


def facts_from_plain(value: object) -> MeetingFacts:
    """Read facts from JSON values. Raises PlainValueError with all problems at once."""
    if not isinstance(value, Mapping) or "format_version" not in value:
        raise PlainValueError([Problem("", "This is not a file of meeting facts: it has no “format_version”.")])
    version = value["format_version"]
    if version != FORMAT_VERSION or isinstance(version, bool):
        message = f"This program reads version {FORMAT_VERSION} of the format, and this file does not have it."
        raise PlainValueError([Problem("format_version", message)])
    facts = from_plain(MeetingFacts, value)
    problems = check_facts(facts)
    if problems:
        raise PlainValueError(problems)
    return facts


def facts_from_json(source: str | bytes) -> MeetingFacts:
    """Read facts from JSON text. Raises PlainValueError with all problems at once."""
    return facts_from_plain(parse_json(source))


def facts_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a facts file. What spans several fields is checked by `check_facts` alone."""
    return json_schema(MeetingFacts, "Facts of one meeting")


def check_facts(facts: MeetingFacts) -> tuple[Problem, ...]:
    """What contradicts itself in facts that are well formed: none for facts that can be announced."""
    return tuple(_meeting_problems(facts))


def _meeting_problems(facts: MeetingFacts) -> Iterator[Problem]:
    names = {speaker.person.name for speaker in facts.speakers}
    for index, paragraph in enumerate(facts.said):
        for name in paragraph.speakers:
            if name not in names:
                yield Problem(f"said[{index}].speakers", f"“{name}” is not among the speakers of this meeting.")
    seen: dict[str, int] = {}
    for index, outcome in enumerate(facts.results):
        here = f"results[{index}]"
        key = " ".join(outcome.label.casefold().split())
        if key in seen:
            again = f"“{outcome.label}” is listed already, at results[{seen[key]}]."
            yield Problem(f"{here}.label", f"{again} Give each office a label of its own.")
        seen.setdefault(key, index)
        yield from _outcome_problems(outcome, here)
    if facts.elections is False and any(not entry.co_opted for outcome in facts.results for entry in outcome.elected):
        yield Problem("elections", "It says that there were no elections, but the results name people elected.")


def _outcome_problems(outcome: Outcome, here: str) -> Iterator[Problem]:
    won, label = len(outcome.elected), outcome.label
    if won > outcome.seats:
        seats = counted(outcome.seats, "seat", "seats")
        yield Problem(f"{here}.candidacies", f"{won} are elected to {label}, but it has {seats}.")
    if outcome.state in (OfficeState.DEFERRED, OfficeState.SUSPENDED) and not outcome.open_seats:
        yield Problem(f"{here}.state", f"Every seat of {label} is filled, so the election cannot be {outcome.state}.")
    if outcome.deferred_to is not None and outcome.state is not OfficeState.DEFERRED:
        yield Problem(f"{here}.deferred_to", "Only a deferred election has a date that it is deferred to.")
    for index, entry in enumerate(outcome.entries):
        yield from _entry_problems(entry, f"{here}.candidacies[{index}]")
    winners = [entry.votes for entry in outcome.entries if entry.elected and entry.votes is not None]
    losers = [entry.votes for entry in outcome.entries if entry.elected is False and entry.votes is not None]
    if winners and losers and min(winners) < max(losers):
        fewer = f"Someone elected to {label} has fewer votes than someone who was not."
        yield Problem(f"{here}.candidacies", fewer)


def _entry_problems(entry: Entry, here: str) -> Iterator[Problem]:
    if not entry.people:
        yield Problem(f"{here}.people", "Name at least one person.")
    names = [person.name for person in entry.people]
    if len(set(names)) < len(names):
        yield Problem(f"{here}.people", "The same person is named twice in one job share.")
    for name in ("unopposed", "re_elected", "co_opted"):
        if getattr(entry, name) and not entry.elected:
            yield Problem(f"{here}.{name}", "Only someone who took the office can be marked so; “elected” is not true.")
    if entry.co_opted and (entry.unopposed or entry.re_elected or entry.votes is not None):
        yield Problem(
            f"{here}.co_opted", "Someone co-opted was not elected: leave out unopposed, re_elected and votes."
        )
