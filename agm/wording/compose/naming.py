"""Whom a text names: those of the record whose name stands in it."""

from collections.abc import Iterable

from agm.facts import MeetingFacts, PersonName
from agm.language.characters import without_no_break
from agm.wording.compose.grammar import printed, squeeze
from agm.wording.document import Person

Recorded = tuple[tuple[str, PersonName], ...]
"""The people of the record, each with the plain name that is looked for."""


def everyone(facts: MeetingFacts) -> Recorded:
    """Everyone whom the facts name, those who were not elected among them, in order."""
    people = (
        *(speaker.person for speaker in facts.speakers),
        *(message.person for message in facts.messages),
        *(
            person
            for outcome in facts.results
            for entry in outcome.entries
            if entry.is_person
            for person in entry.people
        ),
        *(person for outcome in facts.results for person in outcome.predecessors),
        *(person for motion in facts.motions for person in motion.movers),
        *(person for outcome in facts.results for person in outcome.incumbents),
        *(one.person for one in facts.outgoing),
        *(one.handed_to for one in facts.outgoing if one.handed_to),
        *(one.quoted for one in facts.said if one.quoted),
    )
    return recorded(people)


def recorded(people: Iterable[PersonName]) -> Recorded:
    return tuple((_plain(person.name), person) for person in people)


def named_in(text: str, recorded: Recorded) -> tuple[Person, ...]:
    """Those whose name (without what stands before and after it) is found in the text."""
    plain = _plain(text)
    return tuple(named(person) for name, person in recorded if name in plain and _stands_alone(name, plain))


def named(person: PersonName) -> Person:
    return Person(printed(person), person_id=person.person_id)


def _plain(text: str) -> str:
    return squeeze(without_no_break(text)).casefold()


def _stands_alone(name: str, text: str) -> bool:
    """Whether the name stands in the text, and not within a longer word."""
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if not _is_letter(text[at - 1 : at]) and not _is_letter(text[end : end + 1]):
            return True
        at = text.find(name, at + 1)
    return False


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or sign == "_"
