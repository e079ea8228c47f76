"""Facts files: a meeting's facts as JSON, read with all errors at once, and described by a JSON Schema."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from agm.facts.contradictions import Rule, contradictions
from agm.facts.figures import turnout_contradiction
from agm.facts.majority import amendment_contradictions, motion_contradictions
from agm.facts.meeting import FORMAT_VERSION, MeetingFacts
from agm.facts.outcome import OfficeState, Outcome, PersonName, VotesAre
from agm.facts.plain import PlainValueError, Problem, Stored, from_plain, json_schema, parse_json, to_plain
from agm.language.letters import same_name
from agm.language.partial_date import PartialDate

STORED_FACTS = Stored(MeetingFacts)
"""Facts as a revision keeps them: complete, with the ids of people and offices."""


def facts_to_json(facts: MeetingFacts) -> str:
    """The facts as JSON text, indented, ending in a line feed. `facts_from_json` gives back an equal value.

    Fields at their default are left out, and so are ids of records.
    """
    return json.dumps(to_plain(facts), ensure_ascii=False, indent=2) + "\n"


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
    return replace(facts, results=merged(facts.results))


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
    names = {same_name(speaker.person.name) for speaker in facts.speakers}
    for index, paragraph in enumerate(facts.said):
        for name in paragraph.speakers:
            if same_name(name) not in names:
                yield Problem(f"said[{index}].speakers", f"“{name}” is not among the speakers of this meeting.")
    for field, people in (
        ("speakers", [one.person for one in facts.speakers]),
        ("messages", [one.person for one in facts.messages]),
    ):
        yield from _twice(field, list(enumerate(people)), "on the list twice")
    seen: dict[str, tuple[int, Outcome]] = {}
    for index, outcome in enumerate(facts.results):
        here = f"results[{index}]"
        first, same = seen.setdefault(_key(outcome), (index, outcome))
        if outcome.open_seats and same is not outcome and same.open_seats and _open(same) != _open(outcome):
            again = f"“{outcome.label}” is listed already, at results[{first}], and its empty seats are otherwise."
            yield Problem(f"{here}.label", f"{again} Give each office a label of its own.")
        if outcome.open_seats:
            seen[_key(outcome)] = index, outcome
        if (
            outcome.deferred_to
            and facts.held_on
            and str(outcome.deferred_to) < str(facts.held_on)[: len(str(outcome.deferred_to))]
        ):
            yield Problem(f"{here}.deferred_to", "The election is deferred to a date before the meeting.")
        yield from outcome_problems(outcome, here)
    yield from _motion_problems(facts)
    if facts.turnout and (wrong := turnout_contradiction(facts.turnout)):
        yield Problem(f"turnout.{wrong[0]}", wrong[1])
    if facts.elections is False and any(not entry.co_opted for outcome in facts.results for entry in outcome.elected):
        yield Problem("elections", "It says that there were no elections, but the results name people elected.")


IN_VOTE = {"votes_for": "vote.votes_for", "votes_against": "vote.votes_against"}
"""Where a file has what a contradiction of a motion is about."""


def _motion_problems(facts: MeetingFacts) -> Iterator[Problem]:
    for index, motion in enumerate(facts.motions):
        here = f"motions[{index}]"
        present = facts.attendance.number if facts.attendance else None
        for found in motion_contradictions(motion, present):
            yield Problem(f"{here}.{IN_VOTE.get(found.field, found.field)}", found.words)
        for number, amendment in enumerate(motion.amendments):
            for found in amendment_contradictions(amendment):
                yield Problem(f"{here}.amendments[{number}].{IN_VOTE.get(found.field, found.field)}", found.words)


def _key(outcome: Outcome) -> str:
    return f"{same_name(outcome.body or '')} {same_name(outcome.label)}"


def _open(outcome: Outcome) -> tuple[OfficeState, PartialDate | None]:
    return outcome.open_state, outcome.deferred_to


def _twice(field: str, people: Sequence[tuple[int, PersonName]], where: str) -> Iterator[Problem]:
    """Who is named at two places of a list; in a file a name means one person, a page can tell namesakes apart."""
    at: dict[str, int] = {}
    for index, person in people:
        if at.setdefault(same_name(person.name), index) != index:
            yield Problem(f"{field}[{index}]", f"{person.displayed} is {where}. Take one away.")


def merged(outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """The outcomes with each label once: minutes print a line for each seat of an office."""
    by_label: dict[str, Outcome] = {}
    for outcome in outcomes:
        before = by_label.setdefault(_key(outcome), outcome)
        if before is not outcome:
            open_one = outcome if outcome.open_seats else before
            by_label[_key(outcome)] = replace(
                before,
                seats=before.seats + outcome.seats,
                state=open_one.state,
                deferred_to=open_one.deferred_to,
                plural_label=before.plural_label or outcome.plural_label,
                entries=before.entries + outcome.entries,
                predecessors=before.predecessors + outcome.predecessors,
                tie_settled=before.tie_settled or outcome.tie_settled,
                vacancies_told=_added(before.vacancies_told, outcome.vacancies_told),
                unnamed=_added(before.unnamed, outcome.unnamed),
                votes_are=outcome.votes_are if before.votes_are is VotesAre.VOTES else before.votes_are,
            )
    return tuple(by_label.values())


def _added(one: int | None, other: int | None) -> int | None:
    return None if one is None and other is None else (one or 0) + (other or 0)


def outcome_problems(outcome: Outcome, here: str) -> Iterator[Problem]:
    """What contradicts itself in an office that stands at that place of a file."""
    seen: set[Problem] = set()
    for found in contradictions(outcome):
        if found.rule is Rule.FEWER_VOTES:
            continue  # usual where a place is reserved, or the figures are first preferences
        at = f"{here}.candidacies"
        if found.entry is None:
            at = at if found.field == "entries" else f"{here}.{found.field}"
        elif found.in_file is None:
            at = f"{at}[{found.entry}].{found.field}"
        problem = Problem(at, found.in_file or found.words)
        if problem not in seen:
            yield problem
        seen.add(problem)
    entered = [(index, person) for index, entry in enumerate(outcome.entries) for person in entry.people]
    yield from _twice(f"{here}.candidacies", entered, f"entered twice for {outcome.label}")
    for index, entry in enumerate(outcome.entries):
        names = [same_name(person.name) for person in entry.people]
        if len(set(names)) < len(names):
            same = "The same person is named twice in one job share."
            yield Problem(f"{here}.candidacies[{index}].people", same)
