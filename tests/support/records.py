"""Records for tests, made by the operations that make them in earnest. The people are fictional."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy.orm import Session

from agm.announcements.models import Announcement, Revision
from agm.announcements.operations import draft
from agm.audit.act import SYSTEM, Act
from agm.facts import (
    FORMAT_VERSION,
    Entry,
    MeetingFacts,
    OfficeState,
    OrganisationFacts,
    Outcome,
    PersonName,
    RegionFacts,
    Speaker,
)
from agm.language.partial_date import PartialDate
from agm.meetings.models import Meeting
from agm.organisation.commands import CreateOrganisation, CreateRegion, OfficeDetails
from agm.organisation.models import Organisation, Unit
from agm.organisation.operations import create_organisation, create_region
from agm.people.models import Consent, ConsentPurpose, ConsentSource, Person
from agm.wording.document import AnnouncementKind
from agm.workflows.import_meeting import ImportMeeting, import_meetings
from agm.workflows.publish_announcement import Announce, announce

NOW = dt.datetime(2024, 5, 2, 17, 30, tzinfo=dt.UTC)
OFFICES = (
    OfficeDetails("Chair", canonical_key="chair", is_shareable=False),
    OfficeDetails("Secretary", canonical_key="secretary"),
    OfficeDetails("Non-portfolio officer", "Non-portfolio officers", seats=2, canonical_key="committee"),
)


def make_organisation(session: Session, imprint: str = "Published by P. Quill, 1 Ink Lane, Oxbridge.") -> Organisation:
    """The organisation, with three offices in its list."""
    command = CreateOrganisation(name="Guild of Bell Ringers", short_name="GBR", imprint=imprint, offices=OFFICES)
    return create_organisation(Act(session, SYSTEM, NOW), command)


def make_region(session: Session, name: str = "Severn Vale", **more: object) -> Unit:
    """A region with the organisation's offices."""
    return create_region(Act(session, SYSTEM, NOW), replace(CreateRegion(name=name), **more))  # type: ignore[arg-type]  # fields by name


def name(text: str) -> PersonName:
    """A bare name, or "Cllr|Jane Doe|MP" for one with a prefix and a suffix."""
    prefix, _bar, rest = text.partition("|")
    if not rest:
        return PersonName(name=text)
    middle, _bar, suffix = rest.partition("|")
    return PersonName(name=middle, prefix=prefix or None, suffix=suffix or None)


def elected(label: str, *winners: str, seats: int = 1, key: str | None = None) -> Outcome:
    """An office to which these entries were elected; "A & B" is a job share. Without any it is vacant."""
    return Outcome(
        label=label,
        seats=seats,
        canonical_key=key,
        state=OfficeState.DECIDED,
        entries=tuple(Entry(people=tuple(name(one) for one in entry.split(" & ")), elected=True) for entry in winners),
    )


def facts_of(
    *results: Outcome,
    held_on: str = "2024-04-21",
    unit: str | None = "Severn Vale",
    guests: tuple[str, ...] = (),
    **more: object,
) -> MeetingFacts:
    """Facts of an AGM."""
    base = MeetingFacts(
        format_version=FORMAT_VERSION,
        organisation=OrganisationFacts(name="Guild of Bell Ringers", short_name="GBR"),
        region=None if unit is None else RegionFacts(name=unit),
        held_on=PartialDate.parse(held_on),
        speakers=tuple(Speaker(person=name(guest), role="Master of the Belfry") for guest in guests),
        results=results,
    )
    return replace(base, **more)  # type: ignore[arg-type]  # fields by name


def record(session: Session, facts: MeetingFacts, now: dt.datetime = NOW) -> Meeting:
    """The meeting of these facts, as a draft."""
    (meeting,) = import_meetings(Act(session, SYSTEM, now), [ImportMeeting("test", facts)])
    return meeting


def drafted(
    session: Session, meeting: Meeting, kind: AnnouncementKind = AnnouncementKind.REPORT, now: dt.datetime = NOW
) -> Announcement:
    """The meeting's announcement, not published."""
    return draft(session, now, meeting.id, kind)


def publish(session: Session, facts: MeetingFacts, now: dt.datetime = NOW) -> Revision:
    """Record and publish: at that time, or on the day of the meeting if that is later."""
    announcement = drafted(session, record(session, facts, now), now=now)
    return announce(
        Act(session, SYSTEM, max(now, day_of(facts))),
        Announce(announcement.id, announcement.version, names_agreed=True),
    )


def day_of(facts: MeetingFacts) -> dt.datetime:
    """Noon of the first day on which the meeting may have been."""
    return dt.datetime.combine(facts.held_on.first if facts.held_on else dt.date.min, dt.time(12), tzinfo=dt.UTC)


def make_public(session: Session, *people: Person) -> None:
    """Write down that these were named in public with their leave; commits."""
    session.flush()
    for person in people:
        purpose, source = ConsentPurpose.NAME_PUBLISHED, ConsentSource.MADE_PUBLIC_BEFORE
        session.add(Consent(person_id=person.id, given_at=NOW, purpose=purpose, source=source))
    session.commit()
