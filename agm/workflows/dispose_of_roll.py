"""Destroying the register of a meeting once its election needs it no more; what stays certifies that."""

import datetime as dt

from sqlalchemy import delete, func, select, update

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.language.en import short_date
from agm.language.partial_date import PartialDate
from agm.meetings.models import Attendance, Meeting, Register, RegisterEntry, ServedNotice
from agm.meetings.operations.register import open_register
from agm.nominations.models import Nomination, Nominee, Supporter
from agm.organisation.queries import local_day, rules_called_under
from agm.rules.rule_set import RuleSet
from agm.rules.violations import refuse
from agm.workflows.forget_nominators import forget_nominators

NOT_LOADED = {"synchronize_session": False}


def kept_until(meeting: Meeting, rules: RuleSet) -> dt.date | None:
    """The last day on which the register has to be there: that of the meeting, and as long after it as the rules keep
    papers or allow a challenge. None where the day of the meeting is not known."""
    held_on = meeting.held_on.last if meeting.held_on else None
    days = max(rules.papers_kept_days or 0, rules.challenge_days or 0)
    return None if held_on is None else held_on + dt.timedelta(days=days)


def dispose_of_roll(act: Act, meeting_id: int) -> Register:
    """Delete every entry with who came and who votes for whom, and forget who nominated and who did not stand.

    Raises RefusedError while the rules need it.
    """
    session = act.session
    register = open_register(act, meeting_id)
    meeting = session.get_one(Meeting, meeting_id)
    until = kept_until(meeting, rules_called_under(session, meeting.rules_id))
    if until is None or local_day(session, act.at) <= until:
        words = f"until {short_date(PartialDate.of(until))}" if until else "until the day of the meeting is known"
        refuse("kept_by_rule", "agreed", f"The rules keep the register {words}.")
    entries = select(RegisterEntry.id).where(RegisterEntry.meeting_id == meeting_id)
    number = session.scalar(select(func.count()).select_from(entries.subquery())) or 0
    # Numbers of entries that are no keys would name somebody else one day.
    for table, column in ((Nomination, "entry_id"), (Nominee, "register_entry_id"), (Supporter, "register_entry_id")):
        of_these = getattr(table, column).in_(entries)
        session.execute(update(table).where(of_these).values({column: None}).execution_options(**NOT_LOADED))
    session.execute(delete(ServedNotice).where(ServedNotice.entry_id.in_(entries)).execution_options(**NOT_LOADED))
    session.execute(delete(Attendance).where(Attendance.meeting_id == meeting_id).execution_options(**NOT_LOADED))
    gone = delete(RegisterEntry).where(RegisterEntry.meeting_id == meeting_id)
    session.execute(gone.execution_options(**NOT_LOADED))
    session.expire_all()
    forgotten = forget_nominators(act, [meeting_id])
    register = session.get_one(Register, meeting_id)
    register.disposed_at, register.disposed_by, register.entries_disposed = act.at, act.actor.name, number
    register.nominations_disposed = forgotten
    session.flush()
    record(
        act, Action.REGISTER_DISPOSED_OF, f"meeting:{meeting_id}", unit_id=meeting.unit_id,
        entries=number, nominations=forgotten,
    )  # fmt: skip
    return register
