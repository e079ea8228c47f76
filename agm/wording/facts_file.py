"""Meeting facts as JSON: written, read with all errors at once, and described by a JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import cast

from agm.wording.codec import Plain, PlainValueError, Problem, decode, encode, parse_json
from agm.wording.facts import FORMAT_VERSION, Candidacy, MeetingFacts, OfficeResult, OfficeState
from agm.wording.schema import json_schema


class FactsError(PlainValueError):
    """These are not facts that can be used; `problems` lists everything that is wrong, each with its place."""


def facts_to_plain(facts: MeetingFacts) -> Plain:
    """The facts as JSON values (dict, list, str, int, bool). Fields that hold nothing are left out."""
    return cast("Plain", encode(facts))


def facts_to_json(facts: MeetingFacts) -> str:
    """The facts as JSON text, indented, ending in a line feed. `facts_from_json` gives back an equal value."""
    return json.dumps(facts_to_plain(facts), ensure_ascii=False, indent=2) + "\n"


def facts_from_plain(value: object) -> MeetingFacts:
    """Read facts from JSON values. Raises FactsError with all problems at once."""
    if not isinstance(value, Mapping) or "format_version" not in value:
        raise FactsError([Problem("", "This is not a file of meeting facts: it has no “format_version”.")])
    version = value["format_version"]
    if version != FORMAT_VERSION or isinstance(version, bool):
        message = f"This program reads version {FORMAT_VERSION} of the format, and this file does not have it."
        raise FactsError([Problem("format_version", message)])
    try:
        facts = decode(MeetingFacts, value)
    except PlainValueError as error:
        raise FactsError(error.problems) from None
    problems = check_facts(facts)
    if problems:
        raise FactsError(problems)
    return facts


def facts_from_json(source: str | bytes) -> MeetingFacts:
    """Read facts from JSON text. Raises FactsError with all problems at once."""
    try:
        value = parse_json(source)
    except PlainValueError as error:
        raise FactsError(error.problems) from None
    return facts_from_plain(value)


def facts_schema() -> Plain:
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
    for index, office in enumerate(facts.results):
        here = f"results[{index}]"
        key = " ".join(office.label.casefold().split())
        if key in seen:
            message = (
                f"“{office.label}” is listed already, at results[{seen[key]}]. Give each office a label of its own."
            )
            yield Problem(f"{here}.label", message)
        seen.setdefault(key, index)
        yield from _office_problems(office, here)
    if facts.elections is False and any(not entry.co_opted for office in facts.results for entry in office.elected):
        yield Problem("elections", "It says that there were no elections, but the results name people elected.")


def _office_problems(office: OfficeResult, here: str) -> Iterator[Problem]:
    won = len(office.elected)
    if won > office.seats:
        places = "1 seat" if office.seats == 1 else f"{office.seats} seats"
        yield Problem(f"{here}.candidacies", f"{won} are elected to {office.label}, but it has {places}.")
    if office.state in (OfficeState.DEFERRED, OfficeState.SUSPENDED) and not office.open_seats:
        yield Problem(
            f"{here}.state", f"Every seat of {office.label} is filled, so the election cannot be {office.state}."
        )
    if office.deferred_to is not None and office.state is not OfficeState.DEFERRED:
        yield Problem(f"{here}.deferred_to", "Only a deferred election has a date that it is deferred to.")
    for index, entry in enumerate(office.candidacies):
        yield from _candidacy_problems(entry, f"{here}.candidacies[{index}]")
    winners = [entry.votes for entry in office.candidacies if entry.elected and entry.votes is not None]
    losers = [entry.votes for entry in office.candidacies if entry.elected is False and entry.votes is not None]
    if winners and losers and min(winners) < max(losers):
        yield Problem(
            f"{here}.candidacies", f"Someone elected to {office.label} has fewer votes than someone who was not."
        )


def _candidacy_problems(entry: Candidacy, here: str) -> Iterator[Problem]:
    if not entry.people:
        yield Problem(f"{here}.people", "Name at least one person.")
    names = [person.name for person in entry.people]
    if len(set(names)) < len(names):
        yield Problem(f"{here}.people", "The same person is named twice in one job share.")
    for name, claimed in (
        ("unopposed", entry.unopposed),
        ("re_elected", entry.re_elected),
        ("co_opted", entry.co_opted),
    ):
        if claimed and not entry.elected:
            yield Problem(f"{here}.{name}", "Only someone who took the office can be marked so; “elected” is not true.")
    if entry.co_opted and (entry.unopposed or entry.re_elected or entry.votes is not None):
        yield Problem(
            f"{here}.co_opted", "Someone co-opted was not elected: leave out unopposed, re_elected and votes."
        )
