"""What is printed on a voting paper and on the sheets for its count."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from agm.language.en import join
from agm.nominations.models import Contest
from agm.rules.electorate import Electorate
from agm.rules.violations import refuse
from agm.voting.models import ContestVote
from agm.voting.queries import ON_PAPER, is_paper_of, is_ranked, marks_each, on_paper
from agm.voting.queries.papers import NO

LETTERS = "BCDFGHJKLMNPRSTVWXYZ"
"""Those of the official mark: without vowels it is no word."""
MARK_LENGTH = 4
ROOMY = {"A4": 18, "A5": 8}
CLOSE = {"A4": 28, "A5": 15}
"""With up to so many lines a paper has wide lines; with more than so many, narrow ones."""


@dataclass(frozen=True, slots=True)
class PrintedContest:
    """One question of a voting paper."""

    title: str
    how_to_mark: str
    names: tuple[str, ...]
    ranked: bool
    electorate: Electorate


def printed_contests(contests: Sequence[Contest], votes: dict[int, ContestVote]) -> list[PrintedContest]:
    """What is voted on with papers. Raises RefusedError where a paper would have other names than stand, or nothing."""
    found = []
    for contest in contests:
        vote = votes.get(contest.id)
        if vote is None or vote.how not in ON_PAPER:
            continue
        if not is_paper_of(vote, contest):
            words = f"Who stands for {contest.label}, or the order, has changed. Save again how it is voted on."
            refuse("paper_changed", "", words)
        found.append(printed_contest(contest, vote))
    if not found:
        refuse("nothing_on_paper", "", "No office is voted on with papers. Say first how each is voted on.")
    return found


def same_voters(contests: Sequence[PrintedContest]) -> Electorate:
    """Whose papers these are. Raises RefusedError where one sheet would have offices of different voters."""
    by_voters: dict[Electorate, list[str]] = {}
    for one in contests:
        by_voters.setdefault(one.electorate, []).append(one.title)
    if len(by_voters) > 1:
        told = "; ".join(f"{of.words or 'everybody'}: {join(titles)}" for of, titles in by_voters.items())
        refuse("other_voters", "", f"Not everybody votes for all of these: print the papers of each apart. {told}.")
    return contests[0].electorate


def printed_contest(contest: Contest, vote: ContestVote) -> PrintedContest:
    names = tuple(one.name for one in on_paper(vote, contest.candidacies))
    if vote.counting_rules == "yes_no":
        return PrintedContest(
            f"{contest.label}: {names[0]}",
            "One cross: yes or no.",
            ("Yes", NO),
            ranked=False,
            electorate=vote.electorate,
        )
    return PrintedContest(contest.label, how_to_mark(contest, vote), names, is_ranked(vote), vote.electorate)


def how_to_mark(contest: Contest, vote: ContestVote) -> str:
    places = "One place" if contest.seats == 1 else f"{contest.seats} places"
    if is_ranked(vote):
        return f"{places}. Put 1 beside the name you want most, then 2, then 3, as far as you like."
    most = marks_each(vote, contest.seats)
    if most is None:
        return f"{places}. A cross beside everyone you agree to."
    return f"{places}. One cross." if most == 1 else f"{places}. Up to {most} crosses."


def official_mark(meeting_id: int, contests: Sequence[PrintedContest], weight: int = 1) -> str:
    """The letters that every paper with these names has: one that was printed before a change has others."""
    said = repr((meeting_id, [(one.title, one.how_to_mark, one.names) for one in contests]))
    said += contests[0].electorate.words + (f" {weight} votes" if weight > 1 else "")
    digest = hashlib.sha256(said.encode()).digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:MARK_LENGTH])


def density(contests: Sequence[PrintedContest], size: str) -> str:
    """How wide the lines are, so that the paper stays one sheet where it can."""
    lines = sum(len(one.names) + 2 for one in contests)
    return "roomy" if lines <= ROOMY[size] else "close" if lines > CLOSE[size] else "usual"
