"""What a careful editor looks at before a report is public: each with where it is put right. Most of it hinders nobody.

Without a database: `Beside` holds what the record knows besides the facts of the meeting itself.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from agm.facts import MeetingFacts, MeetingKind, Outcome, PersonName
from agm.facts.contradictions import contradictions
from agm.language.en import counted, join, number_word
from agm.language.names import is_similar, name_key
from agm.results.pasted import read_results
from agm.rules.missing_results import is_to_come
from agm.wording.document import BlockKey

MOST_NAMES = 300
"""Of more names none is compared with the others."""
YEARLY = (MeetingKind.AGM, MeetingKind.INAUGURAL)


class Mend(StrEnum):
    """Where something is put right."""

    DETAILS = "details"
    GUESTS = "guests"
    RESULTS = "results"
    OFFICES = "offices"
    MESSAGES = "messages"
    WORDS = "words"
    CONSENT = "consent"
    PEOPLE = "people"
    IMPRINT = "imprint"
    TELL = "tell"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at. What `hinders` has to be put right before anything is public."""

    code: str
    words: str
    mend: Mend
    hinders: bool = False
    block: BlockKey | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known besides the facts: today, the report before this one, and what was said of consent and telling."""

    today: dt.date
    last: MeetingFacts | None = None
    names_to_ask: tuple[str, ...] = ()
    withdrawn: tuple[PersonName, ...] = ()
    not_told: tuple[str, ...] = ()
    imprint_missing: bool = False
    own_words: tuple[tuple[BlockKey, str], ...] = ()
    changed_under: tuple[BlockKey, ...] = ()


def checks(facts: MeetingFacts, beside: Beside) -> tuple[Check, ...]:
    """Everything to look at, what hinders first."""
    found = [
        *of_record(facts, beside),
        *of_names(facts, beside.last),
        *(of_offices(facts, beside.last) if beside.last else ()),
        *of_seats(facts),
        *of_older_words(beside.changed_under),
        *of_own_words(facts, beside),
        *of_people(beside),
    ]
    return tuple(sorted(found, key=lambda one: not one.hinders))


def of_record(facts: MeetingFacts, beside: Beside) -> Iterator[Check]:
    if is_to_come(facts.held_on, beside.today):
        words = "The day of the meeting is still to come, and a report says that it was held."
        yield Check("still_to_come", words, Mend.DETAILS, hinders=True)
    if beside.imprint_missing:
        words = "The imprint is empty. A political organisation must say who publishes."
        yield Check("imprint_missing", words, Mend.IMPRINT, hinders=True)


def of_people(beside: Beside) -> Iterator[Check]:
    for person in beside.withdrawn:
        words = f"{person.displayed} no longer agreed to be named in public."
        yield Check("consent_withdrawn", words, Mend.PEOPLE, hinders=True, person_id=person.person_id)
    if beside.names_to_ask:
        who = join(beside.names_to_ask) if len(beside.names_to_ask) <= 6 else f"{len(beside.names_to_ask)} people"
        have = "has" if len(beside.names_to_ask) == 1 else "have"
        yield Check("consent_missing", f"Nobody has said yet that {who} {have} agreed to be named.", Mend.CONSENT)
    if beside.not_told:
        who = join(beside.not_told)
        words = f"{who} stood and may not have heard the result yet."
        yield Check("not_told", words, Mend.TELL)


def everybody(facts: MeetingFacts) -> Iterator[tuple[PersonName, Mend]]:
    """Everyone whom the record names, and where that is written."""
    for speaker in facts.speakers:
        yield speaker.person, Mend.GUESTS
    for message in facts.messages:
        yield message.person, Mend.MESSAGES
    for outcome in facts.results:
        for entry in outcome.entries or ():
            if entry.is_person:
                yield from ((person, Mend.RESULTS) for person in entry.people)


def of_names(facts: MeetingFacts, last: MeetingFacts | None) -> Iterator[Check]:
    """Names that are nearly one name, here or in the report before; and people who had another form of address."""
    named = {person.name: (person, mend) for person, mend in everybody(facts)}
    if len(named) > MOST_NAMES:
        return
    for one, other in combinations(named, 2):
        first, second = named[one], named[other]
        if is_near(first[0], second[0]):
            yield Check("near_names", f"{one} and {other} are nearly one name. Are they two people?", second[1])
    before = {person.name: person for person, _ in everybody(last)} if last else {}
    for name, (person, mend) in named.items():
        if name in before:
            then, now = before[name].prefix, person.prefix
            if then != now:
                words = f"{name} was {before[name].displayed} in the report before, and is {person.displayed} now."
                yield Check("prefix_changed", words, mend)
            continue
        same = next((other for key, other in before.items() if key not in named and is_near(person, other)), None)
        if same is not None:
            words = f"{name} is nearly {same.name}, whom the report before named. Is one of them misspelt?"
            yield Check("near_names", words, mend)


def is_near(one: PersonName, other: PersonName) -> bool:
    return one.name != other.name and is_similar(name_key(one.name), name_key(other.name))


def of_offices(facts: MeetingFacts, last: MeetingFacts) -> Iterator[Check]:
    """Offices that the report before told of, and this one does not."""
    if facts.kind not in YEARLY or last.kind not in YEARLY or facts.elections is False or not facts.results:
        return
    here = {name_key(one.label) for one in facts.results}
    ids = {one.office_id for one in facts.results if one.office_id is not None}
    for outcome in last.results:
        if name_key(outcome.label) not in here and outcome.office_id not in ids:
            words = f"{outcome.printed_label} was in the report before, and is not in this one."
            yield Check("office_missing", words, Mend.OFFICES)


def of_seats(facts: MeetingFacts) -> Iterator[Check]:
    """Offices of which some places have a name and nothing is said of the others; and what contradicts itself."""
    for outcome in facts.results:
        won = len(outcome.elected)
        if won and outcome.open_seats and outcome.open_state == "undecided":
            places = counted(outcome.seats, "place", "places", in_words=True)
            left = "the other" if outcome.open_seats == 1 else f"the other {number_word(outcome.open_seats)}"
            named = f"{number_word(won)} {'is' if won == 1 else 'are'} named"
            words = f"{outcome.label} has {places}, and {named}. Say what became of {left}."
            yield Check("seats_differ", words, Mend.RESULTS)
        for found in contradictions(outcome):
            yield Check("seats_differ", found.words, Mend.RESULTS)


def of_older_words(changed_under: Iterable[BlockKey]) -> Iterator[Check]:
    """Own words that are older than the record."""
    for block in changed_under:
        words = f"The record has changed under your own words for “{block.value}”."
        yield Check("draft_older", words, Mend.WORDS, block=block)


def of_own_words(facts: MeetingFacts, beside: Beside) -> Iterator[Check]:
    """Own words that say something else than the record."""
    for block, text in beside.own_words:
        for said in {*other_holders(facts, text), *other_figures(facts, text), *other_spellings(facts, text)}:
            yield Check("words_contradict", said, Mend.WORDS, block=block)


def other_holders(facts: MeetingFacts, text: str) -> Iterator[str]:
    """What own words say of an office, where the record has somebody else in it."""
    if not facts.results:
        return
    read = read_results(plain_lines(text), facts.results)
    for told in read.outcomes:
        recorded = next((one for one in facts.results if one.label == told.label), None)
        names = names_in(told)
        if recorded is None or not names or names <= names_in(recorded):
            continue
        ours = join(sorted(names_in(recorded, elected=True))) or "nobody"
        yield f"Your own words have {join(sorted(names))} as {told.label}; the record has {ours}."


def names_in(outcome: Outcome, *, elected: bool = False) -> set[str]:
    entries = outcome.elected if elected else outcome.entries
    return {person.name for entry in entries for person in entry.people}


def plain_lines(text: str) -> str:
    """Markdown as lines of plain text, with their signs of lists and emphasis taken away."""
    lines = (SIGN_OF_LIST.sub("", line) for line in text.split("\n"))
    return "\n".join(lines).replace("*", "")


SIGN_OF_LIST = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+")
FIGURE = re.compile(r"\b(\d{1,6})\s+(?:people|members|of us)\b", re.IGNORECASE)


def other_figures(facts: MeetingFacts, text: str) -> Iterator[str]:
    """A number of people that is not the recorded one."""
    known = facts.attendance.number if facts.attendance else None
    for found in FIGURE.finditer(text):
        if known is not None and int(found[1]) != known:
            yield f"Your own words have {found[0]}; the record has {known}."


def other_spellings(facts: MeetingFacts, text: str) -> Iterator[str]:
    """A name that is nearly one of the record's."""
    named = {person.name for person, _ in everybody(facts)}
    if len(named) > MOST_NAMES:
        return
    for name in named:
        length = len(name.split())
        words = text.split()
        for start in range(len(words) - length + 1):
            typed = " ".join(words[start : start + length]).strip(".,;:()“”\"'*_")
            typed = re.sub(r"[’']s$", "", typed)
            is_written = typed[:1].isupper() and typed not in named and name_key(typed) != name_key(name)
            if length > 1 and is_written and is_similar(name_key(typed), name_key(name)):
                yield f"Your own words have {typed}; the record has {name}."
