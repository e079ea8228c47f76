"""A contest on the voter's page: what its system asks, what the form's names mean, and how a paper reads back."""

from __future__ import annotations

import datetime as dt

import pytest

from agm.language.vote_words import words_in
from agm.nominations.models import Candidacy, CandidacyPerson, Contest
from agm.voting.commands import Paper
from agm.voting.models import ContestVote, VoteHow
from agm.voting.queries.online import OnlineBallot
from agm.web.members.vote.paper import ContestOnPage, Typed, contests_named, fields_of

RANK = "Write 1 beside the name you want most, then 2, then 3, as far as you like."
APPROVE = "Choose as many as you would be content with. Each counts the same."
HOUR = dt.datetime(2026, 10, 12, tzinfo=dt.UTC)


def ballot(
    rules: str, names: int, seats: int = 1, label: str = "Chair", withdrawn: tuple[int, ...] = ()
) -> OnlineBallot:
    """A contest 7 whose candidates are the candidacies 11, 12, … with re-open nominations at the end."""
    people = [Candidacy(id=10 + n, people=[CandidacyPerson(position=1, name=f"Name {n}")]) for n in range(1, names + 1)]
    contest = Contest(id=7, label=label, plural_label=f"{label}s", seats=seats, candidacies=people)
    vote = ContestVote(
        contest_id=7, how=VoteHow.ONLINE, counting_rules=rules, has_reopening=True,
        candidacy_ids=[one.id for one in people], withdrawn_ids=list(withdrawn),
    )  # fmt: skip
    return OnlineBallot(contest, vote, HOUR, HOUR + dt.timedelta(days=4))


def page(of: OnlineBallot, *typed: tuple[str, str], language: str = "en") -> ContestOnPage:
    return ContestOnPage(of, Typed(list(typed)), words_in(language), {})


@pytest.mark.parametrize(
    ("of", "typed", "paper", "said"),
    [
        (ballot("av", 3), [("c7-13", "1"), ("c7-ron", "2")], Paper((3, 4)), ["Name 3", "Re-open nominations"]),
        (ballot("yes_no", 1), [("c7", "yes")], Paper((1,)), ["Yes, Name 1"]),
        (ballot("yes_no", 1), [("c7", "no")], Paper((2,)), ["No, Name 1"]),
        (ballot("plurality", 2), [("c7", "12")], Paper((2,)), ["Name 2"]),
        (ballot("block_vote", 4, 2), [("c7", "14"), ("c7", "11")], Paper((1, 4)), ["Name 1", "Name 4"]),
        (ballot("approval", 2), [("c7", "12"), ("c7", "11")], Paper((1, 2)), ["Name 1", "Name 2"]),
        (ballot("plurality", 2), [("c7", "blank")], Paper((), is_blank=True), []),
        (ballot("av", 2), [("b7", "yes")], Paper((), is_blank=True), []),
    ],
)  # fmt: skip
def test_a_paper_is_what_was_filled_in(
    of: OnlineBallot, typed: list[tuple[str, str]], paper: Paper, said: list[str]
) -> None:
    found = page(of, *typed)
    assert (found.problems(), found.paper, found.read_back) == ([], paper, said)


@pytest.mark.parametrize(
    ("of", "title", "how"),
    [
        (ballot("av", 3), "Who should be Chair?", RANK),
        (ballot("yes_no", 1), "Should Name 1 be Chair?", "There is one candidate. Choose yes or no."),
        (ballot("plurality", 2, label="Policy"), "Your vote for Policy", "Choose one."),
        (ballot("block_vote", 4, 2, "Officer"), "Your vote for Officers", "Choose up to 2. Each counts the same."),
        (ballot("approval", 3), "Who should be Chair?", APPROVE),
    ],
)  # fmt: skip
def test_each_system_says_what_to_do(of: OnlineBallot, title: str, how: str) -> None:
    assert (page(of).title, page(of).how) == (title, how)


def test_too_many_crosses_say_how_many_to_take_away() -> None:
    found = page(ballot("block_vote", 4, 2, "Officer"), ("c7", "11"), ("c7", "12"), ("c7", "13"))
    assert [one.words for one in found.problems()] == [
        "Officers: you chose 3, and at most 2 can be chosen. Take 1 away."
    ]
    assert (found.problems()[0].target, found.state) == ("c7-11", "Look again")


def test_a_mistake_stands_at_the_names_it_is_about() -> None:
    found = page(ballot("av", 3), ("c7-11", "1"), ("c7-13", "1"))
    at = {one.key: found.wrong_at(one) for one in found.names}
    assert at == {
        "11": "Number 1 stands beside Name 1 and Name 3. Give each name its own number.", "12": "",
        "13": "Number 1 stands beside Name 1 and Name 3. Give each name its own number.", "ron": "",
    }  # fmt: skip
    assert page(ballot("av", 3), ("c7-11", "1"), language="cy").state == "Wedi’u rhifo: 1"


def test_who_withdrew_is_named_and_not_counted_on() -> None:
    found = page(ballot("av", 3, withdrawn=(12,)), ("c7-12", "1"))
    assert [one.code for one in found.problems()] == ["withdrawn"]
    assert [one.is_withdrawn for one in found.names] == [False, True, False, False]


def test_the_fields_of_a_form_are_those_of_papers() -> None:
    typed = Typed([("code", "X"), ("c7-11", "1"), ("c8", ""), ("b9", "yes"), ("e10", "later"), ("c7-11'--", "1")])
    assert fields_of(typed) == [("c7-11", "1"), ("b9", "yes")]
    assert contests_named(typed) == {7, 9, 10}
