"""Where the decision of a contest stands: ties, lots, re-open nominations, withdrawals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agm.counting import RULE_SETS
from agm.counting.decided import Decided, Standing, where_it_stands, without_a_vote
from agm.counting.errors import CountingError
from agm.counting.model import Ballots, Candidate, CandidateKind, Contest, TieDecision, TieKind, TieMethod, VoteTotals
from agm.counting.rules import ReopenNominations

MOST = RULE_SETS["limited_vote"].with_options(reopen=ReopenNominations.MUST_BE_BEATEN)
WITNESSES = ("Idris Fenn", "Bea Olum")


def contest_of(names: str, seats: int = 1, withdrawn: frozenset[int] = frozenset()) -> Contest:
    kinds = {"RON": CandidateKind.REOPEN_NOMINATIONS}
    people = [
        Candidate(at, name, kind=kinds.get(name, CandidateKind.PERSON)) for at, name in enumerate(names.split(), 1)
    ]
    return Contest("Chair", tuple(people), seats, withdrawn)


@pytest.mark.parametrize(
    ("names", "seats", "votes", "state", "elected", "vacant"),
    [
        ("A B C", 1, (5, 4, 3), Decided.DECIDED, (1,), 0),
        ("A B C", 2, (3, 5, 4), Decided.DECIDED, (2, 3), 0),
        ("A RON", 1, (5, 4), Decided.DECIDED, (1,), 0),
        ("A RON", 1, (4, 5), Decided.REOPEN_NOMINATIONS, (), 1),
        ("A RON", 1, (5, 5), Decided.REOPEN_NOMINATIONS, (), 1),
        ("A B RON", 2, (9, 5, 5), Decided.REOPEN_NOMINATIONS, (1,), 1),
        ("A B RON", 2, (5, 5, 5), Decided.REOPEN_NOMINATIONS, (), 2),
        ("A B RON", 2, (9, 6, 5), Decided.DECIDED, (1, 2), 0),
        ("A B", 3, (9, 6), Decided.VACANCIES, (1, 2), 1),
        ("A B", 1, (5, 5), Decided.TIE_OPEN, (), 0),
        ("A B C", 2, (9, 5, 5), Decided.TIE_OPEN, (1,), 0),
        ("A B C RON", 2, (9, 5, 5, 5), Decided.REOPEN_NOMINATIONS, (1,), 1),
    ],
)
def test_most_votes(
    names: str, seats: int, votes: tuple[int, ...], state: Decided, elected: tuple[int, ...], vacant: int
) -> None:
    found = where_it_stands(contest_of(names, seats), VoteTotals(votes), MOST)
    assert (found.state, found.elected, found.vacant) == (state, elected, vacant)
    assert found.may_declare is (state is not Decided.TIE_OPEN)


def lot(chosen: int, witnesses: tuple[str, ...] = WITNESSES, method: TieMethod = TieMethod.LOT) -> TieDecision:
    return TieDecision(1, TieKind.ELECTION, frozenset({2, 3}), (chosen,), method, witnesses)


def test_a_lot_before_two_witnesses_decides() -> None:
    contest, votes = contest_of("A B C", 2), VoteTotals((9, 5, 5))
    waits = where_it_stands(contest, votes, MOST)
    assert (waits.tied, waits.places_in_tie) == ((2, 3), 1)
    for witnesses in ((), ("Idris Fenn",), ("Idris Fenn", "Idris Fenn")):
        assert where_it_stands(contest, votes, MOST, [lot(3, witnesses)]).state is Decided.TIE_OPEN
    drawn = where_it_stands(contest, votes, MOST, [lot(3)])
    assert (drawn.state, drawn.elected, drawn.tied, drawn.places_in_tie) == (Decided.DECIDED_BY_LOT, (1, 3), (2, 3), 1)
    cast = where_it_stands(contest, votes, MOST, [lot(3, method=TieMethod.CASTING_VOTE)])
    assert cast.state is Decided.DECIDED
    with pytest.raises(CountingError, match="There was no tie"):
        where_it_stands(contest, VoteTotals((9, 6, 5)), MOST, [lot(3)])


def test_votes_for_who_withdrew_are_shown_and_not_counted() -> None:
    contest = contest_of("A B C", 1, frozenset({1}))
    found = where_it_stands(contest, VoteTotals((50, 20, 10)), MOST)
    assert (found.elected, found.votes_for_withdrawn, found.state) == ((2,), 50, Decided.DECIDED)
    nobody = where_it_stands(contest_of("A B", 1, frozenset({1, 2})), VoteTotals((3, 4)), MOST)
    assert (nobody.state, nobody.vacant, nobody.votes_for_withdrawn) == (Decided.VACANCIES, 1, 7)


def test_nobody_votes_where_there_are_places_for_all() -> None:
    assert without_a_vote(contest_of("A B", 2)) == Standing(Decided.ELECTED_WITHOUT_A_VOTE, (1, 2))
    assert without_a_vote(contest_of("A B", 3)) == Standing(Decided.VACANCIES, (1, 2), vacant=1)
    assert without_a_vote(contest_of("A B", 1, frozenset({1}))).elected == (2,)


def test_other_ways_to_count() -> None:
    yes_no = where_it_stands(contest_of("A RON"), VoteTotals((4, 6)), RULE_SETS["yes_no"])
    assert (yes_no.state, yes_no.elected) == (Decided.REOPEN_NOMINATIONS, ())
    papers = Ballots.of([(1,), (1,), (2,), (2,), (3,)])
    assert where_it_stands(contest_of("A B C"), papers, RULE_SETS["exhaustive_ballot"]).state is Decided.ANOTHER_ROUND
    assert where_it_stands(contest_of("A B C"), papers, RULE_SETS["av"]).state is Decided.TIE_OPEN
    ranked = RULE_SETS["scottish"].with_options(reopen=ReopenNominations.MUST_BE_BEATEN)
    with pytest.raises(CountingError, match="papers with marks"):
        where_it_stands(contest_of("A RON"), papers, ranked)


@given(st.lists(st.integers(0, 9), min_size=2, max_size=6), st.integers(1, 4), st.booleans())
def test_whoever_is_elected_has_more_than_whoever_is_not(votes: list[int], seats: int, with_ron: bool) -> None:
    names = [*"ABCDEF"[: len(votes) - 1], "RON"] if with_ron else [*"ABCDEF"[: len(votes)]]
    found = where_it_stands(contest_of(" ".join(names), seats), VoteTotals(tuple(votes)), MOST)
    won = [votes[number - 1] for number in found.elected]
    lost = [total for number, total in enumerate(votes, 1) if number not in found.elected]
    assert not won or not lost or min(won) > max(lost)
    if found.state is Decided.TIE_OPEN:
        assert len(found.tied) > found.places_in_tie == seats - len(found.elected)
    else:
        assert len(found.elected) + found.vacant == seats
