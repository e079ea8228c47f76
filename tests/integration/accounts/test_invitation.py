"""From an invitation to the first sign-in; and the users that national officers look after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.accounts.models import Official, OfficialRole, User
from agm.audit.models import AuditEntry
from agm.organisation.models import NATIONAL_ID, Unit
from agm.web.outbox_handlers.registry import build_worker
from tests.support.client import StrictClient
from tests.support.mail_server import running_mail_server
from tests.support.signing_in import make_official, signed_in_client

PASSWORD = "seven quiet herons"
SignIn = Callable[..., StrictClient]


@pytest.fixture
def unit(session: Session) -> Unit:
    """A region to have roles in."""
    unit = Unit(name="Vale of Ebbor", slug="vale-of-ebbor", position=1)
    session.add(unit)
    session.commit()
    return unit


def invite(officer: StrictClient, unit: Unit, email: str = "dana@example.org") -> str:
    """Invite somebody as regional officer on the page; the path of the link that it shows."""
    answer = officer.submit(
        officer.get_page("/desk/users/invite"),
        {
            "name": "Dana Pell",
            "email": email,
            "regions-0-region": str(unit.id),
            "regions-0-role": "regional_officer",
        },
        button="Invite",
    )
    [link] = officer.page(answer).texts("p", id="link")
    return urlsplit(link).path


def join(client: StrictClient, path: str, password: str = PASSWORD) -> tuple[int, str]:
    """Follow the link and choose a password; the status, and where it leads or what is wrong."""
    answer = client.submit(
        client.get_page(path),
        {"password": password, "again": password},
        button="Set the password and go in",
        follow_redirects=False,
    )
    return answer.status_code, answer.location or client.page(answer).texts("p", class_="error")[0]


def actions(session: Session) -> list[tuple[str, str, str]]:
    """The record: who did what to what."""
    session.rollback()
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence))
    return [(entry.actor, entry.action, entry.subject) for entry in entries]


def test_invited_officer_joins_and_is_in(session: Session, client: StrictClient, sign_in: SignIn, unit: Unit) -> None:
    officer = sign_in("national_officer")
    path = invite(officer, unit)
    assert join(client, path, "too short") == (422, "Error: Choose a longer password: at least 12 characters")
    assert join(client, path, "dana@example.org") == (
        422,
        "Error: Choose a password that is not made of your name, your email or your organisation's name",
    )
    assert join(client, path) == (303, "/desk")
    assert "Regional officer, Vale of Ebbor" in client.get_page("/account").text
    user = session.scalars(select(User).where(User.email == "dana@example.org")).one()
    own = f"user:{user.id}"
    assert actions(session)[1:] == [
        (actions(session)[0][0], "user:invitation:made", own),
        (own, "user:invitation:accepted", own),
        (own, "user:sign_in:succeeded", own),
    ]


def test_link_works_once(client: StrictClient, sign_in: SignIn, unit: Unit) -> None:
    path = invite(sign_in("national_officer"), unit)
    assert join(client, path) == (303, "/desk")
    page = client.get_page(path, status=410)
    assert page.heading == "This link does not work any more"


def test_link_works_for_a_week(client: StrictClient, sign_in: SignIn, unit: Unit) -> None:
    now = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
    with time_machine.travel(now, tick=False) as traveller:
        path = invite(sign_in("national_officer"), unit)
        traveller.shift(dt.timedelta(days=7))
        assert client.get(path).status_code == 200
        traveller.shift(dt.timedelta(seconds=1))
        assert client.get(path).status_code == 410


def test_forged_link_is_refused(client: StrictClient, sign_in: SignIn, unit: Unit) -> None:
    path = invite(sign_in("national_officer"), unit)
    for wrong in (path[:-1], path + "x", "/account/join/WzEsIjAiXQ.a.b"):
        assert client.get(wrong).status_code == 410
    assert client.get("/account/join/%00").status_code == 404, "no address holds such a character"


def test_new_link_ends_the_old_one_and_disabling_ends_both(
    session: Session, client: StrictClient, sign_in: SignIn, unit: Unit
) -> None:
    officer = sign_in("national_officer")
    first = invite(officer, unit)
    user = session.scalars(select(User).where(User.email == "dana@example.org")).one()
    page = officer.get_page(f"/desk/users/{user.id}")
    shown = officer.page(officer.submit(page, button="Make a new link to join"))
    second = urlsplit(shown.texts("p", id="link")[0]).path
    assert (client.get(first).status_code, client.get(second).status_code) == (410, 200)
    officer.submit(page, button="Disable this login")
    assert client.get(second).status_code == 410


def test_link_for_somebody_with_a_second_step_does_not_skip_it(
    session: Session, client: StrictClient, sign_in: SignIn
) -> None:
    officer = sign_in("national_officer")
    user = make_official(session, None)
    user.password, user.tf_primary_method, user.tf_totp_secret = "none", "authenticator", "{}"
    session.commit()
    page = officer.get_page(f"/desk/users/{user.id}")
    shown = officer.page(officer.submit(page, button="Make a link for a new password"))
    path = urlsplit(shown.texts("p", id="link")[0]).path
    assert join(client, path) == (303, "/account/sign-in")
    assert client.get("/account").status_code == 302


def test_letter_takes_the_place_of_the_link_on_the_page(
    make_app: Callable[..., Flask], session: Session, unit: Unit
) -> None:
    with running_mail_server() as mail_server:
        app = make_app(mail_server="127.0.0.1", mail_port=mail_server.port)
        officer_id = make_official(session, "national_officer").id
        session.commit()
        client = signed_in_client(app, officer_id)
        answer = client.submit(
            client.get_page("/desk/users/invite"),
            {"name": "Dana Pell", "email": "dana@example.org", "is_national": True},
            button="Invite",
        )
        assert "A letter with the link is on its way to dana@example.org." in client.page(answer).text
        build_worker(app).run_due()
        [letter] = mail_server.mails
        assert letter["To"] == "dana@example.org"
        link = next(line for line in letter.get_content().splitlines() if "/account/join/" in line)
        visitor = app.test_client()
        assert isinstance(visitor, StrictClient)
        assert join(visitor, urlsplit(link).path) == (303, "/desk")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"name": "", "email": "a@example.org", "is_national": True}, "Enter the name of the person"),
        (
            {"name": "A", "email": "a at example", "is_national": True},
            "Enter an email address, for example dana@example.org.",
        ),
        ({"name": "A", "email": "a@example.org"}, "Choose what this person may do: at least one role."),
        ({"name": "A", "email": "TAKEN@example.org", "is_national": True}, "taken@example.org already has a login."),
    ],
)
def test_refused_invitation_keeps_what_was_typed(
    session: Session, sign_in: SignIn, typed: dict[str, str | bool], message: str
) -> None:
    officer = sign_in("national_officer")
    taken = make_official(session, None)
    taken.email = "taken@example.org"
    session.commit()
    answer = officer.submit(officer.get_page("/desk/users/invite"), dict(typed), button="Invite")
    page = officer.page(answer)
    assert answer.status_code == 422
    assert message.casefold() in page.texts("div", class_="summary")[0].casefold()
    assert page.all("input", id="email")[0].get("value") == typed["email"]
    assert session.scalars(select(User).where(User.email == "a@example.org")).all() == []


def test_roles_change_per_region(session: Session, sign_in: SignIn, unit: Unit) -> None:
    officer = sign_in("national_officer")
    user = make_official(session, "regional_officer", [unit])
    other = Unit(name="Isle of Sorrel", slug="isle-of-sorrel", position=2)
    session.add(other)
    session.commit()
    page = officer.get_page(f"/desk/users/{user.id}")
    officer.submit(
        page,
        {
            "name": "New Name",
            "regions-0-role": "viewer",
            "regions-1-region": str(other.id),
            "regions-1-role": "regional_officer",
        },
        button="Save",
    )
    session.refresh(user)
    assert user.name == "New Name"
    assert {(found.unit_id, found.role) for found in user.officials} == {
        (unit.id, OfficialRole.VIEWER),
        (other.id, OfficialRole.REGIONAL_OFFICER),
    }
    last = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
    assert last is not None
    assert last.details == {
        "before": [f"regional_officer:region:{unit.id}"],
        "after": [f"regional_officer:region:{other.id}", f"viewer:region:{unit.id}"],
    }


def test_last_national_officer_stays(session: Session, sign_in: SignIn, unit: Unit) -> None:
    officer = sign_in("national_officer")
    user = session.scalars(select(User)).one()
    page = officer.get_page(f"/desk/users/{user.id}")
    refused = officer.page(officer.submit(page, button="Disable this login"))
    assert "Make somebody else a national officer first" in refused.text
    changed = officer.submit(
        page, {"is_national": False, "regions-0-region": str(unit.id), "regions-0-role": "viewer"}, button="Save"
    )
    assert changed.status_code == 422
    session.refresh(user)
    assert (user.active, [found.role for found in user.officials]) == (True, [OfficialRole.NATIONAL_OFFICER])


def test_disabled_and_enabled_again(session: Session, sign_in: SignIn) -> None:
    officer = sign_in("national_officer")
    user = make_official(session, "national_officer")
    session.commit()
    own = sign_in(None, user=user)
    page = officer.page(officer.submit(officer.get_page(f"/desk/users/{user.id}"), button="Disable this login"))
    assert own.get("/account").status_code == 302
    assert f"{user.name} cannot sign in any more." in page.text
    officer.submit(page, button="Enable this login")
    session.refresh(user)
    assert user.active
    assert session.scalars(select(Official).where(Official.user_id == user.id)).one().unit_id == NATIONAL_ID
