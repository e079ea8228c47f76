"""What a form did not ask for is not taken: further fields, and a field that is sent twice."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from agm.accounts.models import OfficialRole, User
from tests.support.client import StrictClient, filled_in, find_form
from tests.support.desk_records import add_meeting, add_organisation, add_region

SignIn = Callable[..., StrictClient]
UNASKED = {
    "id": "999", "unit_id": "0", "unit": "0", "region_slug": "national", "created_at": "2000-01-01", "kind_": "egm",
    "role": "national_officer", "officials-0-role": "national_officer", "roles-0-role": "national_officer",
    "active": "1",
}  # fmt: skip


def test_mass_assignment_and_parameter_pollution_change_nothing_else(session: Session, sign_in: SignIn) -> None:
    add_organisation(session)
    meeting = add_meeting(session, add_region(session))
    session.commit()
    meeting_id, unit_id, created_at = meeting.id, meeting.unit_id, meeting.created_at
    chair = sign_in("regional_officer", meeting.unit)
    page = chair.get_page(f"/desk/meetings/{meeting_id}/details")
    form = next(one for one in page.all("form") if any(field.get("name") == "venue" for field in one.iter()))
    sent = MultiDict(filled_in(find_form(page, None, form.get("action")), {"venue": "Trades Hall"}))
    sent.add("venue", "Elsewhere")
    sent.update(UNASKED)
    address = f"/desk/meetings/{meeting_id}/details?venue=Nowhere&unit_id=0"
    assert chair.post(address, data=sent).status_code == 303
    session.expire_all()
    assert (meeting.id, meeting.unit_id, meeting.created_at) == (meeting_id, unit_id, created_at)
    assert meeting.venue == "Trades Hall"
    roles = {official.role for user in session.query(User) for official in user.officials}
    assert roles == {OfficialRole.REGIONAL_OFFICER}
