"""Co-options, resignations and appointments, and the list of the committee."""

import re

from agm.facts import PersonName
from agm.facts.announcement import CommitteeList, OfficeChange, OfficeChanges
from agm.language.en import capitalised
from agm.wording.compose.grammar import (
    aside,
    closed,
    date_text,
    is_body,
    phrase,
    printed,
    squeeze,
    to_office,
    with_place,
    with_the,
)
from agm.wording.compose.particulars import (
    for_term,
    last_day_sentence,
    next_meeting_sentence,
    term_sentence,
    until_words,
)
from agm.wording.compose.results import office_entry, results_listing
from agm.wording.document import BlockKey, Document
from agm.wording.kinds.frame import Frame, as_sentence, is_ahead, sentences

WAYS = {"co_option": "co-opted", "appointment": "appointed", "resignation": "resigned"}
NOUNS = {"co_option": "co-options", "appointment": "appointments", "resignation": "resignations"}
MOST_IN_TITLE = 2
Group = tuple[OfficeChange, list[PersonName]]
"""What is told of somebody, or of several who are told of alike."""


def office_changes(facts: OfficeChanges, frame: Frame) -> Document:
    return frame.document(
        _title(facts, frame),
        [
            (BlockKey.OPENING, "", sentences(
                *_changed(facts, frame),
                as_sentence(facts.what_follows),
            )),
            frame.offices,
            frame.said(),
            (BlockKey.CLOSING, "", sentences(frame.questions)),
        ],
        next((change.on for change in facts.changes if change.on), None),
    )  # fmt: skip


def _title(facts: OfficeChanges, frame: Frame) -> str:
    way = facts.announcement
    if len(facts.changes) > MOST_IN_TITLE:
        return f"{frame.body_short}: {NOUNS[way]}"
    said: list[str] = []
    for change, people in _together(facts):
        name, office = frame.join([printed(one, whole=True) for one in people]), _as(change.office)
        if way == "resignation":
            office = office if office.startswith("as ") else f"from {_left(change.office)}"
        resigned = "resign " if len(people) > 1 else "resigns "
        verb = "" if said else resigned if way == "resignation" else f"{WAYS[way]} "
        said.append(f"{name} {verb}{office}")
    return f"{frame.body_short}: {frame.join(said)}"


def _changed(facts: OfficeChanges, frame: Frame) -> list[str]:
    """A sentence for each; one for all who came or left in the same way on the same day."""
    if not facts.changes:
        return []
    groups = _together(facts)
    (first, people), *others = groups
    alike = all(
        _as(one.office).startswith("as ") and one.on == first.on and not one.until and not one.in_place_of
        for one in facts.changes
    )
    if not others or not alike:
        return [_sentence(group, facts, frame, is_first=group is groups[0]) for group in groups]
    told = [f"{frame.join([with_place(who) for who in they])} {_as(one.office)}" for one, they in others]
    said = _sentence((first, people), facts, frame, is_first=True).removesuffix(".")
    return [f"{', '.join([said, *told[:-1]])}, and {told[-1]}."]


def _together(facts: OfficeChanges) -> list[Group]:
    """The changes, those who came to or left one office in one way on one day together, in the order of the first."""
    found: dict[OfficeChange | tuple[str, str, str], Group] = {}
    for one in facts.changes:
        alike = (squeeze(one.office), str(one.on), one.until or "")
        found.setdefault(one if one.in_place_of else alike, (one, []))[1].append(one.person)
    return list(found.values())


def _as(office: str) -> str:
    """ "as Chair", "to the Northern seat", "for Membership"."""
    return to_office(squeeze(office)) or f"for {squeeze(office)}"


def _left(office: str) -> str:
    """What somebody resigned from: "the Northern seat", "the office of Membership" (and not from membership)."""
    label = with_the(squeeze(office))
    return label if label.casefold().startswith("the ") else f"the office of {label}"


def _sentence(group: Group, facts: OfficeChanges, frame: Frame, *, is_first: bool) -> str:
    change, people = group
    name, office = frame.join([with_place(one) for one in people]), _as(change.office)
    if facts.announcement == "resignation" and not office.startswith("as "):
        office = f"from {_left(change.office)}"
    of = f" of {frame.body_long}" if is_first and office.startswith("as ") else ""
    if facts.announcement == "resignation" and is_first and not of:
        of = f" {'of' if is_body(squeeze(change.office)) else 'in'} {frame.body_long}"
    is_to_come = is_ahead(change.on, frame.today)
    on = f" with effect from {date_text(change.on, frame.style.date_style)}" if is_to_come else frame.on(change.on)
    place = (
        f", in place of {frame.join([with_place(one) for one in change.in_place_of])}," if change.in_place_of else ""
    )
    until = f" {until_words(change.until, frame.style)}" if change.until else ""
    if facts.announcement == "resignation":
        return f"{name} resigned {office}{of}{on}{f', staying in office{until}' if until else ''}."
    by = f" by {phrase(facts.by)}" if facts.by else ""
    was = ("have been" if len(people) > 1 else "has been") if is_to_come else "were" if len(people) > 1 else "was"
    comma = place.removesuffix(",") if not until else place
    return f"{name} {was} {WAYS[facts.announcement]} {office}{of}{by}{on}{comma}{until}."


def committee_list(facts: CommitteeList, frame: Frame) -> Document:
    style, committee = frame.style, squeeze(frame.style.committee).removeprefix("the ")
    is_years = bool(facts.term and re.match(r"\d{4}", facts.term))
    term = f" {squeeze(facts.term)}" if facts.term and is_years else ""
    on = date_text(facts.as_at, style.date_style, weekday=False)
    day = f" on {on}" if facts.as_at and facts.as_at.full else f" in {on}" if on else ""
    of = f"{frame.body_long} {for_term(facts.term)}" if facts.term and is_years else frame.body_long
    later = "" if is_years else term_sentence(facts.term, None, style, facts.results)
    verb = "will be" if is_ahead(facts.as_at, frame.today) else "was" if day else "is"
    when = f"{capitalised(day.strip())} the {committee} of {of}" if day else f"The {committee} of {of}"
    listed = results_listing(tuple(office_entry(office, style) for office in facts.results), style)
    vacant = sum(office.vacancies for office in facts.results)
    what = "place" if any(office.vacancies and office.places > 1 for office in facts.results) else "office"
    contact = phrase(facts.contact or "")
    values = frame.values | {
        "a_vacant_office": f"the vacant {what}" if vacant == 1 else f"one of the vacant {what}s",
        "contact": aside(contact) if facts.vacancies_until else contact,
        "apply_by": frame.by(facts.vacancies_until).removeprefix(" by "),
    }
    appeal = style.fill("vacancy_appeal", values) if vacant else ""
    again = next_meeting_sentence(facts.next_meeting, style)
    last = "" if vacant and "{apply_by}" in style.vacancy_appeal else last_day_sentence(facts.vacancies_until, style)
    asked = frame.questions if contact not in appeal else ""
    return frame.document(
        f"{frame.body_short} {committee}{term}",
        [
            (BlockKey.RESULTS, capitalised(committee),
             (*sentences(closed(f"{when} {verb} as follows:"), lead_in=True), listed)),
            frame.said(),
            (BlockKey.CLOSING, "", sentences(later, appeal, last, asked, again)),
        ],
        facts.as_at,
    )  # fmt: skip
