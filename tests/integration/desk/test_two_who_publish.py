"""Two officials who publish one draft at the same moment: it is public once, and the other is told who was faster."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.commands import WriteStatement
from agm.announcements.models import Announcement, Revision
from agm.announcements.operations import write_statement
from agm.audit.act import SYSTEM, Act
from agm.organisation.models import Unit
from agm.outbox.kinds import JobKind
from agm.outbox.models import OutboxJob
from agm.results.models import Declaration
from tests.support.client import Field, StrictClient
from tests.support.kept_records import kept_record
from tests.support.records import NOW, drafted, elected, facts_of, make_organisation, make_region, record
from tests.support.signing_in import make_official, signed_in_client

BUTTONS = {
    "report": "Publish the announcement",
    "report, not drafted": "Publish the announcement",
    "statement": "Publish the statement",
    "another kind": "Publish it",
}


@kept_record
def unit(session: Session) -> Unit:
    """Severn Vale, where nothing is public."""
    make_organisation(session)
    return make_region(session)


def draft_of(session: Session, unit_id: int, kind: str, officer: StrictClient) -> str:
    """The desk's page of a draft of that kind."""
    act = Act(session, SYSTEM, NOW)
    if kind.startswith("report"):
        meeting = record(session, facts_of(elected("Chair", "Ann Bell")))
        if kind == "report":
            drafted(session, meeting)
        return f"/desk/meetings/{meeting.id}/publish"
    if kind == "statement":
        written = write_statement(act, WriteStatement(unit_id, "Thanks", "To all."))
        return f"/desk/announcements/{written.id}/statement"
    typed: dict[str, Field] = {"who": "Clerk: Bo Marsh", "what_follows": "Somebody will be co-opted"}
    page = officer.get_page("/desk/severn-vale/announcements/new/resignation")
    return str(officer.submit(page, typed, button="Save the draft", follow_redirects=False).location)


def publish_together(clients: list[StrictClient], address: str, kind: str) -> list[tuple[int, str]]:
    """Let everybody press the button at once: what each was answered, the publication first."""
    pages = [client.get_page(address) for client in clients]
    together = threading.Barrier(len(clients))
    found: list[tuple[int, str]] = []

    def press(number: int) -> None:
        together.wait(timeout=60)
        typed: dict[str, Field] = {"names_agreed": True} if "report" in kind else {}
        answer = clients[number].submit(pages[number], typed, button=BUTTONS[kind], follow_redirects=False)
        found.append((answer.status_code, answer.text))

    taps = [threading.Thread(target=press, args=(number,)) for number in range(len(clients))]
    for tap in taps:
        tap.start()
    for tap in taps:
        tap.join()
    return sorted(found)


@pytest.mark.both_databases
@pytest.mark.parametrize("kind", BUTTONS)
def test_one_publication_results_and_the_other_is_told(unit: Unit, app: Flask, session: Session, kind: str) -> None:
    users = [make_official(session, "regional_officer", [unit]).id for _ in range(2)]
    unit_id = unit.id
    session.commit()
    clients = [signed_in_client(app, user) for user in users]
    address = draft_of(session, unit_id, kind, clients[0])
    session.commit()
    (first, _), (second, told) = publish_together(clients, address, kind)
    assert (first, second) == (303, 409)
    assert "It is public already:" in told
    assert "published it meanwhile. To change it, correct it." in told
    session.rollback()
    (revision,) = session.scalars(select(Revision)).all()
    announcement = session.scalars(select(Announcement)).one()
    assert (revision.sequence, announcement.current_sequence) == (1, 1)
    assert len(session.scalars(select(Declaration)).all()) == ("report" in kind)
    made = select(OutboxJob).where(OutboxJob.kind == JobKind.KEPT_FORMS)
    assert len(session.scalars(made).all()) == 1
    session.commit()
