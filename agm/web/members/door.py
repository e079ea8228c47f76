"""A helper's link to the door of a meeting, and a member's card. Looking at either changes nothing."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from agm.accounts.permissions import Access, Scope
from agm.people.links import use
from agm.people.models import LinkPurpose
from agm.web.kit import door_link
from agm.web.kit.access import access, current_act, may_here, signed_in_user
from agm.web.kit.addresses import absolute
from agm.web.kit.qr import qr_code
from agm.web.members.views import blueprint, entry_of, opened


@blueprint.get("/m/door/<token>")
@access(Access.PUBLIC)
def open_door(token: str) -> str:
    """What the link is for, with a button: programs that look at links in mails open no door."""
    link, meeting = opened(token, LinkPurpose.DOOR)
    return render_template("members/door.html", meeting=meeting, place=meeting.unit, link=link)


@blueprint.post("/m/door/<token>")
@access(Access.PUBLIC)
def begin_door(token: str) -> Response:
    link, meeting = opened(token, LinkPurpose.DOOR)
    use(current_act(), link)
    door_link.begin(link)
    return redirect(url_for("check_in.check_in", meeting_id=meeting.id), 303)


@blueprint.get("/m/check_in/<token>")
@access(Access.PUBLIC)
def card(token: str) -> str | Response:
    """Whoever keeps the door of that meeting goes on to this member; anybody else sees the card to show there."""
    link, meeting = opened(token, LinkPurpose.CHECK_IN)
    scope, user = Scope(meeting.unit_id, meeting.id), signed_in_user()
    if door_link.let_in(scope) or (user is not None and may_here(user, Access.DOOR, scope)):
        return redirect(url_for("check_in.check_in", meeting_id=meeting.id, entry=link.record_id))
    picture = qr_code(absolute(request.path), "QR code of this card")
    return render_template("members/card.html", meeting=meeting, place=meeting.unit, member=entry_of(link), qr=picture)
