"""What pages of nominations cost in SQL statements: each has a ceiling, and none costs more for more nominations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy.orm import Session

from agm.facts import PersonName
from agm.nominations.commands import NamedCandidate, NamedSupporter, Nominate, Sender
from agm.nominations.models import CameBy, Nomination
from agm.nominations.nominating import nominate
from agm.people.models import LinkPurpose
from agm.web.kit import clock
from tests.conftest import forget_pages
from tests.support.client import StrictClient
from tests.support.kept_records import kept_record
from tests.support.nominations import BEFORE, SEVERAL, CallForTests, make_call
from tests.support.statements import Statements

pytestmark = pytest.mark.both_databases

CEILINGS = {
    "a member's form": 9,
    "the form open to all": 9,
    "sent": 24,
    "receipt": 9,
    "do you accept": 9,
    "accepted": 20,
    "do you support": 10,
    "did you send it": 9,
    "what the register says": 5,
    "to decide": 16,
    "on paper": 8,
}
"""By page or act, the most statements that it may cost (PostgreSQL numbers one row more). Ceilings only go down."""


@kept_record
def laid(session: Session) -> tuple[int, dict[str, int]]:
    """A call that is open to all."""
    call = make_call(session, SEVERAL.model_copy(update={"open_form": True}))
    return call.meeting_id, call.entries


@pytest.fixture
def call(session: Session, laid: tuple[int, dict[str, int]], monkeypatch: pytest.MonkeyPatch) -> CallForTests:
    monkeypatch.setattr(clock, "now", lambda: BEFORE)
    return CallForTests(session, *laid)


def nominated_openly(call: CallForTests, number: int) -> Nomination:
    """One that names and asks a nominee and a supporter, and waits for its sender; commits."""
    esther, noa, leah = (call.entries[name] for name in ("Esther Kay", "Noa Peretzky", "Leah Marchant"))
    found = nominate(
        call.act(),
        Nominate(
            call.contest("Chair").id,
            (NamedCandidate(PersonName("Leah Marchant"), "leah@example.org", leah),),
            BEFORE + dt.timedelta(seconds=number),
            CameBy.OPEN,
            (NamedSupporter("proposer", "Noa Peretzky", "noa@example.org", noa, False),),
            Sender("Esther Kay", "esther@example.org", esther),
        ),
    )
    call.session.commit()
    return found


def test_pages_of_nominations_keep_below_their_ceilings_and_do_not_grow(
    call: CallForTests,
    client: StrictClient,
    sign_in: Callable[..., StrictClient],
    count_statements: Callable[[], AbstractContextManager[Statements]],
) -> None:
    officer = sign_in("national_officer")
    nomination = nominated_openly(call, 0)
    own = f"/m/nominate/{call.token(LinkPurpose.NOMINATE, call.entries['Ruth Ardley'])}"
    accept = f"/m/accept/{call.token(LinkPurpose.ACCEPT, nomination.nominees[0].id)}"
    pages = {
        "a member's form": own,
        "the form open to all": "/severn-vale/agm-2027/nominate",
        "receipt": f"{own}/{nomination.receipt}",
        "do you accept": accept,
        "do you support": f"/m/support/{call.token(LinkPurpose.SUPPORT, nomination.supporters[0].id)}",
        "did you send it": f"/m/confirm/{call.token(LinkPurpose.CONFIRM, nomination.id)}",
        "what the register says": f"/m/own_answer/{call.token(LinkPurpose.OWN_ANSWER, call.entries['Ruth Ardley'])}",
        "to decide": f"/desk/meetings/{call.meeting_id}/nominations",
        "on paper": f"/desk/meetings/{call.meeting_id}/nominations/enter",
    }

    def costs(key: str) -> dict[str, int]:
        found = {}
        for name, path in pages.items():
            forget_pages(client.application)
            with count_statements() as statements:
                assert (officer if path.startswith("/desk") else client).get(path).status_code == 200, name
            found[name] = statements.count
        chair = str(call.contest("Chair").id)
        typed = {"who": "other", "office": chair, "name": f"Member {key}", "mail": f"{key}@example.org"}
        for name, path, sent in (
            ("sent", own, typed | {"form_key": key * 16}),
            ("accepted", accept, {"answer": "yes", "name": "Leah Marchant"}),
        ):
            data = {"csrf_token": client.csrf_token(path), **sent}
            with count_statements() as statements:
                assert client.post(path, data=data).status_code == 303, name
            found[name] = statements.count
        return found

    few = costs("a")
    for number in range(1, 13):
        nominated_openly(call, number)
    many = costs("b")
    assert {name: (few[name], many[name]) for name in few if many[name] > few[name]} == {}
    assert {name: count for name, count in few.items() if count > CEILINGS[name]} == {}
    assert few.keys() == CEILINGS.keys()
