"""The links of the desk: every one leads to a page that whoever reads it may open."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from agm.accounts.models import Duty, ElectionDuty
from agm.meetings.models import Meeting
from tests.integration.meetings.test_elections import NOW, coming
from tests.support.client import StrictClient
from tests.support.signing_in import make_official

__all__ = ["coming"]


@pytest.mark.parametrize(
    ("duty", "role", "page", "shown"),
    [
        (Duty.RETURNING_OFFICER, None, "election", {"Election"}),
        (Duty.SCRUTINEER, None, "election", {"Election"}),
        (Duty.TELLER, None, "check-in", set()),
        (None, "viewer", "election", {"Election", "Announcements"}),
        (None, "regional_officer", "election", {"Election", "Officers", "Announcements"}),
    ],
)
def test_the_navigation_leads_nobody_to_a_refusal(
    coming: Meeting, session: Session, sign_in: Callable[..., StrictClient],
    duty: Duty | None, role: str | None, page: str, shown: set[str],
) -> None:  # fmt: skip
    user = make_official(session, role, [coming.unit] if role else [])
    if duty is not None:
        given = {"name": user.name, "appointed_at": NOW, "appointed_by": "somebody"}
        session.add(ElectionDuty(user_id=user.id, meeting_id=coming.id, duty=duty, **given))
    client = sign_in(None, user=user)
    read = client.page(client.get(f"/desk/meetings/{coming.id}/{page}"))
    links = {link.text: address for link in read.all("a") if (address := link.get("href") or "").startswith("/desk")}
    assert shown == links.keys() & {"Election", "Officers", "Announcements"}
    refused = {text for text, address in links.items() if client.get(address).status_code == 403}
    assert refused == set()
