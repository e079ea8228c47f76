"""What the record gives for announcements of other kinds: offices, changes in them, results, regions."""

import datetime as dt
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.models import Announcement, Revision, RevisionAct
from agm.facts import (
    FORMAT_VERSION,
    Entry,
    Holding,
    MeetingFacts,
    MeetingKind,
    OfficeState,
    OrganisationFacts,
    Outcome,
    PersonName,
    RegionFacts,
)
from agm.facts.announcement import OfficeChange, RegionReport
from agm.facts.kinds import AnnouncementKind
from agm.language.letters import same_name
from agm.language.partial_date import PartialDate
from agm.meetings.models import Meeting
from agm.meetings.queries import latest_first
from agm.office_holders.models import OfficeTerm, OfficeTermPerson
from agm.office_holders.queries import seats_of_region, stood
from agm.organisation.models import NATIONAL_ID, Office, Unit
from agm.organisation.queries import organisation
from agm.rules.terms import AppointmentKind, EndReason

Fields = dict[str, Any]
LATELY = 120
"""How many days back a change of office is offered for an announcement."""
CAME = {
    AnnouncementKind.CO_OPTION: AppointmentKind.CO_OPTED,
    AnnouncementKind.APPOINTMENT: AppointmentKind.APPOINTED,
}


def whose(session: Session, unit: Unit) -> Fields:
    """The fields that say whose announcement it is. One statement."""
    ours = organisation(session)
    return {
        "format_version": FORMAT_VERSION,
        "organisation": OrganisationFacts(name=ours.name, short_name=ours.short_name or None),
        "region": None if unit.is_national else RegionFacts(unit.name, unit.short_name),
    }


def meeting_fields(meeting: Meeting) -> Fields:
    """What is recorded of a meeting as such."""
    return {
        "kind": meeting.kind,
        "ordinal": meeting.ordinal,
        "held_on": meeting.held_on,
        "starts_at": meeting.starts_at,
        "venue": meeting.venue,
        "held_as": meeting.held_as,
        "meeting_id": meeting.id,
    }


def meetings_of(session: Session, unit_id: int) -> list[Meeting]:
    """The meetings of a unit, the latest first. One statement."""
    return list(session.scalars(select(Meeting).where(Meeting.unit_id == unit_id).order_by(*latest_first())))


def committee(session: Session, unit_id: int) -> tuple[Outcome, ...]:
    """The offices of a unit with whoever holds them now, vacant ones too. Three statements."""
    return tuple(
        Outcome(
            label=one.office.label,
            plural_label=one.office.plural_label,
            seats=max(one.office.seats, len(one.terms), 1),
            canonical_key=one.office.canonical_key,
            state=OfficeState.DECIDED,
            entries=tuple(
                Entry(tuple(map(person_of, term.people)), holds=HELD.get(term.appointment_kind, Holding.IN_OFFICE))
                for term in one.terms
            ),
            office_id=one.office.id,
        )
        for one in seats_of_region(session, unit_id)
    )


HELD = {AppointmentKind.APPOINTED: Holding.APPOINTED}


def person_of(row: OfficeTermPerson) -> PersonName:
    return PersonName(row.name, row.prefix or None, row.suffix or None, row.person_id)


def changes(session: Session, unit_id: int, kind: AnnouncementKind, today: dt.date) -> list[OfficeChange]:
    """Who came to an office of a unit that way lately, or resigned from one; the last first. Two statements."""
    first = PartialDate.of(today - dt.timedelta(days=LATELY))
    leaves = kind is AnnouncementKind.RESIGNATION
    found = select(OfficeTerm).join(OfficeTerm.office).where(Office.unit_id == unit_id, stood())
    if leaves:
        found = found.where(OfficeTerm.end_reason == EndReason.RESIGNED, OfficeTerm.until >= first)
    else:
        found = found.where(OfficeTerm.appointment_kind == CAME[kind], OfficeTerm.since >= first)
    day = OfficeTerm.until if leaves else OfficeTerm.since
    return [
        OfficeChange(
            person_of(person), term.office.label, term.until if leaves else term.since, office_id=term.office_id
        )
        for term in session.scalars(found.order_by(day.desc(), OfficeTerm.id.desc()))
        for person in term.people
    ]


def known_people(session: Session, unit_id: int) -> dict[str, PersonName]:
    """Everyone who holds or held an office of a unit, by name. One statement."""
    held = select(OfficeTermPerson).join(OfficeTermPerson.term).join(OfficeTerm.office).where(Office.unit_id == unit_id)
    return {same_name(row.name): person_of(row) for row in session.scalars(held.order_by(OfficeTermPerson.id))}


def results_told(found: tuple[Outcome, ...], *, with_votes: bool) -> tuple[Outcome, ...]:
    """The results of a meeting's contests; without votes, only whoever was elected."""
    if with_votes:
        return found
    return tuple(
        replace(
            outcome,
            entries=tuple(replace(entry, votes=None) for entry in outcome.entries if entry.elected),
            rejected_papers=None,
            tie_settled=None,
        )
        for outcome in found
    )


def reports_of_regions(session: Session, year: int) -> tuple[tuple[RegionReport, ...], tuple[str, ...]]:
    """What the regions announced of their AGMs of a year, and which have not announced any. Two statements."""
    units = list(
        session.scalars(
            select(Unit).where(Unit.id != NATIONAL_ID, Unit.closed_on.is_(None)).order_by(Unit.position, Unit.id)
        )
    )
    current = (Revision.announcement_id == Announcement.id) & (Revision.sequence == Announcement.current_sequence)
    rows = session.execute(
        select(Announcement.unit_id, Revision.facts)
        .join(Revision, current)
        .where(Announcement.kind == AnnouncementKind.REPORT, Revision.act != RevisionAct.RETRACTED)
        .order_by(Announcement.told_on, Announcement.id)
    )
    told = {
        unit_id: facts
        for unit_id, facts in rows
        if isinstance(facts, MeetingFacts) and facts.kind is MeetingKind.AGM
        if facts.held_on and facts.held_on.year == year
    }
    met = tuple(
        RegionReport(unit.name, facts.held_on, public_results(facts))
        for unit in units
        if (facts := told.get(unit.id)) is not None
    )
    return met, tuple(unit.name for unit in units if unit.id not in told)


def public_results(facts: MeetingFacts) -> tuple[Outcome, ...]:
    """Whom a meeting elected, as its announcement told: without votes, and without those who were not elected."""
    elected = [
        replace(office, entries=tuple(replace(one, votes=None) for one in office.elected)) for office in facts.results
    ]
    return tuple(replace(office, tie_settled=None, predecessors=()) for office in elected if office.entries)
