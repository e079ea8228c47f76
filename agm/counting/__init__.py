"""Counting elections exactly: papers in, a result with every stage out. Pure: standard library only.

``count`` takes a ``Contest``, its papers and one of ``RULE_SETS``; ``TieToDecide`` asks for a decision, and
``CountingError`` says what is wrong. docs/counting-library.md shows it. BLT and CSV files are read and written by
``agm.counting.read``; ``agm.counting.render`` makes result sheets, JSON, charts and plain sentences;
``agm.counting.bundle`` packs a count so that others can verify it.
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
