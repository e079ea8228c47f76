"""Where rule sets part ways."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agm.counting import RULE_SETS, CountResult, TieToDecide, count
from agm.counting.model import Ballots, Contest
from agm.counting.read.blt import read_blt
from agm.counting.render.comparison import comparison_text
from tests.support import contests


def test_who_is_elected_under_which_and_where_they_part() -> None:
    results = {RULE_SETS[n].title: contests.tutors(n) for n in ("scottish", "ers97", "meek")}
    assert comparison_text(results) == (
        "Tutors: 2 places, 47 valid papers\n\n"
        "     Scottish STV         ERS97 STV            Meek STV\n"
        "Ann  excluded at stage 2  excluded at stage 2  excluded at stage 3\n"
        "Bo   elected at stage 3   elected at stage 2   not elected\n"
        "Cy   excluded at stage 3  excluded at stage 2  excluded at stage 4\n"
        "Di   not elected          not elected          elected at stage 4\n"
        "Ed   elected at stage 1   elected at stage 1   elected at stage 1\n\n"
        "Elected under every rule set: Ed.\n"
        "Bo is elected only under Scottish STV and ERS97 STV.\n"
        "Di is elected only under Meek STV.\n"
        "Scottish STV and Meek STV part ways at decision 4: Scottish STV has Bo elected at stage 3 where Meek STV has "
        "Di elected at stage 4.\n"
        "ERS97 STV and Meek STV part ways at decision 4: ERS97 STV has Bo elected at stage 2 where Meek STV has "
        "Di elected at stage 4.\n"
    )


def test_one_paper_one_seat_and_titles_wider_than_what_is_below() -> None:
    result = count(Contest("", contests.people("Ann", "Bo"), 1), Ballots.of([(1,)]), RULE_SETS["plurality"])
    assert comparison_text({"The most votes win": result, "Other": result}) == (
        "Result of the count: 1 place, 1 valid paper\n\n"
        "     The most votes win  Other\n"
        "Ann  elected at stage 1  elected at stage 1\n"
        "Bo   not elected         not elected\n\n"
        "Elected under every rule set: Ann.\n"
        "The same candidates are elected under all of them.\n"
    )
    wider = comparison_text({"More words than any outcome": result, "Other": result}).splitlines()
    assert wider[2:4] == [
        "     More words than any outcome  Other",
        "Ann  elected at stage 1           elected at stage 1",
    ]


def test_one_that_only_ends_earlier_does_not_part() -> None:
    whole = contests.delegates()
    assert "part ways" not in comparison_text({"One": whole, "Other": replace(whole, elected=whole.elected[:1])})


def test_nobody_elected_under_both_and_a_withdrawal() -> None:
    text = comparison_text({"One": contests.withdrawn(), "Other": contests.withdrawn()})
    assert "Gone Away                             withdrawn" in text
    assert "Maximiliana Featherstonehaugh-Cholm…  elected" in text
    disjoint: dict[str, CountResult | TieToDecide] = {"One": contests.rounds(), "Other": contests.plurality_of_three()}
    assert comparison_text(disjoint).endswith(
        "\n\nRuth Adler is elected only under Other.\nDylan Price is elected only under One.\n"
        "One and Other part ways at decision 1: One has Siân Evans excluded at stage 1 where Other has Ruth Adler "
        "elected at stage 1.\n"
    )


def test_a_tie_that_waits_is_reported_and_left_out() -> None:
    file = read_blt(contests.COMMITTEE)
    with pytest.raises(TieToDecide) as caught:
        count(file.contest, file.ballots, RULE_SETS["scottish"])
    text = comparison_text({"Scottish STV": caught.value, "ERS97 STV": contests.committee("ers97")})
    assert text.endswith(
        "These rule sets wait for the decision of a tie:\nScottish STV: Stage 3: Dylan Price and Siân Evans are equal; "
        "decide who is excluded (rule 51(2)).\n"
    )
    assert text.startswith(f"{file.contest.title}: 2 places, 25 valid papers\n\n                  ERS97 STV\n")
    assert comparison_text({"Scottish STV": caught.value}).startswith("These rule sets wait")
