"""Stopping a vote online for now, letting it go on, extending it, or saying that it does not count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from flask import g

from agm.organisation.queries import time_zone_name
from agm.rules.working_days import Days
from agm.voting.models import OnlineVote
from agm.voting.operations import extend, resume, suspend, void
from agm.voting.queries.online import last_close
from agm.web.desk.online_vote.instants import check_instant, instant_in
from agm.web.desk.online_vote.views import ADDRESS, blueprint, front, load_vote
from agm.web.kit import clock
from agm.web.kit.access import Access, current_act
from agm.web.kit.edit_view import EditView, Typed, add_edit_view
from agm.web.kit.extensions import db
from agm.web.kit.fields import LongTextField, PartialDateField, RadiosField, TimeField
from agm.web.kit.forms import Form

SUSPEND, RESUME, EXTEND, VOID = "suspend", "resume", "extend", "void"
CLOSES_AT_ONCE = "Let it go on: its hour is over, so that it closes at once"
STAYS_STOPPED = "Let it close later; it stays stopped until you let it go on"
DESTROYED = "It does not count, for good: the papers in the box are destroyed unread"
CHANGES = {
    SUSPEND: "Stop the vote for now",
    RESUME: "Let it go on",
    EXTEND: "Let it close later",
    VOID: "It does not count, for good",
}


def changes_of(vote: OnlineVote) -> dict[str, str]:
    """What can happen to a vote now, with what follows from it."""
    words = dict(CHANGES)
    if vote.closed_at is not None:
        return {VOID: CHANGES[VOID] if vote.sealed_at is not None else DESTROYED}
    if vote.suspended_at is None:
        del words[RESUME]
    else:
        del words[SUSPEND]
        words[EXTEND] = STAYS_STOPPED
        if last_close(db.session(), vote) < clock.now():
            words[RESUME] = CLOSES_AT_ONCE
    words[VOID] = DESTROYED
    return words


class StopForm(Form):
    change = RadiosField("What happens", choices=CHANGES, required="Choose what happens to the vote.")
    told = LongTextField("What voters are told", hint="It stands on their page as you write it.", longest=1000)
    closes = PartialDateField(
        "Closes on", needs_day=True, subject="the day", hint="For example 9 4 2027. Only where it closes later."
    )
    closes_time = TimeField("Closes at", hint="For example noon or 19:30")

    def __init__(self, days: Days, changes: Mapping[str, str], **arguments: Any) -> None:  # noqa: ANN401  WTForms' own
        self.days = days
        super().__init__(**arguments)
        self.change.offer(changes)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  WTForms' own signature
        is_good = bool(super().validate(extra_validators))
        check_instant(self, "closes", self.days)
        if self.change.data == EXTEND and self.closes.data is None and not self.closes.errors:
            self.refuse("Enter the day on which it closes now", self.closes)
        if self.change.data in {SUSPEND, EXTEND, VOID} and not self.told.data:
            self.refuse("Say what voters are told", self.told)
        return is_good and not self.has_errors


class StopView(EditView[StopForm]):
    template = "desk/online_vote/stop.html"
    form_class = StopForm
    success_message = "Recorded. Voters are told from now on."

    def __init__(self) -> None:
        self.vote = load_vote()
        self.days = Days(ZoneInfo(time_zone_name(db.session())))

    def build_form(self, typed: Typed) -> StopForm:
        return StopForm(self.days, changes_of(self.vote), formdata=typed)

    def operation(self, form: StopForm) -> object:
        act, number, told = current_act(), g.meeting.id, form.told.data or ""
        closes_at = instant_in(form, "closes", self.days)
        if form.change.data == EXTEND and closes_at is not None:
            return extend(act, number, closes_at, told)
        if form.change.data == VOID:
            return void(act, number, told)
        return resume(act, number, told) if form.change.data == RESUME else suspend(act, number, told)

    def context(self) -> dict[str, Any]:
        return {"vote": self.vote}

    def next_address(self) -> str:
        return front()


add_edit_view(blueprint, f"{ADDRESS}/stop", "stop", StopView, to_read=Access.RUN, to_save=Access.RUN)
