"""The notice, the call for nominations and the reminder: composed, sent to every member, and what became of it."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from agm.announcements.models import Announcement
from agm.language.en import counted
from agm.meetings import register
from agm.meetings.commands import SendToMembers
from agm.meetings.models import NoticeKind, NoticeSending, ServedNotice
from agm.meetings.notices import ServedCounts, served_counts, served_with_names
from agm.meetings.operations.notices import note_came_back, note_posted, send_again
from agm.meetings.timetable import sendings_of, timetable
from agm.membership.queries import roll_counts
from agm.nominations.calls import call_of
from agm.rules.deadlines import Instants, instants_of
from agm.rules.rule_set import Stage
from agm.rules.violations import RefusedError
from agm.rules.working_days import Days
from agm.web.desk.election.rows import when_words
from agm.web.desk.election.timetable import ADDRESS, DOUBTS
from agm.web.kit import clock
from agm.web.kit.access import Access, access, current_act, may_here, signed_in_user
from agm.web.kit.addresses import absolute, address_of
from agm.web.kit.edit_view import EditView, Typed, add_edit_view
from agm.web.kit.extensions import db
from agm.web.kit.fields import LongTextField, PartialDateField, TextField, TickField, TimeField
from agm.web.kit.forms import Form
from agm.web.kit.typed_text import record_number
from agm.wording.letter import Letter
from agm.workflows.send_notice import PUBLIC, Sent, letter, send_notice
from agm.workflows.tell_members import public_report, result_letter, tell_members

blueprint = Blueprint("notices", __name__)

WORDS = {
    "notice": (NoticeKind.NOTICE, "Notice"),
    "call": (NoticeKind.CALL, "Call for nominations"),
    "reminder": (NoticeKind.REMINDER, "Reminder"),
    "statement": (NoticeKind.STATEMENT, "Who stands"),
    "result": (NoticeKind.RESULT, "Result"),
}
"""By the word in the address: the kind, and what it is called."""
KIND = "<any(notice,call,reminder,statement,result):text>"


DRAFTED = (
    "The public reads what the record says, with the agenda from here and without the address to join at. Whatever "
    "else you change here goes to members alone: you then read the public text before it is published."
)


class NoticeForm(Form):
    """What goes out, as it stands on the page; the composed text can be changed freely."""

    title = TextField("Subject", required="Enter a subject")
    text = LongTextField(
        "Text", required="Write what is to be sent", hint="A line that begins with # signs is a heading."
    )
    is_public = TickField("Publish it on the public pages too")
    due_on = PartialDateField("Send it on", needs_day=True, subject="the day", hint="Empty: at once.")
    due_at = TimeField("Send it at")

    def __init__(self, kind: NoticeKind, days: Days, **options: Any) -> None:  # noqa: ANN401  what WTForms takes
        super().__init__(**options)
        self.days = days
        if kind is not NoticeKind.REMINDER:
            del self.due_on, self.due_at
        if kind is NoticeKind.RESULT:
            del self.is_public
        elif kind in PUBLIC:
            self.is_public.description = DRAFTED

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  WTForms' own signature
        is_good = bool(super().validate(extra_validators))
        if "due_on" in self and not self.due_on.errors and not self.due_at.errors:
            if self.due_on.data is None and self.due_at.data is not None:
                self.refuse("Enter the day too, or take the time away", self.due_on)
            found = self.instants()
            if found is not None and found.doubt is not None:
                self.refuse(DOUBTS[found.doubt], self.due_at)
            elif found is not None and found.instants[0] <= clock.now():
                self.refuse("This is past. Leave it empty to send at once", self.due_on)
        return is_good and not self.has_errors

    def instants(self) -> Instants | None:
        """What was typed as the moment to send it; None for at once."""
        day = self.due_on.data.full if "due_on" in self and self.due_on.data else None
        return None if day is None else instants_of(day, self.due_at.data or dt.time(9), self.days)


class NoticeView(EditView[NoticeForm]):
    """A text that is composed from the record, read, changed, and sent."""

    template = "desk/election/notice.html"
    form_class = NoticeForm
    sent: Sent

    def __init__(self, text: str) -> None:
        self.kind, self.label = WORDS[text]
        self.found = timetable(db.session(), g.meeting)

    def build_form(self, typed: Typed) -> NoticeForm:
        days = self.found.rules.days if self.found.rules else Days(self.found.zone)
        written = self.composed() if typed is None else None
        values: dict[str, Any] = {}
        if written is not None:
            is_public = self.kind is not NoticeKind.REMINDER
            values = {"title": written.subject, "text": written.text, "is_public": is_public}
        return NoticeForm(self.kind, days, formdata=typed, data=values)

    @property
    def is_closed(self) -> bool:
        """Whether nobody can be nominated any more."""
        return call_of(db.session(), g.meeting).is_closed(clock.now())

    @cached_property
    def result(self) -> Letter | None:
        """The result as it stands in public, and where; None while it does not."""
        report = public_report(db.session(), g.meeting.id)
        told = result_letter(db.session(), g.meeting)
        if report is None or told is None:
            return None
        return Letter(told.subject, f"{told.text}\n\n{absolute(address_of(report))}")

    def composed(self) -> Letter | None:
        if self.kind is NoticeKind.RESULT:
            return self.result
        return letter(current_act(), self.found, self.kind)

    def operation(self, form: NoticeForm) -> object:
        is_public = "is_public" in form and bool(form.is_public.data)
        due = form.instants()
        due_at = due.instants[0] if due else None
        command = SendToMembers(g.meeting.id, self.kind, form.title.data or "", form.text.data or "", due_at)
        if self.kind is NoticeKind.RESULT:
            self.sent = Sent(tell_members(current_act(), command))
        else:
            self.sent = send_notice(current_act(), command, is_public=is_public)
        sending = self.sent.sending
        counts = served_counts(db.session(), g.meeting.id).get(sending.id, ServedCounts())
        by_email = counted(counts.by_email, "e-mail is", "e-mails are", in_words=False)
        self.success_message = f"{by_email} on the way."
        if counts.by_post:
            self.success_message += f" {counted(counts.by_post, 'member needs', 'members need')} a letter."
        if self.to_read is not None:
            self.success_message += " This is what the public is told: read it, and publish it below."
        elif self.sent.to_read is not None:
            self.success_message += f" What the public is told waits for {g.meeting.unit.name} to read and publish it."
        return sending

    @property
    def to_read(self) -> Announcement | None:
        """The public text that is to be read, where whoever sent this may publish it."""
        user = signed_in_user()
        return self.sent.to_read if user is not None and may_here(user, Access.EDIT, g.scope) else None

    def next_address(self) -> str:
        if self.to_read is not None:
            return url_for("kinds.read_kind", announcement_id=self.to_read.id)
        return url_for("election.election", meeting_id=g.meeting.id)

    def context(self) -> dict[str, Any]:
        frozen = register.register_of(db.session(), g.meeting.id)
        if frozen is not None and frozen.disposed_at is None:
            figures = register.counts(db.session(), g.meeting.id)
            members, by_post = figures.entries - figures.removed, figures.needs_paper
        else:
            roll = roll_counts(db.session(), g.meeting.unit_id)
            members, by_post = roll.members, roll.on_paper
        return {
            "label": self.label,
            "kind": self.kind.value,
            "members": members,
            "by_post": by_post,
            "notice_by": {channel: when_words(at, self.found.zone) for channel, at in self.found.notice_by.items()},
            "before": [one for one in self.found.sendings if one.kind is self.kind],
            "has_day": Stage.MEETING in self.found.dates,
            "is_early": self.kind is NoticeKind.STATEMENT
            and not call_of(db.session(), g.meeting).is_closed(clock.now()),
            "closes_at": self.found.dates.get(Stage.NOMINATIONS_CLOSE),
            "waits_for_result": self.kind is NoticeKind.RESULT and self.result is None,
        }


add_edit_view(blueprint, f"{ADDRESS}/send/{KIND}", "write", NoticeView, to_read=Access.RUN, to_save=Access.RUN)


@blueprint.get(f"{ADDRESS}/sent")
@access(Access.RUN)
def sent() -> str:
    """Everything that went out, and whom it did not reach; `?sending=3`: one of them, member by member, to print."""
    number = record_number(request.args.get("sending", ""))
    if number is not None:
        sending = sending_or_404(number)
        served = served_with_names(db.session(), g.meeting.id, sending_id=sending.id)
        return render_template("desk/election/one_sending.html", sending=sending, served=served)
    counts = served_counts(db.session(), g.meeting.id)
    failed = served_with_names(db.session(), g.meeting.id, failed=True)
    return render_template(
        "desk/election/sent.html",
        sendings=[
            (one, counts.get(one.id, ServedCounts())) for one in reversed(sendings_of(db.session(), [g.meeting.id]))
        ],
        failed=failed,
        is_frozen=bool(failed) and register.register_of(db.session(), g.meeting.id) is not None,
    )


@blueprint.post(f"{ADDRESS}/sent/<int:sending_number>/posted")
@access(Access.RUN)
def posted(sending_number: int) -> Response:
    note_posted(current_act(), sending_or_404(sending_number))
    flash("Recorded: the letters are posted.")
    return redirect(url_for(".sent", meeting_id=g.meeting.id), 303)


@blueprint.post(f"{ADDRESS}/sent/<int:sending_number>/came-back/<int:served_number>")
@access(Access.RUN)
def came_back(sending_number: int, served_number: int) -> Response:
    sending = sending_or_404(sending_number)
    note_came_back(current_act(), sending, served_or_404(sending, served_number))
    flash("Recorded: it came back. They need a letter, or another address.")
    return redirect(url_for(".sent", meeting_id=g.meeting.id, sending=sending.id), 303)


@blueprint.post(f"{ADDRESS}/sent/<int:sending_number>/again/<int:served_number>")
@access(Access.RUN)
def again(sending_number: int, served_number: int) -> Response:
    """Send what did not reach one member to the address that is kept of them now."""
    served = served_or_404(sending_or_404(sending_number), served_number)
    try:
        send_again(current_act(), served)
    except RefusedError as refused:
        flash(refused.violations[0].words)
    else:
        flash("It is on its way again.")
    return redirect(url_for(".sent", meeting_id=g.meeting.id), 303)


def served_or_404(sending: NoticeSending, number: int) -> ServedNotice:
    served = db.session.get(ServedNotice, number)
    if served is None or served.sending_id != sending.id:
        abort(404)
    return served


def sending_or_404(number: int) -> NoticeSending:
    mine = (NoticeSending.id == number, NoticeSending.meeting_id == g.meeting.id)
    return db.session.scalars(select(NoticeSending).where(*mine)).first() or abort(404)
