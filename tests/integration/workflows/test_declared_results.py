"""Who holds office follows from what was declared, in whatever order the meetings were recorded."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.facts import Entry, MeetingKind, OfficeState, Outcome
from agm.meetings.models import Meeting, Section
from agm.meetings.operations import section_version
from agm.office_holders.models import OfficeTerm
from agm.organisation.models import Office
from agm.people.commands import NamedPerson
from agm.results.commands import RecordResults
from agm.results.models import Declaration
from agm.results.operations import record_results
from agm.results.queries import contests_with_candidacies
from agm.rules.terms import AppointmentKind, EndReason
from agm.search_index.models import SearchEntry
from agm.workflows.publish_announcement import CorrectAnnouncement, correct_announcement
from tests.support.records import NOW, drafted, elected, facts_of, make_organisation, make_region, name, publish

Term = tuple[str, str, str | None, str | None, EndReason | None]


def terms(session: Session) -> list[Term]:
    """Office, people, since, until and how it ended, by office and time; those that never stood left out."""
    session.flush()
    found = session.scalars(
        select(OfficeTerm)
        .join(Office)
        .where(OfficeTerm.end_reason.is_distinct_from(EndReason.CORRECTED))
        .order_by(Office.position, OfficeTerm.since, OfficeTerm.seat)
    )
    return [
        (
            term.office.label,
            " & ".join(person.name for person in term.people),
            None if term.since is None else str(term.since),
            None if term.until is None else str(term.until),
            term.end_reason,
        )
        for term in found
    ]


def test_a_declaration_puts_the_elected_into_office(session: Session) -> None:
    make_organisation(session)
    make_region(session)
    publish(
        session,
        facts_of(
            elected("Chair", "Ann Bell"),
            elected("Secretary", "Bo Rope & Cy Tower"),
            elected("Non-portfolio officer", "Di Peal", "Ed Change", seats=2),
        ),
    )
    assert terms(session) == [
        ("Chair", "Ann Bell", "2024-04-21", None, None),
        ("Secretary", "Bo Rope & Cy Tower", "2024-04-21", None, None),
        ("Non-portfolio officer", "Di Peal", "2024-04-21", None, None),
        ("Non-portfolio officer", "Ed Change", "2024-04-21", None, None),
    ]


def test_the_next_agm_ends_the_terms_and_a_vacancy_ends_one_too(session: Session) -> None:
    make_organisation(session)
    make_region(session)
    publish(session, facts_of(elected("Chair", "Ann Bell"), elected("Secretary", "Bo Rope"), held_on="2023-04-23"))
    publish(session, facts_of(elected("Chair", "Ann Bell"), elected("Secretary"), held_on="2024-04-21"))
    assert terms(session) == [
        ("Chair", "Ann Bell", "2023-04-23", "2024-04-21", EndReason.TERM_ENDED),
        ("Chair", "Ann Bell", "2024-04-21", None, None),
        ("Secretary", "Bo Rope", "2023-04-23", "2024-04-21", EndReason.TERM_ENDED),
    ]


def test_a_deferred_office_keeps_its_holder(session: Session) -> None:
    make_organisation(session)
    make_region(session)
    publish(session, facts_of(elected("Chair", "Ann Bell"), held_on="2023-04-23"))
    deferred = elected("Chair")
    publish(session, facts_of(type(deferred)(label="Chair", state=OfficeState.DEFERRED), held_on="2024-04-21"))
    assert terms(session) == [("Chair", "Ann Bell", "2023-04-23", None, None)]


def test_an_old_meeting_taken_over_later_fits_in_before_what_is_known(session: Session) -> None:
    make_organisation(session)
    make_region(session)
    publish(session, facts_of(elected("Chair", "Cy Tower"), held_on="2024-04-21"))
    publish(session, facts_of(elected("Chair", "Ann Bell"), held_on="2020"))
    publish(session, facts_of(elected("Chair", "Bo Rope"), held_on="2022-05"))
    assert terms(session) == [
        ("Chair", "Ann Bell", "2020", "2022-05", EndReason.TERM_ENDED),
        ("Chair", "Bo Rope", "2022-05", "2024-04-21", EndReason.TERM_ENDED),
        ("Chair", "Cy Tower", "2024-04-21", None, None),
    ]


def test_a_by_election_fills_one_seat_and_leaves_the_other(session: Session) -> None:
    make_organisation(session)
    make_region(session)
    both = elected("Non-portfolio officer", "Di Peal", seats=2)
    publish(session, facts_of(both, held_on="2024-04-21"))
    publish(
        session,
        facts_of(elected("Non-portfolio officer", "Ed Change"), held_on="2024-09-01", kind=MeetingKind.BY_ELECTION),
    )
    assert terms(session) == [
        ("Non-portfolio officer", "Di Peal", "2024-04-21", None, None),
        ("Non-portfolio officer", "Ed Change", "2024-09-01", None, None),
    ]
    how = session.scalars(select(OfficeTerm.appointment_kind).order_by(OfficeTerm.id)).all()
    assert list(how) == [AppointmentKind.ELECTED, AppointmentKind.BY_ELECTION]


def correct_chair(session: Session, meeting: Meeting, winner: NamedPerson) -> None:
    """Record another result for the chair, and publish the correction."""
    chair = next(contest for contest in contests_with_candidacies(session, meeting.id) if contest.label == "Chair")
    entry = Entry((winner.name,), elected=True)
    outcome = Outcome("Chair", contest_id=chair.id, state=OfficeState.DECIDED, entries=(entry,))
    version = section_version(session, meeting.id, Section.RESULTS)
    record_results(Act(session, SYSTEM, NOW), RecordResults(meeting.id, version, None, (outcome,), (winner,)))
    announcement = drafted(session, meeting)
    correct_announcement(
        Act(session, SYSTEM, NOW),
        CorrectAnnouncement(announcement.id, announcement.version, "The chair's name", names_agreed=True),
    )  # fmt: skip


def test_a_correction_takes_back_only_what_it_changes(session: Session) -> None:
    make_organisation(session)
    make_region(session)
    revision = publish(session, facts_of(elected("Chair", "Ann Bell"), elected("Secretary", "Bo Rope")))
    meeting = revision.announcement.meeting
    assert meeting is not None
    correct_chair(session, meeting, NamedPerson(name("Anna Bellamy"), is_someone_else=True))
    assert terms(session) == [
        ("Chair", "Anna Bellamy", "2024-04-21", None, None),
        ("Secretary", "Bo Rope", "2024-04-21", None, None),
    ]
    assert len(session.scalars(select(OfficeTerm)).all()) == 3
    declarations = session.scalars(select(Declaration).order_by(Declaration.sequence)).all()
    assert [(one.sequence, one.reason) for one in declarations] == [(1, None), (2, "The chair's name")]
    assert declarations[1].replaces_id == declarations[0].id


def test_a_corrected_spelling_keeps_the_holding(session: Session) -> None:
    make_organisation(session)
    make_region(session)
    revision = publish(session, facts_of(elected("Chair", "Ann Bel")))
    meeting = revision.announcement.meeting
    assert meeting is not None
    term = session.scalars(select(OfficeTerm)).one()
    correct_chair(session, meeting, NamedPerson(name("Ann Bell"), person_id=term.people[0].person_id))
    assert terms(session) == [("Chair", "Ann Bell", "2024-04-21", None, None)]
    assert session.scalars(select(OfficeTerm)).one().id == term.id


def test_the_search_knows_terms_that_followed_on_one_another_as_one(session: Session) -> None:
    make_organisation(session)
    make_region(session)
    publish(session, facts_of(elected("Chair", "Ann Bell"), held_on="2021-04-25"))
    publish(session, facts_of(elected("Chair", "Ann Bell"), held_on="2022-04-24"))
    publish(session, facts_of(elected("Chair", "Bo Rope"), held_on="2023-04-23"))
    publish(session, facts_of(elected("Chair", "Ann Bell"), held_on="2024-04-21"))
    found = session.execute(select(SearchEntry.title, SearchEntry.body).where(SearchEntry.kind != "announcement"))
    assert sorted((row.title, row.body) for row in found) == [
        ("Ann Bell", "Chair, since 2024; Chair, 2021 to 2023"),
        ("Bo Rope", "Chair, 2023 to 2024"),
        ("Chair", "Ann Bell, since 2024; Bo Rope, 2023 to 2024; Ann Bell, 2021 to 2023"),
    ]
