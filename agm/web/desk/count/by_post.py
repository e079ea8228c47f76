"""Votes by post: which envelopes came, and their opening once the vote is closed; who was sent papers."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, make_response, redirect, render_template, request, url_for
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from agm.language.en import counted
from agm.meetings.models import RegisterEntry
from agm.membership.queries import typed_matches
from agm.rules.postal_votes import REASON_WORDS, KeptClosed, may_open
from agm.rules.violations import refuse
from agm.voting.commands import ReceiveEnvelope
from agm.voting.models import PostalVote
from agm.voting.operations import open_envelopes, receive_envelope, send_to_all, send_to_one, take_envelope_back
from agm.voting.queries.by_post import SENT, PostalTimes, PostalTotals, postal_times, postal_totals
from agm.web.desk.check_in.pages import entry_of
from agm.web.desk.count.views import ADDRESS
from agm.web.kit import clock
from agm.web.kit.access import Access, access, current_act
from agm.web.kit.extensions import db
from agm.web.kit.fields import RadiosField, TextField
from agm.web.kit.forms import Form, run_operation
from agm.web.kit.transaction import rollback_and_read_only
from agm.web.kit.typed_text import clean_line, record_number

blueprint = Blueprint("by_post", __name__)
PAGE = f"{ADDRESS}/by-post"
SENT_PAGE = f"{PAGE}/sent"
MOST_SHOWN = 20
MOST_LISTED = 5000
LONGEST_TYPED = 60
IN_TIME, LATE = "in_time", "late"
FAULTS = {
    "": "Nothing",
    KeptClosed.NO_DECLARATION: "Nothing on it says who voted",
    KeptClosed.NOT_SIGNED: "The declaration is not signed",
    KeptClosed.SEVERAL_PAPERS: "There are several envelopes of papers in it",
}


class SendForm(Form):
    to = TextField(
        "Name, or number on the card", required="Enter who was sent papers.",
        hint="Papers that they were sent before are replaced.",
    )  # fmt: skip


class EnvelopeForm(Form):
    envelope = TextField("Number on the envelope, or name", hint="Empty where nothing on it says who voted.")
    came = RadiosField(
        "When did it come?", choices={IN_TIME: "Before the vote was closed", LATE: "After it"},
        required="Choose when it came.",
    )  # fmt: skip
    fault = RadiosField("What is wrong with it?", choices=FAULTS, kind=KeptClosed, default="")

    def command(self, times: PostalTimes) -> ReceiveEnvelope:
        """Raises RefusedError for who or what cannot be found, and for an envelope of nobody with no fault."""
        typed, now = self.envelope.data, clock.now()
        fault = self.fault.data
        if typed is None and fault is not KeptClosed.NO_DECLARATION:
            refuse("of_nobody", "envelope", "Enter the number or the name, or choose that nothing says who voted.")
        number = None if typed is None else record_number(typed)
        entry_id = entry_of(typed, "envelope").id if typed is not None and number is None else None
        is_in_time = "came" in self and self.came.data == IN_TIME
        came_at = times.closes_at if is_in_time and times.closes_at is not None else now
        return ReceiveEnvelope(g.meeting.id, came_at, number, entry_id, fault)


@blueprint.get(PAGE)
@access(Access.RUN)
def by_post() -> str:
    times = postal_times(db.session(), g.meeting)
    return came(times, envelope_form(times, None))


def came(times: PostalTimes, form: EnvelopeForm) -> str:
    """How many went out and came back; what came last, or what is looked for by `q`."""
    session = db.session()
    typed = (clean_line(request.args.get("q", "")) or "")[:LONGEST_TYPED]
    wanted = select(PostalVote).outerjoin(PostalVote.entry).where(PostalVote.meeting_id == g.meeting.id)
    if typed:
        of_number = PostalVote.number == (record_number(typed) or 0)
        wanted = wanted.where(or_(of_number, typed_matches(typed, RegisterEntry.sort_key, RegisterEntry.number)))
    else:
        wanted = wanted.where(PostalVote.returned_at.is_not(None))
    ordered = wanted.order_by(PostalVote.returned_at.desc(), PostalVote.number.desc()).limit(MOST_SHOWN)
    return render_template(
        "desk/count/by_post.html",
        totals=postal_totals(session, g.meeting.id) or PostalTotals(0, 0, 0, 0),
        times=times,
        may_open=may_open(clock.now(), times.opens_at),
        rows=session.scalars(ordered.options(joinedload(PostalVote.entry))).all(),
        reasons=REASON_WORDS,
        typed=typed,
        form=form,
    )


def envelope_form(times: PostalTimes, typed: object) -> EnvelopeForm:
    """It asks when an envelope came once some are late."""
    form = EnvelopeForm(formdata=typed)
    if times.closes_at is None or clock.now() <= times.closes_at:
        del form.came
    return form


@blueprint.post(PAGE)
@access(Access.RUN)
def act_on_envelopes() -> Response:
    """Record an envelope that came, take one back or open them, by the button that was pressed."""
    pressed, times = request.form.get("act", ""), postal_times(db.session(), g.meeting)
    form = envelope_form(times, request.form)
    if pressed == "receive":
        is_done = form.validate() and run_operation(form, lambda: receive(form, times))
    else:
        is_done = run_operation(form, lambda: act_on_what_came(pressed, form))
    if is_done:
        return redirect(url_for(".by_post", meeting_id=g.meeting.id), 303)
    rollback_and_read_only()
    return make_response(came(times, form), 422)


def receive(form: EnvelopeForm, times: PostalTimes) -> None:
    row = receive_envelope(current_act(), form.command(times))
    what = f"Envelope {row.number}" + (f", {row.entry.name}" if row.entry is not None else "")
    told = "it goes to the count" if row.closed_for is None else f"it stays closed. {REASON_WORDS[row.closed_for]}"
    flash(f"{what}: {told}.")


def act_on_what_came(pressed: str, form: EnvelopeForm) -> None:
    """Raises RefusedError, also while an envelope is typed that is not recorded yet."""
    if form.envelope.data:
        refuse("not_recorded", "envelope", "Record this envelope first, or empty the box.")
    if pressed == "open":
        number = open_envelopes(current_act(), g.meeting.id)
        flash(f"{counted(number, 'envelope is', 'envelopes are')} opened. Mix the papers with those of the box.")
    elif pressed.startswith("back-"):
        take_envelope_back(current_act(), g.meeting.id, record_number(pressed.removeprefix("back-")) or 0)
        flash("It is taken back that this envelope came.")
    else:
        abort(400)


@blueprint.get(SENT_PAGE)
@access(Access.RUN)
def sent() -> str:
    return listed(SendForm(formdata=None))


def listed(form: SendForm) -> str:
    """Who was sent papers, with the number to write on each envelope."""
    wanted = select(PostalVote).where(PostalVote.meeting_id == g.meeting.id, SENT)
    rows = db.session.scalars(
        wanted.order_by(PostalVote.number).limit(MOST_LISTED).options(joinedload(PostalVote.entry))
    )
    return render_template("desk/count/by_post_sent.html", rows=rows.all(), form=form)


@blueprint.post(SENT_PAGE)
@access(Access.RUN)
def record_sent() -> Response:
    form = SendForm(formdata=request.form)
    if request.form.get("act") == "everybody":
        is_done = run_operation(form, lambda: send_to_everybody(form))
    else:
        is_done = form.validate() and run_operation(form, lambda: send(form))
    if is_done:
        return redirect(url_for(".sent", meeting_id=g.meeting.id), 303)
    rollback_and_read_only()
    return make_response(listed(form), 422)


def send(form: SendForm) -> None:
    found = entry_of(form.to.data or "", "to")
    row = send_to_one(current_act(), g.meeting.id, found.id)
    flash(f"{found.name}: the number on the envelope is {row.number}.")


def send_to_everybody(form: SendForm) -> None:
    """Raises RefusedError, also while somebody is typed who is not recorded yet."""
    if form.to.data:
        refuse("not_recorded", "to", "Record this person first, or empty the box.")
    number = send_to_all(current_act(), g.meeting.id)
    flash(f"{counted(number, 'person was', 'people were')} sent papers by post.")
