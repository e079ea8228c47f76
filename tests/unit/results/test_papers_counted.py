"""How many papers are valid, and how many are set aside for what."""

from __future__ import annotations

from agm.counting.model import BallotGroup, Ballots, Candidate, Contest, RejectedPapers, VoteTotals
from agm.counting.papers import EMPTY
from agm.counting.rules import RULE_SETS
from agm.results.counting import ToCount, figures_of, papers_counted

CHAIR = Contest("Chair", (Candidate(1, "Ann Bell"), Candidate(2, "Bo Rope")), 1)
ASIDE = (RejectedPapers("blank", 2), RejectedPapers("unclear", 1), RejectedPapers("blank", 3))


def test_papers_with_the_same_reason_are_added_up() -> None:
    given = ToCount(CHAIR, VoteTotals((4, 3), rejected=ASIDE), RULE_SETS["plurality"])
    assert papers_counted(given) == (7, {"blank": 5, "unclear": 1})
    assert figures_of(given, {"in_box": 13}).rejected == 6


def test_empty_papers_are_added_to_those_that_were_set_aside_as_empty() -> None:
    groups = (BallotGroup((1,), 4), BallotGroup((), 2))
    given = ToCount(CHAIR, Ballots(groups, (RejectedPapers(EMPTY, 3),)), RULE_SETS["plurality"])
    assert papers_counted(given) == (4, {EMPTY: 5})
