"""A proxy takes the voting code along: whoever cast the vote before cannot any more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.meetings.commands import GiveProxy
from agm.meetings.models import GivenProxy, Meeting, ProxyKind, RegisterEntry
from agm.organisation.commands import AdoptRules
from agm.organisation.operations import adopt_rules
from agm.outbox.kinds import JobKind
from agm.outbox.models import OutboxJob
from agm.rules.mixed_votes import Way
from agm.rules.presets import PRESETS
from agm.rules.proxies import ProxyRule
from agm.voting.models import ContestVote, OnlineVote, Voted, Voter
from agm.voting.operations.codes import CodeHandedOn, addressee_of, issue
from agm.voting.queries.admission import ballots_of
from agm.workflows.entrust_vote import entrust_vote, take_vote_back
from tests.integration.voting.test_life_of_a_count import refused
from tests.support.client import StrictClient
from tests.support.kept_records import kept_record
from tests.support.laid_votes import LaidContest, LaidVoter, lay_vote
from tests.support.records import NOW

OPENS = NOW + dt.timedelta(days=10)
DURING = OPENS + dt.timedelta(hours=1)
PEOPLE = ("Ann Bell", "Bo Rope", "Cy Stay")


@kept_record
def voted_online(session: Session) -> None:
    voters = [LaidVoter(name) for name in PEOPLE]
    closes = OPENS + dt.timedelta(days=2)
    laid = lay_vote(session, [LaidContest("Chair", ("Di Peal", "Eve Lund"), "plurality")], voters, OPENS, closes)
    rules = PRESETS["society"].model_copy(update={"proxies": ProxyRule()})
    session.get_one(Meeting, laid.meeting_id).rules_id = adopt_rules(Act(session, SYSTEM, NOW), AdoptRules(rules, 0)).id
    session.execute(update(RegisterEntry).where(RegisterEntry.name != PEOPLE[2]).values(email="somebody@example.org"))


@pytest.fixture
def meeting(voted_online: None, session: Session) -> Meeting:
    return session.scalars(select(Meeting)).one()


@pytest.fixture
def act(session: Session) -> Act:
    return Act(session, SYSTEM, DURING)


def person(session: Session, name: str) -> RegisterEntry:
    return session.scalars(select(RegisterEntry).where(RegisterEntry.name == name)).one()


def voter(session: Session, name: str) -> Voter:
    return session.scalars(select(Voter).where(Voter.entry_id == person(session, name).id)).one()


def entrust(act: Act, giver: str, holder: str | None) -> CodeHandedOn | None:
    entry = person(act.session, giver)
    holder_id = None if holder is None else person(act.session, holder).id
    return entrust_vote(act, GiveProxy(entry.meeting_id, entry.id, holder_id, ProxyKind.GENERAL))


def admits(session: Session, code: str) -> list[str]:
    """No code, or why it does not admit."""
    return refused(lambda: ballots_of(session, code))


def mails(session: Session) -> int:
    return len(session.scalars(select(OutboxJob).where(OutboxJob.kind == JobKind.VOTING_CODE_MAIL)).all())


def test_a_code_goes_along_with_the_vote(session: Session, meeting: Meeting, act: Act) -> None:
    ann, code = voter(session, "Ann Bell"), ""
    code = issue(act, ann)
    assert ballots_of(session, code).voter.id == ann.id
    assert entrust(act, "Ann Bell", "Bo Rope") == CodeHandedOn("Bo Rope", by_mail=True)
    assert admits(session, code) == ["code_replaced"]
    assert (mails(session), addressee_of(act, ann).name) == (1, "Bo Rope")

    of_bo = issue(act, ann)
    assert entrust(act, "Ann Bell", "Cy Stay") == CodeHandedOn("Cy Stay", by_mail=False)
    assert (admits(session, of_bo), mails(session)) == (["code_replaced"], 1)

    of_cy = issue(act, ann)
    standing = session.scalars(select(GivenProxy).where(GivenProxy.withdrawn_at.is_(None))).one()
    assert take_vote_back(act, meeting.id, standing.id) == CodeHandedOn("Ann Bell", by_mail=True)
    assert (admits(session, of_cy), mails(session)) == (["code_replaced"], 2)


def test_a_code_stays_where_it_is_with_whom_it_was(session: Session, meeting: Meeting, act: Act) -> None:
    ann = voter(session, "Ann Bell")
    assert entrust(act, "Ann Bell", "Bo Rope") == CodeHandedOn("Bo Rope", by_mail=True)
    assert entrust(act, "Ann Bell", "Bo Rope") is None  # nothing was out any more
    code = issue(act, ann)
    assert entrust(act, "Ann Bell", "Bo Rope") is None  # the same holder
    assert ballots_of(session, code).voter.id == ann.id
    mine = issue(act, voter(session, "Bo Rope"))
    assert entrust(act, "Bo Rope", None) is None  # whoever takes the chair gets no code
    assert ballots_of(session, mine).voter.id == voter(session, "Bo Rope").id


def test_once_the_vote_is_over_no_code_is_made(session: Session, meeting: Meeting, act: Act) -> None:
    session.get_one(OnlineVote, meeting.id).closed_at = DURING
    assert entrust(act, "Ann Bell", "Bo Rope") is None
    assert mails(session) == 0


def test_the_page_of_proxies_tells_of_the_code(
    session: Session, meeting: Meeting, sign_in: Callable[..., StrictClient]
) -> None:
    issue(Act(session, SYSTEM, DURING), voter(session, "Ann Bell"))
    session.commit()
    address = f"/desk/meetings/{meeting.id}/check-in/proxies"
    with time_machine.travel(DURING, tick=False):
        desk = sign_in("regional_officer", meeting.unit)
        page = desk.submit(
            desk.get_page(address), {"giver": "1", "holder": "2", "kind": "general"}, button="Record the proxy"
        )
        assert "The voting code of Ann Bell ended: a new one is on its way to Bo Rope by e-mail." in page.text
        assert "is recorded, and stays" not in page.text
        ann = voter(session, "Ann Bell")
        issue(Act(session, SYSTEM, DURING), ann)
        contest_id = session.scalars(select(ContestVote.contest_id)).one()
        session.add(Voted(contest_id=contest_id, voter_id=ann.id, way=Way.ONLINE))
        session.commit()
        page = desk.submit(desk.get_page(address), button="Take back: Ann Bell")
        assert "What was voted for Ann Bell until now is recorded, and stays." in page.text
        assert "The proxy is taken back. The voting code of Ann Bell ended: a new one is on its way" in page.text


def test_the_desk_tells_for_whom_a_code_is(
    session: Session, meeting: Meeting, sign_in: Callable[..., StrictClient]
) -> None:
    ann, cy = person(session, "Ann Bell").id, person(session, "Cy Stay").id
    session.commit()
    codes = f"/desk/meetings/{meeting.id}/online-vote/codes"
    papers = [f"/desk/meetings/{meeting.id}/check-in/papers/{one}" for one in (ann, cy)]
    with time_machine.travel(DURING, tick=False):
        desk = sign_in("regional_officer", meeting.unit)
        assert "2 are reached by e-mail" in desk.get_page(codes).text
        assert "Mail a new code" not in desk.get_page(papers[1]).text  # Cy has no address
        entrust(Act(session, SYSTEM, DURING), "Ann Bell", "Cy Stay")
        entrust(Act(session, SYSTEM, DURING), "Cy Stay", "Bo Rope")
        session.commit()
        assert "2 are reached by e-mail" in desk.get_page(codes).text
        of_ann, of_cy = (desk.get_page(one) for one in papers)
        assert "Cy Stay votes for them, by proxy. Their code is for Cy Stay." in of_ann.text
        assert "Mail a new code" not in of_ann.text
        assert "Mail a new code to Bo Rope" in of_cy.text
        shown = desk.page(desk.submit(of_ann, button="New code"))
        assert "For Cy Stay, who votes for Ann Bell: write it down" in shown.text
        entrust(Act(session, SYSTEM, DURING), "Ann Bell", None)
        session.commit()
        assert "Whoever takes the chair votes for them, by proxy." in desk.get_page(papers[0]).text
        assert "1 is not" not in desk.get_page(codes).text
