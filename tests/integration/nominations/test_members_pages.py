"""The pages of members: nominating and answering by a link; what a link does not open; what a close does not take."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import pytest
from flask import Flask
from limits import parse
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agm.files.models import File
from agm.meetings.models import Meeting, RegisterEntry
from agm.nominations.models import Answer, CameBy, Nomination, Nominee
from agm.organisation.models import AdoptedRules
from agm.outbox.models import OutboxJob
from agm.people.models import LinkPurpose, PersonalLink
from agm.web.kit import clock
from agm.web.members import views
from tests.support.client import Field, StrictClient
from tests.support.kept_records import kept_record
from tests.support.nominations import AFTER, BEFORE, NOON, CallForTests, make_call
from tests.support.row_owners import snapshot


@kept_record
def laid(session: Session) -> tuple[int, dict[str, int]]:
    """The number of a meeting with an open call, and of the five members on its register."""
    made = make_call(session)
    return made.meeting_id, made.entries


@pytest.fixture
def call(session: Session, laid: tuple[int, dict[str, int]]) -> CallForTests:
    return CallForTests(session, *laid)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.datetime], None]:
    """Sets the clock."""

    def set_clock(now: dt.datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: now)

    set_clock(BEFORE)
    return set_clock


@pytest.fixture
def member(call: CallForTests, at: Callable[[dt.datetime], None], client: StrictClient) -> StrictClient:
    return client


def photo() -> tuple[io.BytesIO, str]:
    """A small photo."""
    target = io.BytesIO()
    Image.new("RGB", (80, 100), "red").save(target, "JPEG")
    target.seek(0)
    return target, "me.jpg"


def received(session: Session) -> list[Nomination]:
    session.rollback()
    return list(session.scalars(select(Nomination).order_by(Nomination.id)))


def test_a_member_stands_by_their_own_link(session: Session, call: CallForTests, member: StrictClient) -> None:
    address = f"/m/nominate/{call.token(LinkPurpose.NOMINATE, call.entries['Ruth Ardley'])}"
    page = member.get_page(address)
    assert not [box for box in page.all("input") if box.get("type") in {"checkbox", "radio"} and box.get("checked")]
    answer = member.submit(
        page,
        {"who": "self", "office": str(call.contest("Secretary").id), "statement": "Every month.", "photo": photo(),
         "uses": ["statement", "votes"]},
    )  # fmt: skip
    (one,) = received(session)
    assert (one.came_by, one.entry_id, one.received_at) == (CameBy.LINK, call.entries["Ruth Ardley"], BEFORE)
    (nominee,) = one.nominees
    assert (nominee.name, nominee.answer, nominee.email) == ("Ruth Ardley", Answer.ACCEPTED, "ruth@example.org")
    assert set(nominee.consents) == {"statement", "votes"}
    assert nominee.photo_id is not None
    assert one.receipt in answer.text
    assert "12:00:00" in answer.text  # two days before the close, in the time of Great Britain
    assert {job.kind for job in session.scalars(select(OutboxJob))} == {"mail:nomination_receipt", "mail:nominee"}


def test_what_is_sent_twice_is_one(session: Session, call: CallForTests, member: StrictClient) -> None:
    page = member.get_page(f"/m/nominate/{call.token(LinkPurpose.NOMINATE, call.entries['Ruth Ardley'])}")
    typed: dict[str, Field] = {"who": "self", "office": str(call.contest("Secretary").id)}
    first, second = member.submit(page, typed), member.submit(page, typed)
    (one,) = received(session)
    assert one.receipt in first.text
    assert one.receipt in second.text


def test_somebody_else_is_named_and_asked(session: Session, call: CallForTests, member: StrictClient) -> None:
    page = member.get_page(f"/m/nominate/{call.token(LinkPurpose.NOMINATE, call.entries['Esther Kay'])}")
    office = str(call.contest("Secretary").id)
    typed: dict[str, Field] = {"who": "other", "office": office, "name": "Leah Marchant", "mail": "leah@example.org",
             "partner": "Cllr Noa Peretzky", "partner_mail": "noa@example.org", "statement": "They would."}  # fmt: skip
    member.submit(page, typed)
    (one,) = received(session)
    assert [(it.name, it.prefix, it.answer, it.register_entry_id, it.consents) for it in one.nominees] == [
        ("Leah Marchant", None, None, call.entries["Leah Marchant"], {}),
        ("Noa Peretzky", "Cllr", None, call.entries["Noa Peretzky"], {}),
    ]
    assert [(it.role, it.name, it.answer) for it in one.supporters] == [("nominator", "Esther Kay", Answer.ACCEPTED)]
    kinds = [job.kind for job in session.scalars(select(OutboxJob).order_by(OutboxJob.id))]
    assert sorted(kinds) == ["mail:nomination_receipt", "mail:nominee", "mail:nominee"]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({}, "Choose whom you nominate"),
        ({"who": "other"}, "Enter the name of whom you nominate"),
        ({"who": "self", "statement": "word " * 10_000}, "Shorten this"),
        ({"who": "self", "statement": "word " * 21}, "1 too many"),
        (
            {"who": "self", "photo": (io.BytesIO(b"<svg><script>1</script></svg>"), "me.jpg")},
            "no photo that we can read",
        ),
        ({"who": "other", "name": "Ann Bell", "mail": "ann at example"}, "Enter an e-mail address"),
        ({"who": "other", "name": "ann@example.org"}, "name alone"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_lost(
    session: Session, call: CallForTests, member: StrictClient, typed: dict[str, Field], message: str
) -> None:
    page = member.get_page(f"/m/nominate/{call.token(LinkPurpose.NOMINATE, call.entries['Ruth Ardley'])}")
    answer = member.submit(page, {"office": str(call.contest("Chair").id), "uses": ["votes"], **typed})
    assert answer.status_code == 422
    assert message in answer.text
    assert received(session) == []
    ticked = [box.get("value") for box in member.page(answer).all("input") if box.get("checked") is not None]
    assert "votes" in ticked


def test_after_the_close_the_instant_of_receipt_is_told(
    session: Session, call: CallForTests, member: StrictClient, at: Callable[[dt.datetime], None]
) -> None:
    page = member.get_page(f"/m/nominate/{call.token(LinkPurpose.NOMINATE, call.entries['Ruth Ardley'])}")
    typed: dict[str, Field] = {"who": "self", "office": str(call.contest("Chair").id), "statement": "I typed this"}
    at(AFTER)
    answer = member.submit(page, typed)
    assert answer.status_code == 422
    assert "12:00:03" in answer.text
    assert "I typed this" in answer.text
    assert received(session) == []
    at(NOON)
    assert member.submit(page, typed).status_code == 200
    assert len(received(session)) == 1


@pytest.mark.parametrize("is_open_form", [False, True])
def test_looking_after_the_close_does_not_say_that_anything_was_sent(
    session: Session, call: CallForTests, member: StrictClient, at: Callable[[dt.datetime], None], *, is_open_form: bool
) -> None:
    """Each page of nominations, opened late: that they closed, and who still takes something."""
    nomination = call.nominated("Leah Marchant", by="Esther Kay", agreed=False)
    supporter = nomination.supporters[0]
    supporter.answer = supporter.answered_at = None
    if is_open_form:
        adopted = session.scalars(select(AdoptedRules)).one()
        adopted.rules = adopted.rules | {"open_form": True}
        nomination.came_by = CameBy.OPEN
        own = {"confirm": nomination.id}
        pages = ["/severn-vale/agm-2027/nominate"]
    else:
        own = {"nominate": call.entries["Ruth Ardley"], "accept": nomination.nominees[0].id, "support": supporter.id}
        pages = []
    pages += [f"/m/{word}/{call.token(LinkPurpose(word), number)}" for word, number in own.items()]
    at(AFTER)
    for address in pages:
        text = member.get_page(address).text
        assert "Nominations closed on Friday 9 April 2027 at 12:00. To add, change or withdraw" in text, address
        assert "reached us" not in text, address
        assert "not taken" not in text, address


def test_an_address_typed_beside_a_members_name_is_used_only_where_none_is_kept_of_them(
    session: Session, call: CallForTests, member: StrictClient
) -> None:
    """Else whoever nominates a member could answer in their place."""
    session.get_one(RegisterEntry, call.entries["Noa Peretzky"]).email = None
    page = member.get_page(f"/m/nominate/{call.token(LinkPurpose.NOMINATE, call.entries['Esther Kay'])}")
    office = str(call.contest("Secretary").id)
    typed: dict[str, Field] = {"who": "other", "office": office, "name": "Leah Marchant", "mail": "typed@example.net",
             "partner": "Noa Peretzky", "partner_mail": "noa.at.home@example.net"}  # fmt: skip
    assert "typed@example.net" not in member.submit(page, typed).text
    (one,) = received(session)
    assert [it.email for it in one.nominees] == ["leah@example.org", "noa.at.home@example.net"]


def test_looking_at_a_link_changes_nothing(session: Session, call: CallForTests, member: StrictClient) -> None:
    nomination = call.nominated("Leah Marchant", by="Esther Kay", agreed=False)
    tokens = {
        "nominate": call.token(LinkPurpose.NOMINATE, call.entries["Ruth Ardley"]),
        "accept": call.token(LinkPurpose.ACCEPT, nomination.nominees[0].id),
        "support": call.token(LinkPurpose.SUPPORT, nomination.supporters[0].id),
    }
    before = snapshot(session)
    for purpose, token in tokens.items():
        answer = member.get(f"/m/{purpose}/{token}")
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert member.head(f"/m/{purpose}/{token}").status_code == 200
    session.rollback()
    assert snapshot(session) == before


@pytest.mark.parametrize("how", ["unknown", "other purpose", "revoked", "expired", "other region", "called off"])
def test_a_link_that_opens_nothing_gets_a_plain_page(
    session: Session, call: CallForTests, member: StrictClient, at: Callable[[dt.datetime], None], how: str
) -> None:
    nomination = call.nominated("Leah Marchant", by="Esther Kay", agreed=False)
    token = call.token(LinkPurpose.ACCEPT, nomination.nominees[0].id)
    page = member.get_page(f"/m/accept/{token}")
    if how == "unknown":
        token = token[:-1]
    elif how == "other purpose":
        token = call.token(LinkPurpose.SUPPORT, nomination.nominees[0].id)
    elif how == "expired":
        at(NOON + dt.timedelta(days=200))
    elif how == "called off":
        session.get_one(Meeting, call.meeting_id).removed_at = BEFORE
    else:
        link = session.scalars(select(PersonalLink)).one()
        link.revoked_at, link.meeting_id = (BEFORE, link.meeting_id) if how == "revoked" else (None, 999)
    session.commit()
    answer = member.get(f"/m/accept/{token}")
    assert answer.status_code == 410
    assert "opens nothing" in answer.text
    assert member.post(f"/m/accept/{token}", data=dict(page_fields(page), answer="yes")).status_code == 410
    session.rollback()
    assert session.scalars(select(Nominee.answer)).all() == [None]


def page_fields(page: object) -> dict[str, str]:
    """The hidden fields of a page."""
    return {one.get("name", ""): one.get("value", "") for one in page.all("input") if one.get("type") == "hidden"}  # type: ignore[attr-defined]  # a Page


def test_the_same_link_accepts_changes_and_withdraws(
    session: Session, call: CallForTests, member: StrictClient, at: Callable[[dt.datetime], None]
) -> None:
    nomination_id = call.nominated("Leah Marchant", by="Esther Kay", agreed=False, statement="Begun.").id
    nominee_id = session.get_one(Nomination, nomination_id).nominees[0].id
    address = f"/m/accept/{call.token(LinkPurpose.ACCEPT, nominee_id)}"

    def nominee() -> Nominee:
        session.rollback()
        return session.get_one(Nominee, nominee_id, populate_existing=True)

    page = member.get_page(address)
    assert "Begun." in page.text
    answer = member.submit(page, {"answer": "yes", "name": "Dr Leah Marchant", "photo": photo(), "uses": ["photo"]})
    assert "recorded" in answer.text
    first = nominee()
    assert (first.answer, first.prefix, list(first.consents)) == (Answer.ACCEPTED, "Dr", ["photo"])
    assert member.get(f"{address}/photo").mimetype == "image/jpeg"
    given_at = first.consents["photo"]

    at(BEFORE + dt.timedelta(hours=1))
    member.submit(member.get_page(address), {"uses": ["photo", "votes"], "drops_photo": True})
    second = nominee()
    assert second.consents["photo"] == given_at != second.consents["votes"]
    assert (second.photo_id, session.scalar(select(func.count()).select_from(File))) == (None, 0)

    member.submit(member.get_page(address), {"answer": "no"})
    assert (nominee().answer, nominee().nomination.withdrawn_by) == (Answer.DECLINED, "Leah Marchant")
    member.submit(member.get_page(address), {"answer": "yes", "uses": ["votes"]})
    assert nominee().nomination.withdrawn_at is None

    page = member.get_page(address)
    at(AFTER)
    late = member.submit(page, {"answer": "no"})
    assert late.status_code == 422
    assert nominee().answer is Answer.ACCEPTED
    page = member.page(member.submit(page, {"answer": "yes", "statement": "Typed too late"}))
    assert "12:00:03" in page.text
    assert "Typed too late" in page.text
    assert nominee().statement == "Begun."
    after = member.get_page(address)
    assert "To add, change or withdraw something, write to the returning officer." in after.text
    assert not [one for one in after.all("input") if one.get("name") == "answer"]
    assert member.submit(after, {"uses": []}).status_code == 200
    assert nominee().consents == {}


def test_a_supporter_answers_by_a_link_of_their_own(session: Session, call: CallForTests, member: StrictClient) -> None:
    supporter = call.nominated("Leah Marchant", by="Esther Kay").supporters[0]
    supporter.answer = supporter.answered_at = None
    session.commit()
    address = f"/m/support/{call.token(LinkPurpose.SUPPORT, supporter.id)}"
    member.submit(member.get_page(address), {"answer": "yes"})
    session.rollback()
    assert received(session)[0].supporters[0].answer is Answer.ACCEPTED


def test_the_open_form_is_there_where_the_rules_say_so(
    session: Session, call: CallForTests, member: StrictClient
) -> None:

    address = "/severn-vale/agm-2027/nominate"
    assert member.get(address).status_code == 404
    adopted = session.scalars(select(AdoptedRules)).one()
    adopted.rules = adopted.rules | {"open_form": True}
    session.commit()
    page = member.get_page(address)
    assert member.submit(page, {"who": "self", "office": str(call.contest("Chair").id)}).status_code == 422
    own: dict[str, Field] = {"sender_name": "Ruth Ardley", "sender_mail": "ruth@example.org"}
    answer = member.submit(page, {**own, "who": "self", "office": str(call.contest("Chair").id)})
    (one,) = received(session)
    assert (one.came_by, one.nominees[0].register_entry_id) == (CameBy.OPEN, call.entries["Ruth Ardley"])
    assert one.receipt in answer.text


def test_the_open_form_sends_only_so_many_mails_for_one_connection(
    session: Session, call: CallForTests, member: StrictClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "OPENLY", parse("1 per hour"))
    adopted = session.scalars(select(AdoptedRules)).one()
    adopted.rules = adopted.rules | {"open_form": True}
    session.commit()
    typed: dict[str, Field] = {
        "sender_name": "Flo Gill", "sender_mail": "flo@example.org", "who": "self",
        "office": str(call.contest("Chair").id), "statement": "I typed this",
    }  # fmt: skip
    for status in (200, 422):
        answer = member.submit(member.get_page("/severn-vale/agm-2027/nominate"), typed)
        assert answer.status_code == status
    assert "I typed this" in answer.text
    assert len(received(session)) == 1


def test_a_fault_is_logged_without_the_link(
    call: CallForTests,
    member: StrictClient,
    app: Flask,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:

    def broken(*_: object) -> None:
        raise RuntimeError

    token = call.token(LinkPurpose.NOMINATE, call.entries["Ruth Ardley"])
    monkeypatch.setattr(views, "call_of", broken)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    assert member.get(f"/m/nominate/{token}").status_code == 500
    assert "/m/nominate/<token>" in caplog.text
    assert token not in caplog.text
