"""Papers in piles by their value, as they are taken away for a transfer."""

from __future__ import annotations

from agm.counting import BallotGroup
from agm.counting.piles import ValuedPiles


def test_papers_are_taken_once_and_those_of_the_highest_value_first() -> None:
    first, second, third, others = (BallotGroup((number,), number) for number in (1, 2, 3, 4))
    piles = ValuedPiles()
    piles.add(2, 40, [first])
    piles.add(2, 100, [second])
    piles.add(2, 40, [third])
    piles.add(1, 70, [others])
    assert [(value, list(groups)) for value, groups in piles.take(2)] == [(100, [second]), (40, [first, third])]
    assert piles.take(2) == []
    assert [(value, list(groups)) for value, groups in piles.take(1)] == [(70, [others])]
