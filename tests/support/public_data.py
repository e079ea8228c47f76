"""Lays public data straight into the tables: regions, officers, and texts published in the library’s rendering."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agm.announcements.models import Announcement, Revision, RevisionAct
from agm.announcements.operations.publishing import rendered
from agm.facts import (
    Entry,
    HeldAs,
    MeetingFacts,
    MeetingKind,
    OfficeState,
    OrganisationFacts,
    Outcome,
    Paragraph,
    PersonName,
    RegionFacts,
    Speaker,
    SupportMessage,
)
from agm.language.partial_date import PartialDate
from agm.meetings.models import Meeting
from agm.office_holders.models import OfficeAct, OfficeTerm, OfficeTermPerson
from agm.organisation.models import NATIONAL_ID, Office, Organisation, Unit
from agm.people.models import Person
from agm.rules.terms import ActKind, AppointmentKind, EndReason
from agm.search_index.models import Kind, SearchEntry
from agm.wording.compose import compose
from agm.wording.document import AnnouncementKind, Document, statement
from agm.wording.style import HouseStyle
from agm.wording.summary import plain_title, summary

MORNING = dt.datetime(2017, 5, 2, 17, 30, tzinfo=dt.UTC)
IMPRINT = "Published and promoted by R. Adler on behalf of the Weavers’ Union, both at 12 Sample Street, Leeds."


def date(text: str | None) -> PartialDate | None:
    """A partial date from its ISO text."""
    return PartialDate.parse(text) if text else None


class PublicData:
    """Adds rows to a session; each method flushes and gives what it made."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.organisation = Organisation(name="Weavers’ Union", short_name="WU", imprint=IMPRINT)
        session.add(self.organisation)
        session.flush()

    def unit(self, name: str = "North West", *, is_demonstration: bool = False, imprint: str = "") -> Unit:
        """A region; its address is its name in small letters with hyphens."""
        unit = Unit(
            name=name,
            slug=name.lower().replace(" ", "-"),
            description=f"Members in the {name}.",
            position=1,
            is_demonstration=is_demonstration,
            imprint=imprint,
        )
        self.session.add(unit)
        self.session.flush()
        return unit

    def office(
        self,
        unit: Unit | None,
        label: str,
        *,
        seats: int = 1,
        key: str | None = None,
        plural: str | None = None,
        position: int = 1,
    ) -> Office:
        """An office of a region, or a national one."""
        office = Office(
            unit_id=unit.id if unit else NATIONAL_ID,
            label=label,
            plural_label=plural,
            seats=seats,
            position=position,
            canonical_key=key,
        )
        self.session.add(office)
        self.session.flush()
        return office

    def person(self, name: str, *, prefix: str | None = None, merged_into: Person | None = None) -> Person:
        """A person."""
        person = Person(
            name=name,
            prefix=prefix,
            sort_name=name,
            name_key=name.lower(),
            created_at=MORNING,
            merged_into_id=merged_into.id if merged_into else None,
        )
        self.session.add(person)
        self.session.flush()
        return person

    def term(
        self,
        office: Office,
        people: Person | Sequence[Person],
        since: str | None,
        until: str | None = None,
        *,
        end_reason: EndReason | None = None,
        appointment_kind: AppointmentKind = AppointmentKind.ELECTED,
        seat: int = 1,
    ) -> OfficeTerm:
        """A holding; one with an end is over because its term ended, unless said otherwise."""
        holders = [people] if isinstance(people, Person) else list(people)
        act = OfficeAct(office_id=office.id, kind=ActKind.FILLED, effective_on=date(since), recorded_at=MORNING)
        term = OfficeTerm(
            office_id=office.id,
            begun_by=act,
            seat=seat,
            since=date(since),
            until=date(until),
            appointment_kind=appointment_kind,
            end_reason=end_reason or (EndReason.TERM_ENDED if until else None),
            people=[
                OfficeTermPerson(person_id=person.id, position=place, name=person.name, prefix=person.prefix)
                for place, person in enumerate(holders, start=1)
            ],
        )
        self.session.add(term)
        self.session.flush()
        return term

    def meeting(
        self,
        unit: Unit | None,
        held_on: str | None,
        *,
        slug: str | None = None,
        is_announced: bool = False,
        starts_at: dt.time | None = None,
        venue: str | None = None,
        held_as: HeldAs | None = None,
        ordinal: int | None = None,
    ) -> Meeting:
        """An AGM."""
        meeting = Meeting(
            unit_id=unit.id if unit else NATIONAL_ID,
            kind=MeetingKind.AGM,
            slug=slug or f"agm-{(held_on or 'new')[:4]}",
            held_on=date(held_on),
            starts_at=starts_at,
            venue=venue,
            held_as=held_as,
            ordinal=ordinal,
            is_announced_beforehand=is_announced,
            created_at=MORNING,
        )
        self.session.add(meeting)
        self.session.flush()
        return meeting

    def facts(self, meeting: Meeting, chair: str = "Jane Black") -> MeetingFacts:
        """What happened at a meeting: a guest spoke, a chair was elected, nobody became treasurer."""
        return MeetingFacts(
            format_version=1,
            organisation=OrganisationFacts(name=self.organisation.name, short_name="WU"),
            region=None if meeting.unit.is_national else RegionFacts(meeting.unit.name),
            held_on=meeting.held_on,
            starts_at=meeting.starts_at,
            venue=meeting.venue,
            speakers=(Speaker(PersonName("Ada Ray", suffix="MP"), role="Shadow Minister"),),
            said=(Paragraph("Ada spoke of <looms> & wages."),),
            messages=(SupportMessage(PersonName("Zoë Núñez"), role="General Secretary", text="Good luck to you all."),),
            results=(
                Outcome(
                    "Chair", canonical_key="chair", state=OfficeState.DECIDED,
                    entries=(Entry((PersonName(chair, prefix="Cllr"),), elected=True),),
                ),
                Outcome("Treasurer", canonical_key="treasurer", state=OfficeState.DECIDED),
            ),
        )  # fmt: skip

    def draft(self, meeting: Meeting, kind: AnnouncementKind = AnnouncementKind.REPORT) -> Announcement:
        """An announcement that nobody has published."""
        announcement = Announcement(
            kind=kind,
            meeting_id=meeting.id,
            unit_id=meeting.unit_id,
            slug="messages" if kind is AnnouncementKind.MESSAGES_OF_SUPPORT else "report",
            created_at=MORNING,
        )
        self.session.add(announcement)
        self.session.flush()
        return announcement

    def published(
        self,
        meeting: Meeting,
        *,
        chair: str = "Jane Black",
        kind: AnnouncementKind = AnnouncementKind.REPORT,
        at: dt.datetime = MORNING,
    ) -> Announcement:
        """A published announcement of a meeting."""
        announcement = self.draft(meeting, kind)
        announcement.first_published_at = at
        self.revise(announcement, RevisionAct.PUBLISHED, at, facts=self.facts(meeting, chair))
        return announcement

    def corrected(
        self, announcement: Announcement, meeting: Meeting, chair: str, at: dt.datetime, note: str
    ) -> Revision:
        """A correction of a published announcement."""
        return self.revise(announcement, RevisionAct.CORRECTED, at, facts=self.facts(meeting, chair), note=note)

    def retracted(self, announcement: Announcement, at: dt.datetime, note: str) -> Revision:
        """The retraction of a published announcement."""
        return self.revise(announcement, RevisionAct.RETRACTED, at, note=note)

    def statement(
        self,
        unit: Unit | None,
        title: str,
        text: str,
        *,
        slug: str,
        video_url: str | None = None,
        at: dt.datetime | None = MORNING,
    ) -> Announcement:
        """A free statement; without a time a draft."""
        announcement = Announcement(
            kind=AnnouncementKind.STATEMENT,
            unit_id=unit.id if unit else NATIONAL_ID,
            slug=slug,
            created_at=MORNING,
            statement_title=title,
            statement_text=text,
            video_url=video_url,
            first_published_at=at,
        )
        self.session.add(announcement)
        self.session.flush()
        if at is not None:
            place = unit.name if unit else "National"
            said = statement(title, text, place=place, imprint=IMPRINT, video_url=video_url)
            self.keep(announcement, RevisionAct.PUBLISHED, at, said)
        return announcement

    def revise(
        self,
        announcement: Announcement,
        act: RevisionAct,
        at: dt.datetime,
        *,
        facts: MeetingFacts | None = None,
        note: str | None = None,
    ) -> Revision:
        """The next revision, composed of facts; of a retraction there is nothing to compose."""
        if facts is None:
            return self.keep(announcement, act, at, note=note)
        document = compose(facts, HouseStyle(imprint=IMPRINT), kind=announcement.kind)
        return self.keep(announcement, act, at, document, note=note, facts=facts)

    def keep(
        self,
        announcement: Announcement,
        act: RevisionAct,
        at: dt.datetime,
        document: Document | None = None,
        *,
        note: str | None = None,
        facts: MeetingFacts | None = None,
    ) -> Revision:
        """Store a revision with its bytes, and make it the one that stands."""
        announcement.current_sequence = (announcement.current_sequence or 0) + 1
        is_report = facts is not None and announcement.kind is AnnouncementKind.REPORT
        revision = Revision(
            announcement_id=announcement.id,
            sequence=announcement.current_sequence,
            act=act,
            at=at,
            by="Test",
            note=note,
            title=plain_title(document) if document else "Taken back",
            summary=summary(document) if document else "",
            elected_chair=facts.results[0].entries[0].people[0].displayed if facts and is_report else None,
            document=document,
            digest=document.digest if document else None,
            facts=facts,
            style=HouseStyle(imprint=IMPRINT) if facts else None,
            meeting_kind=facts.kind if facts else None,
            held_on=facts.held_on if facts else None,
            renderings=rendered(document, at) if document else [],
        )
        first = announcement.first_published_at or at
        announcement.told_on = revision.held_on or announcement.told_on or PartialDate.of(first.date())
        self.session.add(revision)
        self.session.flush()
        return revision

    def findable(self, title: str, body: str, kind: Kind = Kind.ANNOUNCEMENT) -> SearchEntry:
        """Something that the search can find."""
        number = 1 + (self.session.scalar(select(func.count()).select_from(SearchEntry)) or 0)
        if kind is Kind.ANNOUNCEMENT:
            statement = Announcement(
                kind=AnnouncementKind.STATEMENT, unit_id=NATIONAL_ID, slug=f"text-{number}", created_at=MORNING,
                statement_title=title, statement_text=body, current_sequence=1,
            )  # fmt: skip
            self.session.add(statement)
            self.session.flush()
            number = statement.id
        entry = SearchEntry(kind=kind, record_id=number, unit_id=NATIONAL_ID, title=title, body=body)
        self.session.add(entry)
        self.session.flush()
        return entry


def new_region_with_agm(session: Session) -> tuple[PublicData, Unit, Meeting, Announcement]:
    """The North West with a chair, and the published report of its AGM of 30 April 2017."""
    data = PublicData(session)
    unit = data.unit()
    chair = data.office(unit, "Chair", key="chair")
    data.term(chair, data.person("Jane Black", prefix="Cllr"), "2017-04-30")
    meeting = data.meeting(unit, "2017-04-30", venue="Trades Hall, Manchester", starts_at=dt.time(14, 0))
    return data, unit, meeting, data.published(meeting)
