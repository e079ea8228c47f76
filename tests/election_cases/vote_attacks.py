"""Hostile and unlucky acts against an online vote: figures and rights by `agm.rules`, votes by a started server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from agm.rules.code_strength import ACCEPT_BELOW, CodeForm, Guessing, too_short_in_words
from agm.rules.small_groups import GroupVotes, publishable
from agm.rules.who_may_see_votes import Sight, Viewer, VoteStage, may_see
from tests.election_cases.count_words import Case, first_of, in_words_of, under
from tests.election_cases.vote_musts import named_tests
from tests.election_cases.vote_words import SAME_WORDS, near

IN_WORDS = {"must", "must_not", "voter_is_told"}
"""Behaviour that a case asks for in words: `vote_musts` names the test that holds it."""


def is_case(case: Case, _path: Path) -> bool:
    return case.get("kind") in KINDS and "setup" in case


def expected(case: Case) -> dict[str, Any]:
    return {name: value for name, value in case["expected"].items() if name not in IN_WORDS}


def answer(case: Case, _folder: Path) -> dict[str, Any]:
    """What the product comes to, in the words of a case's `expected`."""
    found = KINDS[case["kind"]](case)
    same = SAME_WORDS.get(case["kind"], {})
    return {name: in_words_of(found[name], wanted, same) for name, wanted in expected(case).items() if name in found}


def asked(case: Case) -> list[str]:
    """What the case asks for in words, with the test of each."""
    return list(named_tests(case))


def codes(case: Case) -> dict[str, Any]:
    setup, wanted = {**case.get("rule", {}), **case["setup"]}, expected(case)
    second = first_of(setup, "second_check", "second_check_values", "second_check_possible", default=1)
    letters = first_of(setup, "letters", "alphabet", "signs", "characters")
    form = CodeForm(
        len(set(letters)) if isinstance(letters, str) else letters,
        first_of(setup, "length", "code_length"),
        second if isinstance(second, int) and second else 1,
    )
    tries = first_of(
        setup, "tries_per_hour_over_all", "tries_per_hour", "guesses_per_hour", "tries_per_hour_overall", default=0
    )
    hours = first_of(setup, "hours_open", "hours", "open_hours", default=None)
    guessing = Guessing(
        first_of(setup, "voters", "codes", "electorate"),
        tries,
        first_of(setup, "days_open", "days", default=0) * 24 if hours is None else hours,
    )
    below = first_of(setup, "accept_below", "accept_chance_below", default=ACCEPT_BELOW)
    refused = too_short_in_words(form, guessing, below)
    one, all_of_it = guessing.chance_of_one_guess(form), guessing.chance(form)
    return {
        **{name: near(one, wanted.get(name)) for name in ("chance_of_one_guess", "chance_of_a_guess", "chance_one")},
        **{
            name: near(all_of_it, wanted.get(name))
            for name in ("chance_over_the_whole_vote", "chance_over_all", "chance_whole_vote", "chance")
        },
        **under("setup state outcome decision", "refused:code_too_short" if refused else "accepted"),
        **under(
            "shortest_length length_needed needed_length least_length min_length smallest_length",
            guessing.shortest(form, below),
        ),
        **under("told organiser_is_told message", refused),
    }


def publish(case: Case) -> dict[str, Any]:
    setup = {**case.get("rule", {}), **case["setup"]}
    groups = first_of(setup, "groups", "branches", "sections")
    if isinstance(groups, Mapping):
        groups = [{"name": name, "votes": votes} for name, votes in groups.items()]
    found = publishable(
        [
            GroupVotes(
                first_of(one, "name", "group", "branch"),
                first_of(one, "votes", "figures"),
                first_of(one, "papers", "voters", "voted", "took_part"),
            )
            for one in groups
        ],
        first_of(setup, "smallest_group", "smallest", "min_group", "limit"),
    )
    return {
        **under("groups_too_small too_small", list(found.too_small)),
        **under("groups_where_all_voted_alike all_voted_alike all_alike", list(found.all_alike)),
        "publish": str(found.publish),
        "figures": found.figures,
        **under("ask_before_opening warn_before_opening", found.ask_before_opening),
    }


def access(case: Case) -> dict[str, Any]:
    return {"each_step": ["allowed_and_logged" if allowed(step) else "refused_and_logged" for step in case["steps"]]}


def allowed(step: Case) -> bool:
    """What the product has no name for it shows nobody."""
    what, when = step["what"], first_of(step, "when", "stage")
    if what not in set(Sight) or when not in set(VoteStage):
        return False
    return may_see(viewer_of(step["who"]), Sight(what), VoteStage(when))


def viewer_of(who: str) -> Viewer:
    """Administrators, tellers, candidates and whoever else there is: nobody's further rights open a vote."""
    return Viewer(who) if who in set(Viewer) else Viewer.ANYBODY_ELSE


def submit(case: Case) -> dict[str, Any]:
    from tests.election_cases.vote_steps import voted  # starts the product: only where a case needs it

    return voted(case)


KINDS: dict[str, Callable[[Case], dict[str, Any]]] = {
    "codes": codes,
    "publish": publish,
    "access": access,
    "submit": submit,
}
