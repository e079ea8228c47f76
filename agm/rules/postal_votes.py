"""Envelopes that come by post: which go to the count, and which stay closed and why."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Collection, Sequence
from dataclasses import dataclass


class KeptClosed(enum.StrEnum):
    """Why an envelope stays closed; one with several faults for the first of them."""

    LATE = "late"
    NO_DECLARATION = "no_declaration"
    """Nothing in it says who voted: the declaration of identity is missing, or names nobody."""
    NOT_SIGNED = "not_signed"
    NOT_ON_REGISTER = "not_on_register"
    REPLACED = "replaced"
    """Another paper was given out in its place."""
    ALREADY_VOTED = "already_voted"
    """They voted in the hall or online."""
    SECOND_ENVELOPE = "second_envelope"
    """An earlier envelope of the same person goes to the count."""
    SEVERAL_PAPERS = "several_papers"
    """One declaration and more than one paper."""


REASON_WORDS = {
    KeptClosed.LATE: "It came after the close",
    KeptClosed.NO_DECLARATION: "Nothing in it says who voted",
    KeptClosed.NOT_SIGNED: "The declaration is not signed",
    KeptClosed.NOT_ON_REGISTER: "Whoever sent it is not on the register with a vote",
    KeptClosed.REPLACED: "Other papers were sent in place of these",
    KeptClosed.ALREADY_VOTED: "They voted online, or were given papers, in at least one office",
    KeptClosed.SECOND_ENVELOPE: "An earlier envelope of theirs goes to the count",
    KeptClosed.SEVERAL_PAPERS: "There are several papers with one declaration",
}


@dataclass(frozen=True, slots=True)
class Envelope:
    number: str
    voter: str | None
    received_at: dt.datetime
    has_declaration: bool = True
    is_signed: bool = True
    is_replaced: bool = False
    papers: int | None = None
    """How many inner envelopes it holds, where that was seen."""


@dataclass(frozen=True, slots=True)
class PostalVotes:
    to_count: tuple[Envelope, ...]
    closed: tuple[tuple[Envelope, KeptClosed], ...]


def sort_envelopes(
    envelopes: Sequence[Envelope],
    closes_at: dt.datetime | None,
    register: Collection[str] | None,
    voted: Collection[str] = (),
) -> PostalVotes:
    """Which envelopes go to the count, in the order in which they came; the closing instant itself is in time.

    `register` are those who may vote (None: not known here), `voted` those who voted another way.
    """
    counted: set[str] = set()
    to_count: list[Envelope] = []
    closed: list[tuple[Envelope, KeptClosed]] = []
    for one in sorted(envelopes, key=lambda envelope: envelope.received_at):
        reason = why_closed(one, closes_at, register, voted)
        if reason is None and one.voter in counted:
            reason = KeptClosed.SECOND_ENVELOPE
        if reason is None:
            to_count.append(one)
            counted.add(one.voter or "")
        else:
            closed.append((one, reason))
    return PostalVotes(tuple(to_count), tuple(closed))


def why_closed(
    one: Envelope, closes_at: dt.datetime | None, register: Collection[str] | None, voted: Collection[str]
) -> KeptClosed | None:
    """What keeps an envelope closed by itself."""
    faults = (
        (closes_at is not None and one.received_at > closes_at, KeptClosed.LATE),
        (not one.has_declaration or not one.voter, KeptClosed.NO_DECLARATION),
        (not one.is_signed, KeptClosed.NOT_SIGNED),
        (register is not None and one.voter not in register, KeptClosed.NOT_ON_REGISTER),
        (one.is_replaced, KeptClosed.REPLACED),
        (one.voter in voted, KeptClosed.ALREADY_VOTED),
        (one.papers is not None and one.papers > 1, KeptClosed.SEVERAL_PAPERS),
    )
    return next((reason for is_so, reason in faults if is_so), None)


def opens_at(
    meeting_at: dt.datetime | None, closes: Collection[dt.datetime | None], *, at_meeting: bool
) -> dt.datetime | None:
    """From when envelopes may be opened: once every way of voting is closed (`closes`, None for one that is open), or
    from the meeting on where the rules say so. A vote of which no close is known is held at the meeting."""
    if at_meeting or not closes:
        return meeting_at
    known = [at for at in closes if at is not None]
    return max(known) if len(known) == len(closes) else None


def may_open(now: dt.datetime, opens_at: dt.datetime | None) -> bool:
    """Envelopes stay closed until the instant from which they may be opened."""
    return opens_at is not None and now >= opens_at
