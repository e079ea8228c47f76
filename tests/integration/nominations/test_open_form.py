"""The form that is open to all: a typed name proves nothing until the member says yes by mail."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from agm.accounts.models import User
from agm.audit.models import AuditEntry
from agm.language.names import sort_key, sort_name
from agm.meetings.models import Register, RegisterEntry
from agm.membership.models import RollMember
from agm.nominations.commands import RuleOnNomination
from agm.nominations.models import Answer, Nomination
from agm.nominations.rulings import rule
from agm.organisation.models import AdoptedRules
from agm.outbox.models import JobOutcome, OutboxJob
from agm.rules.violations import RefusedError
from agm.web.kit import clock
from agm.web.outbox_handlers.registry import build_worker
from tests.support.client import Field, StrictClient
from tests.support.mail_server import MailServer, running_mail_server
from tests.support.nominations import AFTER, BEFORE, NOON, SEVERAL, CallForTests, make_call
from tests.support.row_owners import snapshot

FORM = "/severn-vale/agm-2027/nominate"
LATER = AFTER + dt.timedelta(days=1)
STRANGER = "stranger@example.net"


@pytest.fixture
def server() -> Iterator[MailServer]:
    with running_mail_server() as running:
        yield running


@pytest.fixture
def call(session: Session) -> CallForTests:
    return make_call(session, SEVERAL.model_copy(update={"open_form": True}))


@pytest.fixture
def app(make_app: Callable[..., Flask], server: MailServer, call: CallForTests) -> Flask:
    return make_app(mail_server="127.0.0.1", mail_port=server.port, mail_sender="AGM desk <agm@example.org>")


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.datetime], None]:
    def set_clock(now: dt.datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: now)

    set_clock(BEFORE)
    return set_clock


def send(client: StrictClient, call: CallForTests, name: str = "Ruth Ardley", /, **typed: Field) -> str:
    """A stranger's nomination in somebody's name; the text of the answer."""
    own: dict[str, Field] = {
        "sender_name": name, "sender_mail": STRANGER, "who": "self", "office": str(call.contest("Chair").id), **typed,
    }  # fmt: skip
    answer = client.submit(client.get_page(FORM), own)
    assert answer.status_code == 200
    return answer.text


def only(session: Session) -> Nomination:
    session.rollback()
    return session.scalars(select(Nomination)).one()


def mails(app: Flask, server: MailServer) -> dict[str, str]:
    """What goes out now, by subject and address."""
    server.taken.clear()
    build_worker(app).run_due()
    return {f"{mail['Subject']} > {mail['To']}": mail.get_content() for mail in server.mails}


def link(sent: dict[str, str], about: str) -> str:
    text = next(text for words, text in sent.items() if words.startswith(about))
    found = re.search(r"/m/\S+", text)
    assert found
    return found[0]


def nominations(officer: StrictClient, call: CallForTests, **typed: str) -> tuple[int, str]:
    """The officer's page, or what comes of a button of it."""
    address = f"/desk/meetings/{call.meeting_id}/nominations"
    if not typed:
        return 200, officer.get_page(address).text
    data = {"csrf_token": officer.csrf_token(address), **typed}
    answer = officer.post(address, data=data, follow_redirects=True)
    return answer.status_code, answer.text


def test_it_counts_once_the_member_says_yes_and_from_the_instant_of_the_form(
    app: Flask, session: Session, call: CallForTests, client: StrictClient, server: MailServer,
    at: Callable[[dt.datetime], None],
) -> None:  # fmt: skip
    assert "It waits for confirmation" in send(client, call)
    with pytest.raises(RefusedError, match="not known yet"):
        rule(call.act(), RuleOnNomination(only(session).id, stands=True), ())
    sent = mails(app, server)
    assert set(sent) == {
        f"Your nomination {only(session).receipt} is here > {STRANGER}",
        "Did you send a nomination for Chair? > ruth@example.org",
    }
    address = link(sent, "Did you")
    before = snapshot(session)
    page = client.get_page(address)
    session.rollback()
    assert snapshot(session) == before, "opening it changes nothing"
    at(NOON - dt.timedelta(minutes=1))
    assert "Your answer is recorded" in client.submit(page, {"answer": "yes"}).text
    one = only(session)
    assert (one.received_at, one.confirmation, one.confirmed_at) == (BEFORE, Answer.ACCEPTED, clock.now())
    assert [(it.email, it.answer, it.register_entry_id) for it in one.nominees] == [
        ("ruth@example.org", Answer.ACCEPTED, call.entries["Ruth Ardley"])
    ]
    assert set(mails(app, server)) == {"You stand for Chair > ruth@example.org"}
    rule(call.act(), RuleOnNomination(one.id, stands=True), ())
    page = client.get_page(address)
    assert "It is confirmed, and counts from Wednesday 7 April 2027 at 12:00:00" in page.text
    assert not [box for box in page.all("input") if box.get("name") == "answer"]


def test_nobody_is_asked_before_and_members_never_at_an_address_that_was_typed(
    app: Flask, session: Session, call: CallForTests, client: StrictClient, server: MailServer
) -> None:
    typed: dict[str, Field] = {"who": "other", "name": "Leah Marchant", "mail": STRANGER}
    send(client, call, "Esther Kay", **typed)
    sent = mails(app, server)
    assert not [words for words in sent if words.startswith("You were nominated")]
    client.submit(client.get_page(link(sent, "Did you")), {"answer": "yes"})
    assert set(mails(app, server)) == {"You were nominated for Chair: do you accept? > leah@example.org"}


def test_a_member_of_no_known_address_who_answered_from_one_that_was_typed_is_a_question(
    app: Flask, session: Session, call: CallForTests, client: StrictClient, server: MailServer,
    at: Callable[[dt.datetime], None], sign_in: Callable[..., StrictClient],
) -> None:  # fmt: skip
    session.get_one(RegisterEntry, call.entries["Leah Marchant"]).email = None
    session.commit()
    send(client, call, "Esther Kay", who="other", name="Leah Marchant", mail="leah@elsewhere.example")
    client.submit(client.get_page(link(mails(app, server), "Did you")), {"answer": "yes"})
    accept = link(mails(app, server), "You were nominated")
    at(BEFORE + dt.timedelta(minutes=1))
    client.submit(client.get_page(accept), {"answer": "yes", "name": "Leah Marchant"})
    _status, text = nominations(sign_in("national_officer"), call)
    assert "Leah Marchant answered from leah@elsewhere.example, which is not an address on the register" in text


def test_the_answer_does_not_tell_who_is_a_member(
    session: Session, call: CallForTests, client: StrictClient, app: Flask, server: MailServer
) -> None:
    answers = [send(client, call, name).replace(name, "N") for name in ("Ruth Ardley", "Hugh Nobody")]
    receipts = [one.receipt for one in session.scalars(select(Nomination).order_by(Nomination.id))]
    member, stranger = (text.replace(receipt, "R") for text, receipt in zip(answers, receipts, strict=True))
    assert member == stranger
    kinds = [job.kind for job in session.scalars(select(OutboxJob).order_by(OutboxJob.id))]
    assert kinds == ["mail:nomination_receipt", "mail:nomination_confirmation"] * 2
    sent = mails(app, server)
    assert [words.partition(" > ")[2] for words in sent if words.startswith("Did you")] == ["ruth@example.org"]
    to_typed = [text for words, text in sent.items() if words.endswith(STRANGER)]
    own = [
        text.replace(name, "N").replace(receipt, "R")
        for text, name, receipt in zip(to_typed, ("Ruth Ardley", "Hugh Nobody"), receipts, strict=True)
    ]
    assert own[0] == own[1]


def test_what_waits_counts_against_nobody(
    session: Session, call: CallForTests, client: StrictClient, sign_in: Callable[..., StrictClient],
    at: Callable[[dt.datetime], None],
) -> None:  # fmt: skip
    rules = session.scalars(select(AdoptedRules)).one()
    asked = rules.rules["nomination"] | {"one_per_office": True, "not_other_candidates": True}
    rules.rules = rules.rules | {"nomination": asked}
    session.commit()
    send(client, call, "Esther Kay", who="other", name="Ruth Ardley")
    send(client, call, "Esther Kay")
    call.nominated("Leah Marchant", by="Esther Kay", at=BEFORE + dt.timedelta(minutes=1))
    call.nominated("Ruth Ardley")
    at(LATER)
    status, text = nominations(sign_in("national_officer"), call)
    assert "They support another nomination" not in text
    assert "They stand for this office themselves" not in text
    assert "Nominated 2 times" not in text
    assert "Nothing in the rules is against 2" in text
    assert text.count("Waits for confirmation") == 2
    status, text = nominations(sign_in("national_officer"), call, act="let-stand:0")
    assert (status, "Recorded: 2 stand." in text) == (200, True)
    status, text = nominations(sign_in("national_officer"), call, act=f"alphabet:{call.contest('Chair').id}")
    assert status == 200, "the order on the voting paper does not wait for it"


def test_who_says_no_can_still_say_yes_until_the_close_and_nobody_after_it(
    app: Flask, session: Session, call: CallForTests, client: StrictClient, server: MailServer,
    at: Callable[[dt.datetime], None], sign_in: Callable[..., StrictClient],
) -> None:  # fmt: skip
    send(client, call)
    address = link(mails(app, server), "Did you")
    client.submit(client.get_page(address), {"answer": "no"})
    assert only(session).confirmation is Answer.DECLINED
    assert "says that this is not from them" in nominations(sign_in("national_officer"), call)[1]
    page = client.get_page(address)
    at(AFTER)
    late = client.submit(page, {"answer": "yes"})
    assert (late.status_code, "12:00:03" in late.text) == (422, True)
    status, text = nominations(sign_in("national_officer"), call, act=f"confirm:{only(session).id}", how="They rang.")
    assert (status, "says that this is not from them" in text) == (422, True)
    at(NOON)
    assert client.submit(page, {"answer": "yes"}).status_code == 200
    assert only(session).confirmation is Answer.ACCEPTED


def test_the_officer_confirms_by_hand_with_a_reason(
    app: Flask, session: Session, call: CallForTests, client: StrictClient, server: MailServer,
    at: Callable[[dt.datetime], None], sign_in: Callable[..., StrictClient],
) -> None:  # fmt: skip
    send(client, call, "Ruthie Ardley")
    mails(app, server)
    cancelled = select(OutboxJob.last_error).where(OutboxJob.outcome == JobOutcome.CANCELLED)
    assert "no e-mail address" in session.scalars(cancelled).one()
    at(LATER)
    officer, act = sign_in("national_officer"), f"confirm:{only(session).id}"
    status, text = nominations(officer, call)
    assert "Waits for confirmation" in text
    assert f"typed the name Ruthie Ardley and the address {STRANGER}" in text
    status, text = nominations(officer, call, act=act, how=" ", member="9")
    assert (status, "the number “9”" in text, 'value="9"' in text) == (422, True, True)
    status, text = nominations(officer, call, act=act, how=" ")
    assert (status, "Say how you know" in text) == (422, True)
    status, text = nominations(officer, call, act=act, how="She rang from the number that we have.", member="1")
    assert (status, "She rang from the number" in text) == (200, True)
    one = only(session)
    assert (one.confirmed_why, one.entry_id) == ("She rang from the number that we have.", call.entries["Ruth Ardley"])
    assert one.nominees[0].register_entry_id == call.entries["Ruth Ardley"]
    assert "Nothing in the rules is against one" in text
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "nomination:sender:confirmed")).one()
    assert entry.details["by_hand"] is True
    assert set(mails(app, server)) == {f"You stand for Chair > {STRANGER}"}


@pytest.mark.parametrize("column", ["name", "email"])
def test_nobody_confirms_by_hand_what_is_in_their_own_name(
    session: Session, call: CallForTests, client: StrictClient, sign_in: Callable[..., StrictClient], column: str
) -> None:
    typed = {"name": "National Officer", "email": "x@example.org"}
    officer = sign_in("national_officer")
    send(client, call, who="other", name="Leah Marchant")
    one = only(session)
    one.sender_name, one.sender_email = typed["name"], typed["email"]
    session.commit()
    user = session.scalars(select(User).order_by(User.id.desc())).first()
    assert user is not None
    setattr(user, column, typed[column])
    session.commit()
    status, text = nominations(officer, call, act=f"confirm:{one.id}", how="It was me.")
    assert (status, "in your own name" in text) == (422, True)


def test_before_there_is_a_register_the_roll_has_the_address(
    app: Flask, session: Session, call: CallForTests, client: StrictClient, server: MailServer
) -> None:
    session.execute(delete(RegisterEntry))
    session.execute(delete(Register))
    unit_id = call.meeting.unit_id
    for name, email in (("Una Field", "una@example.org"), ("Ann Bell", "a@example.org"), ("Ann Bell", None)):
        session.add(RollMember(unit_id=unit_id, name=name, sort_key=sort_key(sort_name(name)), email=email))
    session.commit()
    for name in ("Cllr Una Field", "Ann Bell"):
        send(client, call, name)
    asked = [words for words in mails(app, server) if words.startswith("Did you")]
    assert asked == ["Did you send a nomination for Chair? > una@example.org"]
