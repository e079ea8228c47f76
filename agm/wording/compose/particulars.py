"""What an announcement tells besides what happened at the elections: terms, who left, when people meet next."""

import re
from collections.abc import Sequence
from dataclasses import replace

from agm.facts import Language, Moment, NextMeeting, Outcome, Outgoing, Paragraph, PersonName
from agm.language.en import clock_words
from agm.language.partial_date import PartialDate
from agm.wording.compose.grammar import (
    closed,
    date_text,
    how_online,
    is_online_alone,
    join,
    phrase,
    placed,
    printed,
    said_once,
    squeeze,
    with_place,
)
from agm.wording.compose.naming import named
from agm.wording.document import Typed
from agm.wording.style import HouseStyle
from agm.wording.terms import ENGLISH, GLUE

_PREPOSITION = re.compile(
    r"(?i)(?:on|at|in|from|after|before|until|till|by|with|during|immediately|straight|directly|today|tomorrow|now)(?!\S)"
)

_HOLDING = re.compile(r"(?i)(?:the |our |an? )?((?:interim|acting|temporary|caretaker) \S.*)")
"""What stands before the name of somebody who holds an office for the time being."""


def day_of(text: str) -> PartialDate | None:
    """The date that a text is, if it is one of ours."""
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None


def day_or_words(text: str, style: HouseStyle) -> str:
    """A day in full where the text is a date of ours, otherwise the words: "1 May 2027", "the next conference"."""
    day = day_of(text)
    return date_text(day, style.date_style, weekday=False) if day else phrase(text)


def until_words(text: str, style: HouseStyle) -> str:
    return style.terms.until(day_or_words(text, style), day_of(text))


def moment_words(when: Moment, style: HouseStyle, *, weekday: bool = True) -> str:
    """ "Sunday 28 March 2027 at noon"."""
    day = date_text(when.day, style.date_style, weekday=weekday)
    return f"{day} at{GLUE}{clock_words(when.time)}" if when.time else day


def on_moment(when: Moment, style: HouseStyle) -> str:
    """ "on Sunday 28 March 2027 at noon", "in March 2027"."""
    return f"{'on' if when.day.full else 'in'} {moment_words(when, style)}"


def for_term(term: str) -> str:
    """ "for two years", "for 2023–24"."""
    return ENGLISH.term(phrase(term))


def people_of(offices: Sequence[Outcome]) -> tuple[PersonName, ...]:
    """Everyone who holds one of the offices, each once."""
    people = (person for office in offices for entry in office.filled for person in entry.people)
    return tuple({person.name: person for person in people}.values())


def term_sentence(term: str | None, takes_office: str | None, style: HouseStyle, offices: Sequence[Outcome]) -> str:
    """For how long those chosen hold office, and from when: who lost, or spoke, is named beside them."""
    people = people_of(offices)
    start = ""
    if takes_office:
        words = day_or_words(takes_office, style)
        if words != phrase(takes_office):
            start = f"on {words}" if len(takes_office) > len("2027-05") else f"in {words}"
        else:
            start = words[:1].lower() + words[1:] if _PREPOSITION.match(words) else f"at {words}"
    who = _chosen(offices) if people else "Whoever is elected"
    who = printed(people[0]) if len(people) == 1 else who
    verb = ("hold", "take") if len(people) > 1 else ("holds", "takes")
    who = f"{who}," if "," in who else who
    if term and start:
        return f"{who} {verb[1]} office {start}, {for_term(term)}."
    if term:
        return f"{who} {verb[0]} office {for_term(term)}."
    return f"{who} {verb[1]} office {start}." if start else ""


def _chosen(offices: Sequence[Outcome]) -> str:
    ways = {"co-opted" if entry.co_opted else "elected" for office in offices for entry in office.elected}
    return f"Those {' or '.join(sorted(ways, reverse=True)) or 'named here'}"


def outgoing_sentence(outgoing: Sequence[Outgoing], style: HouseStyle, *, besides: bool = False) -> str:
    """Thanks to those who left office, each once, with what they held and whom they handed over to. `besides`: others
    were thanked in the sentence before."""
    everyone: dict[PersonName, list[Outgoing]] = {}
    for one in outgoing:
        everyone.setdefault(one.person, []).append(one)
    names: list[str] = []
    told: list[str] = []
    for person, offices in everyone.items():
        if any(one.service or one.handed_to for one in offices):
            told.append(f"{with_place(person)}, who {join([_served(one) for one in offices], style)}")
        else:
            held = join([squeeze(one.office) for one in offices if one.office], style)
            names.append(f"{with_place(person)}, the outgoing {held}" if held else with_place(person))
    if not names and not told:
        return ""
    to = "" if besides else "to "
    groups = [f"{to}{one}" for one in (*([_pairs(names, style)] if names else []), *told)]
    sign = ";" if len(groups) > 2 or len(names) > 1 else ","
    first, last = f"{sign} ".join(groups[:-1]), groups[-1]
    whom = f"{first}{sign} {style.joiner} {last}" if first else last
    return f"We also thank {whom}." if besides else f"Our thanks go {whom}."


def _served(one: Outgoing) -> str:
    """ "served as Chair for two years and handed over to Bo Marsh"."""
    office = f" as {squeeze(one.office)}" if one.office else ""
    service = f" {for_term(one.service)}" if one.service else ""
    served = f"served{office}{service}" if one.service or one.office else ""
    successor, role = holding(one.handed_to) if one.handed_to else (None, "")
    handed = f"handed over to {', '.join(filter(None, (with_place(successor), role)))}" if successor else ""
    return " and ".join(filter(None, (served, handed)))


def holding(person: PersonName) -> tuple[PersonName, str]:
    """Somebody, and what they are for the time being, where that stands before the name: "interim Chief Executive"."""
    found = _HOLDING.match(squeeze(person.prefix or ""))
    return (replace(person, prefix=None), found[1]) if found else (person, "")


def _pairs(names: list[str], style: HouseStyle) -> str:
    """ "A, the outgoing Chair, and B, the outgoing Secretary"; from three on with semicolons."""
    if len(names) == 2 and any("," in name for name in names):
        return f"{names[0]}{',' if ',' in names[0] else ''} {style.joiner} {names[1]}"
    return join(names, style)


def next_meeting_sentence(meeting: NextMeeting | None, style: HouseStyle) -> str:
    if meeting is None or not (meeting.at or meeting.venue):
        return ""
    what = re.sub(r"(?i)^an? (?=\S)", "", phrase(meeting.what or "meeting"))
    what = what if re.match(r"(?i)(?:the|our|its|their|next) ", what) else f"next {what}"
    what = what if re.match(r"(?i)(?:the|our|its|their) ", what) else f"the {what}"
    when = f" {on_moment(meeting.at, style)}" if meeting.at else ""
    venue = meeting.venue or ""
    if is_online_alone(venue):
        return f"{what[:1].upper()}{what[1:]} is {how_online(venue)}{when}."
    where = f" {placed(venue)}" if venue else ""
    return f"{what[:1].upper()}{what[1:]} is{when}{where}."


def contact_sentence(contact: str | None, *, is_told: bool) -> str:
    """Whom to ask, where the appeal for vacant offices has not told."""
    return f"Questions go to {phrase(contact)}." if contact and not is_told else ""


def last_day_sentence(until: Moment | None, style: HouseStyle) -> str:
    """Until when somebody can come forward, where no appeal for vacant offices says so."""
    return f"The last day to come forward is {moment_words(until, style)}." if until else ""


def quotation(paragraph: Paragraph) -> Typed:
    """Words of somebody, set apart, with whose they are."""
    lines = [f"> {line}".rstrip() for line in paragraph.text.strip().splitlines()]
    who = paragraph.quoted
    if who is None:
        raise ValueError("nobody is quoted")
    person, role = said_once(who, phrase(paragraph.quoted_role or ""))
    by = _escaped(", ".join(filter(None, (f"— {with_place(person)}", role))))
    return Typed("\n".join([*lines, ">", f"> {by}"]), (named(who),), language_of(paragraph.language))


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>])", r"\\\1", text)


def language_of(language: Language | None) -> str:
    return language.value if language else ""


def one_line(sentences: Sequence[str]) -> str:
    return closed(" ".join(filter(None, sentences)))
