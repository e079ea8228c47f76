"""Counting elections exactly: papers in, a result with every stage out. Pure: standard library only.

from agm.counting import RULE_SETS, Ballots, Candidate, Contest, count

contest = Contest("Chair", (Candidate(1, "Ruth Adler"), Candidate(2, "Tom Birch")), seats=1)
ballots = Ballots.of([(1, 2), (2,), (1,)])
result = count(contest, ballots, RULE_SETS["av"])
result.elected_numbers  # (1,)
"""

from __future__ import annotations

from agm.counting.engine import count, countback
from agm.counting.errors import CountingError, TieToDecide
from agm.counting.model import (
    BallotGroup,
    Ballots,
    Candidate,
    CandidateKind,
    Constraint,
    Contest,
    RejectedPapers,
    Rounds,
    ShortagePolicy,
    TieDecision,
    TieKind,
    TieMethod,
    VoteTotals,
)
from agm.counting.registry import RULE_SETS
from agm.counting.result import CandidateStatus, CountResult, Stage, StageKind
from agm.counting.rules import RuleSet
from agm.counting.values import as_decimal_text, as_fraction

__all__ = [
    "RULE_SETS",
    "BallotGroup",
    "Ballots",
    "Candidate",
    "CandidateKind",
    "CandidateStatus",
    "Constraint",
    "Contest",
    "CountResult",
    "CountingError",
    "RejectedPapers",
    "Rounds",
    "RuleSet",
    "ShortagePolicy",
    "Stage",
    "StageKind",
    "TieDecision",
    "TieKind",
    "TieMethod",
    "TieToDecide",
    "VoteTotals",
    "as_decimal_text",
    "as_fraction",
    "count",
    "countback",
]
