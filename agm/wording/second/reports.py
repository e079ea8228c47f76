"""The report of a meeting, and messages of support to one, in the second language."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from agm.facts import (
    AmendmentOutcome,
    Language,
    MeetingFacts,
    Motion,
    MotionOutcome,
    Outcome,
    Speaker,
    SpeakerKind,
    SupportMessage,
    Turnout,
)
from agm.language.en import capitalised
from agm.wording.compose import closing_items
from agm.wording.compose.count import are_papers_told, common_method, figure, stage_entries
from agm.wording.compose.grammar import known, phrase, said_once, senders_words, squeeze, with_place
from agm.wording.compose.motions import has_welsh_title, text_of
from agm.wording.compose.naming import named
from agm.wording.compose.results import candidates_entry, office_entry
from agm.wording.compose.situation import Situation, is_by_election, quorum_item, situation_of
from agm.wording.compose.values import OF_THE_MEETING, Values, are_few, names_elected, values_of
from agm.wording.document import BlockKey, ListEntry, Part
from agm.wording.second.frame import Second, Section
from agm.wording.style import HouseStyle

FIGURES = ("eligible", "issued", "returned", "percent", "rejected", "valid")
_AMENDED = (AmendmentOutcome.ACCEPTED, AmendmentOutcome.CARRIED)


def report(facts: MeetingFacts, second: Second, house: HouseStyle, today: date | None) -> tuple[str, list[Section]]:
    """The title, and the parts in the house's order."""
    situation = situation_of(facts, house, today)
    values = values_of(facts, house, situation)
    is_held = not situation.inquorate and (values["held"] or not is_by_election(facts) or facts.guests)
    verb = "ahead" if situation.ahead else "held" if is_held else "called"
    messages = _messages(facts, second) if house.messages_in_report else ()
    elected = "results" if situation.elected else "offices"
    opening = second.told(second.met(verb), *_circumstances(facts, second, situation))
    sections: dict[BlockKey, Section] = {
        BlockKey.OPENING: (BlockKey.OPENING, "", opening),
        BlockKey.SAID: second.said(facts.said, "said"),
        BlockKey.MESSAGES: (BlockKey.MESSAGES, "messages", messages),
        BlockKey.RESULTS: (BlockKey.RESULTS, elected, _results(facts, second, situation)),
        BlockKey.COUNT: (BlockKey.COUNT, "count", count(situation.offices, facts.turnout, second)),
        BlockKey.MOTIONS: (BlockKey.MOTIONS, "motions", _motions(facts, second)),
        BlockKey.CLOSING: (BlockKey.CLOSING, "", second.told(*_closing(facts, second, values, situation))),
    }
    at = house.block_order.index(BlockKey.RESULTS) + 1
    order = (*house.block_order[:at], BlockKey.COUNT, *house.block_order[at:])
    year = str(facts.held_on.year) if facts.held_on else ""
    return second.say("report_title", meeting=second.meeting_in_short, year=year), [sections[key] for key in order]


def messages_of_support(facts: MeetingFacts, second: Second, today: date | None) -> tuple[str, list[Section]]:
    situation = situation_of(facts, second.style, today)
    met = second.met("ahead" if situation.ahead else "held") if facts.held_on else ""
    title = "message_title" if len(facts.messages) == 1 else "messages_title"
    return second.say(title, meeting=second.meeting_in_short), [
        (BlockKey.OPENING, "", second.told(met)),
        (BlockKey.MESSAGES, "messages", _messages(facts, second)),
        (BlockKey.CLOSING, "", second.told(second.say("messages_thanks"))),
    ]


def _circumstances(facts: MeetingFacts, second: Second, situation: Situation) -> Iterator[str]:
    yield from speakers(facts, second)
    yield second.say("attendance", people=second.people(facts.attendance))
    if item := quorum_item(facts, situation):
        key = item if item in ("quorum_reached", "quorum_not_reached") else "quorum"
        yield second.say(key, quorum=second.figure(facts.quorum))


def speakers(facts: MeetingFacts, second: Second) -> Iterator[str]:
    """Who spoke and who chaired, each with the role."""
    guests, others = (
        [_with_role(one, second) for one in facts.speakers_of(kind)] for kind in (SpeakerKind.GUEST, SpeakerKind.OTHER)
    )
    chairs = [
        replace(one, role=None) if OF_THE_MEETING.match(one.role or "") else one
        for one in facts.speakers_of(SpeakerKind.CHAIR)
    ]
    other = "other_" if guests else ""
    yield second.names("guest", "guests", guests)
    yield second.names(f"{other}speaker", f"{other}speakers", others)
    yield second.names("chair", "chairs", [_with_role(one, second) for one in chairs])


def _with_role(speaker: Speaker, second: Second) -> str:
    person, role = said_once(speaker.person, known(speaker.role or ""))
    return f"{with_place(person)} ({second.typed(role)})" if role else with_place(person)


def _messages(facts: MeetingFacts, second: Second) -> tuple[Part, ...]:
    if not facts.messages:
        return ()
    what = "message" if len(facts.messages) == 1 else "messages"
    is_told = len(facts.messages) == 1 and facts.messages[0].role  # the one sender's role says from whom it came
    senders = "" if is_told else second.typed(senders_words(facts.messages_from or ""))
    above = second.say(f"{what}_above") if any(one.text for one in facts.messages) else ""
    return (
        *second.told(second.say(f"{what}_came", senders=senders), lead_in=True),
        *second.listing(_sender(message, second) for message in facts.messages),
        *second.told(above),
    )


def _sender(message: SupportMessage, second: Second) -> ListEntry:
    person, role = said_once(message.person, known(message.role or ""))
    role, sender = second.typed(capitalised(role)), replace(named(person), remark=squeeze(person.place or ""))
    line = squeeze(second.style.fill("message_line", {"name": with_place(person), "role": role}))
    return ListEntry(role, (sender,), line)


def _results(facts: MeetingFacts, second: Second, situation: Situation) -> tuple[Part, ...]:
    if situation.ahead and not situation.none_held:
        return _to_come(facts, second, situation)
    missed = situation.inquorate and second.say("quorum_missed", quorum=second.figure(facts.quorum))
    first = missed or (second.say("none_held") if situation.none_held else "")
    one = len(situation.offices) == 1 and situation.offices[0].places == 1
    held = situation.elected and not situation.none_held and not situation.all_co_opted
    lead = ("result" if one else "results") if held else "offices_stand"
    told = frozenset({"method"} if common_method(situation.offices) else ())
    return (
        *second.told(first, second.say(lead) if situation.offices else "", lead_in=bool(situation.offices)),
        *second.listing(office_entry(office, second.style, told) for office in situation.offices),
    )


def _to_come(facts: MeetingFacts, second: Second, situation: Situation) -> tuple[Part, ...]:
    offices = [office for office in facts.results if office not in situation.offices]
    standing = [office for office in offices if any(entry.is_person for entry in office.entries)]
    labels = second.listed([second.label(office) for office in offices])
    elections = second.say("election_ahead" if len(offices) == 1 else "elections_ahead", offices=labels)
    held = [office_entry(office, second.style) for office in situation.offices]
    return (
        *second.told(elections, second.say("candidates") if standing else "", lead_in=bool(standing)),
        *second.listing(candidates_entry(office, second.style) for office in standing),
        *(second.told(second.say("offices_stand"), lead_in=True) if held else ()),
        *second.listing(held),
    )


def count(
    offices: Sequence[Outcome], turnout: Turnout | None, second: Second, *, each_way: bool = False
) -> tuple[Part, ...]:
    """As `count_parts`, in the second language."""
    common, terms = bool(common_method(offices)), second.style.terms
    ways = offices[:1] if common else offices if each_way else ()
    told = [
        second.say(
            "method",
            method=terms.method(phrase(office.method or "")),
            office="" if common or len(offices) == 1 else second.label(office),
        )
        for office in ways
    ]
    told.append(_turnout(turnout, "", second))
    for office in offices:
        label = second.label(office)
        told.append(_turnout(office.turnout, label, second))
        if office.quota is not None:
            told.append(second.say("quota", office=label, number=figure(office.quota)))
        if office.rejected_papers is not None and not are_papers_told(office, turnout if len(offices) == 1 else None):
            told.append(second.say("set_aside", office=label, number=f"{office.rejected_papers:,}"))
    stages = [entry for office in offices for entry in stage_entries(office, second.style)]
    lead = second.told(second.say("stages"), lead_in=True) if stages else ()
    return (*second.told(*told), *lead, *second.listing(stages, 0))


def _turnout(turnout: Turnout | None, label: str, second: Second) -> str:
    found: list[tuple[str, float | None]] = [(name, getattr(turnout, name, None)) for name in FIGURES]
    text = "; ".join(second.say(name, number=figure(number)) for name, number in found if number is not None)
    return second.say("turnout", office=label, figures=text if label else text[:1].upper() + text[1:])


def _motions(facts: MeetingFacts, second: Second) -> tuple[Part, ...]:
    told: list[Part] = []
    for motion in facts.motions:
        if motion.outcome:
            told += second.told(_motion(motion, second))
            if second.style.show_motion_texts:  # that in English stands in the first text
                told += (replace(one, language="") for one in text_of(motion) if one.language == Language.WELSH)
    return tuple(told)


def _motion(motion: Motion, second: Second) -> str:
    vote, outcome = motion.vote, str(motion.outcome)
    is_decided = motion.outcome in (MotionOutcome.CARRIED, MotionOutcome.LOST)
    if is_decided and any(one.outcome in _AMENDED for one in motion.amendments):
        outcome += "_amended"
    votes, needed = "", ""
    if vote.votes_for is not None and vote.votes_against is not None:
        abstained = f"{vote.abstentions:,}" if vote.abstentions else ""
        figures = {"votes_for": f"{vote.votes_for:,}", "votes_against": f"{vote.votes_against:,}"}
        votes = second.say("votes", **figures, abstentions=abstained)
        if motion.outcome is MotionOutcome.LOST and vote.votes_for > vote.votes_against and not vote.words:
            needed = second.say(f"of_{motion.share_of}", share=second.say(str(motion.threshold)))
    title = phrase(motion.title)
    title = capitalised(title) if motion.title[:1].isupper() else title
    title = title if title[:1] in '“"‘' else f"“{title}”"
    told = second.say(
        "motion_told",
        kind=second.say(motion.kind.value),
        title=title if has_welsh_title(motion) else second.typed(title),
        outcome=second.say(outcome),
        votes=votes,
        words=second.typed(vote.words),
        needed=needed,
    )
    is_moved = second.style.motion_moved and motion.outcome is not MotionOutcome.WITHDRAWN
    movers = {"mover": motion.mover, "seconder": motion.seconder} if is_moved else {}
    named = [second.say(who, name=with_place(one)) for who, one in movers.items() if one]
    return " ".join((told, *named))


def _closing(facts: MeetingFacts, second: Second, values: Values, situation: Situation) -> Iterator[str]:
    house, items, stood = second.style, closing_items(situation), bool(values["those_who_stood"])
    yield second.term(facts.term, facts.takes_office)
    if "closing" in items and house.closing:
        yield second.say("thanks_and_luck" if stood else "luck", names=_who_was_elected(second, situation))
    elif "closing_nobody_elected" in items and stood and house.closing_nobody_elected:
        yield second.say("thanks")
    yield from second.outgoing(facts.outgoing)
    appeals = "vacancy_appeal" in items and bool(house.vacancy_appeal)
    if appeals:
        yield second.say("vacancy_appeal")
    yield second.say("apply_by", moment=second.moment(facts.vacancies_until))
    yield second.contact(facts.contact)
    yield second.next_meeting(facts.next_meeting)


def _who_was_elected(second: Second, situation: Situation) -> str:
    if are_few(situation):
        return second.join(names_elected(situation))
    co_opted = any(entry.co_opted for entry in situation.elected)
    return second.say("co_opted_all" if situation.all_co_opted else "chosen_all" if co_opted else "elected_all")
