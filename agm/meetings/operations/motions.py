"""Recording what a meeting was asked to decide, and what came of it."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm import facts
from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.facts.contradictions import Rule
from agm.facts.majority import SECONDED_BY_MOVER, amendment_contradictions, motion_contradictions
from agm.meetings.commands import MotionDetails, Moved, RecordMotion, RemoveMotion, ReorderMotions
from agm.meetings.models import Amendment, Meeting, Motion, PutToVote, Section
from agm.meetings.operations.sections import save_section
from agm.meetings.queries import motions
from agm.people.forgetting import forget_those_left
from agm.people.models import KnownFor, Person
from agm.people.operations import resolve_people, set_known
from agm.rules.violations import Violation, raise_if, refuse


def record_motion(act: Act, command: RecordMotion) -> Motion:
    """Add a motion at the end of the list, or change one.

    Raises RefusedError where it contradicts itself or its figures, EditConflict if somebody else saved meanwhile.
    """
    session, details = act.session, command.details
    meeting = session.get_one(Meeting, command.meeting_id)
    save_section(act, meeting.id, Section.MOTIONS, command.version)
    listed = motions(session, meeting.id)
    found = motion_among(listed, command.motion_id)
    raise_if(violations(as_typed(details), meeting.attendance_number))
    movers_found = resolved(act, meeting.unit_id, [details, *details.amendments])
    motion = found or Motion(meeting_id=meeting.id, position=1 + max((one.position for one in listed), default=0))
    for name in ("kind", "title", "text", "threshold", "share_of", "outcome", "is_announced", "are_movers_named"):
        setattr(motion, name, getattr(details, name))
    set_moved(motion, details, movers_found[0])
    kept = motion.amendments[: len(details.amendments)]
    rows = [*kept, *(Amendment() for _ in details.amendments[len(kept) :])]
    for position, (row, wanted, people) in enumerate(
        zip(rows, details.amendments, movers_found[1:], strict=True), start=1
    ):
        row.position, row.text, row.outcome = position, wanted.text, wanted.outcome
        set_moved(row, wanted, people)
    motion.amendments = rows
    session.add(motion)
    session.flush()
    left = know_movers(session, meeting)
    record(act, Action.MOTION_RECORDED, f"meeting:{meeting.id}", unit_id=meeting.unit_id, motion=motion.id)
    forget_those_left(act, left)
    return motion


def remove_motion(act: Act, command: RemoveMotion) -> None:
    """Raises EditConflict if somebody else saved meanwhile, RefusedError if it is gone already."""
    meeting = act.session.get_one(Meeting, command.meeting_id)
    save_section(act, meeting.id, Section.MOTIONS, command.version)
    act.session.delete(motion_among(motions(act.session, meeting.id), command.motion_id))
    act.session.flush()
    left = know_movers(act.session, meeting)
    record(act, Action.MOTION_REMOVED, f"meeting:{meeting.id}", unit_id=meeting.unit_id, motion=command.motion_id)
    forget_those_left(act, left)


def reorder_motions(act: Act, command: ReorderMotions) -> None:
    """Raises RefusedError unless the order holds every motion of the meeting once."""
    meeting = act.session.get_one(Meeting, command.meeting_id)
    by_id = {motion.id: motion for motion in motions(act.session, meeting.id)}
    if sorted(command.order) != sorted(by_id):
        refuse("order_incomplete", "", "The list of motions has changed meanwhile. Put it in order again.")
    for position, motion_id in enumerate(command.order, start=1):
        by_id[motion_id].position = position
    record(act, Action.MOTIONS_REORDERED, f"meeting:{meeting.id}", unit_id=meeting.unit_id)


def motion_among(listed: Sequence[Motion], motion_id: int | None) -> Motion | None:
    """The motion of this id; None without one. Raises RefusedError for one that is not in the list."""
    found = next((one for one in listed if one.id == motion_id), None)
    if motion_id is not None and found is None:
        refuse(
            "motion_gone", "", "This motion was taken off the list meanwhile. Begin a new one if it is still wanted."
        )
    return found


def resolved(act: Act, unit_id: int, moved: Sequence[Moved]) -> list[list[Person | None]]:
    """Who moved and who seconded each; people who are not known yet are recorded. Before any row is changed, because
    what is half written cannot be flushed. Raises RefusedError where they are one person."""
    named = [who for one in moved for who in (one.mover, one.seconder) if who is not None]
    found = iter(resolve_people(act, named, unit_id))
    people = [[None if who is None else next(found) for who in (one.mover, one.seconder)] for one in moved]
    for number, (mover, seconder) in enumerate(people):
        if mover is not None and mover is seconder:
            place = "seconder" if number == 0 else f"amendments.{number - 1}"
            refuse(Rule.SECONDED_BY_MOVER.value, place, SECONDED_BY_MOVER)
    return people


def set_moved(row: PutToVote, details: Moved, people: Sequence[Person | None]) -> None:
    """Write who moved and seconded it, named as they were there, and how the vote went."""
    for who, wanted, person in zip(("mover", "seconder"), (details.mover, details.seconder), people, strict=True):
        name = None if wanted is None else wanted.name
        setattr(row, f"{who}_id", None if person is None else person.id)
        for part in ("name", "prefix", "suffix"):
            setattr(row, f"{who}_{part}", name and getattr(name, part))
    vote = details.vote
    row.votes_for, row.votes_against = vote.votes_for, vote.votes_against
    row.abstentions, row.votes_words = vote.abstentions, vote.words


def as_typed(details: MotionDetails) -> facts.Motion:
    """The motion as facts, without its names: what contradicts itself is told before anything is written."""
    amendments = tuple(facts.Amendment(one.text, one.outcome, one.vote) for one in details.amendments)
    return facts.Motion(
        details.title,
        details.kind,
        details.text,
        details.outcome,
        details.vote,
        details.threshold,
        details.share_of,
        amendments=amendments,
    )


def violations(motion: facts.Motion, present: int | None) -> Iterator[Violation]:
    """What cannot be of a motion and its amendments."""
    for found in motion_contradictions(motion, present):
        yield Violation(found.rule.value, found.field, found.words)
    for number, amendment in enumerate(motion.amendments):
        for found in amendment_contradictions(amendment):
            yield Violation(found.rule.value, f"amendments.{number}", found.words)


def know_movers(session: Session, meeting: Meeting) -> set[int]:
    """Let the meeting's unit know who moved or seconded anything; the ids of those whom it knew and does no longer."""
    return set_known(session, KnownFor.MOTION, {(meeting.unit_id, meeting.id): movers(session, meeting.id)})


def movers(session: Session, meeting_id: int) -> set[int]:
    """Who moved or seconded motions and amendments of a meeting. Two statements."""
    of_motions = select(Motion.mover_id, Motion.seconder_id).where(Motion.meeting_id == meeting_id)
    of_amendments = select(Amendment.mover_id, Amendment.seconder_id).join(Motion, Motion.id == Amendment.motion_id)
    rows = [*session.execute(of_motions), *session.execute(of_amendments.where(Motion.meeting_id == meeting_id))]
    return {number for row in rows for number in row if number is not None}
