"""National officers download everything: the archive that the command line writes."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.models import AuditEntry
from agm.export_import import write_archive
from tests.support.client import StrictClient
from tests.support.records import elected, facts_of, make_organisation, make_region, publish

SignIn = Callable[..., StrictClient]


@pytest.mark.both_databases
def test_everything_is_what_the_command_writes(session: Session, sign_in: SignIn, app: Flask, tmp_path: Path) -> None:
    make_organisation(session)
    make_region(session)
    publish(session, facts_of(elected("Chair", "Ann Bell")))
    session.commit()
    officer = sign_in("national_officer")
    page = officer.get_page("/desk/organisation")
    answer = officer.submit(page, button="Download everything")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="everything-')
    assert "no-store" in answer.headers["Cache-Control"]
    sent = ZipFile(io.BytesIO(answer.data))
    session.rollback()
    write_archive(session, tmp_path)
    written = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*.json")}
    assert {name: sent.read(name) for name in sent.namelist()} == written
    assert json.loads(written["severn-vale/agm-2024.json"])["held_on"] == "2024-04-21"
    session.rollback()
    assert session.scalars(select(AuditEntry.action).order_by(AuditEntry.sequence.desc())).first() == (
        "system:archive:exported"
    )


def test_who_signed_in_long_ago_confirms_first(session: Session, sign_in: SignIn) -> None:
    make_organisation(session)
    session.commit()
    with time_machine.travel("2026-06-01T12:00:00Z", tick=False) as clock:
        officer = sign_in("national_officer")
        page = officer.get_page("/desk/organisation")
        clock.shift(2 * 3600)
        answer = officer.submit(page, button="Download everything", follow_redirects=False)
    assert answer.status_code == 303
    assert (answer.location or "").startswith("/account/confirm")
    session.rollback()
    assert "system:archive:exported" not in session.scalars(select(AuditEntry.action)).all()


def test_a_regional_officer_downloads_nothing(session: Session, sign_in: SignIn) -> None:
    make_organisation(session)
    officer = sign_in("regional_officer", make_region(session))
    token = officer.csrf_token("/account")
    assert officer.post("/desk/archive", data={"csrf_token": token}).status_code == 403
