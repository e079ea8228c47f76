"""How a meeting votes online: hours, key, receipts, and who votes in what."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from flask import g
from sqlalchemy import select
from wtforms import Field, FormField, HiddenField
from wtforms import Form as RowForm

from agm.meetings.models import Election
from agm.nominations.models import Contest
from agm.organisation.queries import time_zone_name
from agm.rules.mixed_votes import BothVotes
from agm.rules.working_days import Days
from agm.voting.commands import ContestOnline, SetUpOnlineVote
from agm.voting.models import KeyMode, OnlineContest, OnlineVote, ReceiptsAre
from agm.voting.operations import set_up
from agm.voting.queries import VOTED_ONLINE, votes_by_contest
from agm.voting.queries.online import groups_of_register
from agm.web.desk.online_vote.instants import check_instant, instant_in, instant_values
from agm.web.desk.online_vote.views import ADDRESS, blueprint, front
from agm.web.desk.online_vote.words import BOTH_VOTES, KEY_MODES, RECEIPTS
from agm.web.kit.access import Access, current_act
from agm.web.kit.edit_view import EditView, Typed, add_edit_view
from agm.web.kit.extensions import db
from agm.web.kit.fields import (
    PartialDateField,
    RadiosField,
    TickField,
    TimeField,
    WholeNumberField,
)
from agm.web.kit.forms import VersionedForm
from agm.web.kit.row_list import RowList
from agm.web.kit.typed_text import record_number

HOUR = "For example noon or 19:30"
DAY = "For example 9 4 2027"
HOURS = ("opens", "closes")


class ContestRow(RowForm):
    contest_id = HiddenField()
    opens = PartialDateField("Opens on", needs_day=True, subject="the day", hint=DAY)
    opens_time = TimeField("Opens at", hint=HOUR)
    closes = PartialDateField("Closes on", needs_day=True, subject="the day", hint=DAY)
    closes_time = TimeField("Closes at", hint=HOUR)


class WeightRow(RowForm):
    member_class = HiddenField()
    weight = WholeNumberField("Votes of each", smallest=1, largest=100_000, wrong="Enter a whole number, for example 1")


class SetUpForm(VersionedForm):
    opens = PartialDateField("Opens on", needs_day=True, subject="the day", hint=DAY, required="Enter the day")
    opens_time = TimeField("Opens at", hint=HOUR, required="Enter the time")
    closes = PartialDateField("Closes on", needs_day=True, subject="the day", hint=DAY, required="Enter the day")
    closes_time = TimeField("Closes at", hint=HOUR, required="Enter the time")
    key_mode = RadiosField("The key", choices=KEY_MODES, required="Choose who keeps the key.")
    receipts = RadiosField("Receipts", choices=RECEIPTS, required="Choose where receipts stand.")
    both_votes = RadiosField(
        "Of somebody who votes both ways counts", choices=BOTH_VOTES, required="Choose what counts."
    )
    may_change = TickField("Voters can change their vote until the close; the last one counts")
    smallest_group = WholeNumberField(
        "Figures are withheld for fewer voters than", smallest=1, largest=1000, required="Enter a number, for example 5"
    )
    contests = RowList(FormField(ContestRow), "Who votes", max_entries=200)
    weights = RowList(FormField(WeightRow), "Votes by class", max_entries=100)

    def __init__(self, days: Days, **arguments: Any) -> None:  # noqa: ANN401  WTForms' own
        self.days = days
        super().__init__(**arguments)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  WTForms' own signature
        is_good = bool(super().validate(extra_validators))
        for name in HOURS:
            check_instant(self, name, self.days)
            for row in self.contests.entries:
                check_instant(self, name, self.days, row.form)
        return is_good and not self.has_errors

    def field_at(self, path: str) -> Field | None:
        """As for any form; of `contests.2.closes_at`, the hour of that row."""
        if not path.endswith("_at"):
            return super().field_at(path)
        of, _, name = path.rpartition(".")
        fields = self.contests.entries[int(of.rpartition(".")[2])].form if of else self
        found: Field = fields[name.replace("_at", "_time")]
        return found

    def command(self, meeting_id: int) -> SetUpOnlineVote:
        """Of a valid form."""
        opens, closes = (instant_in(self, name, self.days) for name in HOURS)
        if opens is None or closes is None:
            raise ValueError("the form was not checked")
        contests = tuple(
            ContestOnline(
                record_number(row.form.contest_id.data) or 0,
                instant_in(row.form, "opens", self.days),
                instant_in(row.form, "closes", self.days),
            )
            for row in self.contests.entries
        )
        return SetUpOnlineVote(
            meeting_id=meeting_id,
            opens_at=opens,
            closes_at=closes,
            key_mode=KeyMode(self.key_mode.data),
            may_change=bool(self.may_change.data),
            receipts=ReceiptsAre(self.receipts.data),
            smallest_group=self.smallest_group.data or 1,
            both_votes=BothVotes(self.both_votes.data),
            weights={row.form.member_class.data: row.form.weight.data or 1 for row in self.weights.entries},
            contests=contests,
            version=self.filled_from,
        )


class SetUpView(EditView[SetUpForm]):
    template = "desk/online_vote/set_up.html"
    form_class = SetUpForm
    success_message = "The vote online is set up."

    def __init__(self) -> None:
        self.vote = db.session.get(OnlineVote, g.meeting.id)
        self.days = Days(ZoneInfo(time_zone_name(db.session())))
        self.votes = votes_by_contest(db.session(), g.meeting.id)
        online = [key for key, vote in self.votes.items() if vote.how in VOTED_ONLINE]
        ordered = select(Contest).where(Contest.id.in_(online)).order_by(Contest.position, Contest.id)
        self.contests = db.session.scalars(ordered).all()

    def build_form(self, typed: Typed) -> SetUpForm:
        _, classes = groups_of_register(db.session(), g.meeting.id)
        return SetUpForm(self.days, formdata=typed, data=self.recorded(classes))

    def recorded(self, classes: list[str]) -> dict[str, Any]:
        differs = select(OnlineContest).join(OnlineContest.contest).where(Contest.meeting_id == g.meeting.id)
        own = {one.contest_id: one for one in db.session.scalars(differs)}
        rows = [{"contest_id": str(one.id), **self.of_contest(own.get(one.id))} for one in self.contests]
        vote = self.vote
        weights = {} if vote is None else vote.weights
        rest = {"contests": rows, "weights": [{"member_class": one, "weight": weights.get(one, 1)} for one in classes]}
        if vote is None:
            return {**rest, **self.usual()}
        hours = self.hours(vote.opens_at, vote.closes_at)
        names = ("version", "key_mode", "receipts", "both_votes", "may_change", "smallest_group")
        return {**rest, **hours, **{name: getattr(vote, name) for name in names}}

    def of_contest(self, own: OnlineContest | None) -> dict[str, Any]:
        """What differs in one."""
        if own is None:
            return {}
        return self.hours(own.opens_at, own.closes_at)

    def hours(self, opens_at: dt.datetime | None, closes_at: dt.datetime | None) -> dict[str, Any]:
        return instant_values("opens", opens_at, self.days) | instant_values("closes", closes_at, self.days)

    def usual(self) -> dict[str, Any]:
        """What the election's dates and the meeting's rules say."""
        election = db.session.get(Election, g.meeting.id)
        planned = (None, None) if election is None else (election.voting_opens_at, election.voting_closes_at)
        return {
            "version": 0,
            "key_mode": KeyMode.TWO_KEYS,
            "receipts": ReceiptsAre.LISTED,
            "both_votes": BothVotes.FIRST_RECEIVED,
            "smallest_group": 5,
            **self.hours(*planned),
        }

    def operation(self, form: SetUpForm) -> object:
        return set_up(current_act(), form.command(g.meeting.id))

    def context(self) -> dict[str, Any]:
        offices = {str(one.id): (one, self.votes[one.id].electorate.words) for one in self.contests}
        return {"offices": offices, "vote": self.vote}

    def next_address(self) -> str:
        return front()


add_edit_view(blueprint, f"{ADDRESS}/set-up", "set_up", SetUpView, to_read=Access.RUN, to_save=Access.RUN)
