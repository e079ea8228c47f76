"""Recording what a meeting was asked to decide, and what came of it."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm import facts
from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.facts.majority import amendment_contradictions, motion_contradictions
from agm.meetings.commands import MotionDetails, Moved, RecordMotion, RemoveMotion, ReorderMotions
from agm.meetings.models import Amendment, Meeting, Motion, PutToVote, Section
from agm.meetings.operations.sections import save_section
from agm.meetings.queries import motions
from agm.people.forgetting import forget_those_left
from agm.people.models import KnownFor
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
    motion = motion_among(listed, command.motion_id)
    if motion is None:
        motion = Motion(meeting_id=meeting.id, position=1 + max((one.position for one in listed), default=0))
    set_names(act, meeting.unit_id, [(motion, details), *with_amendments(motion, details)])
    for name in ("kind", "title", "text", "threshold", "share_of", "outcome", "is_announced", "are_movers_named"):
        setattr(motion, name, getattr(details, name))
    set_vote(motion, details)
    for position, (amendment, wanted) in enumerate(zip(motion.amendments, details.amendments, strict=True), start=1):
        amendment.position, amendment.text, amendment.outcome = position, wanted.text, wanted.outcome
        set_vote(amendment, wanted)
    raise_if(violations(motion.as_facts(), meeting.attendance_number))
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


def with_amendments(motion: Motion, details: MotionDetails) -> Iterator[tuple[PutToVote, Moved]]:
    """Each amendment's row with what is wanted of it; rows are kept in order, and made or dropped at the end."""
    kept = motion.amendments[: len(details.amendments)]
    motion.amendments = [*kept, *(Amendment() for _ in details.amendments[len(kept) :])]
    return zip(motion.amendments, details.amendments, strict=True)


def set_names(act: Act, unit_id: int, rows: Sequence[tuple[PutToVote, Moved]]) -> None:
    """Write who moved and seconded each; people who are not known yet are recorded."""
    named = [
        (row, who, wanted)
        for row, details in rows
        for who, wanted in (("mover", details.mover), ("seconder", details.seconder))
    ]
    found = iter(resolve_people(act, [wanted for _, _, wanted in named if wanted is not None], unit_id))
    for row, who, wanted in named:
        name = None if wanted is None else wanted.name
        setattr(row, f"{who}_id", None if wanted is None else next(found).id)
        setattr(row, f"{who}_name", name and name.name)
        setattr(row, f"{who}_prefix", name and name.prefix)
        setattr(row, f"{who}_suffix", name and name.suffix)


def set_vote(row: PutToVote, details: Moved) -> None:
    vote = details.vote
    row.votes_for, row.votes_against = vote.votes_for, vote.votes_against
    row.abstentions, row.votes_words = vote.abstentions, vote.words


def violations(motion: facts.Motion, present: int | None) -> Iterator[Violation]:
    """What cannot be: first the kinds of which the database would keep nothing either."""
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
