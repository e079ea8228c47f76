"""The announcements that are no report of a meeting, in the second language."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from agm.facts import Language, MeetingKind, Outcome
from agm.facts.announcement import (
    CommitteeList,
    Correction,
    Declaration,
    FreeStatement,
    Inquorate,
    MeetingChange,
    Notice,
    OfficeChange,
    OfficeChanges,
    OfMeeting,
    RegionReport,
    RoundUp,
)
from agm.language import cy as welsh
from agm.wording.compose.grammar import closed, phrase, printed, squeeze, with_place
from agm.wording.compose.particulars import until_words
from agm.wording.compose.results import candidates_entry, office_entry
from agm.wording.document import BlockKey, ListEntry, Part, Typed, Video
from agm.wording.kinds.beside import first_published
from agm.wording.kinds.counts import ITS_OWN_MEETING
from agm.wording.kinds.frame import escaped
from agm.wording.kinds.meetings import settled
from agm.wording.kinds.notices import are_closed, are_open, is_online, unopposed, who_comes
from agm.wording.kinds.texts import signed
from agm.wording.second import cy
from agm.wording.second.frame import Second, Section
from agm.wording.second.reports import count, speakers

Told = tuple[str, list[Section]]
"""A title, and the parts below it."""


def notice(facts: Notice, second: Second) -> Told:
    is_met = facts.announcement == "notice" or bool(facts.held_on or facts.kind)
    opening: tuple[Part, ...] = (
        *second.told(
            second.met("ahead") if is_met else "",
            *speakers(second.head, second),
            _asking(facts, second),
            second.say("motions_close", moment=second.moment(facts.motions_close)),
        ),
        *second.told(_link(facts, second)),
        *second.in_english(who_comes(facts.who_may_come)),
    )
    what = second.meeting_in_short if is_met else second.body_short
    officer = second.say("returning_officer", name=second.typed(facts.returning_officer))
    return second.say(f"{facts.announcement}_title", meeting=what), [
        (BlockKey.OPENING, "", opening),
        (BlockKey.AGENDA, "agenda", _agenda(facts)),
        (BlockKey.NOMINATIONS, facts.announcement, _nominations(facts, second)),
        second.said(facts.said),
        (BlockKey.CLOSING, "", second.told(officer, second.contact(facts.contact))),
    ]


def _asking(facts: OfMeeting, second: Second) -> str:
    if not is_online(facts) or facts.online_link:
        return ""
    return second.say("join_whom", whom=second.typed(facts.contact)) or second.say("join_us")


def _link(facts: OfMeeting, second: Second) -> str:
    return second.say("join_link", link=facts.online_link) if is_online(facts) and facts.online_link else ""


def _agenda(facts: Notice) -> tuple[Part, ...]:
    """In Welsh where all of it is usual, otherwise as it was typed."""
    usual = [cy.AGENDA.get(squeeze(item).casefold(), "") for item in facts.agenda]
    items = usual if all(usual) else [squeeze(item) for item in facts.agenda]
    lines = "\n".join(f"{number}. {escaped(item)}" for number, item in enumerate(items, start=1))
    return (Typed(lines, language="" if all(usual) else "en"),) if lines else ()


def _nominations(facts: Notice, second: Second) -> tuple[Part, ...]:
    first: tuple[str, ...] = (
        second.say("nominations_open", moment=second.moment(facts.nominations_open)),
        second.say("nominations_close", moment=second.moment(facts.nominations_close)),
    )
    standing = any(office.entries for office in facts.results)
    if facts.announcement == "statement_of_nominations":
        is_open = are_open(facts, second.today)
        lead = second.say("candidates" if is_open else "nominated") if standing else ""
        every = second.listed([second.label(office) for office in facts.results])
        lead = lead or second.say("nobody_nominated_yet" if is_open else "nobody_nominated", offices=every)
        statements = any(entry.statement for office in facts.results for entry in office.entries)
        alone, is_all = unopposed(facts)
        labels = second.listed([second.label(office) for office in alone])
        no_vote = second.say("without_vote") if is_all else second.say("without_vote_for", offices=labels)
        return (
            *second.told(*first, lead, lead_in=standing),
            *second.listing(_standing(office, facts, second) for office in facts.results if standing),
            *second.told(no_vote if alone and not is_open else ""),
            *second.told(second.say("statements_above") if statements else ""),
        )
    first = (*first, *_needs(facts, second))
    if not facts.results:
        return second.told(*first)
    is_over = are_closed(facts, second.today)
    is_due = is_over or (facts.announcement == "notice" and not facts.nominations_close)
    lead = second.say(
        ("nominated" if is_over else "candidates") if standing else "to_be_elected" if is_due else "invited"
    )
    listed = (_standing(one, facts, second) if standing else _to_fill(one, second) for one in facts.results)
    return (*second.told(*first, lead, lead_in=True), *second.listing(listed, 0))


def _needs(facts: Notice, second: Second) -> Iterator[str]:
    if are_closed(facts, second.today):
        return
    if facts.self_allowed is not None:
        yield second.say("self_allowed" if facts.self_allowed else "self_not_allowed")
    needs = [cy.ROLES.get(squeeze(role).casefold()) or second.typed(role) for role in facts.needs_roles]
    if facts.needs_supporters:
        needs.append(second.style.terms.counted(facts.needs_supporters, "supporter"))
    yield second.say("needs", needs=second.listed(needs))


def _standing(office: Outcome, facts: Notice, second: Second) -> ListEntry:
    is_statement = facts.announcement == "statement_of_nominations"
    is_closed = not are_open(facts, second.today) if is_statement else are_closed(facts, second.today)
    return candidates_entry(office, second.style, is_closed=is_closed)


def _to_fill(office: Outcome, second: Second) -> ListEntry:
    """An office to be filled: how many places, for whom, for how long, and who holds it."""
    terms, now = second.style.terms, second.join([with_place(one) for one in office.incumbents])
    told = [terms.counted(office.places, "place"), terms.reserved(phrase(office.reserved or ""))]
    before = second.join([with_place(one) for one in office.predecessors])
    told += [terms.term(phrase(office.term)) if office.term else "", terms.at_present.format(now) if now else ""]
    told.append(second.style.fill("in_place_of", {"people": before}) if before else "")
    label, empty = second.label(office), "; ".join(filter(None, told))
    line = closed(second.style.fill("line", {"office": label, "holders": empty}))
    return ListEntry(label, (), line, empty, group=terms.typed(squeeze(office.body or "")))


def declaration(facts: Declaration, second: Second) -> Told:
    is_one = len(facts.results) == 1 and facts.results[0].places == 1
    what = f"{'by_' if facts.announcement == 'by_election' else ''}election{'' if is_one else 's'}"
    is_countback = facts.kind is MeetingKind.COUNTBACK
    if is_countback:
        what = "countback"
    at = bool(facts.kind or facts.held_on) and facts.kind not in ITS_OWN_MEETING
    when = second.on(facts.declared_on or (None if at else facts.held_on))
    meeting = second.say("at_meeting", meeting=second.meeting, day=second.day(facts.held_on)) if at else ""
    style = replace(second.style, show_votes=True)
    told = frozenset({"method"})
    anyone = any(office.filled for office in facts.results)
    opening = (
        second.say(f"declared_{what}", body=second.body, when=when),
        meeting,
        second.where if at or facts.kind is MeetingKind.BY_ELECTION else "",
        second.say("voting_closed", when=second.moment(facts.voting_closed, within=True)),
        second.say("rules", rules=second.typed(facts.rules)),
    )
    closing = (
        second.term(facts.term, facts.takes_office),
        *second.outgoing(facts.outgoing),
        second.say("returning_officer", name=second.typed(facts.returning_officer)),
        second.contact(facts.contact),
    )
    return second.say(f"{what}_title", body=second.body_short), [
        (BlockKey.OPENING, "", second.told(*opening)),
        (
            BlockKey.RESULTS,
            "results" if anyone else "offices",
            (
                *second.told(second.say("result" if is_one else "results"), lead_in=True),
                *second.listing(office_entry(office, style, told) for office in facts.results),
            ),
        ),
        (BlockKey.COUNT, "count", count(facts.results, facts.turnout, second, each_way=True)),
        second.said(facts.said),
        (BlockKey.CLOSING, "", second.told(*closing)),
    ]


def office_changes(facts: OfficeChanges, second: Second) -> Told:
    names = second.join([printed(change.person, whole=True) for change in facts.changes])
    told = [_change(change, facts, second) for change in facts.changes]
    return second.say(f"{facts.announcement}_title", body=second.body_short, names=names), [
        (BlockKey.OPENING, "", (*second.told(*told), *second.in_english(facts.what_follows))),
        offices(facts.results, second),
        second.said(facts.said),
        (BlockKey.CLOSING, "", second.told(second.contact(facts.contact))),
    ]


def _change(change: OfficeChange, facts: OfficeChanges, second: Second) -> str:
    until = until_words(change.until, second.style) if change.until else ""
    before = second.join([with_place(one) for one in change.in_place_of])
    office = squeeze(change.office_alt or "") or second.typed(change.office)
    told = [second.say(facts.announcement, name=with_place(change.person), when=second.on(change.on))]
    told.append(second.say("office_changed", office=office, until=until, before=before))
    if facts.by and facts.announcement != "resignation":
        told.append(second.say(f"{facts.announcement}_by", by=second.typed(facts.by)))
    return " ".join(told)


def changed_meeting(facts: MeetingChange, second: Second) -> Told:
    is_postponed = facts.announcement == "postponement"
    was = facts.was_on or (None if is_postponed else facts.held_on)
    time = welsh.clock_words(facts.starts_at) if facts.starts_at else ""
    told = [second.say("postponed", meeting=second.meeting, was=second.on(was))]
    if not is_postponed:
        time = time if was else ""
        told = [second.say("cancelled", meeting=second.meeting, was=second.on(was), time=time), second.where]
    if is_postponed:
        new = f" am {time}" if time else ""
        told.append(second.say("new_day", day=f"{day}{new}" if (day := second.day(facts.held_on)) else ""))
        told.append(second.where)
        told.append(_asking(facts, second) if facts.held_on else "")
    told.append(second.say("reason", reason=second.typed(facts.reason)))
    if facts.nominations_stand is not None:
        told.append(second.say("nominations_stand" if facts.nominations_stand else "nominations_again"))
    told.append(second.say("nominations_close", moment=second.moment(facts.nominations_close)))
    return second.say(f"{facts.announcement}_title", meeting=second.meeting_in_short), [
        (
            BlockKey.OPENING,
            "",
            (
                *second.told(*told),
                *second.in_english(facts.what_follows),
                *second.told(_link(facts, second) if is_postponed and facts.held_on else ""),
            ),
        ),
        offices(facts.results, second),
        second.said(facts.said),
        (BlockKey.CLOSING, "", second.told(second.contact(facts.contact))),
    ]


def inquorate(facts: Inquorate, second: Second) -> Told:
    came = second.say("attendance", people=second.people(facts.attendance))
    if facts.attendance and facts.attendance.number == 0:
        came = second.say("nobody_came")
    quorum = second.say("quorum", quorum=second.figure(facts.quorum))
    known = settled(facts.results)
    open_ = second.listed([_with_places(office, second) for office in facts.results if office not in known])
    told = (second.met("called"), came, quorum, second.say("no_quorum"), second.say("elections_missed", offices=open_))
    return second.say("inquorate_title", meeting=second.meeting_in_short), [
        (BlockKey.OPENING, "", (*second.told(*told), *second.in_english(facts.what_follows))),
        offices(known, second),
        second.said(facts.said),
        (BlockKey.CLOSING, "", second.told(second.next_meeting(facts.next_meeting), second.contact(facts.contact))),
    ]


def _with_places(office: Outcome, second: Second) -> str:
    label = second.label(office)
    return f"{label} ({second.style.terms.counted(office.places, 'place')})" if office.places > 1 else label


def correction(facts: Correction, second: Second) -> Told:
    of, when = second.typed(facts.of), second.on(facts.published_on)
    told = [second.say("publisher", body=second.body)]
    told.append(second.say("corrected", of=of, when=when) or second.say("corrected_day", when=when))
    for one in facts.corrections:
        told += [second.say("was", was=second.typed(one.was)), second.say("now", now=second.typed(one.now))]
    return second.say("correction_title", of=of or second.body_short), [
        (BlockKey.OPENING, "", second.told(*told)),
        offices(facts.results, second),
        second.said(facts.said),
        (BlockKey.CLOSING, "", second.told(second.contact(facts.contact))),
    ]


def committee_list(facts: CommitteeList, second: Second) -> Told:
    is_years = bool(facts.term and re.match(r"\d{4}", facts.term))
    term = squeeze(facts.term or "") if is_years else ""
    on = f"ar {second.day_or_words(str(facts.as_at))}" if facts.as_at and facts.as_at.full else second.on(facts.as_at)
    vacant = any(office.vacancies for office in facts.results) and bool(second.style.vacancy_appeal)
    closing = (
        second.say("term", term=second.typed(facts.term)),
        second.say("vacancy_appeal") if vacant else "",
        second.say("apply_by", moment=second.moment(facts.vacancies_until)),
        second.contact(facts.contact),
        second.next_meeting(facts.next_meeting),
    )
    listed = second.listing(office_entry(office, second.style) for office in facts.results)
    return second.say("committee_title", body=second.body_short, term=term), [
        (BlockKey.RESULTS, "committee", (*second.told(second.say("committee", when=on), lead_in=True), *listed)),
        second.said(facts.said),
        (BlockKey.CLOSING, "", second.told(*closing)),
    ]


def round_up(facts: RoundUp, second: Second) -> Told:
    period = second.typed(facts.period)
    listed = [region for region in facts.regions if region.results]
    others = [_with_day(region, second) for region in facts.regions if not region.results]
    entries = []
    for region in listed:
        day = second.day_or_words(str(region.held_on)) if region.held_on else ""
        heading = ", ".join(filter(None, (squeeze(region.name), day)))
        entries += [replace(office_entry(office, second.style), group=heading) for office in region.results]
    number = str(len(facts.regions)) if facts.regions else ""
    also = second.say("also_met" if listed else "met", names=second.listed(others))
    waiting = second.say("to_report", names=second.listed([squeeze(name) for name in facts.to_report]))
    short = squeeze(facts.organisation.short_name or facts.organisation.name)
    lead = second.told(second.say("results"), lead_in=True) if entries else ()
    of_period = f"{' ' if facts.period[:1].isdigit() else ', '}{period}" if facts.period else ""
    return second.say("round_up_title", body=short, period=of_period), [
        (BlockKey.OPENING, "", second.told(second.say("meetings_held", number=number, period=period))),
        (BlockKey.RESULTS, "results", (*lead, *second.listing(entries))),
        second.said(facts.said),
        (BlockKey.CLOSING, "", second.told(also, waiting, second.contact(facts.contact))),
    ]


def _with_day(region: RegionReport, second: Second) -> str:
    day = second.day_or_words(str(region.held_on)) if region.held_on else ""
    return f"{squeeze(region.name)} ({day})" if day else squeeze(region.name)


def statement(facts: FreeStatement, second: Second) -> Told:
    """The passages in this language, with whose they are, where they stood first and the video; nothing without others
    beside them: everything else of a statement is somebody's own words."""
    ours = [one for one in facts.said if one.language is Language.WELSH]
    if not ours or len(ours) == len(facts.said):  # of all nothing is to be said twice
        return "", []
    parts: list[Part] = [*second.said(ours)[2], *signed(facts)]
    if facts.first_published_in:
        parts.append(first_published(facts.first_published_in, facts.first_published_at, welsh.FIRST_PUBLISHED))
    if facts.video_url:
        parts.append(Video(facts.video_url, Language.WELSH.value, facts.video_language or ""))
    return second.typed(facts.title), [(BlockKey.SAID, "", parts)]


def offices(results: Sequence[Outcome], second: Second) -> Section:
    """The offices as they stand, where that is told besides."""
    listed = second.listing(office_entry(office, second.style) for office in results)
    lead = second.told(second.say("offices_stand"), lead_in=True) if listed else ()
    return BlockKey.RESULTS, "offices", (*lead, *listed)


COMPOSERS: dict[type, Callable[[Any, Second], Told]] = {
    Notice: notice,
    Declaration: declaration,
    OfficeChanges: office_changes,
    MeetingChange: changed_meeting,
    Inquorate: inquorate,
    Correction: correction,
    CommitteeList: committee_list,
    RoundUp: round_up,
    FreeStatement: statement,
}
