"""Who runs an election: the returning officer and a deputy, appointed by the national office, and their helpers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from agm.accounts.duties import end_duty
from agm.accounts.models import Duty, ElectionDuty
from agm.accounts.permissions import is_national_officer
from agm.accounts.queries import duties_of, duties_of_user, user_by_email
from agm.meetings.models import Meeting
from agm.rules.violations import refuse
from agm.web.desk.election.timetable import ADDRESS, PLACES_OF_DUTIES, is_standing
from agm.web.desk.words import meeting_name
from agm.web.kit.access import Access, access, current_act, may_run, signed_in_user
from agm.web.kit.edit_view import EditView, Typed, add_edit_view
from agm.web.kit.extensions import db
from agm.web.kit.fields import RadiosField, TextField
from agm.web.kit.forms import Form
from agm.workflows.appoint_for_election import appoint

blueprint = Blueprint("election_team", __name__)

HEADS = (Duty.RETURNING_OFFICER, Duty.DEPUTY)
HELPERS = (Duty.SCRUTINEER, Duty.TELLER, Duty.DOOR)
WHAT_THEY_DO = {
    Duty.RETURNING_OFFICER: "runs the election, and decides what the rules leave open",
    Duty.DEPUTY: "does the same when the returning officer cannot",
    Duty.SCRUTINEER: "sees everything, changes nothing, and can sign the result as the second person",
    Duty.TELLER: "keeps the door and counts papers",
    Duty.DOOR: "checks members in",
}


class AppointForm(Form):
    """Somebody by the address that they sign in with, and what they are to do."""

    duty = RadiosField("Appoint somebody as", required="Choose what they do", kind=Duty)
    email = TextField(
        "Their e-mail address",
        hint="The one that they sign in with.",
        required="Enter the address that they sign in with",
    )

    def __init__(self, offered: tuple[Duty, ...], formdata: Typed) -> None:
        super().__init__(formdata=formdata)
        self.duty.offer({duty: f"{duty.label}: {WHAT_THEY_DO[duty]}" for duty in offered})

    def field_at(self, path: str) -> Any:  # noqa: ANN401  WTForms' field
        return self.email if path == "user" else super().field_at(path)


class TeamView(EditView[AppointForm]):
    """The helpers of an election, whom its returning officer appoints."""

    template = "desk/election/team.html"
    form_class = AppointForm
    offered: tuple[Duty, ...] = HELPERS
    success_message = "Appointed. Their page “Your duties” leads them here."

    def build_form(self, typed: Typed) -> AppointForm:
        return AppointForm(self.offered, typed)

    def operation(self, form: AppointForm) -> object:
        user = user_by_email(db.session(), form.email.data or "")
        if user is None:
            refuse("no_user", "user", "Nobody signs in with this address. The national office can invite them.")
        return appoint(current_act(), g.meeting, user.id, Duty(str(form.duty.data)))

    def next_address(self) -> str:
        return url_for("election_team.team", meeting_id=g.meeting.id)

    def context(self) -> dict[str, Any]:
        user = signed_in_user()
        is_national = user is not None and is_national_officer(user)
        return {
            "duties": duties_of(db.session(), g.meeting.id),
            "may_run": may_run(),
            "stands": is_standing(),
            "is_national": is_national,
            "heads": HEADS,
            "what_they_do": WHAT_THEY_DO,
            "may_appoint": is_national if self.offered is HEADS else may_run(),
        }


class HeadsView(TeamView):
    """The returning officer and the deputy, whom the national office appoints."""

    offered = HEADS

    def next_address(self) -> str:
        return url_for("election_team.heads", meeting_id=g.meeting.id)


add_edit_view(blueprint, f"{ADDRESS}/people", "team", TeamView, to_save=Access.RUN)
add_edit_view(
    blueprint, f"{ADDRESS}/returning-officer", "heads", HeadsView, to_read=Access.NATIONAL, to_save=Access.NATIONAL
)


@blueprint.post(f"{ADDRESS}/people/<int:duty_number>/end")
@access(Access.RUN)
def end_helper(duty_number: int) -> Response:
    return end(duty_number, HELPERS, ".team")


@blueprint.post(f"{ADDRESS}/returning-officer/<int:duty_number>/end")
@access(Access.NATIONAL)
def end_head(duty_number: int) -> Response:
    return end(duty_number, HEADS, ".heads")


def end(duty_number: int, among: tuple[Duty, ...], page: str) -> Response:
    duty = db.session.get(ElectionDuty, duty_number)
    if duty is None or duty.meeting_id != g.meeting.id or duty.duty not in among:
        abort(404)
    end_duty(current_act(), duty, g.meeting.unit_id)
    flash(f"{duty.name}: this duty has ended.")
    return redirect(url_for(page, meeting_id=g.meeting.id), 303)


@blueprint.get("/desk/duties")
@access(Access.SIGNED_IN)
def own_duties() -> str:
    """What the user does in which election, with the pages that it takes."""
    user = signed_in_user() or abort(403)
    duties = duties_of_user(db.session(), user.id)
    ids = {duty.meeting_id for duty in duties}
    meetings = {one.id: one for one in db.session.scalars(select(Meeting).where(Meeting.id.in_(ids)))}
    return render_template(
        "desk/election/duties.html",
        duties=[(duty, meetings[duty.meeting_id]) for duty in duties if duty.meeting_id in meetings],
        what_they_do=WHAT_THEY_DO,
        pages=PLACES_OF_DUTIES,
        meeting_name=meeting_name,
    )
