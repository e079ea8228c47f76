"""What operations on votes are asked to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from agm.counting.model import Ballots, VoteTotals
from agm.voting.models import VoteHow


@dataclass(frozen=True, slots=True)
class SetVote:
    """How a contest is voted on; `version` is that of the form, 0 where nothing was set before."""

    contest_id: int
    how: VoteHow
    counting_rules: str
    has_reopening: bool
    withdrawn_ids: frozenset[int] = frozenset()
    version: int = 0


@dataclass(frozen=True, slots=True)
class RecordVotes:
    """The figures of a vote, or the papers of a file; `round_number` counts from 1 in an exhaustive ballot."""

    contest_id: int
    votes: VoteTotals | Ballots
    round_number: int = 1


@dataclass(frozen=True, slots=True)
class TypePaper:
    """One paper of a batch as the teller who acts reads it; `set_aside` says why it is, by `PaperReason`."""

    batch_id: int
    position: int
    typed: str = ""
    set_aside: str | None = None


@dataclass(frozen=True, slots=True)
class DecidePapers:
    """What two tellers found together where their entries differ, by position."""

    batch_id: int
    papers: Mapping[int, TypePaper] = field(default_factory=dict)
