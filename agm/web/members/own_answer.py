"""What the register of a meeting says of a member, and why: read by their own link, which changes nothing."""

from __future__ import annotations

from flask import render_template

from agm.accounts.permissions import Access
from agm.meetings.register import changes_of
from agm.people.models import LinkPurpose
from agm.rules.rights import VERBS
from agm.web.kit.access import access
from agm.web.kit.extensions import db
from agm.web.members.pages import LinkRefusedError
from agm.web.members.views import blueprint, entry_of, opened


@blueprint.get("/m/own_answer/<token>")
@access(Access.PUBLIC)
def own_answer(token: str) -> str:
    link, meeting = opened(token, LinkPurpose.OWN_ANSWER)
    member = entry_of(link)
    if member is None:
        raise LinkRefusedError("The register of this meeting was destroyed, as the rules ask.")
    return render_template(
        "members/own_answer.html",
        meeting=meeting,
        place=meeting.unit,
        member=member,
        verbs=VERBS,
        changes=changes_of(db.session(), [member.id]),
    )
