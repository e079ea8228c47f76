"""The front of a meeting's election: what comes next, its life as one line, its timetable, and what the dates break."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from agm.accounts.models import Duty
from agm.announcements.drafts import compose_draft, has_changed
from agm.announcements.models import RevisionAct
from agm.announcements.notice_of_meeting import notices_of
from agm.language.en import capitalised, counted, join
from agm.meetings.commands import AllowShortNotice, SetElectionDates
from agm.meetings.notices import served_counts
from agm.meetings.operations import allow_short_notice, call_election, record_notice, set_election_dates
from agm.meetings.timetable import COLUMNS, Timetable, election_of, timetable
from agm.nominations.models import Contest
from agm.nominations.who_stands import contests_with_candidates
from agm.organisation.queries import adopted_rules, rules_of, time_zone_name
from agm.results.queries import last_declaration
from agm.rules.deadlines import END_OF_DAY, Doubt, instants_of
from agm.rules.election import NextUp, Phase, life, next_of
from agm.rules.rule_set import IN_ORDER, WORDS, Stage
from agm.rules.violations import RefusedError, Violation
from agm.rules.working_days import Days
from agm.web.desk.announcements.kind_page import is_to_come
from agm.web.desk.election.rows import Link, Row, link, timetable_rows
from agm.web.desk.words import KINDS_WITHIN
from agm.web.kit import clock
from agm.web.kit.access import Access, access, current_act, duties_here, may_here, may_run, part_of, signed_in_user
from agm.web.kit.dates import today
from agm.web.kit.edit_view import EditView, F, Typed, add_edit_view
from agm.web.kit.extensions import db
from agm.web.kit.fields import LongTextField, PartialDateField, TextField, TickField, TimeField
from agm.web.kit.forms import VersionedForm
from agm.workflows.call_off_election import CallOff, call_off_election

blueprint = Blueprint("election", __name__)

ADDRESS = "/desk/meetings/<int:meeting_id>/election"
PLACES: dict[Stage, tuple[tuple[str, str], ...]] = {
    Stage.NOMINATIONS_CLOSE: (("Nominations", "deciding.nominations"), ("Change the date", "election.dates")),
    Stage.MEETING: (
        ("The register", "register.register"),
        ("The door", "check_in.check_in"),
        ("The screen in the hall", "check_in.screen"),
        ("Motions", "motions.motions"),
    ),
}
"""Beside which line of the timetable which pages stand for whoever runs it, each by its label and endpoint."""
PLACES_OF_DUTIES: dict[Duty, tuple[tuple[str, str], ...]] = {
    Duty.RETURNING_OFFICER: (("The election", "election.election"),),
    Duty.DEPUTY: (("The election", "election.election"),),
    Duty.SCRUTINEER: (("The election", "election.election"), ("The declaration", "declaration.declaration")),
    Duty.TELLER: (("The door", "check_in.check_in"), ("Papers to type", "papers.to_type")),
    Duty.DOOR: (("The door", "check_in.check_in"),),
}
"""The pages of each duty, by label and endpoint."""
PUBLIC_NOTICES = {
    Stage.NOTICE: ("notice", "The public notice"),
    Stage.NOMINATIONS_OPEN: ("call_for_nominations", "The public call for nominations"),
    Stage.STATEMENT: ("statement_of_nominations", "The public statement of who stands"),
}
"""By line of the timetable, the announcement that tells the public the same: its kind, and what it is called."""
NOMINATING = {Phase.NOMINATIONS_CLOSE, Phase.STATEMENT, Phase.VOTING_OPENS, Phase.MEETING}


@blueprint.get(ADDRESS)
@access(Access.SEE)
def election() -> str:
    found = timetable(db.session(), g.meeting)
    word, now = KINDS_WITHIN[g.meeting.kind], clock.now()
    is_declared = last_declaration(db.session(), g.meeting.id) is not None
    so_far = found.so_far(word, is_declared=is_declared)
    up = next_of(so_far, now, found.zone)
    runs, counts = may_run(), served_counts(db.session(), g.meeting.id)
    rows = timetable_rows(found, word, counts, now, links_of(found) if runs else {})
    add_public_notices(rows, now)
    return render_template(
        "desk/election/election.html",
        found=found,
        up=up,
        lead=lead_of(up, found),
        life=life(so_far, now, found.zone),
        rows=rows,
        breaches=[(breach, found.is_allowed(breach), number_of(found, breach)) for breach in found.breaches()],
        newest=newest_rules() if up.phase is Phase.NO_RULES else None,
        duties=duties_here(g.meeting.id),
        may_run=runs,
        stands=is_standing(),
        word=word,
        today=now.astimezone(found.zone).date(),
    )


def number_of(found: Timetable, breach: Violation) -> str:
    return found.rules.number_of(breach) if found.rules else ""


def is_standing() -> bool:
    """Whether the user of this request stands in the election, and so may not run it."""
    user = signed_in_user()
    return user is not None and part_of(user, g.scope).stands


def newest_rules() -> str | None:
    """The name of the rules that the meeting would be called under; None where none are adopted."""
    newest = next(iter(adopted_rules(db.session())), None)
    return None if newest is None else rules_of(newest).name


def links_of(found: Timetable) -> dict[Stage, list[Link]]:
    number = found.meeting.id
    links = {stage: [link(label, endpoint, number) for label, endpoint in pages] for stage, pages in PLACES.items()}
    if found.is_told_another_day:
        again = Link("Write the notice again", url_for("notices.write", meeting_id=number, text="notice"))
        links[Stage.MEETING].insert(0, again)
    return links


def add_public_notices(rows: list[Row], now: dt.datetime) -> None:
    """Beside what members are told, what the public is: where it is written, and that the record says otherwise now."""
    user = signed_in_user()
    if user is None or not may_here(user, Access.EDIT, g.scope):
        return
    written = notices_of(db.session(), g.meeting.unit_id)
    for row in rows:
        kind, label = PUBLIC_NOTICES.get(row.stage, ("", ""))
        one = written.get((g.meeting.id, kind))
        if one is not None:
            row.links.append(Link(label, url_for("kinds.read_kind", announcement_id=one.id)))
            if one.current is None:
                row.notes.append(f"{label} is a draft.")
            elif one.current.act is not RevisionAct.RETRACTED and has_changed(
                one, compose_draft(db.session(), one, now)
            ):
                row.notes.append(f"{label} says otherwise than the record does now. Correct it.")
        elif kind and is_to_come(g.meeting, today()):
            new = url_for("kinds.new_kind", region_slug=g.meeting.unit.slug, kind=kind, meeting=g.meeting.id)
            row.links.append(Link(f"Write {label[0].lower()}{label[1:]}", new))


def lead_of(up: NextUp, found: Timetable) -> str:
    """What stands beneath the heading: who stands so far, and for what nobody does."""
    if up.phase is Phase.NO_DAY:
        return "Every date of the election is counted from the day and the time of the meeting."
    if up.phase is Phase.CALLED_OFF and found.election is not None:
        return found.election.called_off_reason or ""
    if up.phase not in NOMINATING or found.dates.get(Stage.NOMINATIONS_OPEN, clock.now()) > clock.now():
        return ""
    return standing_words(contests_with_candidates(db.session(), g.meeting.id))


def standing_words(contests: list[tuple[Contest, int]]) -> str:
    """ "Three people stand so far. Nobody stands yet for Auditor."."""
    if not contests:
        return ""
    number = sum(people for _contest, people in contests)
    empty = [contest.label for contest, people in contests if not people]
    stand = capitalised(counted(number, "person stands", "people stand", in_words=True))
    words = f"{stand} so far." if number else "Nobody stands yet."
    return f"{words} Nobody stands yet for {join(empty, 'or')}." if number and empty else words


@blueprint.post(f"{ADDRESS}/call")
@access(Access.RUN)
def call() -> Response:
    try:
        call_election(current_act(), g.meeting.id)
    except RefusedError as refused:
        flash(str(refused))
    return redirect(url_for(".election", meeting_id=g.meeting.id), 303)


class DatesForm(VersionedForm):
    """Day and time of each stage."""

    def __init__(self, zone: ZoneInfo, dates: dict[Stage, dt.datetime], formdata: Typed, version: int) -> None:
        self.days = Days(zone)
        values: dict[str, Any] = {"version": version}
        for stage, at in dates.items():
            local = at.astimezone(zone)
            values |= {str(stage): local.date(), f"{stage}_time": local.time()}
        super().__init__(formdata=formdata, data=values)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  WTForms' own signature
        is_good = bool(super().validate(extra_validators))
        for stage in IN_ORDER:
            day, time = self[str(stage)], self[f"{stage}_time"]
            if day.errors or time.errors:
                continue
            if day.data is None and time.data is not None:
                self.refuse("Enter the day too, or take the time away", day)
            if day.data is not None and time.data is None:
                self.refuse("Enter the time too, for example noon", time)
            if day.data is not None and time.data is not None:
                doubt = instants_of(day.data.full, time.data, self.days).doubt
                if doubt is not None:
                    self.refuse(DOUBTS[doubt], time)
        return is_good and not self.has_errors

    def dates(self) -> dict[Stage, dt.datetime]:
        """The instants that were typed, of a valid form."""
        typed = {stage: (self[str(stage)].data, self[f"{stage}_time"].data) for stage in IN_ORDER}
        return {
            stage: instants_of(day.full, time, self.days).instants[0]
            for stage, (day, time) in typed.items()
            if day is not None and time is not None
        }


DOUBTS = {
    Doubt.NO_SUCH_TIME: "There is no such time on that day: the clocks go forward. Take another time",
    Doubt.TWICE: "This time comes twice on that day: the clocks go back. Take another time",
    Doubt.MIDNIGHT: "Midnight may be the beginning or the end of the day. Take 00:01 or 23:59",
}
for one in IN_ORDER:
    setattr(
        DatesForm,
        str(one),
        PartialDateField(WORDS[one], needs_day=True, subject="the day", hint="For example 9 4 2027. Empty: no date."),
    )
    setattr(DatesForm, f"{one}_time", TimeField(f"{WORDS[one]} at", hint="For example noon or 19:30"))


class ElectionView(EditView[F]):
    """A form about the election of the meeting in the address, which has to be called."""

    def __init__(self) -> None:
        self.election = election_of(db.session(), g.meeting.id)

    def next_address(self) -> str:
        return url_for("election.election", meeting_id=g.meeting.id)

    def context(self) -> dict[str, Any]:
        return {"is_called": self.election is not None}

    @property
    def version(self) -> int:
        return self.election.version if self.election else 0


class DatesView(ElectionView[DatesForm]):
    """The dates of an election."""

    template = "desk/election/dates.html"
    success_message = "The dates are saved."

    def build_form(self, typed: Typed) -> DatesForm:
        zone = ZoneInfo(time_zone_name(db.session()))
        found = {} if self.election is None else {
            stage: at for stage, column in COLUMNS.items() if (at := getattr(self.election, column)) is not None
        }  # fmt: skip
        return DatesForm(zone, found, typed, self.version)

    def operation(self, form: DatesForm) -> object:
        return set_election_dates(current_act(), SetElectionDates(g.meeting.id, form.filled_from, form.dates()))

    def context(self) -> dict[str, Any]:
        return super().context() | {"stages": [str(stage) for stage in IN_ORDER]}


class ShortNoticeForm(VersionedForm):
    by = TextField("Allowed by", required="Enter who allows it", hint="For example The national executive, 3 April.")
    reason = TextField("Why?", required="Enter why", longest=500)


class ShortNoticeView(ElectionView[ShortNoticeForm]):
    """Leave for a notice that was too short."""

    template = "desk/election/short_notice.html"
    success_message = "Recorded. It is shown with the election."

    def build_form(self, typed: Typed) -> ShortNoticeForm:
        return ShortNoticeForm(formdata=typed, data={"version": self.version})

    def operation(self, form: ShortNoticeForm) -> object:
        command = AllowShortNotice(g.meeting.id, form.filled_from, form.by.data or "", form.reason.data or "")
        return allow_short_notice(current_act(), command)

    def context(self) -> dict[str, Any]:
        short = [one for one in timetable(db.session(), g.meeting).breaches() if one.code == "notice_short"]
        return super().context() | {"short": short}


class NoticeSentForm(VersionedForm):
    sent_on = PartialDateField("It went out on", needs_day=True, is_required=True, subject="the day", hint="")
    sent_at = TimeField("At", hint="For example 10:00. Empty: at the end of the day.")


class NoticeSentView(ElectionView[NoticeSentForm]):
    """When a notice went out by other ways than ours."""

    template = "desk/election/notice_sent.html"

    def build_form(self, typed: Typed) -> NoticeSentForm:
        return NoticeSentForm(formdata=typed, data={"version": self.version})

    def operation(self, form: NoticeSentForm) -> object:
        day, zone = form.sent_on.data, ZoneInfo(time_zone_name(db.session()))
        time = form.sent_at.data or END_OF_DAY
        sent_at = dt.datetime.combine(day.full, time, zone) if day and day.full else clock.now()
        return record_notice(current_act(), g.meeting.id, form.filled_from, sent_at)


class CallOffForm(VersionedForm):
    reason = LongTextField(
        "Why?", required="Enter why it is called off", longest=1000, hint="Members and readers see it."
    )
    with_meeting = TickField("The meeting is called off too")


class CallOffView(ElectionView[CallOffForm]):
    """That an election is not held: what follows stands on the page before it is done."""

    template = "desk/election/call_off.html"

    def build_form(self, typed: Typed) -> CallOffForm:
        return CallOffForm(formdata=typed, data={"version": self.version})

    def operation(self, form: CallOffForm) -> object:
        command = CallOff(g.meeting.id, form.filled_from, form.reason.data or "", bool(form.with_meeting.data))
        told = call_off_election(current_act(), command)
        self.success_message = (
            "The election is called off. Nobody had been written to from here."
            if told is None
            else "The election is called off, and the members are being told."
        )
        return told


add_edit_view(blueprint, f"{ADDRESS}/call-off", "call_off", CallOffView, to_read=Access.RUN, to_save=Access.RUN)
add_edit_view(
    blueprint, f"{ADDRESS}/notice-sent", "notice_sent", NoticeSentView, to_read=Access.RUN, to_save=Access.RUN
)
add_edit_view(blueprint, f"{ADDRESS}/dates", "dates", DatesView, to_read=Access.RUN, to_save=Access.RUN)
add_edit_view(
    blueprint, f"{ADDRESS}/short-notice", "short_notice", ShortNoticeView, to_read=Access.RUN, to_save=Access.RUN
)
