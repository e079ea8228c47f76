"""A casual vacancy filled by the papers of the election: who is asked, the count, its declaration, the term."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.gather import gather
from agm.audit.act import Act
from agm.counting.bundle import verify_bundle
from agm.counting.model import Ballots
from agm.facts import MeetingKind, PersonName
from agm.language.partial_date import PartialDate
from agm.meetings.models import Meeting
from agm.nominations.models import CandidacyPerson, Contest
from agm.office_holders.commands import FillVacancy, LeaveOffice
from agm.office_holders.models import OfficeTerm
from agm.office_holders.operations import fill_vacancy, leave_office
from agm.organisation.commands import CreateOffice, OfficeDetails
from agm.organisation.models import Office
from agm.organisation.operations import create_office
from agm.people.commands import NamedPerson
from agm.results.commands import BeginCountback, CheckPapers, DecideTie
from agm.results.models import Count, PapersDestroyed
from agm.results.operations import check_papers, decide_tie, make_count, sign_results, tell_candidate
from agm.results.published_counts import bundle_of, given_count
from agm.rules.terms import AppointmentKind, EndReason
from agm.voting.commands import RecordVotes, SetVote
from agm.voting.models import ContestVote, VoteHow
from agm.voting.operations import record_votes, set_vote
from agm.workflows.count_back import begin_countback, open_countback, possible_countback
from agm.workflows.declare_counts import declare_counts
from agm.workflows.to_declare import to_declare
from agm.workflows.verify_record import record_faults
from tests.integration.voting.test_life_of_a_count import acts, refused, stood
from tests.support.client import StrictClient
from tests.support.counting import ballots_of
from tests.support.kept_records import kept_record
from tests.support.records import NOW, facts_of, make_organisation, make_region, record
from tests.support.statements import Statements

NAMES = ("Ann Bell", "Bo Rope", "Cat Stay", "Dan Peal", "Eve Moor")
PAPERS = ballots_of("30 x 1 4\n24 x 2 5\n24 x 3\n9 x 4\n8 x 5 4")
ELECTED = PartialDate(2024, 4, 21)
LEFT = PartialDate(2024, 9, 1)
AGAIN = PartialDate(2024, 10, 5)
MOST_STATEMENTS = 19
"""Of the page that asks who is willing."""


def lay(session: Session, papers: Ballots, seats: int) -> None:
    """An election to so many places by ERS97."""
    make_organisation(session)
    make_region(session)
    record(session, facts_of(stood("Council", *NAMES, seats=seats), held_on=str(ELECTED)))
    officer = acts(session, 1, "Idris Fenn")
    meeting, contest = session.scalars(select(Meeting)).one(), session.scalars(select(Contest)).one()
    contest.office.seats = seats
    set_vote(officer, SetVote(contest.id, VoteHow.FILE, "ers97", has_reopening=False))
    record_votes(officer, RecordVotes(contest.id, papers))
    check_papers(officer, CheckPapers(contest.id, {"in_box": papers.papers}))
    make_count(officer, contest.id)
    declare(officer, meeting)


@kept_record
def elected(session: Session) -> None:
    lay(session, PAPERS, 3)


@pytest.fixture
def officer(elected: None, session: Session) -> Act:
    return acts(session, 1, "Idris Fenn")


@pytest.fixture
def office(officer: Act) -> Office:
    return officer.session.scalars(select(Office).where(Office.label == "Council")).one()


def declare(officer: Act, meeting: Meeting) -> None:
    for candidacy, _ in to_declare(officer.session, meeting).stood:
        tell_candidate(officer, candidacy)
    sign_results(officer, meeting, to_declare(officer.session, meeting).digest, is_returning_officer=True)
    declare_counts(officer, meeting, None)


def leaves(officer: Act, who: str, on: PartialDate = LEFT, reason: EndReason = EndReason.RESIGNED) -> None:
    term = next(one for one in officer.session.scalars(select(OfficeTerm)) if one.names == who and not one.end_reason)
    leave_office(officer, LeaveOffice(term.id, (term.people[0].person_id,), on, reason))


def holders(session: Session) -> dict[str, AppointmentKind]:
    now = select(OfficeTerm).where(OfficeTerm.end_reason.is_(None))
    return {one.names: one.appointment_kind for one in session.scalars(now)}


def begun(officer: Act, office: Office, *willing: int) -> Contest:
    return begin_countback(officer, BeginCountback(office.id, AGAIN, frozenset(willing)))


def test_vacancy_is_filled_by_the_papers_of_the_election(session: Session, officer: Act, office: Office) -> None:
    assert refused(lambda: possible_countback(session, office)) == ["seats_taken"]
    leaves(officer, "Ann Bell")
    found = possible_countback(session, office)
    assert found.names_of(found.sitting) == ["Bo Rope", "Cat Stay"]
    assert found.names_of(found.gone) == ["Ann Bell"]
    assert found.names_of(found.asked.keys()) == ["Dan Peal", "Eve Moor"]
    assert refused(lambda: begun(officer, office, 1)) == ["nobody_willing"]
    contest = begun(officer, office, 4, 5)
    assert begun(officer, office, 5).id == contest.id
    count = make_count(officer, contest.id)
    assert count.given["contest"]["sitting"] == [2, 3]
    assert verify_bundle(bundle_of(given_count(count))).differences == ()
    declare(officer, contest.meeting)
    assert holders(session) == {
        "Bo Rope": AppointmentKind.ELECTED, "Cat Stay": AppointmentKind.ELECTED, "Dan Peal": AppointmentKind.COUNTBACK,
    }  # fmt: skip
    (told,) = gather(session, contest.meeting_id).results
    assert (told.seats, told.predecessors[0].name) == (1, "Ann Bell")
    assert [(one.people[0].name, one.elected, one.votes) for one in told.entries] == [
        ("Dan Peal", True, None), ("Eve Moor", False, None),
    ]  # fmt: skip
    assert contest.meeting.kind is MeetingKind.COUNTBACK
    assert open_countback(session, office.id) is None
    assert list(record_faults(session)) == []


def test_who_came_by_a_countback_and_leaves_is_gone_in_the_next(session: Session, officer: Act, office: Office) -> None:
    leaves(officer, "Ann Bell")
    contest = begun(officer, office, 4, 5)
    make_count(officer, contest.id)
    declare(officer, contest.meeting)
    later = replace(officer, at=NOW + dt.timedelta(days=300))
    leaves(later, "Dan Peal", PartialDate(2025, 1, 7))
    found = possible_countback(session, office)
    assert found.names_of(found.gone) == ["Ann Bell", "Dan Peal"]
    assert found.election.held_on == ELECTED
    again = begin_countback(later, BeginCountback(office.id, PartialDate(2025, 2, 1), frozenset({5})))
    make_count(later, again.id)
    declare(later, again.meeting)
    assert holders(session)["Eve Moor"] is AppointmentKind.COUNTBACK


def test_who_is_not_willing_any_more_is_passed_over(session: Session, officer: Act, office: Office) -> None:
    leaves(officer, "Ann Bell", reason=EndReason.DIED)
    contest = begun(officer, office, 4, 5)
    make_count(officer, contest.id)
    vote = session.get_one(ContestVote, contest.id)
    dan = contest.candidacies[0].id
    set_vote(
        officer, SetVote(contest.id, vote.how, "ers97", has_reopening=False, withdrawn_ids=frozenset({dan}), version=1)
    )
    assert to_declare(session, contest.meeting).waiting == ("Council (changed since the count)",)
    make_count(officer, contest.id, "Dan Peal moved away.")
    found = to_declare(session, contest.meeting)
    assert [(one.people[0].name, of.label) for one, of in found.stood] == [("Eve Moor", "Council")]
    declare(officer, contest.meeting)
    assert holders(session)["Eve Moor"] is AppointmentKind.COUNTBACK
    assert [one.number for one in session.scalars(select(Count).where(Count.contest_id == contest.id))] == [1, 2]


def test_who_wins_a_countback_and_holds_an_office_that_excludes_it_is_asked_first(
    session: Session, officer: Act, office: Office, sign_in: Callable[..., StrictClient]
) -> None:
    details = OfficeDetails("Auditor", seats=1)
    auditor = create_office(officer, CreateOffice(office.unit_id, details, incompatible_ids=(office.id,)))
    dan = session.scalars(select(CandidacyPerson).where(CandidacyPerson.name == "Dan Peal")).one()
    fill_vacancy(officer, FillVacancy(auditor.id, (NamedPerson(PersonName("Dan Peal"), dan.person_id),), ELECTED))
    leaves(officer, "Ann Bell")
    contest = begun(officer, office, 4, 5)
    make_count(officer, contest.id)
    asked = (
        "Dan Peal is elected Council and holds the office of Auditor, which nobody may hold together: ask which they "
        "take."
    )
    assert [one.words for one in to_declare(session, contest.meeting).holdings] == [asked]
    assert "holds_office" in refused(lambda: declare(officer, contest.meeting))
    session.commit()
    page = sign_in("regional_officer", office.unit).get_page(f"/desk/meetings/{contest.meeting_id}/declare")
    leaving = page.links["Dan Peal takes Council: record that they leave Auditor"]
    assert leaving.endswith("/left")
    assert "Dan Peal stays Auditor: tick that they are not willing, and count again" in page.links
    leaves(officer, "Dan Peal", AGAIN)
    assert to_declare(session, contest.meeting).holdings == ()
    declare_counts(officer, contest.meeting, None)
    assert holders(session)["Dan Peal"] is AppointmentKind.COUNTBACK


def test_tie_in_a_countback_waits_for_a_person(session: Session) -> None:
    lay(session, ballots_of("9 x 1\n12 x 2\n3 x 3\n3 x 4\n3 x 5 4"), 2)
    officer = acts(session, 1, "Idris Fenn")
    office = session.scalars(select(Office).where(Office.label == "Council")).one()
    leaves(officer, "Ann Bell")
    contest = begun(officer, office, 3, 4, 5)
    assert refused(lambda: make_count(officer, contest.id)) == ["tie_open"]
    decide_tie(officer, DecideTie(contest.id, "lot", "Cal Orr", ("Flo Lund", "Gus Hart"), (5,)))
    make_count(officer, contest.id)
    declare(officer, contest.meeting)
    assert holders(session) == {"Bo Rope": AppointmentKind.ELECTED, "Dan Peal": AppointmentKind.COUNTBACK}


def test_what_cannot_be_counted_back_says_why(session: Session, officer: Act, office: Office) -> None:
    leaves(officer, "Ann Bell")
    meeting = session.scalars(select(Meeting)).one()
    vote = session.scalars(select(ContestVote)).one()
    ordinary = SetVote(vote.contest_id, VoteHow.COUNTBACK, "ers97", has_reopening=False, version=vote.version)
    assert refused(lambda: set_vote(officer, ordinary)) == ["no_countback"]
    assert refused(lambda: begin_countback(officer, BeginCountback(office.id, ELECTED, frozenset({4})))) == [
        "before_vacancy"
    ]
    session.add(
        PapersDestroyed(
            meeting_id=meeting.id, destroyed_on=dt.date(2024, 9, 2), what="All.", destroyed_by="Cal Orr",
            witness="Eve Lund", recorded_at=NOW, recorded_by="Idris Fenn",
        )
    )  # fmt: skip
    session.flush()
    assert refused(lambda: possible_countback(session, office)) == ["papers_destroyed"]


def test_vacancy_leads_from_the_officers_to_the_count(
    session: Session,
    officer: Act,
    office: Office,
    sign_in: Callable[..., StrictClient],
    count_statements: Callable[[], AbstractContextManager[Statements]],
) -> None:
    leaves(officer, "Ann Bell")
    session.commit()
    chair = sign_in("regional_officer", office.unit)
    address = chair.get_page(f"/desk/{office.unit.slug}/officers").links["Count back: Council"]
    with count_statements() as statements:
        page = chair.get_page(address)
    assert statements.count <= MOST_STATEMENTS
    assert "Bo Rope, Cat Stay: keep their seats." in page.text
    refused_page = chair.page(chair.submit(page, button="Set the countback up"))
    assert "Tick who is willing." in refused_page.text
    count = chair.page(chair.submit(refused_page, {"willing": ["4"]}, button="Set the countback up"))
    counted = chair.page(chair.submit(count, button="Count"))
    assert counted.heading == "Dan Peal is elected"
    assert chair.get_page(address).heading == counted.heading
    vote = chair.get_page(counted.links["How it is voted on"])
    assert "Not willing any more" in vote.text
    assert "Countback: the papers of the election" in vote.text
