"""Telling the stories: every act of every region in the order of time, by the operations that people use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.commands import Draft, Publish, Retract, SetBlockOverride, WriteStatement
from agm.announcements.models import Announcement
from agm.announcements.operations import draft, publish, retract, set_block_override, write_statement
from agm.audit.act import SYSTEM, Act
from agm.demo.fiction.calendar import evening, held_dates, months_later, next_called
from agm.demo.fiction.dunmarra import DUNMARRA
from agm.demo.fiction.facts import agm_facts, by_election_facts
from agm.demo.fiction.farthinghoe import FARTHINGHOE
from agm.demo.fiction.llanfaes import LLANFAES
from agm.demo.fiction.severn_vale import SEVERN_VALE
from agm.demo.fiction.statements import STATEMENTS, StatementStory
from agm.demo.fiction.story import RegionStory, Vacated, holders_by_year, people_of
from agm.demo.fiction.thornwold import THORNWOLD
from agm.meetings.commands import MeetingDetails
from agm.meetings.models import Meeting
from agm.office_holders.commands import FillVacancy, LeaveOffice
from agm.office_holders.models import EndReason
from agm.office_holders.queries import current_holdings_of_office
from agm.organisation.commands import AmendHouseStyle, CreateRegion, OfficeDetails
from agm.organisation.models import Office, Unit
from agm.organisation.operations import amend_house_style, create_region
from agm.people.commands import NamedPerson
from agm.people.models import ConsentSource
from agm.wording.document import AnnouncementKind, BlockKey
from agm.wording.facts import HeldAs, MeetingFacts
from agm.wording.partial_date import PartialDate
from agm.workflows.begin_meeting_from_last import BeginMeeting, begin_meeting
from agm.workflows.import_meeting import ImportMeeting, take_over
from agm.workflows.publish_announcement import Announce, CorrectAnnouncement, announce, correct_announcement
from agm.workflows.update_search import fill_vacancy, leave_office

STORIES: tuple[RegionStory, ...] = (SEVERN_VALE, THORNWOLD, DUNMARRA, LLANFAES, FARTHINGHOE)
Act = Callable[[Session, dt.datetime], None]


@dataclass(frozen=True, slots=True)
class Dated:
    """One act and its time."""

    at: dt.datetime
    act: Act


def tell(session: Session, offices: tuple[OfficeDetails, ...], now: dt.datetime) -> None:
    """Carry out every act of every story, the earliest first."""
    today = now.date()
    acts = [dated for story in STORIES for dated in acts_of(story, offices, today)]
    acts += [statement_act(story, today) for story in STATEMENTS]
    for dated in sorted(acts, key=lambda one: one.at):
        dated.act(session, min(dated.at, now))


def acts_of(story: RegionStory, offices: tuple[OfficeDetails, ...], today: dt.date) -> list[Dated]:
    """What happens in one region."""
    days = held_dates(story.month, story.this_year, today)
    acts = [Dated(evening(days[0] - dt.timedelta(days=400)), region_act(story))]
    for year, day in enumerate(days):
        facts = agm_facts(story, offices, year, day)
        is_draft = story.this_year == "draft" and year == len(days) - 1
        acts.append(Dated(evening(day + dt.timedelta(days=2)), drafting_act(facts) if is_draft else report_act(facts)))
    for vacated in story.vacated:
        acts += vacating_acts(story, offices, vacated, days[vacated.year])
    if story.correction is not None:
        year, words, note = story.correction
        acts.append(Dated(evening(days[year] + dt.timedelta(days=3)), correction_act(story, days[year], words, note)))
    if story.this_year == "coming":
        acts.append(Dated(evening(today - dt.timedelta(days=3)), calling_act(story, next_called(today))))
    return acts


def region_act(story: RegionStory) -> Act:
    """The region is created with the organisation's offices, and its own house style."""

    def act(session: Session, now: dt.datetime) -> None:
        region = create_region(
            Act(session, SYSTEM, now),
            CreateRegion(
                name=story.name, slug=story.slug, description=story.description, is_demonstration=True,
                opened_on=now.date(),
            ),
        )  # fmt: skip
        if story.house_style:
            amend_house_style(
                Act(session, SYSTEM, now),
                AmendHouseStyle(unit_id=region.id, version=region.house_style_version, overrides=story.house_style),
            )  # fmt: skip

    return act


def drafting_act(facts: MeetingFacts) -> Act:
    """The meeting is recorded, and no more."""

    def act(session: Session, now: dt.datetime) -> None:
        take_over(session, SYSTEM, now, [ImportMeeting("demonstration", facts)])

    return act


def report_act(facts: MeetingFacts) -> Act:
    """The meeting is recorded and its report published."""

    def act(session: Session, now: dt.datetime) -> None:
        (meeting,) = take_over(session, SYSTEM, now, [ImportMeeting("demonstration", facts)])
        announcement = draft(session, now, Draft(meeting.id, AnnouncementKind.REPORT))
        announce(
            Act(session, SYSTEM, now),
            Announce(
                announcement.id, announcement.version, names_agreed=True, consent_source=ConsentSource.TOLD_BY_PERSON
            ),
        )  # fmt: skip

    return act


def vacating_acts(
    story: RegionStory, offices: tuple[OfficeDetails, ...], vacated: Vacated, held: dt.date
) -> list[Dated]:
    """Somebody resigns; somebody may follow, a month later by co-option or by-election."""
    gone = months_later(held, vacated.months)
    acts = [Dated(evening(gone), resignation_act(story, vacated, gone))]
    if vacated.successor is None:
        return acts
    filled = months_later(gone, 1)
    if vacated.by_election:
        office = next(one for one in offices if one.label == vacated.office)
        former = holders_by_year(story.terms[vacated.office][0])[vacated.year]
        facts = by_election_facts(story, office, vacated.successor, former, filled)
        return [*acts, Dated(evening(filled), report_act(facts))]
    return [*acts, Dated(evening(filled), co_option_act(story, vacated.office, vacated.successor, filled))]


def resignation_act(story: RegionStory, vacated: Vacated, day: dt.date) -> Act:
    """The first holder of the office resigns."""

    def act(session: Session, now: dt.datetime) -> None:
        office = office_of(session, story, vacated.office)
        term = current_holdings_of_office(session, office.id)[0]
        ids = tuple(person.person_id for person in term.people)
        leave_office(Act(session, SYSTEM, now), LeaveOffice(term.id, ids, PartialDate.of(day), EndReason.RESIGNED))

    return act


def co_option_act(story: RegionStory, label: str, successor: str, day: dt.date) -> Act:
    """The committee co-opts somebody."""

    def act(session: Session, now: dt.datetime) -> None:
        people = tuple(NamedPerson(name) for name in people_of(successor))
        office = office_of(session, story, label)
        fill_vacancy(Act(session, SYSTEM, now), FillVacancy(office.id, people, PartialDate.of(day)))

    return act


def correction_act(story: RegionStory, day: dt.date, words: str, note: str) -> Act:
    """The closing words of a published report are corrected."""

    def act(session: Session, now: dt.datetime) -> None:
        announcement = session.scalars(
            select(Announcement)
            .join(Meeting, Meeting.id == Announcement.meeting_id)
            .where(Meeting.unit_id == region_of(session, story).id, Meeting.held_on == PartialDate.of(day))
        ).one()
        own = SetBlockOverride(announcement.id, announcement.version, BlockKey.CLOSING, words)
        set_block_override(Act(session, SYSTEM, now), own)
        correct_announcement(
            Act(session, SYSTEM, now),
            CorrectAnnouncement(announcement.id, announcement.version, note, names_agreed=True),
        )  # fmt: skip

    return act


def calling_act(story: RegionStory, day: dt.date) -> Act:
    """The next AGM is called, and announced beforehand."""

    def act(session: Session, now: dt.datetime) -> None:
        region = region_of(session, story)
        details = MeetingDetails(
            held_on=PartialDate.of(day),
            starts_at=dt.time(14, 30),
            venue="the Ferry Hall, Dunmarra",
            held_as=HeldAs.HYBRID,
            is_announced_beforehand=True,
        )
        begin_meeting(Act(session, SYSTEM, now), BeginMeeting(region.id, details))

    return act


def statement_act(story: StatementStory, today: dt.date) -> Dated:
    """A statement is written and published; some are taken back the next day."""

    def act(session: Session, now: dt.datetime) -> None:
        unit_id = None
        if story.region_slug is not None:
            unit_id = session.scalars(select(Unit.id).where(Unit.slug == story.region_slug)).one()
        statement = write_statement(
            Act(session, SYSTEM, now), WriteStatement(unit_id, story.title, story.text, story.video_url)
        )
        publish(Act(session, SYSTEM, now), Publish(statement.id, statement.version))
        if story.retracted is not None:
            retract(Act(session, SYSTEM, now), Retract(statement.id, story.retracted))

    return Dated(evening(today - dt.timedelta(days=story.days_ago)), act)


def region_of(session: Session, story: RegionStory) -> Unit:
    """The story's region."""
    return session.scalars(select(Unit).where(Unit.slug == story.slug)).one()


def office_of(session: Session, story: RegionStory, label: str) -> Office:
    """An office of the story's region."""
    region = region_of(session, story)
    return session.scalars(select(Office).where(Office.unit_id == region.id, Office.label == label)).one()
