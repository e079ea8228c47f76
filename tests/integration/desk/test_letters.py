"""The letter in each row of the national overview: proposed, changed, sent once, and logged without its words."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.actions import Action
from agm.audit.models import AuditEntry
from agm.outbox.models import OutboxJob
from agm.web.outbox_handlers.letters import letter
from tests.support.client import StrictClient
from tests.support.desk_records import add_meeting, add_organisation, add_region
from tests.support.signing_in import make_official

SignIn = Callable[..., StrictClient]
FORM = "/desk/north-west/letter?about=overdue"


def test_a_letter_to_an_overdue_region_is_written_already_and_goes_to_who_records_it(
    session: Session, sign_in: SignIn
) -> None:
    add_organisation(session)
    unit = add_region(session)
    add_meeting(session, unit, "2015-04-12")
    officer = make_official(session, "regional_officer", [unit])
    name, email = officer.name, officer.email
    session.commit()
    with time_machine.travel("2018-05-01T12:00:00Z", tick=False):
        client = sign_in("national_officer")
        page = client.get_page("/desk/overview")
        assert "658 days over. The last AGM was on 12 April 2015; no date is set." in page.text
        words = "held its last AGM on 12 April 2015, and the next was due by 12 July 2016. Could you tell me by 15 May"
        assert words.replace("by 15 May", "by Tuesday 15 May") in page.text
        mailto = unquote(page.links["Open it in your mail program"])
        assert mailto.startswith(f"mailto:{email}?subject=The next AGM of North West&body=Dear {name},\r\n")
        for _twice in range(2):
            client.submit(client.get_page("/desk/overview"), {"words": "Dear Ann, when?"}, form=FORM)
        told = client.page(client.submit(page, {"words": "Dear Ann, when?"}, form=FORM))
        assert f"The letter to {name} is on its way." in told.text
        assert "letter written" in told.text
    job = session.scalars(select(OutboxJob)).one()
    assert (job.payload["words"], job.subject, job.unit_id) == ("Dear Ann, when?", f"user:{officer.id}", unit.id)
    logged = session.scalars(select(AuditEntry).where(AuditEntry.action == Action.LETTER_SENT)).first()
    assert logged is not None
    assert logged.details == {"about": "overdue", "users": [officer.id]}


def test_an_empty_letter_comes_back_and_nobody_is_written_to_where_nobody_records(
    session: Session, sign_in: SignIn
) -> None:
    add_organisation(session)
    unit = add_region(session)
    client = sign_in("national_officer")
    page = client.get_page("/desk/north-west/letter")
    refused = client.submit(page, {"words": " ", "title": "Hello"}, button="Send the letter")
    assert refused.status_code == 422
    assert "Write the letter: it is empty" in client.page(refused).text
    refused = client.submit(page, {"words": "Dear all"}, button="Send the letter")
    assert refused.status_code == 422
    assert "Nobody records this region" in client.page(refused).text
    assert "Dear all" in client.page(refused).text
    assert session.scalars(select(OutboxJob)).all() == []
    assert sign_in("regional_officer", unit).get("/desk/north-west/letter").status_code == 403


def test_the_mail_has_the_words_as_they_were_sent(session: Session, sign_in: SignIn) -> None:
    add_organisation(session)
    unit = add_region(session)
    officer = make_official(session, "regional_officer", [unit])
    session.commit()
    client = sign_in("national_officer")
    client.submit(client.get_page("/desk/north-west/letter"), {"words": "Tea & <b>cake</b>?"}, button="Send the letter")
    job = session.scalars(select(OutboxJob)).one()
    with client.application.app_context():
        mail = letter(session, job, client.application.extensions["agm_settings"])  # type: ignore[arg-type]  # a job's row has what a job has
    assert mail.to == officer.email
    assert mail.body.startswith("Tea & <b>cake</b>?\n")
    assert "Please answer to " in mail.body
