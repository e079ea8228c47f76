"""The outbox at the desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.outbox.commands import NewJob
from agm.outbox.kinds import JobKind
from agm.outbox.models import JobOutcome, OutboxJob
from agm.outbox.operations import enqueue
from agm.web.desk.outbox.words import KINDS
from tests.support.client import StrictClient
from tests.support.records import NOW, make_organisation, make_region

SignIn = Callable[..., StrictClient]


@pytest.mark.parametrize(("button", "outcome"), [("Try now", None), ("Do not send", JobOutcome.CANCELLED)])
def test_failed_job_is_seen_with_its_reason_by_its_unit_and_mended(
    session: Session, sign_in: SignIn, button: str, outcome: JobOutcome | None
) -> None:
    make_organisation(session)
    own, foreign = make_region(session), make_region(session, "Humber")
    for unit in (own, foreign):
        job = NewJob(
            kind=JobKind.NEW_PASSWORD_MAIL, key=unit.slug, unit_id=unit.id, payload={"email": f"a@{unit.slug}.uk"}
        )
        enqueue(Act(session, SYSTEM, NOW), job)
    failed = session.scalars(select(OutboxJob).where(OutboxJob.unit_id == own.id)).one()
    failed.outcome, failed.ended_at, failed.last_error = JobOutcome.FAILED, NOW, "550 No such user"
    session.commit()
    officer = sign_in("regional_officer", own)
    page = officer.get_page("/desk/outbox?show=failed")
    assert "Link for a new password: a@severn-vale.uk 550 No such user" in page.text
    assert "humber" not in officer.get_page("/desk/outbox").text
    officer.submit(page, button=f"{button}: Link for a new password {failed.id}")
    session.expire_all()
    assert failed.outcome == outcome


def test_each_kind_has_words() -> None:
    assert set(KINDS) == set(JobKind)
