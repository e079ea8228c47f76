"""What whoever runs the election decides: who stands, a withdrawal after the close, the order on the paper, and what
follows where too few stand."""

import secrets
from collections.abc import Sequence

from sqlalchemy import func, select

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.database.locking import lock_row
from agm.facts import PersonName
from agm.meetings.models import Meeting, RegisterEntry
from agm.nominations.calls import Call, call_of
from agm.nominations.checking import UNDECIDED, nominations_of
from agm.nominations.commands import AllowLate, RuleOnNomination, SetPaperOrder, WithdrawLate
from agm.nominations.mails import look_when_settled, mail_ruling
from agm.nominations.models import (
    BallotOrder,
    Candidacy,
    CandidacyPerson,
    Contest,
    LateNominations,
    Nomination,
    Nominee,
    OrderMethod,
    Ruling,
)
from agm.nominations.operations import know_candidates, number_candidacies
from agm.people.commands import NamedPerson
from agm.people.forgetting import forget_those_left
from agm.people.operations import resolve_people
from agm.rules.eligibility import Reason
from agm.rules.paper_order import alphabetical, drawn
from agm.rules.violations import refuse
from agm.rules.withdrawal import AfterClose, withdrawal

SEED_BYTES = 16
ORDER_IS_SET = "The order on the voting paper is set. Somebody can still withdraw."


def rule(act: Act, command: RuleOnNomination, reasons: Sequence[Reason]) -> Nomination:
    """Decide whether a nomination stands; `reasons` are what the rules say against it, as they were shown.

    One that stands makes the candidacy. Raises RefusedError without a reason where the rules are overridden or it does
    not stand; for one that was withdrawn; and where the order on the paper is set already.
    """
    nomination = lock_row(act.session, Nomination, command.nomination_id)
    meeting = nomination.contest.meeting
    if nomination.withdrawn_at is not None:
        refuse("withdrawn", "", "This nomination was withdrawn meanwhile.")
    if act.session.get(BallotOrder, nomination.contest_id) is not None and nomination.ruling is not None:
        refuse("order_set", "", ORDER_IS_SET)
    if command.stands and not nomination.is_from_sender:
        refuse("unconfirmed", "", "It is not known yet whether this comes from whom it says. Confirm that first.")
    if not command.stands and not command.reason:
        refuse("reason_missing", "reason", "Say why it does not stand. They are told.")
    if command.stands and reasons and not command.reason:
        refuse("reason_missing", "reason", "Say why it stands all the same. It is shown with it.")
    nomination.ruling = Ruling.STANDS if command.stands else Ruling.DOES_NOT_STAND
    nomination.ruling_reason, nomination.ruled_at, nomination.ruled_by = command.reason, act.at, act.actor.name
    if command.stands:
        make_candidacy(act, nomination)
    else:
        strike(act, nomination)
        for nominee in nomination.nominees:
            mail_ruling(act, nominee, meeting)
    look_again(act, nomination, call_of(act.session, meeting))
    record(
        act, Action.NOMINATION_RULED, f"meeting:{meeting.id}", unit_id=meeting.unit_id,
        nomination=nomination.id, ruling=nomination.ruling.value, against=[one.code for one in reasons],
    )  # fmt: skip
    return nomination


def look_again(act: Act, nomination: Nomination, call: Call) -> None:
    """Candidates who may write to members are told so when it is settled who they are: perhaps by this decision."""
    if call.rules.nomination.to_members_words is not None:
        look_when_settled(act, nomination.contest, call.meeting, call.close_of(nomination.contest_id))


def make_candidacy(act: Act, nomination: Nomination) -> None:
    """Let who is nominated stand: by a candidacy of their own, or by the one that the same people have already."""
    if nomination.candidacy_id is not None:
        return
    contest = act.session.get_one(Contest, nomination.contest_id)
    unit_id = contest.meeting.unit_id
    named = [NamedPerson(printed(one), person_of(act, one)) for one in nomination.nominees]
    people = resolve_people(act, named, unit_id)
    ids = {person.id for person in people}
    found = next((one for one in contest.candidacies if {row.person_id for row in one.people} == ids), None)
    if found is None:
        found = Candidacy(position=1 + max((one.position for one in contest.candidacies), default=0))
        found.people = [
            CandidacyPerson(person_id=person.id, position=place, name=one.name, prefix=one.prefix, suffix=one.suffix)
            for place, (person, one) in enumerate(zip(people, nomination.nominees, strict=True), 1)
        ]
        number_candidacies(act.session, [found])
        contest.candidacies.append(found)
        act.session.flush()
        contest.highest_candidacy = max(contest.highest_candidacy or 0, found.id)
    nomination.candidacy_id = found.id
    act.session.flush()
    know_candidates(act.session, contest.meeting)


def printed(nominee: Nominee) -> PersonName:
    return PersonName(nominee.name, nominee.prefix, nominee.suffix)


def person_of(act: Act, nominee: Nominee) -> int | None:
    """Whose record the register's entry of somebody is."""
    entry = nominee.register_entry_id and act.session.get(RegisterEntry, nominee.register_entry_id)
    return entry.person_id if entry else None


def strike(act: Act, nomination: Nomination) -> None:
    """Take the candidacy away that a nomination made, unless another nomination stands for it too."""
    candidacy = nomination.candidacy
    nomination.candidacy_id = None
    act.session.flush()
    if candidacy is None:
        return
    others = select(func.count()).select_from(Nomination).where(Nomination.candidacy_id == candidacy.id)
    if act.session.scalar(others):
        return
    meeting = nomination.contest.meeting
    nomination.contest.candidacies.remove(candidacy)
    act.session.flush()
    forget_those_left(act, know_candidates(act.session, meeting))


def identify(act: Act, nominee: Nominee, entry: RegisterEntry) -> None:
    """Say whom of the register a nomination names."""
    nominee.register_entry_id = entry.id
    meeting = nominee.nomination.contest.meeting
    record(
        act, Action.NOMINEE_CHECKED, f"meeting:{meeting.id}", unit_id=meeting.unit_id,
        nominee=nominee.id, entry=entry.id,
    )  # fmt: skip


def confirm_eligible(act: Act, nominee: Nominee, question: str, *, is_met: bool) -> None:
    """Record whether somebody may take a place that is reserved: yes or no, today, and nothing else."""
    nominee.checks = {
        **nominee.checks,
        question: {"is_met": is_met, "on": act.at.date().isoformat(), "by": act.actor.name},
    }
    meeting = nominee.nomination.contest.meeting
    record(
        act, Action.NOMINEE_CONFIRMED, f"meeting:{meeting.id}", unit_id=meeting.unit_id,
        nominee=nominee.id, is_met=is_met,
    )  # fmt: skip


def withdraw_late(act: Act, command: WithdrawLate) -> Nomination:
    """Record a withdrawal that the returning officer was told of after the close, with what the rules make of it.

    Raises RefusedError where the rules allow none, or leave open what follows and nobody said it.
    """
    nomination = lock_row(act.session, Nomination, command.nomination_id)
    call = call_of(act.session, nomination.contest.meeting)
    if nomination.withdrawn_at is not None:
        return nomination
    follow = None
    if call.is_closed(act.at) and call.closes_at is not None:
        found = withdrawal(act.at, call.closes_at, call.rules.withdrawal_after_close, 1, 1)
        follow = command.follow if found.must_choose else call.rules.withdrawal_after_close
        if follow is None:
            refuse("choose_what_follows", "follow", "The rules do not say what follows. Choose.")
        if follow is AfterClose.NOT_ALLOWED:
            refuse("not_allowed", "", f"{call.rules.name}: nobody withdraws after nominations have closed.")
    nomination.withdrawn_at, nomination.withdrawn_by, nomination.withdrawn_with = act.at, act.actor.name, follow
    if follow is not AfterClose.STAYS:
        strike(act, nomination)
    look_again(act, nomination, call)
    record(
        act, Action.NOMINATION_WITHDRAWN, f"meeting:{call.meeting.id}", unit_id=call.meeting.unit_id,
        nomination=nomination.id, follow=follow and follow.value,
    )  # fmt: skip
    return nomination


def set_paper_order(act: Act, command: SetPaperOrder) -> BallotOrder:
    """Put the candidates of an office in the order of the voting paper, once.

    Raises RefusedError while nominations are open or undecided, a second time, for fewer than two, and by hand without
    a witness or with other candidates than those who stand.
    """
    contest = act.session.get_one(Contest, command.contest_id)
    meeting = lock_row(act.session, Meeting, contest.meeting_id)
    call = call_of(act.session, meeting)
    if act.session.get(BallotOrder, contest.id) is not None:
        refuse("order_set", "", "The order was set already, and cannot be changed.")
    if call.closes_at is None or not call.closed(contest.id, act.at):
        refuse("not_closed", "", "The order is set when nominations have closed.")
    found = nominations_of(act.session, meeting, act.at)
    if any(one.state in UNDECIDED for one in found.every() if one.nomination.contest_id == contest.id):
        refuse("undecided", "", f"Decide first which nominations for {contest.label} stand.")
    before = sorted(contest.candidacies, key=lambda one: one.position)
    names = [" and ".join(displayed(row) for row in one.people) for one in before]
    seed, witness = None, command.witness
    if command.method is OrderMethod.LOT_BY_HAND:
        if not witness:
            refuse("witness_missing", "witness", "Enter who saw the slips drawn.")
        places = by_hand([one.id for one in before], command.candidacy_ids)
    elif command.method is OrderMethod.LOT_BY_SEED:
        seed, witness = secrets.token_hex(SEED_BYTES), None
        places = drawn(names, seed)
    else:
        places = alphabetical(names)
        witness = None
    for position, place in enumerate(places, 1):
        before[place].position = position
    order = BallotOrder(
        contest_id=contest.id, method=command.method, seed=seed, witness=witness,
        names=[names[place] for place in places], drawn_at=act.at, drawn_by=act.actor.name,
    )  # fmt: skip
    act.session.add(order)
    record(
        act, Action.PAPER_ORDER_SET, f"meeting:{meeting.id}", unit_id=meeting.unit_id,
        contest=contest.id, method=command.method.value, seed=seed, order=[before[place].id for place in places],
    )  # fmt: skip
    return order


def by_hand(candidacy_ids: Sequence[int], wanted: Sequence[int]) -> list[int]:
    if sorted(candidacy_ids) != sorted(wanted):
        refuse("others_stand", "", "Who stands has changed meanwhile. Look at the names again.")
    return [candidacy_ids.index(one) for one in wanted]


def displayed(row: CandidacyPerson) -> str:
    return PersonName(row.name, row.prefix, row.suffix).displayed


def allow_late(act: Act, command: AllowLate) -> LateNominations:
    """Let an office be nominated for after the close. Raises RefusedError while there is no need, or too early."""
    contest = act.session.get_one(Contest, command.contest_id)
    meeting = lock_row(act.session, Meeting, contest.meeting_id)
    call = call_of(act.session, meeting)
    if call.closes_at is None or act.at <= call.closes_at:
        refuse("not_closed", "", "Nominations are still open.")
    if command.closes_at is not None and command.closes_at <= act.at:
        refuse("in_the_past", "until", "Give a day and time that are still to come.")
    reopened = select(Nomination.id).where(
        Nomination.contest_id == contest.id, Nomination.withdrawn_with == AfterClose.REOPEN
    )
    if len(contest.candidacies) >= contest.seats and act.session.scalar(reopened.limit(1)) is None:
        refuse("enough_stand", "", f"Enough people stand for {contest.label}.")
    late = call.late.get(contest.id) or LateNominations(contest_id=contest.id)
    late.is_from_floor, late.closes_at = command.closes_at is None, command.closes_at
    late.allowed_at, late.allowed_by = act.at, act.actor.name
    act.session.add(late)
    record(
        act, Action.LATE_NOMINATIONS_ALLOWED, f"meeting:{meeting.id}", unit_id=meeting.unit_id,
        contest=contest.id, from_floor=late.is_from_floor,
    )  # fmt: skip
    return late
