"""The JSON report in the words of NIST SP 1500-100, and the exact form for digests."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from agm.counting import RULE_SETS, CountResult, count
from agm.counting.exact_json import exact_json
from agm.counting.model import Ballots, Constraint, Contest, Rounds, ShortagePolicy, TieKind, VoteTotals
from agm.counting.render.json_report import report_json
from tests.support import contests


def report(result: CountResult) -> dict[str, object]:
    found: dict[str, object] = json.loads(report_json(result))
    return found


def test_votes_by_round_are_exact_decimals() -> None:
    result = contests.delegates()
    selection = report(result)["ContestSelection"]
    assert isinstance(selection, list)
    assert selection[1] == {
        "@type": "ElectionResults.CandidateSelection",
        "@id": "selection-2",
        "CandidateIds": ["candidate-2"],
        "SequenceOrder": 2,
        "VoteCounts": [
            {"@type": "ElectionResults.VoteCounts", "Type": "total", "Round": 1, "Count": "18.00"},
            {"@type": "ElectionResults.VoteCounts", "Type": "total", "Round": 2, "Count": "42.60"},
        ],
    }


def test_fractions_are_given_exactly_beside_their_decimals() -> None:
    assert '"Count": "3.14285",\n          "CountExact": "22/7"' in report_json(contests.fractions())


@pytest.mark.parametrize(
    ("result", "variation"),
    [
        (contests.delegates(), "proportional"),
        (contests.plurality(), "plurality"),
        (contests.approval(), "approval"),
        (contests.rounds(), "majority"),
        (contests.nobody(), "majority"),
        (contests.chair(), "rcv"),
        (count(contests.approval().contest, Ballots.of([(1,), (2,)]), RULE_SETS["block_vote"]), "n-of-m"),
    ],
)
def test_the_kind_of_vote(result: CountResult, variation: str) -> None:
    assert report(result)["VoteVariation"] == variation


def test_who_won_and_who_withdrew() -> None:
    candidates = report(contests.withdrawn())["Candidate"]
    assert isinstance(candidates, list)
    assert [c.get("PostElectionStatus") for c in candidates] == ["withdrawn", "winner", "winner", None]
    assert report(contests.rounds())["CountStatus"] == "complete"
    first = count(contests.rounds().contest, Rounds((VoteTotals((10, 8, 3)),)), RULE_SETS["exhaustive_ballot"])
    assert report(first)["CountStatus"] == "in-process"
    assert report(first)["CountNotes"] == ["Another round is needed between Ruth Adler and Dylan Price."]


def test_vacant_seats_are_counted() -> None:
    contest = Contest("", contests.people("Ann", "Bo"), 3)
    assert report(count(contest, Ballots.of([(1,), (2,)]), RULE_SETS["block_vote"]))["CountVacant"] == 1


def test_unusual_options_stand_with_the_rules() -> None:
    usual = count(contests.approval().contest, Ballots.of([(1,), (2,)]), RULE_SETS["approval"])
    half = RULE_SETS["approval"].with_options(threshold=Fraction(1, 2))
    rules = {"Name": usual.rules.name, "Version": "1", "Title": usual.rules.title, "Source": usual.rules.source}
    assert report(usual)["CountRules"] == rules
    unusual = count(contests.approval().contest, Ballots.of([(1,), (2,)]), half)
    assert report(unusual)["CountRules"] == {**rules, "Options": {"threshold": "1/2"}}


def test_constraints_stand_with_their_candidates() -> None:
    contest = Contest(
        *("", contests.people("Ann", "Bo", "Cy", men="BC", women="A"), 2),
        constraints=(Constraint("men", None, 1), Constraint("women", 1)),
        shortage=ShortagePolicy.LEAVE_VACANT,
    )
    found = report(count(contest, VoteTotals((5, 9, 3), papers=12), RULE_SETS["block_vote"]))
    assert found["CountConstraints"] == [
        {"Group": "men", "Minimum": None, "Maximum": 1, "CandidateIds": ["candidate-2", "candidate-3"]},
        {"Group": "women", "Minimum": 1, "Maximum": None, "CandidateIds": ["candidate-1"]},
    ]
    assert found["CountShortage"] == "leave_vacant"
    without = report(contests.approval())
    assert [key for key in ("CountConstraints", "CountShortage") if key in without] == []


def test_the_exact_form_is_all_of_a_value_and_always_the_same() -> None:
    assert exact_json(contests.committee()) == exact_json(contests.committee())
    assert json.loads(exact_json(contests.LOT)) == {
        "stage": 3,
        "kind": "exclusion",
        "tied": [2, 3],
        "chosen": [2],
        "method": "lot",
        "witnesses": ["Nia Bevan", "Owen Pugh"],
        "note": "drawn from a hat",
    }
    assert exact_json({"b": ("Siân", 1), "a": frozenset({2, 10, 1})}) == (
        '{\n "a": [\n  1,\n  2,\n  10\n ],\n "b": [\n  "Siân",\n  1\n ]\n}\n'
    )
    assert json.loads(exact_json({"a": (Fraction(2, 3), None, TieKind.ELECTION, [True])})) == {
        "a": ["2/3", None, "election", [True]]
    }


def test_a_float_has_no_place_in_a_count() -> None:
    with pytest.raises(TypeError, match="float has no place in a count"):
        exact_json({"votes": 1.5})
