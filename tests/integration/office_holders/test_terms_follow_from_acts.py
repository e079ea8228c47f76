"""Terms of office follow from acts: what is corrected or taken over later counts as if it had been known at once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.models import Revision
from agm.audit.act import SYSTEM, Act
from agm.audit.queries import verify_chain
from agm.facts import Entry, OfficeState, Outcome, PersonName
from agm.language.partial_date import PartialDate
from agm.meetings.models import Meeting, Section
from agm.meetings.operations import section_version
from agm.office_holders.commands import (
    AmendTerm,
    ElectedEntry,
    FillVacancy,
    LeaveOffice,
    RecordElection,
)
from agm.office_holders.models import OfficeAct, OfficeTerm
from agm.office_holders.operations import amend_term, fill_vacancy, leave_office, record_elections
from agm.office_holders.recompute import open_books, record_acts
from agm.organisation.models import Office
from agm.people.commands import NamedPerson
from agm.people.operations import create_person
from agm.results.commands import RecordResults
from agm.results.models import Declaration
from agm.results.operations import record_results
from agm.results.queries import contests_with_candidacies, declared_outcomes
from agm.rules.terms import ActKind, AppointmentKind, EndReason
from agm.workflows.publish_announcement import Announce, CorrectAnnouncement, announce, correct_announcement
from tests.support.records import NOW, drafted, elected, facts_of, make_organisation, make_region, name, publish, record
from tests.support.statements import Statements

JUNE = PartialDate(2024, 6, 1)


@pytest.fixture(autouse=True)
def unit(session: Session) -> None:
    """An organisation with a region."""
    make_organisation(session)
    make_region(session)


def terms(session: Session) -> list[OfficeTerm]:
    """The terms that stood, by seat and time."""
    session.flush()
    stood = OfficeTerm.end_reason.is_distinct_from(EndReason.CORRECTED)
    return list(
        session.scalars(
            select(OfficeTerm).where(stood).order_by(OfficeTerm.office_id, OfficeTerm.since, OfficeTerm.seat)
        )
    )


def told(session: Session) -> list[tuple[str, str, str, str]]:
    """People, since, until and how it ended."""
    return [(one.names, str(one.since), str(one.until), str(one.end_reason)) for one in terms(session)]


def leave(session: Session, term: OfficeTerm, *names: str, until: PartialDate = JUNE) -> None:
    """Those of these names resign; everybody where none is given."""
    ids = tuple(row.person_id for row in term.people if not names or row.name in names)
    leave_office(Act(session, SYSTEM, NOW), LeaveOffice(term.id, ids, until, EndReason.RESIGNED))


def amended(term: OfficeTerm) -> AmendTerm:
    """The command that leaves a holding as it is."""
    return AmendTerm(term.id, term.version, term.since, term.until, term.appointment_kind, term.end_reason)


def correct(session: Session, revision: Revision, *winners: str) -> Meeting:
    """Record other winners of the meeting's first contest, and publish the correction."""
    meeting = revision.announcement.meeting
    assert meeting is not None
    contest = contests_with_candidacies(session, meeting.id)[0]
    entries = tuple(Entry(tuple(name(one) for one in winner.split(" & ")), elected=True) for winner in winners)
    outcome = Outcome(contest.label, contest_id=contest.id, state=OfficeState.DECIDED, entries=entries)
    version = section_version(session, meeting.id, Section.RESULTS)
    record_results(Act(session, SYSTEM, NOW), RecordResults(meeting.id, version, None, (outcome,)))
    announcement = drafted(session, meeting)
    command = CorrectAnnouncement(announcement.id, announcement.version, "Another won.", names_agreed=True)
    correct_announcement(Act(session, SYSTEM, NOW), command)
    return meeting


def test_resignation_before_the_correction_is_not_the_corrected_winners(session: Session) -> None:
    revision = publish(session, facts_of(elected("Chair", "Ann Bell")))
    leave(session, terms(session)[0])
    correct(session, revision, "Bo Rope")
    assert told(session) == [("Bo Rope", "2024-04-21", "None", "None")]
    correct(session, revision, "Ann Bell")
    assert told(session) == [("Ann Bell", "2024-04-21", "2024-06-01", "resigned")]
    kinds = [(act.kind, act.replaces_id) for act in session.scalars(select(OfficeAct).order_by(OfficeAct.id))]
    assert kinds == [(ActKind.ELECTED, None), (ActKind.LEFT, None), (ActKind.ELECTED, 1), (ActKind.ELECTED, 3)]
    assert verify_chain(session).broken_sequence is None


def test_corrected_job_share_takes_the_rest_of_it_along(session: Session) -> None:
    revision = publish(session, facts_of(elected("Secretary", "Bo Rope & Cy Tower")))
    leave(session, terms(session)[0], "Bo Rope")
    correct(session, revision, "Bo Rope & Di Peal")
    assert told(session) == [
        ("Bo Rope and Di Peal", "2024-04-21", "2024-06-01", "resigned"),
        ("Di Peal", "2024-06-01", "None", "None"),
    ]


def test_renewal_taken_over_after_the_resignation_is_what_was_left(session: Session) -> None:
    publish(session, facts_of(elected("Chair", "Ann Bell"), held_on="2023-04-23"))
    leave(session, terms(session)[0])
    publish(session, facts_of(elected("Chair", "Ann Bell"), held_on="2024-04-21"))
    assert told(session) == [
        ("Ann Bell", "2023-04-23", "2024-04-21", "term_ended"),
        ("Ann Bell", "2024-04-21", "2024-06-01", "resigned"),
    ]


def test_wrong_resignation_is_taken_back_by_putting_the_end_right(session: Session) -> None:
    publish(session, facts_of(elected("Chair", "Ann Bell"), held_on="2023-04-23"))
    (ann,) = terms(session)
    leave(session, ann)
    amend_term(Act(session, SYSTEM, NOW), replace(amended(ann), until=None, end_reason=None))
    assert told(session) == [("Ann Bell", "2023-04-23", "None", "None")]
    publish(session, facts_of(elected("Chair"), held_on="2024-04-21"))
    assert told(session) == [("Ann Bell", "2023-04-23", "2024-04-21", "term_ended")]
    amend_term(Act(session, SYSTEM, NOW), replace(amended(ann), until=None, end_reason=None))
    assert told(session) == [("Ann Bell", "2023-04-23", "None", "None")]
    ended = replace(amended(ann), until=JUNE, end_reason=EndReason.REMOVED, appointment_kind=AppointmentKind.APPOINTED)
    amend_term(Act(session, SYSTEM, NOW), ended)
    assert (told(session), ann.appointment_kind) == (
        [("Ann Bell", "2023-04-23", "2024-06-01", "removed")],
        AppointmentKind.APPOINTED,
    )
    assert record_acts(Act(session, SYSTEM, NOW), open_books(session, [ann.office_id]).values(), []) == []


def test_seat_filled_in_a_year_alone_stays_filled_after_that_years_meeting(session: Session) -> None:
    publish(session, facts_of(elected("Non-portfolio officer", "Di Peal", seats=2)))
    office = session.scalars(select(Office).where(Office.label == "Non-portfolio officer")).one()
    filled = FillVacancy(office.id, (NamedPerson(name("Ed Change")),), PartialDate(2024), AppointmentKind.CO_OPTED)
    assert fill_vacancy(Act(session, SYSTEM, NOW), filled).seat == 2
    publish(session, facts_of(elected("Chair", "Ann Bell"), held_on="2023-04-23"))
    assert ("Ed Change", "2024", "None", "None") in told(session)


def test_corrected_order_of_winners_gives_them_each_others_seats(session: Session) -> None:
    revision = publish(session, facts_of(elected("Non-portfolio officer", "Di Peal", "Ed Change", seats=2)))
    ids = {one.names: one.id for one in terms(session)}
    correct(session, revision, "Ed Change", "Di Peal")
    assert {(one.names, one.seat, one.id) for one in terms(session)} == {
        ("Ed Change", 1, ids["Ed Change"]),
        ("Di Peal", 2, ids["Di Peal"]),
    }


def test_office_taken_off_a_corrected_meeting_was_not_filled_there(session: Session) -> None:
    ann = create_person(Act(session, SYSTEM, NOW), name("Ann Bell"))
    entry = ElectedEntry((PersonName("Ann Bell", person_id=ann.id),), AppointmentKind.ELECTED)
    chair = session.scalars(select(Office).where(Office.label == "Chair")).one()
    result = RecordElection(chair.id, JUNE, (entry,), ends_terms=True)
    assert len(record_elections(Act(session, SYSTEM, NOW), "meeting:9", 1, [result])) == 1
    assert record_elections(Act(session, SYSTEM, NOW), "meeting:9", 2, [result]) == []
    record_elections(Act(session, SYSTEM, NOW), "meeting:9", 3, [])
    assert told(session) == []
    (taken_back,) = session.scalars(select(OfficeTerm))
    assert (taken_back.end_reason, taken_back.until) == (EndReason.CORRECTED, JUNE)


def test_declaration_holds_the_ids_of_offices_and_people(session: Session) -> None:
    publish(session, facts_of(elected("Secretary", "Bo Rope & Cy Tower")))
    (term,) = terms(session)
    (declared,) = declared_outcomes(session.scalars(select(Declaration)).one())
    people = [[person.person_id for person in entry.people] for entry in declared.entries]
    assert (declared.office_id, people) == (term.office_id, [[row.person_id for row in term.people]])


def test_declaring_takes_as_many_statements_for_many_offices_as_for_one(
    session: Session, count_statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    facts = facts_of(elected("Chair", "Ann Bell"), held_on="2023-04-23")
    unit_id = record(session, facts).unit_id
    session.add_all(Office(unit_id=unit_id, label=f"Steward {place}", position=10 + place) for place in range(9))
    counts = []
    for year, many in ((2022, 1), (2023, 9)):  # of two meetings the second is counted, which ends the first one's terms
        for month in (4, 9):
            results = (elected(f"Steward {place}", f"Kit {place} Reed{month}") for place in range(many))
            announcement = drafted(session, record(session, facts_of(*results, held_on=f"{year}-0{month}-20")))
            command = Announce(announcement.id, announcement.version, names_agreed=True)
            session.commit()
            session.expunge_all()
            with count_statements() as statements:
                announce(Act(session, SYSTEM, NOW), command)
        counts.append(statements.count)
    assert counts[0] == counts[1] <= 71
