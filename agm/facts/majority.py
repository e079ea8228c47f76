"""Whether the figures of a vote carry a motion, and what of a motion and its figures cannot be true together."""

from collections.abc import Iterator
from dataclasses import dataclass

from agm.facts.contradictions import Contradiction, Rule
from agm.facts.motions import Amendment, AmendmentOutcome, Motion, MotionOutcome, ShareOf, Threshold, Vote
from agm.language.en import capitalised, counted
from agm.language.letters import same_name

SHARES = {
    Threshold.SIMPLE: ("more than half", 1, 2),
    Threshold.THREE_FIFTHS: ("three fifths", 3, 5),
    Threshold.TWO_THIRDS: ("two thirds", 2, 3),
    Threshold.THREE_QUARTERS: ("three quarters", 3, 4),
    Threshold.UNANIMOUS: ("all", 1, 1),
}
WHOLES = {
    ShareOf.VOTES: ("vote for or against", "votes for and against"),
    ShareOf.VOTING: ("vote with the abstentions", "votes with the abstentions"),
    ShareOf.PRESENT: ("person present", "people present"),
}

SECONDED_BY_MOVER = "Nobody seconds what they move. Enter somebody else."


@dataclass(frozen=True, slots=True)
class Majority:
    """What the figures of a vote say; `is_reached` is None where they do not tell, and `words` say why."""

    is_reached: bool | None
    words: str = ""


def majority(vote: Vote, threshold: Threshold, share_of: ShareOf, present: int | None) -> Majority:
    """Whether enough were for it, exactly: two thirds of 28 votes are 19. `present` is how many were there."""
    if vote.votes_for is None or vote.votes_against is None:
        return Majority(None)
    whole = vote.votes_for + vote.votes_against + (0 if share_of is ShareOf.VOTES else vote.abstentions or 0)
    missing = ""
    if share_of is ShareOf.VOTING and vote.abstentions is None:
        missing = "Enter how many abstained: their votes count towards the share."
    if share_of is ShareOf.PRESENT:
        if present is None:
            missing = "Enter in the details how many came: the share is of everyone present."
        whole = max(present or 0, whole)
    share, top, bottom = SHARES[threshold]
    needed = whole // 2 + 1 if threshold is Threshold.SIMPLE else -(-whole * top // bottom)
    is_reached = whole > 0 and vote.votes_for >= needed
    if missing and (is_reached or not whole):  # more people in the whole make it no easier
        return Majority(None, missing)
    verdict = "That is enough." if is_reached else "That is not enough."
    of = counted(whole, *WHOLES[share_of])
    were = "was" if vote.votes_for == 1 else "were"
    return Majority(
        is_reached, f"{capitalised(share)} of {of} means {needed:,}; {vote.votes_for:,} {were} for it. {verdict}"
    )


def motion_contradictions(motion: Motion, present: int | None) -> Iterator[Contradiction]:
    """Everything that contradicts itself in a motion. What settled a vote otherwise than by figures is in its words."""
    carried = {MotionOutcome.CARRIED: True, MotionOutcome.LOST: False}
    is_carried = None if motion.outcome is None else carried.get(motion.outcome)
    found = majority(motion.vote, motion.threshold, motion.share_of, present)
    yield from _vote(motion.vote, found, is_carried, is_withdrawn=motion.outcome is MotionOutcome.WITHDRAWN)
    yield from _movers(motion)


def amendment_contradictions(amendment: Amendment) -> Iterator[Contradiction]:
    """The same of an amendment, which needs more than half of the votes."""
    carried = {AmendmentOutcome.CARRIED: True, AmendmentOutcome.LOST: False}
    is_carried = None if amendment.outcome is None else carried.get(amendment.outcome)
    unvoted = amendment.outcome in (AmendmentOutcome.WITHDRAWN, AmendmentOutcome.ACCEPTED)
    found = majority(amendment.vote, Threshold.SIMPLE, ShareOf.VOTES, None)
    yield from _vote(amendment.vote, found, is_carried, is_withdrawn=unvoted)
    yield from _movers(amendment)


def _vote(vote: Vote, found: Majority, is_carried: bool | None, *, is_withdrawn: bool) -> Iterator[Contradiction]:
    if (vote.votes_for is None) != (vote.votes_against is None):
        missing, other = ("votes_for", "for") if vote.votes_for is None else ("votes_against", "against")
        yield Contradiction(Rule.HALF_A_VOTE, missing, f"Enter how many were {other} it too: 0 where nobody was.")
    elif vote.abstentions is not None and vote.votes_for is None:
        words = "Enter how many were for it and against it too, or say in words how many abstained."
        yield Contradiction(Rule.HALF_A_VOTE, "votes_for", words)
    if is_withdrawn and vote.votes_for is not None:
        words = "What is withdrawn or accepted is not voted on. Take the figures out, or change the outcome."
        yield Contradiction(Rule.NOT_PUT_TO_VOTE, "outcome", words)
    if is_carried is not None and found.is_reached not in (None, is_carried) and not vote.words:
        said = "carried" if is_carried else "lost"
        words = (
            f"{found.words} Correct a figure or the outcome; or say in words what else decided that it was {said}, for "
            "example “on the chair’s casting vote”."
        )
        yield Contradiction(Rule.OTHERWISE_BY_FIGURES, "outcome", words)


def _movers(one: Motion | Amendment) -> Iterator[Contradiction]:
    if one.mover is not None and one.seconder is not None and same_name(one.mover.name) == same_name(one.seconder.name):
        yield Contradiction(Rule.SECONDED_BY_MOVER, "seconder", SECONDED_BY_MOVER)
