"""What is kept no longer than it is needed: removed by itself, once a day, and the log says what that was."""

from sqlalchemy import or_, select

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.files.operations import remove_unused
from agm.meetings.models import Meeting, Register
from agm.nominations.models import Answer, Nomination, Nominee, Ruling
from agm.organisation.queries import local_day, rules_called_under
from agm.rules.retention_times import AFTER_RULES, DECLINED_KEPT
from agm.workflows.dispose_of_roll import dispose_of_roll, kept_until
from agm.workflows.forget_nominators import forget_nominators


def remove_what_is_due(act: Act) -> dict[str, int]:
    """Remove what is kept too long: how much of each kind. A few statements, and those of each register that goes."""
    statements, registers = statements_of_who_does_not_stand(act), registers_due(act)
    removed = {
        "registers": len(registers),
        "statements": statements,
        "nominations": sum(one.nominations_disposed or 0 for one in registers) + names_behind_nominations(act),
    }
    found = {kind: number for kind, number in removed.items() if number}
    if found:
        record(act, Action.RETENTION_APPLIED, "system:retention", unit_id=None, removed=found)
    return found


def registers_due(act: Act) -> list[Register]:
    """Dispose of registers that the rules have not needed for a while."""
    session = act.session
    statement = select(Meeting).join(Register, Register.meeting_id == Meeting.id).where(Register.disposed_at.is_(None))
    today, done = local_day(session, act.at), []
    for meeting in session.scalars(statement).all():
        until = kept_until(meeting, rules_called_under(session, meeting.rules_id))
        if until is not None and today > until + AFTER_RULES:
            done.append(dispose_of_roll(act, meeting.id))
    return done


def statements_of_who_does_not_stand(act: Act) -> int:
    """Take away what people wrote and showed of themselves who declined, withdrew or were not let stand."""
    before = act.at - DECLINED_KEPT
    over = or_(
        (Nominee.answer == Answer.DECLINED) & (Nominee.answered_at < before),
        (Nomination.confirmation == Answer.DECLINED) & (Nomination.confirmed_at < before),
        Nomination.withdrawn_at < before,
        (Nomination.ruling == Ruling.DOES_NOT_STAND) & (Nomination.ruled_at < before),
    )
    held = or_(Nominee.statement.is_not(None), Nominee.to_members.is_not(None), Nominee.photo_id.is_not(None))
    nominees = act.session.scalars(select(Nominee).join(Nominee.nomination).where(over, held)).all()
    photos = {one.photo_id for one in nominees}
    for one in nominees:
        one.statement, one.photo_id, one.consents, one.to_members = None, None, {}, None
    remove_unused(act.session, photos)
    return len(nominees)


def names_behind_nominations(act: Act) -> int:
    """Of elections whose register is gone; one that was disposed of since this is done has lost them with it."""
    return forget_nominators(act, select(Register.meeting_id).where(Register.disposed_at.is_not(None)))
