"""Whether a nomination by the open form comes from whom it names: a member's name that was typed proves nothing."""

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.database.locking import lock_row
from agm.nominations.calls import call_of
from agm.nominations.commands import AnswerConfirmation, ConfirmByHand
from agm.nominations.mails import mail_asked
from agm.nominations.models import Answer, Nomination, Nominee, Supporter
from agm.rules.violations import raise_if, refuse


def answer_confirmation(act: Act, command: AnswerConfirmation) -> Nomination:
    """Record what the member says in whose name a nomination came. A yes stays; a no can become one until the close.

    What counts as the time of a nomination stays the instant of its form. Raises RefusedError after the close.
    """
    nomination = lock_row(act.session, Nomination, command.nomination_id)
    call = call_of(act.session, nomination.contest.meeting)
    if nomination.confirmation is Answer.ACCEPTED:
        return nomination
    raise_if(call.not_taken(nomination.contest_id, command.received_at))
    nomination.confirmation = Answer.ACCEPTED if command.is_theirs else Answer.DECLINED
    nomination.confirmed_at = command.received_at
    settle(act, nomination)
    return nomination


def confirm_by_hand(act: Act, command: ConfirmByHand) -> Nomination:
    """Record that whoever runs the election found out that a nomination comes from whom it says, also after the close.

    Raises RefusedError without a reason, and where the member says that it is not theirs.
    """
    nomination = lock_row(act.session, Nomination, command.nomination_id)
    if nomination.is_from_sender:
        return nomination
    if nomination.confirmation is Answer.DECLINED:
        refuse("not_theirs", "", f"{nomination.sender_name} says that this is not from them.")
    if not command.reason:
        refuse("reason_missing", "how", "Say how you know that it is theirs.")
    nomination.confirmation, nomination.confirmed_at = Answer.ACCEPTED, act.at
    nomination.confirmed_by, nomination.confirmed_why = act.actor.name, command.reason
    if command.entry_id is not None:
        nomination.entry_id = command.entry_id
        named: list[Nominee | Supporter] = [*nomination.nominees, *nomination.supporters]
        for one in named:
            if one.answered_at == nomination.received_at:  # their word came with the form
                one.register_entry_id = command.entry_id
    settle(act, nomination)
    return nomination


def settle(act: Act, nomination: Nomination) -> None:
    """Ask the others whom a nomination names, now that it is known whose it is."""
    act.session.flush()
    meeting = nomination.contest.meeting
    record(
        act, Action.NOMINATION_CONFIRMED, f"meeting:{meeting.id}", unit_id=meeting.unit_id,
        nomination=nomination.id, answer=nomination.confirmation and nomination.confirmation.value,
        by_hand=nomination.confirmed_by is not None,
    )  # fmt: skip
    if nomination.is_from_sender:
        mail_asked(act, nomination, meeting)
