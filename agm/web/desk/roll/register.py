"""The register of a meeting: frozen from the roll, searched, changed with a reason, and disposed of."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, abort, flash, g, make_response, redirect, render_template, request, url_for
from sqlalchemy import ColumnElement
from werkzeug.wrappers import Response

from agm.audit.actions import Action
from agm.audit.operations import record
from agm.meetings import register as queries
from agm.meetings.models import RegisterEntry
from agm.meetings.notices import has_not_arrived
from agm.meetings.operations import add_entry, begin_freeze, break_off_freeze, change_entry, correct_addresses
from agm.membership.queries import roll_counts
from agm.organisation.queries import rules_called_under
from agm.people.commands import NewLink
from agm.people.links import issue
from agm.people.models import LinkPurpose
from agm.rules.rights import FREEZE, MEETING, VERBS, days_asked
from agm.voting.models import OnlineVote
from agm.web.desk.roll.register_forms import (
    AddForm,
    AddressesForm,
    DisposeForm,
    EntryForm,
    changes_offered,
    freeze_form,
)
from agm.web.kit.access import Access, access, current_act
from agm.web.kit.addresses import absolute
from agm.web.kit.dates import today
from agm.web.kit.edit_view import EditView, Typed, add_edit_view
from agm.web.kit.extensions import db
from agm.web.kit.fields import LONGEST_NAME
from agm.web.kit.forms import run_operation
from agm.web.kit.transaction import rollback_and_read_only
from agm.web.kit.typed_text import record_number
from agm.workflows.dispose_of_roll import dispose_of_roll, kept_until

blueprint = Blueprint("register", __name__)

PAGE_SIZE = 40
LINK_LASTS = dt.timedelta(days=30)
HERE = RegisterEntry.removed_at.is_(None)
SHOWN: dict[str, tuple[str, ColumnElement[bool], str]] = {
    "": ("All", HERE, "entries"),
    "can": ("Can vote", HERE & RegisterEntry.may_vote, "may_vote"),
    "cannot": ("Cannot vote", HERE & ~RegisterEntry.may_vote & ~RegisterEntry.is_asked, "may_not"),
    "asked": ("To be decided", HERE & RegisterEntry.is_asked, "is_asked"),
    "paper": ("On paper", HERE & RegisterEntry.needs_paper, "needs_paper"),
    "removed": ("Taken off", ~HERE, "removed"),
}
"""The lists of the page by the word in its address: label, condition, and the name of the count."""


class RegisterView(EditView[Any]):
    """Before the freeze a form for it; after it the list."""

    template = "desk/roll/register.html"
    success_message = "Frozen. From here on each change is kept with who made it and why."

    def __init__(self) -> None:
        self.found = queries.register_of(db.session(), g.meeting.id)
        self.rules = rules_called_under(db.session(), g.meeting.rules_id)

    def build_form(self, typed: Typed) -> Any:  # noqa: ANN401  a class made of the rules
        known = {FREEZE} | ({MEETING} if g.meeting.held_on and g.meeting.held_on.full else set())
        asked = [day for day in days_asked(self.rules) if day not in known]
        planned = queries.planned_days(db.session(), g.meeting.id) if typed is None else {}
        values = {f"days.{day}": planned.get(day) for day in asked}
        return freeze_form(asked)(formdata=typed, data={"as_of_on": today(), "version": 0, **values})

    def operation(self, form: Any) -> object:  # noqa: ANN401  as above
        frozen = begin_freeze(current_act(), form.command(g.meeting.id))
        if frozen is None:
            self.success_message = ""
        return frozen

    def next_address(self) -> str:
        return url_for(".register", meeting_id=g.meeting.id)

    def context(self) -> dict[str, Any]:
        session, meeting_id = db.session(), g.meeting.id
        shown = request.args.get("show", "")
        shown = shown if shown in SHOWN else ""
        typed, page = request.args.get("q", "")[:LONGEST_NAME], max(record_number(request.args.get("page", "")) or 1, 1)
        until = kept_until(g.meeting, self.rules)
        told = {
            "register": self.found,
            "rules": self.rules,
            "freeze": queries.freeze_of(session, meeting_id) if self.found is None else None,
            "roll": roll_counts(session, g.meeting.unit_id) if self.found is None else None,
            "kept_until": until,
            "is_to_dispose": until is not None and today() > until,
            "dispose": DisposeForm(formdata=None),
        }
        if self.found is None or self.found.disposed_at:
            return told
        counts = queries.counts(session, meeting_id)
        entries = queries.find_entries(
            session, meeting_id, typed, PAGE_SIZE + 1, where=SHOWN[shown][1], offset=(page - 1) * PAGE_SIZE
        )
        return told | {
            "counts": counts,
            "lists": [(word, label, getattr(counts, name)) for word, (label, _, name) in SHOWN.items()],
            "entries": entries[:PAGE_SIZE],
            "has_more": len(entries) > PAGE_SIZE,
            "changed": {one.entry_id for one in queries.changes_of(session, [one.id for one in entries])},
            "page": page,
            "shown": shown,
            "typed": typed,
        }


class EntryView(EditView[EntryForm]):
    """One member on the register: what they may do and why not, what was changed since the freeze, and a change."""

    template = "desk/roll/entry.html"
    form_class = EntryForm
    success_message = "Kept, with the reason."

    def __init__(self, entry_number: int) -> None:
        self.entry = entry_of_meeting(entry_number)

    def build_form(self, typed: Typed) -> EntryForm:
        form = EntryForm(formdata=typed, data={"version": 0})
        form.change.offer(changes_offered(self.entry))
        return form

    def operation(self, form: EntryForm) -> object:
        return change_entry(current_act(), form.command(self.entry.id))

    def next_address(self) -> str:
        return url_for(".entry", meeting_id=g.meeting.id, entry_number=self.entry.id)

    def context(self) -> dict[str, Any]:
        changes = queries.changes_of(db.session(), [self.entry.id])
        return {"entry": self.entry, "changes": changes, "verbs": VERBS}


class AddressesView(EditView[AddressesForm]):
    """Where one member on the register gets mails or letters."""

    template = "desk/roll/addresses.html"
    is_to_send_again = False
    form_class = AddressesForm
    success_message = "Kept, with the reason. Mails and letters go there from now on."

    def __init__(self, entry_number: int) -> None:
        self.entry = entry_of_meeting(entry_number)
        if self.entry.removed_at is not None:
            abort(404)

    def values(self) -> dict[str, Any]:
        last = queries.last_change(db.session(), self.entry.id)
        held = {"email": self.entry.email, "postal_address": self.entry.postal_address}
        return {"data": {**held, "version": last.id if last else 0}}

    def operation(self, form: AddressesForm) -> object:
        corrected = correct_addresses(current_act(), form.command(self.entry.id))
        self.is_to_send_again = corrected.email is not None and has_not_arrived(db.session(), corrected)
        if self.is_to_send_again:
            self.success_message += " What did not arrive before is sent again below, by a button."
        return corrected

    def next_address(self) -> str:
        if self.is_to_send_again:
            return url_for("notices.sent", meeting_id=g.meeting.id, _anchor="failed")
        return url_for(".entry", meeting_id=g.meeting.id, entry_number=self.entry.id)

    def context(self) -> dict[str, Any]:
        return {"entry": self.entry, "has_online_vote": db.session.get(OnlineVote, g.meeting.id) is not None}


class AddView(EditView[AddForm]):
    """Somebody who was not on the roll."""

    template = "desk/roll/add_entry.html"
    form_class = AddForm
    success_message = "Added, with the reason."

    def values(self) -> dict[str, Any]:
        return {"version": 0}

    def operation(self, form: AddForm) -> object:
        return add_entry(current_act(), form.command(g.meeting.id))

    def next_address(self) -> str:
        return url_for(".register", meeting_id=g.meeting.id)


@blueprint.post("/desk/meetings/<int:meeting_id>/register/break-off")
@access(Access.RUN)
def break_off() -> Response:
    """Do not freeze what a worker is at."""
    if break_off_freeze(current_act(), g.meeting.id):
        flash("Broken off. Nothing was frozen.")
    return redirect(url_for(".register", meeting_id=g.meeting.id), 303)


@blueprint.post("/desk/meetings/<int:meeting_id>/register/dispose")
@access(Access.RUN)
def dispose() -> Response:
    """Destroy the entries; what stays says how many there were."""
    form = DisposeForm()
    is_agreed = form.validate() and bool(form.agreed.data)
    if not form.agreed.data:
        form.refuse("Tick this to destroy the entries", form.agreed)
    if is_agreed and run_operation(form, lambda: dispose_of_roll(current_act(), g.meeting.id)):
        flash("Destroyed. The certificate is below.")
        return redirect(url_for(".register", meeting_id=g.meeting.id), 303)
    rollback_and_read_only()
    view = RegisterView()
    page = render_template(view.template, form=view.build_form(None), **view.context() | {"dispose": form})
    return make_response(page, 422)


@blueprint.get("/desk/meetings/<int:meeting_id>/register/<int:entry_number>/link")
@access(Access.RUN)
def ask_own_link(entry_number: int) -> str:
    return render_template("desk/roll/own_link.html", entry=entry_of_meeting(entry_number))


@blueprint.post("/desk/meetings/<int:meeting_id>/register/<int:entry_number>/link")
@access(Access.RUN)
def own_link(entry_number: int) -> str:
    """A link by which a member reads their own answer; shown once."""
    found, act = entry_of_meeting(entry_number), current_act()
    ends = act.at + LINK_LASTS
    token = issue(act, NewLink(LinkPurpose.OWN_ANSWER, g.meeting.unit_id, ends, g.meeting.id, found.id))
    record(act, Action.OWN_ANSWER_LINK_MADE, f"meeting:{g.meeting.id}", unit_id=g.meeting.unit_id, entry=found.id)
    link = absolute(url_for("members.own_answer", token=token))
    return render_template("desk/roll/own_link.html", entry=found, link=link, ends=ends)


def entry_of_meeting(number: int) -> RegisterEntry:
    found = queries.entry(db.session(), number)
    if found is None or found.meeting_id != g.meeting.id:
        abort(404)
    return found


ADDRESS = "/desk/meetings/<int:meeting_id>/register"
RUN = {"to_read": Access.RUN, "to_save": Access.RUN}
add_edit_view(blueprint, ADDRESS, "register", RegisterView, **RUN)
add_edit_view(blueprint, f"{ADDRESS}/add", "add", AddView, **RUN)
add_edit_view(blueprint, f"{ADDRESS}/<int:entry_number>", "entry", EntryView, **RUN)
add_edit_view(blueprint, f"{ADDRESS}/<int:entry_number>/addresses", "addresses", AddressesView, **RUN)
