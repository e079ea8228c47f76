"""People who voted online and on paper: which of the two votes counts, and whether the other can be taken out."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass


class BothVotes(enum.StrEnum):
    """What the rules say of somebody who did both."""

    FIRST_RECEIVED = "first_received"
    ONLINE_COUNTS = "online_counts"
    PAPER_COUNTS = "paper_counts"


class Way(enum.StrEnum):
    ONLINE = "online"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class PaperReceived:
    at: dt.datetime
    is_separated: bool = False
    """It is out of its named envelope, and nobody can find it again."""


@dataclass(frozen=True, slots=True)
class MixedVotes:
    did_both: tuple[str, ...]
    dropped: tuple[tuple[str, Way], ...]
    """Whose vote does not count, and which of the two."""
    cannot_be_dropped: tuple[tuple[str, Way], ...]
    """Who is counted twice: the vote that ought not to count, and cannot be found or taken out."""
    online_counted: int
    paper_counted: int
    people_counted: int

    @property
    def votes_counted(self) -> int:
        return self.online_counted + self.paper_counted

    @property
    def is_reconciled(self) -> bool:
        return self.votes_counted == self.people_counted


def combine_votes(
    both: BothVotes,
    online: Mapping[str, dt.datetime],
    paper: Mapping[str, PaperReceived],
    *,
    online_can_be_dropped: bool,
) -> MixedVotes:
    """One vote a person: a secret online vote stays where it cannot be cancelled, and so does a paper that is separated
    from its envelope."""
    did_both = tuple(voter for voter in online if voter in paper)
    losing = {voter: losing_way(both, online[voter], paper[voter].at) for voter in did_both}
    possible = {
        voter: online_can_be_dropped if way is Way.ONLINE else not paper[voter].is_separated
        for voter, way in losing.items()
    }
    dropped = tuple((voter, way) for voter, way in losing.items() if possible[voter])
    return MixedVotes(
        did_both=did_both,
        dropped=dropped,
        cannot_be_dropped=tuple((voter, way) for voter, way in losing.items() if not possible[voter]),
        online_counted=len(online) - sum(way is Way.ONLINE for _, way in dropped),
        paper_counted=len(paper) - sum(way is Way.PAPER for _, way in dropped),
        people_counted=len(online.keys() | paper.keys()),
    )


def losing_way(both: BothVotes, online_at: dt.datetime, paper_at: dt.datetime) -> Way:
    if both is BothVotes.ONLINE_COUNTS:
        return Way.PAPER
    if both is BothVotes.PAPER_COUNTS:
        return Way.ONLINE
    return Way.ONLINE if paper_at <= online_at else Way.PAPER
