"""The vote online in words: its choices, and what a state of it waits for."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass

from agm.rules.mixed_votes import BothVotes
from agm.voting.models import KeyMode, OnlineVote, ReceiptsAre

KEY_MODES = {
    KeyMode.TWO_KEYS: "Two people have its words on paper; either of them opens the papers",
    KeyMode.SPLIT_KEY: "Two people have half of it each; they open the papers together",
    KeyMode.SERVER_KEY: "The server keeps it: whoever can look into it can read votes before the close",
}
RECEIPTS = {
    ReceiptsAre.LISTED: "In a list of their own: voters see that their paper is in",
    ReceiptsAre.BESIDE_PAPERS: (
        "Beside the papers: voters also see how theirs was read, and somebody can press them to show it"
    ),
}
BOTH_VOTES = {
    BothVotes.FIRST_RECEIVED: "Whichever was recorded first",
    BothVotes.ONLINE_COUNTS: "The vote online: the paper is set aside unopened",
    BothVotes.PAPER_COUNTS: "The paper: until it is sealed, the vote online is taken out unread",
}


class Waits(enum.StrEnum):
    """What a vote online waits for."""

    OFFICES = "offices"
    SET_UP = "set_up"
    KEY = "key"
    TRY = "try"
    OPENING = "opening"
    HOUR = "hour"
    VOTERS = "voters"
    RESUME = "resume"
    CLOSE = "close"
    SEAL = "seal"
    COUNT = "count"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class State:
    waits: Waits
    heading: str
    lead: str


def state_of(vote: OnlineVote | None, offices: int, now: dt.datetime, last_close: dt.datetime | None) -> State:
    """Where a vote online stands, with what is next as a heading."""
    if vote is None or last_close is None:
        if not offices:
            words = "Choose “online” where it is said how an office is voted on."
            return State(Waits.OFFICES, "No office is voted on online yet", words)
        return State(Waits.SET_UP, "When is the vote online?", "Its hours come first, then the key and the codes.")
    if vote.voided_at is not None:
        anew = "A meeting votes online once: to vote anew, say how else each office is voted on."
        words = f"{anew} Voters are told: {vote.voided_why}"
        return State(Waits.NOTHING, "The vote online does not count", words)
    if vote.opened_at is None:
        return before_opening(vote)
    if vote.sealed_at is not None:
        words = "Its papers are out of their boxes, and nothing leads from one to a voter."
        return State(Waits.COUNT, "The vote online is sealed", words)
    if vote.closed_at is not None:
        return State(Waits.SEAL, "The vote is closed. Seal it", "The papers are still encrypted. The key opens them.")
    if vote.suspended_at is not None:
        over = "Its hour is over: it closes at once when it goes on. Let it close later first. "
        told = f"Voters are told: {vote.suspended_why}"
        return State(Waits.RESUME, "The vote is stopped", f"{over if now > last_close else ''}{told}")
    if now > last_close:
        words = "It closes by itself half a minute after its hour."
        return State(Waits.CLOSE, "The hour is over: close the vote", words)
    if now < vote.opens_at:
        return State(
            Waits.HOUR, "The vote opens by itself", "Everything is ready. Codes can still be sent and replaced."
        )
    return State(Waits.VOTERS, "The vote is open", f"Voters are told: {vote.told}" if vote.told else "")


def before_opening(vote: OnlineVote) -> State:
    if vote.public_key is None:
        words = "Papers are encrypted with it as they come in, so that nobody reads one before the close."
        return State(Waits.KEY, "Make the key of the vote", words)
    if vote.key_tried_at is None:
        words = "The words have to be typed back once. If both sheets are lost, no vote can be read."
        return State(Waits.TRY, "Try the printed words", words)
    return State(Waits.OPENING, "Send the codes, then open the vote", "What is set up stays as it is from then on.")
