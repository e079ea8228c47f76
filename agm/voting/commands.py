"""What operations on votes are asked to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from agm.counting.model import Ballots, VoteTotals
from agm.rules.electorate import EVERYBODY, Electorate
from agm.rules.mixed_votes import BothVotes
from agm.rules.postal_votes import KeptClosed
from agm.voting.models import Countback, HelpNeeded, KeyMode, ReceiptsAre, VoteHow


@dataclass(frozen=True, slots=True)
class SetVote:
    """How a contest is voted on; `version` is that of the form, 0 where nothing was set before."""

    contest_id: int
    how: VoteHow
    counting_rules: str
    has_reopening: bool
    withdrawn_ids: frozenset[int] = frozenset()
    version: int = 0
    electorate: Electorate = EVERYBODY


@dataclass(frozen=True, slots=True)
class RecordVotes:
    """The figures of a vote, or the papers of a file; `round_number` counts from 1 in an exhaustive ballot."""

    contest_id: int
    votes: VoteTotals | Ballots
    round_number: int = 1


@dataclass(frozen=True, slots=True)
class SetCountback:
    """Let a place be filled by a countback; `candidacy_ids` by the numbers of the earlier count."""

    contest_id: int
    countback: Countback
    counting_rules: str
    has_reopening: bool
    candidacy_ids: tuple[int, ...]
    unwilling: frozenset[int]


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


@dataclass(frozen=True, slots=True)
class ContestOnline:
    """The hours of one contest, where they differ."""

    contest_id: int
    opens_at: dt.datetime | None = None
    closes_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUpOnlineVote:
    """How a meeting votes online; `version` is that of the form, 0 where nothing was set up before."""

    meeting_id: int
    opens_at: dt.datetime
    closes_at: dt.datetime
    key_mode: KeyMode = KeyMode.TWO_KEYS
    may_change: bool = False
    receipts: ReceiptsAre = ReceiptsAre.LISTED
    smallest_group: int = 5
    both_votes: BothVotes = BothVotes.FIRST_RECEIVED
    weights: Mapping[str, int] = field(default_factory=dict)
    contests: tuple[ContestOnline, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper as a voter sends it: the numbers of the names in the voter's order, or blank by a tick."""

    choices: tuple[int, ...] = ()
    is_blank: bool = False


@dataclass(frozen=True, slots=True)
class CastVote:
    """What a voter sends: papers by contest, and the receipt that was made with the page of the review."""

    code: str
    papers: Mapping[int, Paper]
    receipt: str
    received_at: dt.datetime
    signature: str = ""
    """Of the form, by a secret that is not in the database: without it nobody who has codes finds in a copy of the
    database which of the published receipts is whose."""


@dataclass(frozen=True, slots=True)
class SealVote:
    """The printed words of the key, of each half where it is in two; none where the server keeps it.

    `unreadable` is how many papers the returning officer was told cannot be opened, and sets aside.
    """

    meeting_id: int
    words: tuple[str, ...] = ()
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class ReceiveEnvelope:
    """An envelope that came by post, by the number on it or by whom it names; `fault` is what can be seen of it, one of
    no_declaration, not_signed and several_papers."""

    meeting_id: int
    came_at: dt.datetime
    number: int | None = None
    entry_id: int | None = None
    fault: KeptClosed | None = None


@dataclass(frozen=True, slots=True)
class RecordHelp:
    """Somebody helps a voter to vote; `companion` is None for whoever gives out the papers."""

    meeting_id: int
    entry_id: int
    needed: HelpNeeded
    companion: str | None = None
