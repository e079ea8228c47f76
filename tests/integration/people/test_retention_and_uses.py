"""What is kept no longer than needed goes by itself; and each use of what somebody gave is allowed by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.drafts import compose_draft
from agm.announcements.models import Announcement
from agm.audit.act import SYSTEM, Act
from agm.audit.models import AuditEntry
from agm.facts import Entry, OfficeState, Outcome
from agm.language.withheld import WITHHELD
from agm.meetings.models import Register
from agm.nominations.models import Answer, Candidacy, CandidacyPerson, Nominee, Supporter
from agm.nominations.rulings import make_candidacy
from agm.outbox.kinds import JobKind
from agm.outbox.models import OutboxJob
from agm.people.commands import WithdrawConsent
from agm.people.models import ConsentPurpose, Person
from agm.results.models import ContestResult, ResultLine
from agm.workflows.dispose_of_roll import dispose_of_roll
from agm.workflows.retention import remove_what_is_due
from agm.workflows.tell_results import note_told, tell_by_mail
from agm.workflows.withdraw_use import withdraw_use
from tests.support.client import StrictClient
from tests.support.nominations import BEFORE, NOON, make_call
from tests.support.records import NOW, drafted, facts_of, make_organisation, make_region, name, record


def test_what_an_election_needed_goes_when_its_register_does(session: Session) -> None:
    call = make_call(session)
    call.nominated("Ruth Ardley", by="Esther Kay", statement="I ring.")
    declined = call.nominated("Leah Marchant", by="Noa Peretzky", statement="I sing.").nominees[0]
    declined.answer, declined.answered_at = Answer.DECLINED, BEFORE
    session.commit()
    soon = Act(session, SYSTEM, NOON)
    assert remove_what_is_due(soon) == {}, "the rules need the register, and 30 days are not over"
    late = Act(session, SYSTEM, NOON + dt.timedelta(days=60))
    assert remove_what_is_due(late) == {"registers": 1, "statements": 1, "nominations": 2}
    session.commit()
    assert session.scalars(select(Register.disposed_at)).one() is not None
    assert {one.name for one in session.scalars(select(Supporter))} == {WITHHELD}
    assert {one.email for one in session.scalars(select(Nominee))} == {None}
    assert session.get_one(Nominee, declined.id).statement is None
    told = session.scalars(select(AuditEntry.details).where(AuditEntry.action == "system:retention:applied")).one()
    assert told["removed"] == {"registers": 1, "statements": 1, "nominations": 2}
    assert remove_what_is_due(late) == {}


def test_the_certificate_tells_of_the_nominations_that_were_cleared(
    session: Session, sign_in: Callable[..., StrictClient]
) -> None:
    call = make_call(session)
    stands, out = call.nominated("Ruth Ardley", by="Esther Kay"), call.nominated("Leah Marchant", statement="I sing.")
    make_candidacy(call.act(), stands)
    out.nominees[0].checks = {"women": {"is_met": True, "on": "2027-04-09", "by": "RO"}}
    session.commit()
    dispose_of_roll(Act(session, SYSTEM, NOON + dt.timedelta(days=60)), call.meeting_id)
    session.commit()
    session.expire_all()
    assert [one.name for one in stands.nominees] == ["Ruth Ardley"], "who stood stays on record"
    left = out.nominees[0]
    assert (left.name, left.email, left.statement, left.checks) == (WITHHELD, None, None, {})
    assert (out.sender_name, stands.sender_email, stands.supporters[0].name) == (None, None, WITHHELD)
    page = sign_in("national_officer").get_page(f"/desk/meetings/{call.meeting_id}/register")
    assert "From 2 nominations went with it every address" in page.text


def test_name_and_votes_of_who_was_not_elected_each_by_themselves(session: Session) -> None:
    make_organisation(session)
    make_region(session)
    entries = (
        Entry((name("Jane Doe"),), elected=True, votes=23),
        Entry((name("Ann Bell"),), elected=False, votes=4),
        Entry((name("Bo Fenn"),), elected=False, votes=3),
    )
    meeting = record(session, facts_of(Outcome("Chair", state=OfficeState.DECIDED, entries=entries)))
    announcement: Announcement = drafted(session, meeting)
    ids = dict(session.execute(select(Person.name, Person.id)).all())
    act = Act(session, SYSTEM, NOW)
    withdraw_use(act, WithdrawConsent(ids["Ann Bell"], ConsentPurpose.NAME_NOT_ELECTED))
    withdraw_use(act, WithdrawConsent(ids["Bo Fenn"], ConsentPurpose.VOTES))
    withdraw_use(act, WithdrawConsent(ids["Jane Doe"], ConsentPurpose.VOTES))
    session.flush()
    facts = compose_draft(session, announcement, NOW).facts
    assert facts is not None
    assert [(one.people[0].name, one.votes) for one in facts.results[0].entries] == [
        ("Jane Doe", 23), (WITHHELD, 4), ("Bo Fenn", None),
    ]  # fmt: skip


def test_those_who_stood_are_told_by_mail_once_and_before_the_public(session: Session) -> None:
    call = make_call(session)
    nomination = call.nominated("Ruth Ardley")
    contest = call.contest("Chair")
    person = Person(name="Ruth Ardley", sort_name="Ardley, Ruth", name_key="ruth ardley", created_at=BEFORE)
    candidacy = Candidacy(contest_id=contest.id, position=1, people=[CandidacyPerson(person=person, name=person.name)])
    result = ContestResult(contest_id=contest.id, state=OfficeState.DECIDED)
    result.lines.append(ResultLine(candidacy=candidacy, is_elected=False))
    session.add_all([person, candidacy, result])
    nomination.candidacy = candidacy
    session.flush()
    act = Act(session, SYSTEM, NOON)
    assert tell_by_mail(act, call.meeting) == 1
    assert tell_by_mail(act, call.meeting) == 1
    job = session.scalars(select(OutboxJob).where(OutboxJob.kind == JobKind.RESULT_MAIL)).one()
    note_told(act, job.payload["candidacy_id"])
    assert tell_by_mail(act, call.meeting) == 0, "who has heard is not told again"
    session.commit()
