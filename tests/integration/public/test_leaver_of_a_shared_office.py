"""Two people share a seat and one of them leaves: nothing that is public says that the other one did."""

from __future__ import annotations

import csv
import io

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.language.partial_date import PartialDate
from agm.office_holders.commands import LeaveOffice
from agm.office_holders.models import OfficeTerm
from agm.office_holders.operations import leave_office
from agm.rules.terms import EndReason
from tests.support.records import NOW, elected, facts_of, make_organisation, make_region, publish


def test_who_stays_went_on_and_is_in_office_since_the_first_day(session: Session, client: FlaskClient) -> None:
    make_organisation(session)
    make_region(session)
    publish(session, facts_of(elected("Secretary", "Bo Rope & Cy Tower"), held_on="2022-04-24"))
    (shared,) = session.scalars(select(OfficeTerm))
    bo = next(row.person_id for row in shared.people if row.name == "Bo Rope")
    leave_office(Act(session, SYSTEM, NOW), LeaveOffice(shared.id, (bo,), PartialDate(2024, 4, 1), EndReason.RESIGNED))
    session.commit()
    rows = csv.DictReader(io.StringIO(client.get("/data/memberships.csv").text.removeprefix("\ufeff")))
    assert [
        (row["person_name"], row["start_date"], row["end_date"], row["appointment_kind"], row["end_reason"])
        for row in rows
    ] == [
        ("Bo Rope", "2022-04-24", "2024-04-01", "elected", "resigned"),
        ("Cy Tower", "2022-04-24", "2024-04-01", "elected", "continued"),
        ("Cy Tower", "2024-04-01", "", "continued", ""),
    ]
    page = client.get("/severn-vale").text
    assert "<span>Cy Tower</span> <small>since 2022</small>" in page
    assert '<span class="when">since 2022</span>' in page
    assert "since 2024" not in page
    assert '"startDate": "2022-04-24"' in page
