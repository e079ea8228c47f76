"""A casual vacancy filled from the original papers (ERS97 7.1)."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from agm.counting import RULE_SETS, CountingError, CountResult, TieToDecide, count
from agm.counting.bundle import verify_bundle, write_bundle
from agm.counting.exact_json import exact_json
from agm.counting.model import Ballots, Constraint, Contest, ShortagePolicy, TieDecision, TieKind
from agm.counting.render.sheet_text import sheet_text
from agm.counting.rules import RuleSet
from tests.support.counting import ballots_of, contest_of

ERS97 = RULE_SETS["ers97"]
CONTEST = contest_of("Ann Bob Cat Dan Eve", 3)
PAPERS = ballots_of("30 x 1 4\n24 x 2 5\n24 x 3\n9 x 4\n8 x 5 4")


def countback(
    contest: Contest,
    papers: Ballots,
    rules: RuleSet,
    *,
    vacated: int,
    sitting: frozenset[int],
    unwilling: frozenset[int] = frozenset(),
    tie_decisions: Iterable[TieDecision] = (),
) -> CountResult:
    return count(contest.again(sitting, unwilling | {vacated}), papers, rules, tie_decisions)


def test_vacancy_goes_to_whom_the_papers_of_the_vacated_name_next() -> None:
    first = count(CONTEST, PAPERS, ERS97)
    assert set(first.elected_numbers) == {1, 2, 3}
    again = countback(CONTEST, PAPERS, ERS97, vacated=1, sitting=frozenset({2, 3}))
    new = [e.candidate for e in again.elected if e.candidate not in {2, 3}]
    assert new == [4]
    assert again.status(1) == "withdrawn"


def test_sitting_representatives_are_never_excluded() -> None:
    """Without Ann's papers Cat has the fewest votes of all; Eve goes first all the same."""
    contest = contest_of("Ann Bob Cat Dan Eve Flo", 3)
    papers = ballots_of("9 x 1\n24 x 2\n5 x 3\n8 x 4\n6 x 5 4\n7 x 6")
    again = countback(contest, papers, ERS97, vacated=1, sitting=frozenset({2, 3}))
    assert again.stages[0].totals == (0, 2400, 500, 800, 600, 700)
    assert again.stages[0].guarded == (3,)
    assert [(e.candidate, e.paragraph) for e in again.excluded] == [(5, "5.2.5"), (6, "5.5.2")]
    assert again.elected_numbers == (2, 4)
    assert (again.stages[-1].guarded, again.stages[-1].doomed) == ((), ())


def test_unwilling_candidates_are_passed_over() -> None:
    again = countback(CONTEST, PAPERS, ERS97, vacated=1, sitting=frozenset({2, 3}), unwilling=frozenset({4}))
    assert [e.candidate for e in again.elected if e.candidate not in {2, 3}] == [5]


def test_count_ends_with_the_new_representative() -> None:
    again = countback(CONTEST, PAPERS, ERS97, vacated=1, sitting=frozenset({2, 3}))
    assert again.elected[-1].candidate == 4
    assert len([e for e in again.elected if e.candidate not in {2, 3}]) == 1


@pytest.mark.parametrize(
    ("rules", "sitting", "message"),
    [
        ("scottish", {2, 3}, "Scottish STV has no countback for a casual vacancy; ERS97 has (7.1)."),
        ("ers97", {1, 2}, "A sitting representative must stand in the countback: not withdrawn, not the vacated one."),
        ("ers97", {2, 3, 4}, "3 representatives sit on 3 seats; there is no vacancy."),
    ],
)
def test_countbacks_that_cannot_be(rules: str, sitting: set[int], message: str) -> None:
    with pytest.raises(CountingError) as refused:
        countback(CONTEST, PAPERS, RULE_SETS[rules], vacated=1, sitting=frozenset(sitting))
    assert refused.value.problems == (message,)


def test_seat_stays_vacant_when_nobody_but_the_sitting_is_left() -> None:
    unwilling = frozenset({4, 5})
    again = countback(CONTEST, PAPERS, ERS97, vacated=1, sitting=frozenset({2, 3}), unwilling=unwilling)
    assert (set(again.elected_numbers), again.vacant) == ({2, 3}, 1)


def test_reserved_seat_that_nobody_can_fill_is_no_vacancy_to_fill() -> None:
    """The one seat left is kept for a woman and none stands: Dan alone may be excluded, and Cat keeps her seat."""
    contest = contest_of(
        "Ann Bob Cat Dan Wen",
        3,
        groups={"women": [5]},
        constraints=[Constraint("women", minimum=1)],
        withdrawn=[5],
        shortage=ShortagePolicy.LEAVE_VACANT,
    )
    papers = ballots_of("9 x 1\n14 x 2\n5 x 3\n5 x 4")
    again = countback(contest, papers, ERS97, vacated=1, sitting=frozenset({2, 3}))
    assert [(stage.kind, stage.subjects) for stage in again.stages] == [("first_preferences", ()), ("surplus", (2,))]
    assert (again.elected_numbers, again.vacant) == ((2, 3), 1)


def test_tie_in_a_countback_is_asked_about() -> None:
    """5.2.5: three were always equal; when the lot excludes Eve, her papers elect Dan."""
    contest = contest_of("Ann Bob Cat Dan Eve", 2)
    papers = ballots_of("9 x 1\n12 x 2\n3 x 3\n3 x 4\n3 x 5 4")
    with pytest.raises(TieToDecide) as asked:
        countback(contest, papers, ERS97, vacated=1, sitting=frozenset({2}))
    assert (asked.value.stage, asked.value.kind, asked.value.tied) == (3, "exclusion", (3, 4, 5))
    lot = TieDecision(3, TieKind.EXCLUSION, frozenset({3, 4, 5}), (5,))
    again = countback(contest, papers, ERS97, vacated=1, sitting=frozenset({2}), tie_decisions=[lot])
    assert again.elected_numbers == (2, 4)


def test_countback_refuses_a_left_over_decision() -> None:
    decision = TieDecision(9, TieKind.EXCLUSION, frozenset({4, 5}), (4,))
    with pytest.raises(CountingError, match="There was no tie"):
        countback(CONTEST, PAPERS, ERS97, vacated=1, sitting=frozenset({2, 3}), tie_decisions=[decision])


def test_first_elected_ends_it_also_where_nobody_sits() -> None:
    again = countback(CONTEST, PAPERS, ERS97, vacated=1, sitting=frozenset(), unwilling=frozenset({2}))
    assert again.elected_numbers == (4,)


def test_others_count_a_countback_again_from_its_bundle() -> None:
    again = CONTEST.again(frozenset({2, 3}), frozenset({1}))
    result = count(again, PAPERS, ERS97)
    found = verify_bundle(write_bundle(again, PAPERS, result))
    assert (found.result, found.differences) == (result, ())


def test_contest_of_an_election_reads_as_before_there_were_countbacks() -> None:
    """Counts that are kept, and bundles that were given away, say nothing of who sits."""
    assert "sitting" not in exact_json(CONTEST)
    assert "sitting" in exact_json(CONTEST.again(frozenset(), frozenset({1})))


def test_sheet_tells_who_keeps_their_seat() -> None:
    result = countback(CONTEST, PAPERS, ERS97, vacated=1, sitting=frozenset({2, 3}))
    sheet = " ".join(sheet_text(result).split())
    assert "for a casual vacancy, from the papers of the election; Bob and Cat keep their seats (ERS97 7.1)" in sheet
    assert "1. Dan" in sheet
    assert "left vacant" not in sheet
    assert "Eve (8) remained when the places were filled" in sheet
