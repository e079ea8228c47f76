"""The register of a long roll: made by a worker, shown on its way, broken off, and never there in part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from agm.accounts.models import User
from agm.audit.act import SYSTEM, Act
from agm.audit.models import AuditEntry
from agm.database.engine import only_reading, write_if_free
from agm.language.partial_date import PartialDate
from agm.meetings.commands import CreateMeeting, FreezeRegister, MeetingDetails
from agm.meetings.models import Meeting, Register, RegisterEntry, RegisterFreeze
from agm.meetings.operations import create_meeting, freeze_register, freezing, prepare_register, remove_meeting
from agm.membership.commands import ImportRoll
from agm.membership.operations import import_roll
from agm.membership.reading.values import Member
from agm.organisation.commands import AdoptRules
from agm.organisation.operations import adopt_rules
from agm.outbox.models import JobOutcome, OutboxJob
from agm.outbox.worker import LEASE, Worker
from agm.rules.eligibility import LeastMembership, MembershipRule, PeriodUnit
from agm.rules.rule_set import RuleSet
from agm.web.kit import clock
from agm.web.outbox_handlers import register_freezes
from agm.web.outbox_handlers.registry import build_worker
from tests.support.client import StrictClient
from tests.support.kept_records import kept_record
from tests.support.records import NOW, make_organisation, make_region

pytestmark = pytest.mark.both_databases

SignIn = Callable[..., StrictClient]
REGISTER = "/desk/meetings/1/register"
NUMBER = 5
DAY = {"as_of_on-day": "1", "as_of_on-month": "6", "as_of_on-year": "2024"}
BUTTON = f"Freeze the register of {NUMBER} members"
RULES = RuleSet(name="Guild", vote=MembershipRule(least_membership=LeastMembership(8, PeriodUnit.WEEKS, "meeting")))
WITH_NOTICE = RuleSet(name="Guild", vote=MembershipRule(member_on=("notice",)))


class KilledError(BaseException):
    """Stands for SIGKILL: nothing of ours runs after it."""


@kept_record
def meeting(session: Session) -> Meeting:
    """A meeting of a region whose roll has a few members."""
    make_organisation(session)
    unit = make_region(session)
    act = Act(session, SYSTEM, NOW)
    adopt_rules(act, AdoptRules(RULES, 0))
    members = tuple(
        Member(line, f"Ann Ash{line}", number=str(line), joined=PartialDate(2019)) for line in range(NUMBER)
    )
    import_roll(act, ImportRoll(unit.id, 0, members))
    return create_meeting(act, CreateMeeting(unit.id, MeetingDetails(held_on=PartialDate(2099, 6, 15))))


@pytest.fixture(autouse=True)
def _long_from_three(monkeypatch: pytest.MonkeyPatch) -> None:
    """A roll of five members is long, and read in three parts."""
    monkeypatch.setattr(freezing, "LONG", 3)
    monkeypatch.setattr(freezing, "PART", 2)


@pytest.fixture
def officer(meeting: Meeting, sign_in: SignIn) -> StrictClient:
    return sign_in("regional_officer", meeting.unit)


@pytest.fixture
def worker(app: Flask, meeting: Meeting) -> Worker:
    """One that has done the day's jobs."""
    built = build_worker(app)
    built.run_due()
    return built


def ask(officer: StrictClient) -> TestResponse:
    """Ask for the freeze: the page that says how far it is."""
    return officer.submit(officer.get_page(REGISTER), dict(DAY), button=BUTTON)


def there(engine: Engine) -> tuple[bool, int, bool]:
    """Whether there is a register, with how many entries, and whether a freeze waits."""
    with only_reading(), Session(engine) as session:
        number = session.scalar(select(func.count()).select_from(RegisterEntry)) or 0
        return session.get(Register, 1) is not None, number, session.get(RegisterFreeze, 1) is not None


def stopped(engine: Engine) -> str | None:
    with only_reading(), Session(engine) as session:
        return session.get_one(RegisterFreeze, 1).stopped


def import_one_more(session: Session) -> None:
    import_roll(Act(session, SYSTEM, NOW), ImportRoll(1, 1, (Member(9, "Zoe Yarrow", number="99"),)))
    session.commit()


def test_it_is_shown_and_frozen_at_the_word_of_whoever_asked(
    officer: StrictClient, worker: Worker, engine: Engine, session: Session
) -> None:
    shown = ask(officer)
    assert "0 of 5 members are looked at." in shown.text
    assert "Freeze the register of" not in shown.text
    assert '<noscript><meta http-equiv="refresh"' in shown.text
    assert there(engine) == (False, 0, True)
    worker.run_due()
    assert there(engine) == (True, NUMBER, False)
    assert "5 of 5 members can vote." in officer.get_page(REGISTER).text
    [entry] = session.scalars(select(AuditEntry).where(AuditEntry.action == "meeting:register:frozen"))
    assert entry.details == {"entries": NUMBER}
    asker = session.get_one(User, int(entry.actor.removeprefix("user:")))
    assert session.get_one(Register, 1).frozen_by == asker.name


def test_what_a_worker_makes_is_what_is_made_at_once(
    officer: StrictClient, worker: Worker, meeting: Meeting, session: Session
) -> None:
    ask(officer)
    worker.run_due()
    columns = [one for one in RegisterEntry.__table__.columns if one.name not in {"id", "meeting_id"}]
    other = create_meeting(
        Act(session, SYSTEM, NOW), CreateMeeting(meeting.unit_id, MeetingDetails(held_on=meeting.held_on))
    )
    freeze_register(Act(session, SYSTEM, NOW), FreezeRegister(other.id, dt.date(2024, 6, 1)))
    made = {
        number: session.execute(
            select(*columns).where(RegisterEntry.meeting_id == number).order_by(RegisterEntry.id)
        ).all()
        for number in (1, other.id)
    }
    assert len(made[1]) == NUMBER
    assert made[1] == made[other.id]


def test_a_short_roll_is_frozen_at_once(officer: StrictClient, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freezing, "LONG", NUMBER)
    assert "5 of 5 members can vote." in ask(officer).text
    assert there(engine) == (True, NUMBER, False)


def test_the_page_says_how_far_it_is(
    officer: StrictClient, worker: Worker, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def look(engine: Engine, statement: object) -> bool:
        done = write_if_free(engine, statement)  # type: ignore[arg-type]  # passed on
        told.append(officer.get_page(REGISTER).text)
        return done

    monkeypatch.setattr(register_freezes, "write_if_free", look)
    ask(officer)
    worker.run_due()
    assert [[f"{done} of 5 members are looked at." in one for one in told] for done in (2, 4, 5)] == [
        [True, False, False], [False, True, False], [False, False, True],
    ]  # fmt: skip


def test_a_killed_worker_leaves_nothing_and_the_next_does_it(
    officer: StrictClient, worker: Worker, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it looks at the members, and in the middle of writing the register."""
    ask(officer)

    def kill(*_arguments: object) -> None:
        raise KilledError

    def kill_at_last_part(act: Act, *_arguments: object, **_named: object) -> None:
        assert act.session.scalar(select(func.count()).select_from(RegisterEntry)) == NUMBER, "it is being written"
        raise KilledError

    at = clock.now()
    for place, killer in (((register_freezes, "write_if_free"), kill), ((freezing, "record"), kill_at_last_part)):
        with monkeypatch.context() as patch:
            patch.setattr(*place, killer)
            with pytest.raises(KilledError):
                worker.run_due()
        assert there(engine) == (False, 0, True), place
        assert worker.run_due() == 0, "nobody else has it while the lease lasts"
        at += LEASE + dt.timedelta(seconds=1)
        monkeypatch.setattr(worker, "now", lambda at=at: at)
    assert "is being frozen" in officer.get_page(REGISTER).text
    worker.run_due()
    assert there(engine) == (True, NUMBER, False)


def test_it_is_broken_off_before_and_while_a_worker_is_at_it(
    officer: StrictClient, worker: Worker, engine: Engine, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = officer.submit(ask(officer), button="Break off")
    assert "Nothing was frozen" in done.text
    assert there(engine) == (False, 0, False)
    worker.run_due()
    assert there(engine) == (False, 0, False)
    assert session.scalars(select(OutboxJob.outcome).where(OutboxJob.kind == "register:freeze")).all() == [
        JobOutcome.CANCELLED
    ]
    session.commit()
    shown = ask(officer)

    def broken_off_meanwhile(*arguments: object) -> object:
        prepared = prepare_register(*arguments)  # type: ignore[arg-type]  # passed on
        officer.submit(shown, button="Break off")
        return prepared

    monkeypatch.setattr(register_freezes, "prepare_register", broken_off_meanwhile)
    worker.run_due()
    assert there(engine) == (False, 0, False)


def test_breaking_off_what_is_frozen_leaves_it(officer: StrictClient, worker: Worker, engine: Engine) -> None:
    shown = ask(officer)
    worker.run_due()
    assert "Nothing was frozen" not in officer.submit(shown, button="Break off").text
    assert there(engine) == (True, NUMBER, False)


def test_it_is_asked_for_once_at_a_time(officer: StrictClient, engine: Engine) -> None:
    page = officer.get_page(REGISTER)
    officer.submit(page, dict(DAY), button=BUTTON)
    again = officer.submit(page, dict(DAY), button=BUTTON)
    assert again.status_code == 422
    assert "is being frozen" in again.text
    assert there(engine) == (False, 0, True)


def test_a_roll_or_rules_that_change_meanwhile_are_looked_at_anew(
    officer: StrictClient, worker: Worker, engine: Engine, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = [lambda: import_one_more(session), lambda: None]

    def changed_meanwhile(*arguments: object) -> object:
        prepared = prepare_register(*arguments)  # type: ignore[arg-type]  # passed on
        changes.pop(0)()
        return prepared

    monkeypatch.setattr(register_freezes, "prepare_register", changed_meanwhile)
    ask(officer)
    worker.run_due()
    assert changes == [], "it was made twice"
    assert there(engine) == (True, NUMBER + 1, False)


@pytest.mark.parametrize("is_early", [True, False])
def test_what_the_rules_ask_meanwhile_is_said_and_asked_again(
    officer: StrictClient,
    worker: Worker,
    engine: Engine,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    is_early: bool,
) -> None:
    """Rules that are adopted before a worker begins, and while it is at it."""

    def adopt(*arguments: object) -> object:
        prepared = None if is_early else prepare_register(*arguments)  # type: ignore[arg-type]  # passed on
        session.get_one(Meeting, 1).rules_id = adopt_rules(Act(session, SYSTEM, NOW), AdoptRules(WITH_NOTICE, 1)).id
        session.commit()
        return prepared

    ask(officer)
    if is_early:
        adopt()
    else:
        monkeypatch.setattr(register_freezes, "prepare_register", adopt)
    worker.run_due()
    assert there(engine) == (False, 0, True)
    assert stopped(engine) == "The rules ask about the day of notice: which is it?"
    page = officer.get_page(REGISTER)
    assert "It was not frozen on" in page.text
    assert "which is it?" in page.text
    monkeypatch.undo()
    monkeypatch.setattr(freezing, "LONG", 3)
    notice = {"days.notice-day": "20", "days.notice-month": "5", "days.notice-year": "2024"}
    officer.submit(page, {**DAY, **notice}, button=BUTTON)
    assert stopped(engine) is None
    worker.run_due()
    assert there(engine) == (True, NUMBER, False)


def test_who_froze_it_another_way_meanwhile_is_not_overwritten(
    officer: StrictClient, worker: Worker, engine: Engine, session: Session
) -> None:
    ask(officer)
    freeze_register(Act(session, SYSTEM, NOW), FreezeRegister(1, dt.date(2024, 5, 1)))
    session.commit()
    worker.run_due()
    assert there(engine) == (True, NUMBER, True)
    assert session.get_one(Register, 1).as_of_on == dt.date(2024, 5, 1)


def test_a_meeting_that_is_removed_meanwhile_has_none(
    officer: StrictClient, worker: Worker, engine: Engine, session: Session
) -> None:
    ask(officer)
    remove_meeting(Act(session, SYSTEM, clock.now()), session.get_one(Meeting, 1))
    session.commit()
    worker.run_due()
    assert there(engine)[:2] == (False, 0)
    assert stopped(engine) == "The meeting was removed."
