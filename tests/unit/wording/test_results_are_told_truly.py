"""What is said of those who won, lost, stand or wait, and of their votes, is what the record says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from agm.facts import Entry, OfficeState, VotesAre
from agm.facts.contradictions import Rule, contradictions
from agm.language.partial_date import PartialDate
from agm.wording.compose import compose
from agm.wording.render import Format, render
from agm.wording.style import HouseStyle
from tests.support.announced import AWAITED, FACTS, LIST, RON, UNOPPOSED, VOTES, results
from tests.support.wording_facts import elected, not_elected, office, person


@pytest.mark.parametrize(
    ("votes_are", "line"),
    [
        (VotesAre.VOTES, "Chair: Ann (4 votes); not elected: Bo (5 votes) and Cy (1 vote)"),
        (VotesAre.FIRST_PREFERENCES, "Chair: Ann (4 first preferences); not elected: Bo (5) and Cy (1)"),
        (VotesAre.FINAL_STAGE, "Chair: Ann (4 votes at the final stage); not elected: Bo (5) and Cy (1)"),
    ],
)
def test_figures_say_what_they_are(votes_are: VotesAre, line: str) -> None:
    losers = [replace(not_elected(name), votes=votes) for name, votes in (("Bo", 5), ("Cy", 1))]
    chair = replace(office("Chair", elected("Ann", votes=4), *losers), votes_are=votes_are)
    assert line in results(chair, style=VOTES)
    assert (Rule.FEWER_VOTES in {one.rule for one in contradictions(chair)}) is (
        votes_are is not VotesAre.FIRST_PREFERENCES
    )


def test_somebody_whose_result_is_awaited_did_not_lose() -> None:
    text = results(
        UNOPPOSED, office("Clerk", Entry((person("Bo"),), votes=7), Entry((person("Cy"),), votes=7)), style=VOTES
    )
    assert "Bo" not in text
    assert "Clerk: result to follow" in text or "The result for Clerk is to follow" in text


def test_what_the_house_does_not_print_no_lead_in_says() -> None:
    both = [
        office(label, elected(label, unopposed=True, re_elected=True)) for label in ("Chair", "Clerk", "Whip", "Agent")
    ]
    for offices in (both, [*both, office("Scribe")]):
        text = results(*offices, style=HouseStyle(show_unopposed=False, show_re_elected=False))
        assert text.startswith("The election results were as follows: Chair: Chair Clerk: Clerk")


def test_two_who_share_one_office_are_told_in_a_sentence() -> None:
    assert results(office("Chair", elected("Ann", "Bo", unopposed=True))).startswith(
        "Ann and Bo were elected unopposed as Chair (job share)."
    )


def test_a_job_share_that_lost_is_one_entry() -> None:
    pair = Entry((person("Bo"), person("Cy")), elected=False, votes=3)
    text = results(office("Chair", elected("Ann", votes=4), pair), style=VOTES)
    assert "not elected: Bo and Cy (job share, 3 votes)" in text


def test_one_person_in_every_office_is_no_committee() -> None:
    posts = [office(label, elected("Ann", unopposed=True)) for label in ("Chair", "Clerk", "Whip")]
    assert results(*posts).endswith("Good luck to Ann.")


def test_who_lost_is_not_among_everyone_named() -> None:
    ways = {"re_elected": {"re_elected": True}, "unopposed": {"unopposed": True}}
    for how in ways.values():
        won = [office(label, elected(label, **how)) for label in ("Chair", "Clerk", "Whip", "Agent")]
        lost = office("Scribe", replace(not_elected("Bo"), votes=3))
        assert "everyone named" in results(*won, lost)
        assert "everyone named" not in results(*won, lost, style=VOTES)
    beaten = replace(won[0], entries=(elected("Ann", re_elected=True, votes=9), replace(not_elected("Bo"), votes=3)))
    again = office("Clerk", elected("Cy", re_elected=True))
    assert results(beaten, again, style=VOTES).startswith(
        "The election results were as follows: Chair: Ann (re-elected, 9"
    )


def test_a_place_that_re_open_nominations_won_is_said_to_be_re_opened() -> None:
    chair = office("Chair", replace(not_elected("Bo"), votes=3), RON)
    assert "Chair: nominations to be re-opened (5 votes); not elected: Bo (3 votes)" in results(chair, style=VOTES)
    assert results(chair) == "Nominations for the office of Chair are to be re-opened."
    assert "vacant" in results(office("Chair", replace(not_elected("Bo"), votes=7), RON), style=VOTES)


def test_candidates_are_named_before_a_meeting_to_come() -> None:
    day = {"held_on": PartialDate(2031, 4, 7)}
    standing = office(
        "Chair", Entry((person("Ann"), person("Bo"))), Entry((person("Cy"),)), RON, state=OfficeState.UNDECIDED
    )
    for offices, lead_in in (
        ((standing,), "An election will be held with these candidates:"),
        ((standing, AWAITED), "Elections will be held for Chair and Clerk. The candidates so far are:"),
    ):
        facts = replace(FACTS, results=offices, held_on=day["held_on"])
        document = compose(facts, HouseStyle(), today=date(2031, 4, 6))
        assert f"{lead_in} Chair: Ann and Bo (job share), and Cy" in " ".join(render(document, Format.TEXT).split())
        assert [one.name for one in document.people] == ["Ann", "Bo", "Cy"]


def test_what_is_true_of_all_who_won_an_office_is_said_once() -> None:
    for count, line in ((2, "Clerks: A and B (both re-elected)"), (3, "Clerks: A, B and C (all re-elected)")):
        clerks = office("Clerk", *(elected(name, re_elected=True) for name in "ABC"[:count]), seats=count)
        assert line in results(office("Chair", elected("X")), clerks, style=LIST)
