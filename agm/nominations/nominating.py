"""Naming somebody for an office, and what those who are named say to it."""

from dataclasses import replace

from sqlalchemy import select

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.database.locking import lock_row
from agm.facts import PersonName
from agm.files.operations import keep, remove_unused
from agm.meetings.models import Meeting
from agm.nominations.calls import Call, call_of
from agm.nominations.commands import AnswerNomination, AnswerSupport, NamedCandidate, Nominate
from agm.nominations.mails import mail_asked, mail_confirmation, mail_receipt
from agm.nominations.models import (
    Answer,
    CameBy,
    Contest,
    Nomination,
    Nominee,
    Supporter,
)
from agm.nominations.receipts import new_receipt
from agm.nominations.register import addresses
from agm.nominations.rulings import strike
from agm.rules.rule_set import RuleSet
from agm.rules.violations import Violation, raise_if, refuse

BY_MEMBERS = {CameBy.LINK, CameBy.OPEN}


def nominate(act: Act, command: Nominate) -> Nomination:
    """Receive a nomination. What was sent before by the same form is that nomination.

    Raises RefusedError: from members before nominations open and after they close (whoever runs the election enters
    what came late, and rules on it), and for what cannot be a nomination at all.
    """
    session = act.session
    contest = session.get(Contest, command.contest_id)
    if contest is None:
        refuse("office_unknown", "office", "This office was taken off the meeting meanwhile. Choose another.")
    meeting = lock_row(session, Meeting, contest.meeting_id)
    known = command.form_key and session.scalar(select(Nomination).where(Nomination.form_key == command.form_key))
    if known:
        return known
    call = call_of(session, meeting)
    raise_if([*(call.not_taken(contest.id, command.received_at) if command.came_by in BY_MEMBERS else ()),
              *shape_violations(command, contest, call.rules)])  # fmt: skip
    if command.came_by in BY_MEMBERS:
        command = at_kept_addresses(act, meeting, command)
    nomination = Nomination(
        contest_id=contest.id,
        receipt=new_receipt(),
        form_key=command.form_key,
        received_at=command.received_at,
        came_by=command.came_by,
    )
    if command.sender is not None:
        nomination.entry_id = command.sender.entry_id
        nomination.sender_name, nomination.sender_email = command.sender.name, command.sender.email
    nomination.nominees = [
        nominee_of(act, command, position, one) for position, one in enumerate(command.candidates, 1)
    ]
    nomination.supporters = [
        Supporter(
            position=position, role=one.role, name=one.name, email=one.email, register_entry_id=one.entry_id,
            answer=Answer.ACCEPTED if one.has_agreed else None,
            answered_at=command.received_at if one.has_agreed else None,
        )
        for position, one in enumerate(command.supporters, 1)
    ]  # fmt: skip
    session.add(nomination)
    session.flush()
    record(
        act, Action.NOMINATION_RECEIVED, f"meeting:{meeting.id}", unit_id=meeting.unit_id,
        nomination=nomination.id, contest=contest.id, came_by=command.came_by.value,
    )  # fmt: skip
    mail_receipt(act, nomination, meeting)
    if nomination.is_from_sender:
        mail_asked(act, nomination, meeting)
    else:
        mail_confirmation(act, nomination, meeting)
    return nomination


def at_kept_addresses(act: Act, meeting: Meeting, command: Nominate) -> Nominate:
    """The command with those whom we know as members at the address that is kept of them: an address that somebody
    else typed beside a member's name would let them answer for that member."""
    named = {one.name.name: one.entry_id for one in command.candidates}
    named |= {one.name: one.entry_id for one in command.supporters}
    kept = addresses(act.session, meeting, named)
    return replace(
        command,
        candidates=tuple(replace(one, email=kept.get(one.name.name, one.email)) for one in command.candidates),
        supporters=tuple(replace(one, email=kept.get(one.name, one.email)) for one in command.supporters),
    )


def nominee_of(act: Act, command: Nominate, position: int, one: NamedCandidate) -> Nominee:
    return Nominee(
        position=position,
        name=one.name.name,
        prefix=one.name.prefix,
        suffix=one.name.suffix,
        email=one.email,
        register_entry_id=one.entry_id,
        answer=Answer.ACCEPTED if one.has_agreed else None,
        answered_at=command.received_at if one.has_agreed else None,
        statement=one.statement,
        photo_id=None if one.photo is None else keep(act, one.photo).id,
        consents={use.value: command.received_at.isoformat() for use in sorted(one.uses)},
    )


def shape_violations(command: Nominate, contest: Contest, rules: RuleSet) -> list[Violation]:
    """What cannot be a nomination at all; the rest is checked when it is ruled on."""
    found = [too_long(one.statement, rules) for one in command.candidates]
    if len(command.candidates) > 1 and not contest.is_shareable:
        found.append(Violation("job_share_not_allowed", "name", f"{contest.label} cannot be shared."))
    return [one for one in found if one is not None]


def too_long(statement: str | None, rules: RuleSet) -> Violation | None:
    """A statement of more words than the rules allow."""
    return too_many(statement, rules.nomination.statement_words, "statement")


def too_many(text: str | None, limit: int | None, field: str) -> Violation | None:
    words = len((text or "").split())
    if limit is None or words <= limit:
        return None
    return Violation(f"{field}_too_long", field, f"{words} words: {words - limit} too many. Cut to {limit}.")


def answer_nomination(act: Act, command: AnswerNomination) -> Nominee:
    """Record what somebody named says: yes or no until the close, what may be shown at any time.

    A no after a yes withdraws the nomination; another yes before the close brings it back, to be ruled on afresh.
    Raises RefusedError where yes or no, name, statement or photo would change after the close.
    """
    nominee, nomination, call = hold(act, command.nominee_id)
    answer = Answer.ACCEPTED if command.accepts else Answer.DECLINED
    uses = consents_of(command, nominee)
    if command.writes and command.to_members != nominee.to_members:
        write_to_members(nomination.contest, nominee, command.to_members, call.rules)
    if call.closed(nomination.contest_id, command.received_at):
        if answer is not nominee.answer or (command.accepts and changes_what_stands(command, nominee)):
            raise_if(call.not_taken(nomination.contest_id, command.received_at))
        nominee.consents = uses
    else:
        raise_if([one for one in (too_long(command.statement, call.rules),) if one is not None])
        change_answer(act, nomination, nominee, answer, command)
        nominee.consents = uses if command.accepts else {}
    act.session.flush()
    record(
        act, Action.NOMINATION_ANSWERED, f"meeting:{call.meeting.id}", unit_id=call.meeting.unit_id,
        nomination=nomination.id, nominee=nominee.id, answer=answer.value, uses=sorted(nominee.consents),
    )  # fmt: skip
    return nominee


def changes_what_stands(command: AnswerNomination, nominee: Nominee) -> bool:
    """Whether a yes has another name, statement or photo than the one before; a form without them changes none."""
    if command.name is None:
        return False
    known = PersonName(nominee.name, nominee.prefix, nominee.suffix)
    is_same = command.name == known and (command.statement or None) == nominee.statement
    return not is_same or command.photo is not None or command.drops_photo


def write_to_members(contest: Contest, nominee: Nominee, text: str | None, rules: RuleSet) -> None:
    """Keep what somebody writes to the members. Raises RefusedError for too many words, or once it went out."""
    limit = rules.nomination.to_members_words
    if contest.texts_sent_at is not None:
        refuse("sent", "", f"What the candidates for {contest.label} wrote has gone out meanwhile. It goes out once.")
    if limit is None:
        refuse("not_by_rule", "", "By the rules of this meeting candidates do not write to members.")
    if wrong := too_many(text, limit, "to_members"):
        raise_if([wrong])
    nominee.to_members = text


def change_answer(
    act: Act, nomination: Nomination, nominee: Nominee, answer: Answer, command: AnswerNomination
) -> None:
    before, dropped = nominee.answer, None
    if answer is not before:
        nominee.answer, nominee.answered_at = answer, command.received_at
    if command.accepts:
        if command.name is not None:
            nominee.name, nominee.prefix, nominee.suffix = command.name.name, command.name.prefix, command.name.suffix
        nominee.statement = command.statement
        if command.photo is not None or command.drops_photo:
            dropped = nominee.photo_id
            nominee.photo_id = None if command.photo is None else keep(act, command.photo).id
    if before is Answer.ACCEPTED and not command.accepts and nomination.withdrawn_at is None:
        nomination.withdrawn_at, nomination.withdrawn_by = command.received_at, nominee.name
        strike(act, nomination)
    elif command.accepts and nomination.withdrawn_at is not None:
        nomination.withdrawn_at = nomination.withdrawn_by = None
        nomination.ruling = nomination.ruling_reason = nomination.ruled_at = nomination.ruled_by = None
    remove_unused(act.session, [dropped])


def consents_of(command: AnswerNomination, nominee: Nominee) -> dict[str, str]:
    """Since when each use is allowed: what was allowed before keeps its time."""
    return {use.value: nominee.consents.get(use.value, command.received_at.isoformat()) for use in sorted(command.uses)}


def answer_support(act: Act, command: AnswerSupport) -> Supporter:
    """Record whether somebody supports a nomination. Raises RefusedError after the close."""
    supporter = act.session.get_one(Supporter, command.supporter_id)
    nomination = lock_row(act.session, Nomination, supporter.nomination_id)
    call = call_of(act.session, nomination.contest.meeting)
    raise_if(call.not_taken(nomination.contest_id, command.received_at))
    answer = Answer.ACCEPTED if command.accepts else Answer.DECLINED
    if supporter.answer is not answer:
        supporter.answer, supporter.answered_at = answer, command.received_at
    record(
        act, Action.NOMINATION_SUPPORTED, f"meeting:{call.meeting.id}", unit_id=call.meeting.unit_id,
        nomination=nomination.id, supporter=supporter.id, answer=answer.value,
    )  # fmt: skip
    return supporter


def hold(act: Act, nominee_id: int) -> tuple[Nominee, Nomination, Call]:
    """Somebody named, their nomination (held), and the call that it answered."""
    nominee = act.session.get_one(Nominee, nominee_id)
    nomination = lock_row(act.session, Nomination, nominee.nomination_id)
    act.session.refresh(nominee)
    return nominee, nomination, call_of(act.session, nomination.contest.meeting)
