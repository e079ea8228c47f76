"""The outcome of a contest follows from its count."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agm.counting import RULE_SETS, CountResult, count
from agm.counting.model import RejectedPapers, Rounds, TieDecision, TieKind, VoteTotals
from agm.facts import OfficeState, Outcome, VotesAre
from agm.facts.contradictions import contradictions
from agm.nominations.models import Candidacy, CandidacyPerson, Contest
from agm.results.from_count import from_count
from agm.rules.violations import RefusedError
from tests.support.counting import ballots_of, contest_of, count_with_lots

CONTEST = Contest(id=7, office_id=3, label="Committee member", plural_label="Committee", seats=1)


def outcome_of(result: CountResult) -> Outcome:
    """The outcome, where those counted stand under the same names; their ids are 10 times the number."""
    candidacies = [
        Candidacy(id=one.number, contest=CONTEST, people=[CandidacyPerson(person_id=10 * one.number, name=one.name)])
        for one in result.contest.candidates
        if one.name != "RON"
    ]
    outcome = from_count(result, candidacies)
    assert list(contradictions(outcome)) == []
    assert outcome.state is OfficeState.DECIDED
    return outcome


def told(outcome: Outcome) -> list[tuple[str, bool | None, int | None]]:
    """Who stood, whether they were elected, and their votes."""
    return [(entry.people[0].name, entry.elected, entry.votes) for entry in outcome.entries]


def test_stv_tells_first_preferences_in_order_of_election() -> None:
    papers = ballots_of("3 x 1\n9 x 2 3\n4 x 3\n1 x 4")
    outcome = outcome_of(count(contest_of("Ann Bob Cat Dan", 2), papers, RULE_SETS["scottish"]))
    assert told(outcome) == [("Bob", True, 9), ("Cat", True, 4), ("Ann", False, 3), ("Dan", False, 1)]
    assert (outcome.seats, outcome.vacancies, outcome.contest_id, outcome.office_id) == (2, 0, 7, 3)
    assert [entry.people[0].person_id for entry in outcome.entries] == [20, 30, 10, 40]


def test_alternative_vote_won_from_behind_tells_first_preferences() -> None:
    contest = contest_of("Ann Bob Cat")
    plain = outcome_of(count(contest, ballots_of("6 x 1\n3 x 2\n2 x 3 2"), RULE_SETS["av"]))
    assert told(plain) == [("Ann", True, 6), ("Bob", False, 3), ("Cat", False, 2)]
    behind = outcome_of(count(contest, ballots_of("4 x 1\n3 x 2\n2 x 3 2"), RULE_SETS["av"]))
    assert told(behind) == [("Bob", True, 3), ("Ann", False, 4), ("Cat", False, 2)]
    assert {plain.votes_are, behind.votes_are} == {VotesAre.FIRST_PREFERENCES}
    crosses = outcome_of(count(contest, VoteTotals((6, 3, 2)), RULE_SETS["plurality"]))
    assert crosses.votes_are is VotesAre.VOTES


def test_unopposed_without_votes() -> None:
    result = count(contest_of("Ann Bob", 2), VoteTotals((0, 0), papers=0), RULE_SETS["block_vote"])
    outcome = outcome_of(result)
    assert [(entry.elected, entry.unopposed, entry.votes) for entry in outcome.entries] == [(True, True, None)] * 2
    assert outcome.rejected_papers is None


def test_seat_won_by_re_open_nominations_is_vacant() -> None:
    totals = VoteTotals((3, 5), rejected=(RejectedPapers("not signed", 2), RejectedPapers("empty", 1)))
    result = count(contest_of("Ann RON"), totals, RULE_SETS["plurality"])
    outcome = outcome_of(result)
    assert told(outcome) == [("Ann", False, 3)]
    assert (outcome.vacancies, outcome.rejected_papers) == (result.vacant, 3) == (1, 3)


@pytest.mark.parametrize("winner", [1, 2])
def test_tie_is_won_by_whom_the_lot_chose(winner: int) -> None:
    contest, papers = contest_of("Ann Bob"), ballots_of("3 x 1\n3 x 2")
    result = count_with_lots(contest, papers, RULE_SETS["plurality"], lambda _tie: (winner,))
    assert [tie.kind for tie in result.ties] == [TieKind.ELECTION]
    assert isinstance(result.ties[0].decision, TieDecision)
    assert told(outcome_of(result))[0] == (contest.candidate(winner).name, True, 3)


def test_exhaustive_ballot_tells_the_last_round_and_waits_for_it() -> None:
    contest, rules = contest_of("Ann Bob Cat"), RULE_SETS["exhaustive_ballot"]
    first, second = VoteTotals((4, 3, 2)), VoteTotals((4, 5, 0))
    with pytest.raises(RefusedError):
        outcome_of(count(contest, Rounds((first,)), rules))
    outcome = outcome_of(count(contest, Rounds((first, second)), rules))
    assert told(outcome) == [("Bob", True, 5), ("Ann", False, 4), ("Cat", False, None)]


def test_who_withdrew_before_the_count_did_not_stand() -> None:
    contest = contest_of("Ann Bob Cat", withdrawn=[2])
    outcome = outcome_of(count(contest, ballots_of("3 x 1\n2 x 3"), RULE_SETS["plurality"]))
    assert told(outcome) == [("Ann", True, 3), ("Cat", False, 2)]


def test_other_candidacies_than_those_counted() -> None:
    result = count(contest_of("Ann Bob"), ballots_of("3 x 1\n2 x 2"), RULE_SETS["plurality"])
    only_ann = Candidacy(contest=CONTEST, people=[CandidacyPerson(person_id=10, name="Ann")])
    with pytest.raises(ValueError, match="not those"):
        from_count(replace(result, complete=True), [only_ann])
