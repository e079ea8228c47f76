"""A meeting's corrected date reaches the terms that it began and ended."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.commands import Retract
from agm.announcements.models import Revision
from agm.announcements.operations import retract
from agm.audit.act import SYSTEM, Act
from agm.audit.models import AuditEntry
from agm.facts import Entry, MeetingKind, OfficeState, Outcome
from agm.language.partial_date import PartialDate
from agm.meetings.commands import AmendDetails
from agm.meetings.models import Meeting, Section
from agm.meetings.operations import amend_details, section_version
from agm.meetings.operations.details import details_of
from agm.office_holders.commands import LeaveOffice
from agm.office_holders.models import OfficeTerm
from agm.office_holders.operations import leave_office
from agm.organisation.models import Office
from agm.results.commands import RecordResults
from agm.results.operations import record_results
from agm.results.queries import contests_with_candidacies
from agm.rules.terms import EndReason
from agm.rules.violations import RefusedError
from agm.search_index.models import SearchEntry
from agm.workflows.publish_announcement import CorrectAnnouncement, correct_announcement
from tests.support.records import NOW, drafted, elected, facts_of, make_organisation, make_region, name, publish

Term = tuple[str, str, str, str]


@pytest.fixture(autouse=True)
def unit(session: Session) -> None:
    """An organisation with a region."""
    make_organisation(session)
    make_region(session)


def terms(session: Session, label: str = "Chair") -> list[Term]:
    """People, since, until and how it ended, by time; those that never stood left out."""
    session.flush()
    found = session.scalars(
        select(OfficeTerm)
        .join(Office)
        .where(Office.label == label, OfficeTerm.end_reason.is_distinct_from(EndReason.CORRECTED))
        .order_by(OfficeTerm.since, OfficeTerm.seat)
    )
    return [
        (" & ".join(row.name for row in one.people), str(one.since), str(one.until), str(one.end_reason))
        for one in found
    ]


def meeting_of(revision: Revision) -> Meeting:
    """The meeting of a published report."""
    meeting = revision.announcement.meeting
    assert meeting is not None
    return meeting


def redate(session: Session, meeting: Meeting, held_on: str) -> None:
    """Save another date; what is public stays as it was."""
    details = replace(details_of(meeting), held_on=PartialDate.parse(held_on))
    version = section_version(session, meeting.id, Section.DETAILS)
    amend_details(Act(session, SYSTEM, NOW), AmendDetails(meeting.id, version, details))


def correct(session: Session, meeting: Meeting) -> None:
    """Publish the correction."""
    announcement = drafted(session, meeting)
    command = CorrectAnnouncement(announcement.id, announcement.version, "The date was wrong.", names_agreed=True)
    correct_announcement(Act(session, SYSTEM, NOW), command)


def test_terms_begin_and_end_on_the_corrected_date(session: Session) -> None:
    publish(session, facts_of(elected("Chair", "Ann Bell"), elected("Secretary", "Di Peal"), held_on="2023-04-23"))
    meeting = meeting_of(
        publish(session, facts_of(elected("Chair", "Bo Rope"), elected("Secretary", "Di Peal"), held_on="2024-04-14"))
    )
    redate(session, meeting, "2024-04-21")
    assert terms(session)[1] == ("Bo Rope", "2024-04-14", "None", "None")
    correct(session, meeting)
    assert terms(session) == [
        ("Ann Bell", "2023-04-23", "2024-04-21", "term_ended"),
        ("Bo Rope", "2024-04-21", "None", "None"),
    ]
    assert terms(session, "Secretary") == [
        ("Di Peal", "2023-04-23", "2024-04-21", "term_ended"),
        ("Di Peal", "2024-04-21", "None", "None"),
    ]
    amended = session.scalars(select(AuditEntry).where(AuditEntry.action == "office:term:amended")).all()
    assert len(amended) == 4


def test_a_name_corrected_together_with_the_date_leaves_one_holder(session: Session) -> None:
    publish(session, facts_of(elected("Chair", "Ann Bell"), held_on="2023-04-23"))
    meeting = meeting_of(publish(session, facts_of(elected("Chair", "Bo Rope"), held_on="2024-04-14")))
    redate(session, meeting, "2023-12-19")
    (chair,) = [one for one in contests_with_candidacies(session, meeting.id) if one.label == "Chair"]
    entry = Entry((name("Cy Tower"),), elected=True)
    outcome = Outcome("Chair", contest_id=chair.id, state=OfficeState.DECIDED, entries=(entry,))
    version = section_version(session, meeting.id, Section.RESULTS)
    record_results(Act(session, SYSTEM, NOW), RecordResults(meeting.id, version, None, (outcome,)))
    correct(session, meeting)
    assert terms(session) == [
        ("Ann Bell", "2023-04-23", "2023-12-19", "term_ended"),
        ("Cy Tower", "2023-12-19", "None", "None"),
    ]
    bodies = session.scalars(select(SearchEntry.body).where(SearchEntry.kind == "office")).all()
    assert bodies == ["Cy Tower, since 2023; Ann Bell, 2023"]


def test_a_meeting_that_changes_places_with_another_is_fitted_in(session: Session) -> None:
    first = meeting_of(publish(session, facts_of(elected("Chair", "Ann Bell"), held_on="2020-04-19")))
    publish(session, facts_of(elected("Chair", "Bo Rope"), held_on="2022-04-24"))
    last = meeting_of(publish(session, facts_of(elected("Chair", "Cy Tower"), held_on="2024-04-21")))
    redate(session, last, "2021-04-18")
    correct(session, last)
    assert terms(session) == [
        ("Ann Bell", "2020-04-19", "2021-04-18", "term_ended"),
        ("Cy Tower", "2021-04-18", "2022-04-24", "term_ended"),
        ("Bo Rope", "2022-04-24", "None", "None"),
    ]
    redate(session, first, "2023-04-23")
    correct(session, first)
    assert terms(session) == [
        ("Cy Tower", "2021-04-18", "2022-04-24", "term_ended"),
        ("Bo Rope", "2022-04-24", "2023-04-23", "term_ended"),
        ("Ann Bell", "2023-04-23", "None", "None"),
    ]


def test_a_by_election_moves_what_it_filled_alone(session: Session) -> None:
    both = elected("Non-portfolio officer", "Di Peal", "Flo Clapper", seats=2)
    publish(session, facts_of(both, held_on="2023-04-23"))
    won = elected("Non-portfolio officer", "Ed Change")
    meeting = meeting_of(publish(session, facts_of(won, held_on="2024-02-01", kind=MeetingKind.BY_ELECTION)))
    redate(session, meeting, "2024-02-08")
    correct(session, meeting)
    assert terms(session, "Non-portfolio officer") == [
        ("Di Peal", "2023-04-23", "2024-02-08", "term_ended"),
        ("Flo Clapper", "2023-04-23", "None", "None"),
        ("Ed Change", "2024-02-08", "None", "None"),
    ]


def test_who_left_before_the_corrected_date_is_asked_about(session: Session) -> None:
    meeting = meeting_of(publish(session, facts_of(elected("Chair", "Ann Bell"), held_on="2024-04-14")))
    (term,) = session.scalars(select(OfficeTerm))
    ids = tuple(person.person_id for person in term.people)
    leave_office(Act(session, SYSTEM, NOW), LeaveOffice(term.id, ids, PartialDate(2024, 4, 20), EndReason.RESIGNED))
    redate(session, meeting, "2024-04-21")
    with pytest.raises(RefusedError, match="Ann Bell left the office of Chair on 20 April 2024"):
        correct(session, meeting)


def test_a_date_put_right_after_a_retraction_counts_when_it_is_published(session: Session) -> None:
    revision = publish(session, facts_of(elected("Chair", "Ann Bell"), held_on="2024-04-14"))
    meeting = meeting_of(revision)
    retract(Act(session, SYSTEM, NOW), Retract(revision.announcement_id, "The date was wrong."))
    redate(session, meeting, "2024-04-21")
    assert terms(session) == [("Ann Bell", "2024-04-14", "None", "None")]
    correct(session, meeting)
    assert terms(session) == [("Ann Bell", "2024-04-21", "None", "None")]
