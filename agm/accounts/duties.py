"""Giving users their duties in elections, and ending them."""

from dataclasses import dataclass

from sqlalchemy import select

from agm.accounts.models import Duty, ElectionDuty, User
from agm.accounts.operations import SECOND_STEP_GRACE
from agm.accounts.permissions import DUTIES, Access
from agm.accounts.queries import in_force
from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.rules.violations import refuse


@dataclass(frozen=True, slots=True)
class GiveDuty:
    """Appoint a user for the election of a meeting; `unit_id` is the unit that holds it."""

    user_id: int
    meeting_id: int
    unit_id: int
    duty: Duty


def give_duty(act: Act, command: GiveDuty) -> ElectionDuty:
    """Appoint somebody. There is one returning officer: a new one takes the place of the former. Whoever runs an
    election needs a second step, as an officer does.

    Asked twice, it is done once. Raises RefusedError for somebody who cannot sign in.
    """
    user = act.session.get(User, command.user_id)
    if user is None or not user.active:
        refuse("no_user", "user", "Choose somebody who can sign in.")
    here = select(ElectionDuty).where(
        ElectionDuty.meeting_id == command.meeting_id, ElectionDuty.duty == command.duty, in_force()
    )
    standing = act.session.scalars(here.with_for_update()).all()
    if found := next((one for one in standing if one.user_id == user.id), None):
        return found
    for former in standing if command.duty is Duty.RETURNING_OFFICER else ():
        end_duty(act, former, command.unit_id)
    given = ElectionDuty(
        user_id=user.id, meeting_id=command.meeting_id, duty=command.duty, name=user.name,
        appointed_at=act.at, appointed_by=act.actor.name,
    )  # fmt: skip
    act.session.add(given)
    if Access.RUN in DUTIES[command.duty] and user.second_step_due_at is None:
        user.second_step_due_at = act.at + SECOND_STEP_GRACE
    act.session.flush()
    record(
        act, Action.DUTY_GIVEN, f"meeting:{command.meeting_id}", unit_id=command.unit_id,
        user=user.id, duty=command.duty.value,
    )  # fmt: skip
    return given


def end_duty(act: Act, duty: ElectionDuty, unit_id: int) -> None:
    """End an appointment; one that has ended stays as it is."""
    if duty.ended_at is not None:
        return
    duty.ended_at = act.at
    act.session.flush()
    record(
        act, Action.DUTY_ENDED, f"meeting:{duty.meeting_id}", unit_id=unit_id, user=duty.user_id, duty=duty.duty.value
    )
