"""What a door does besides: somebody not on the register, proxies, the screen in the hall."""

from __future__ import annotations

import secrets
from typing import Any

from flask import abort, flash, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from agm.language.characters import printable
from agm.meetings import attendance, register
from agm.meetings.commands import GiveProxy, Mark
from agm.meetings.models import GivenProxy, HallScreen, RegisterEntry
from agm.meetings.operations.attendance import arrive_by_name
from agm.meetings.operations.hall_screen import amend_hall_screen
from agm.meetings.operations.proxies import NOT_ALLOWED
from agm.rules.proxies import ProxyRule
from agm.rules.violations import RefusedError, refuse
from agm.voting.operations.codes import CodeHandedOn
from agm.web.desk.check_in.forms import CHAIR, ProxyForm, ScreenForm, VisitorForm, screen_values
from agm.web.desk.check_in.views import DOOR, blueprint
from agm.web.kit.access import Access, access, current_act, may_run
from agm.web.kit.edit_view import EditView, Typed, add_edit_view
from agm.web.kit.extensions import db
from agm.workflows.entrust_vote import entrust_vote, take_vote_back

MOST_ALIKE = 5


class VisitorView(EditView[VisitorForm]):
    """Somebody who is not on the register; `name` is what was looked for. Whoever runs it may let them vote."""

    template = "desk/check_in/visitor.html"
    form_class = VisitorForm
    success_message = ""

    def build_form(self, typed: Typed) -> VisitorForm:
        form = VisitorForm(formdata=typed, data={"name": printable(request.args.get("name", ""))})
        if not may_run():
            del form.may_vote
        return form

    def operation(self, form: VisitorForm) -> object:
        act, key = current_act(), form.client_key.data or secrets.token_urlsafe(9)
        return arrive_by_name(act, Mark(g.meeting.id, key, act.at, session.get(DOOR) or None), form.visitor())

    def next_address(self) -> str:
        return url_for(".check_in", meeting_id=g.meeting.id)


class ProxiesView(EditView[ProxyForm]):
    """The proxies of a meeting, and one more."""

    template = "desk/check_in/proxies.html"
    form_class = ProxyForm
    success_message = "The proxy is recorded."

    def operation(self, form: ProxyForm) -> object:
        giver = entry_of(form.giver.data or "", "giver")
        named = form.holder.data or CHAIR
        holder = None if named.casefold() == CHAIR else entry_of(named, "holder").id
        code = entrust_vote(current_act(), GiveProxy(g.meeting.id, giver.id, holder, form.kind.data))
        self.success_message = f"{self.success_message}{told(code, giver.name)}"
        return code

    def next_address(self) -> str:
        return url_for(".proxies", meeting_id=g.meeting.id)

    def context(self) -> dict[str, Any]:
        rule = attendance.proxy_rule(db.session(), g.meeting)
        rows = attendance.standing_proxies(db.session(), g.meeting.id)
        return {"rows": rows, "told": NOT_ALLOWED if rule is None else limits(rule), "is_allowed": rule is not None}


def told(code: CodeHandedOn | None, giver: str) -> str:
    """What became of the code of somebody whose vote is cast by another than before; "" for nothing."""
    if code is None:
        return ""
    new = f"is on its way to {code.to} by e-mail" if code.by_mail else f"has to be printed for {code.to}"
    stays = f" What was voted for {giver} until now is recorded, and stays." if code.has_voted else ""
    return f" The voting code of {giver} ended: a new one {new}.{stays}"


def limits(rule: ProxyRule) -> str:
    """What the rules say of proxies, in a sentence or two."""
    said = ["Whoever may vote may let somebody vote for them."]
    if rule.max_per_holder is not None:
        said.append(f"One person holds at most {rule.max_per_holder}.")
    if rule.holder_must_be_member:
        said.append("Only members hold proxies.")
    said.append(f"Proxies {'count' if rule.count_for_quorum else 'do not count'} for the quorum.")
    return " ".join(said)


def entry_of(typed: str, field: str) -> RegisterEntry:
    """The one entry that a name or number means. Raises RefusedError where there is none, or several."""
    found = register.find_entries(db.session(), g.meeting.id, typed, MOST_ALIKE + 1)
    exact = [one for one in found if typed.casefold() in {one.name.casefold(), (one.number or "").casefold()}]
    if not found:
        refuse(f"{field}_unknown", field, f"Nobody on the register is called “{typed}”. Check the spelling.")
    if len(exact or found) > 1:
        names = ", ".join(f"{one.name} ({one.number})" if one.number else one.name for one in found[:MOST_ALIKE])
        refuse(f"{field}_unclear", field, f"Several are meant: {names}. Enter the whole name or the number.")
    return (exact or found)[0]


@blueprint.post("/desk/meetings/<int:meeting_id>/check-in/proxies/<int:proxy_number>/withdraw")
@access(Access.DOOR)
def withdraw(proxy_number: int) -> Response:
    proxy = db.session.get(GivenProxy, proxy_number)
    try:
        code = take_vote_back(current_act(), g.meeting.id, proxy_number)
    except RefusedError:
        abort(404)
    if code is not None and proxy is not None:
        flash(f"The proxy is taken back.{told(code, proxy.giver.name)}")
    return redirect(url_for(".proxies", meeting_id=g.meeting.id), 303)


class ScreenView(EditView[ScreenForm]):
    """What the screen in the hall says."""

    template = "desk/check_in/screen.html"
    form_class = ScreenForm
    success_message = "The screen shows it within seconds."

    def build_form(self, typed: Typed) -> ScreenForm:
        return ScreenForm(formdata=typed, data=screen_values(db.session.get(HallScreen, g.meeting.id)))

    def operation(self, form: ScreenForm) -> object:
        return amend_hall_screen(current_act(), form.command(g.meeting.id))

    def next_address(self) -> str:
        return url_for(".screen", meeting_id=g.meeting.id)


MEETING = "/desk/meetings/<int:meeting_id>"
AT_THE_DOOR = {"to_read": Access.DOOR, "to_save": Access.DOOR}
add_edit_view(blueprint, f"{MEETING}/check-in/visitor", "visitor", VisitorView, **AT_THE_DOOR)
add_edit_view(blueprint, f"{MEETING}/check-in/proxies", "proxies", ProxiesView, **AT_THE_DOOR)
add_edit_view(blueprint, f"{MEETING}/hall", "screen", ScreenView, to_read=Access.RUN, to_save=Access.RUN)
