"""Links for helpers at the door, for one night, and cards for members: made by whoever runs the meeting."""

from __future__ import annotations

import datetime as dt

from flask import abort, flash, g, make_response, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from agm.audit.actions import Action
from agm.audit.operations import record
from agm.meetings import register
from agm.meetings.models import Meeting
from agm.people.commands import NewLink
from agm.people.links import issue
from agm.people.models import LinkPurpose, PersonalLink
from agm.web.desk.check_in.views import blueprint
from agm.web.kit import clock
from agm.web.kit.access import Access, access, current_act
from agm.web.kit.addresses import absolute
from agm.web.kit.dates import zone
from agm.web.kit.extensions import db
from agm.web.kit.qr import qr_code
from agm.web.kit.typed_text import record_number

MORNING = dt.time(9)
CARDS_AT_ONCE = 200


def morning_after(meeting: Meeting, now: dt.datetime) -> dt.datetime:
    """When a helper's link runs out: the morning after the meeting, or the next one where that is over."""
    day = meeting.held_on.full if meeting.held_on else None
    today = now.astimezone(zone()).date()
    return dt.datetime.combine(max(day or today, today) + dt.timedelta(days=1), MORNING, zone()).astimezone(dt.UTC)


@blueprint.get("/desk/meetings/<int:meeting_id>/check-in/helpers")
@access(Access.RUN)
def helpers() -> str:
    return page_of_helpers()


def page_of_helpers(token: str | None = None) -> str:
    """The links that there are; of a new one its address, which is shown this once."""
    made = select(PersonalLink).where(
        PersonalLink.meeting_id == g.meeting.id,
        PersonalLink.purpose == LinkPurpose.DOOR,
        PersonalLink.revoked_at.is_(None),
        PersonalLink.expires_at > clock.now(),
    )
    address = absolute(url_for("members.open_door", token=token)) if token else None
    return render_template(
        "desk/check_in/helpers.html",
        links=db.session.scalars(made.order_by(PersonalLink.id)).all(),
        address=address,
        qr=qr_code(address, "QR code of the link") if address else None,
        until=morning_after(g.meeting, clock.now()),
        pages=range(1, 1 + -(-register.counts(db.session(), g.meeting.id).entries // CARDS_AT_ONCE)),
    )


@blueprint.post("/desk/meetings/<int:meeting_id>/check-in/helpers")
@access(Access.RUN)
def make_link() -> str:
    act, meeting = current_act(), g.meeting
    new = NewLink(LinkPurpose.DOOR, meeting.unit_id, morning_after(meeting, act.at), meeting.id)
    token = issue(act, new)
    record(act, Action.DOOR_LINK_MADE, f"meeting:{meeting.id}", unit_id=meeting.unit_id)
    return page_of_helpers(token)


@blueprint.post("/desk/meetings/<int:meeting_id>/check-in/helpers/<int:link_number>/revoke")
@access(Access.RUN)
def revoke_link(link_number: int) -> Response:
    act, meeting = current_act(), g.meeting
    link = db.session.get(PersonalLink, link_number)
    if link is None or link.purpose is not LinkPurpose.DOOR or link.meeting_id != meeting.id:
        abort(404)
    link.revoked_at = act.at
    record(act, Action.DOOR_LINK_REVOKED, f"meeting:{meeting.id}", unit_id=meeting.unit_id, link=link.id)
    flash("The link opens nothing any more.")
    return redirect(url_for(".helpers", meeting_id=meeting.id), 303)


@blueprint.post("/desk/meetings/<int:meeting_id>/check-in/cards")
@access(Access.RUN)
def cards() -> Response:
    """Cards to print, each with a link of its own; earlier ones stay good."""
    act, meeting = current_act(), g.meeting
    number = max(record_number(request.form.get("page", "")) or 1, 1)
    people = register.find_entries(db.session(), meeting.id, limit=CARDS_AT_ONCE, offset=(number - 1) * CARDS_AT_ONCE)
    ends = morning_after(meeting, act.at)
    made = []
    for one in people:
        token = issue(act, NewLink(LinkPurpose.CHECK_IN, meeting.unit_id, ends, meeting.id, one.id))
        picture = qr_code(absolute(url_for("members.card", token=token)), f"QR code of {one.name}")
        made.append((one, picture))
    record(act, Action.CARDS_MADE, f"meeting:{meeting.id}", unit_id=meeting.unit_id, cards=len(made))
    return make_response(render_template("desk/check_in/cards.html", cards=made))
