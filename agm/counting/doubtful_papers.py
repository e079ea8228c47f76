"""Judging what stands on a paper: which marks are a vote, and why a paper is set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class PaperReason(StrEnum):
    """Why a paper is set aside. A paper with several faults is set aside for the first of them."""

    NO_OFFICIAL_MARK = "no_official_mark"
    VOTER_CAN_BE_IDENTIFIED = "voter_can_be_identified"
    BLANK = "blank"
    UNCLEAR = "unclear"
    TOO_MANY_VOTES = "too_many_votes"
    NO_FIRST_PREFERENCE = "no_first_preference"
    TWO_FIRST_PREFERENCES = "two_first_preferences"


REASON_WORDS = {
    PaperReason.NO_OFFICIAL_MARK: "no official mark",
    PaperReason.VOTER_CAN_BE_IDENTIFIED: "the voter can be identified",
    PaperReason.BLANK: "the paper is empty",
    PaperReason.UNCLEAR: "what the voter wants is not clear",
    PaperReason.TOO_MANY_VOTES: "there are more marks than votes",
    PaperReason.NO_FIRST_PREFERENCE: "there is no first preference",
    PaperReason.TWO_FIRST_PREFERENCES: "more than one candidate has the first preference",
}
AGAINST = frozenset({"no", "0", "-", "crossed out", "struck out", "struck through", "deleted", "against"})
"""Marks that say who is not wanted: no vote for them."""
NUMBER_WORDS = {
    word: number
    for number, words in enumerate(("one first 1st", "two second 2nd", "three third 3rd", "four fourth 4th"), start=1)
    for word in words.split()
}


@dataclass(frozen=True, slots=True)
class MarkedPaper:
    """One paper as it was marked: what stands beside whom (a cross, a tick, a number, a word)."""

    marks: Mapping[str, str] = field(default_factory=dict)
    names_voter: bool = False
    no_official_mark: bool = False
    unclear: bool = False
    """Whoever looks at it cannot say what it means."""


@dataclass(frozen=True, slots=True)
class JudgedPaper:
    counts_as: tuple[str, ...] = ()
    """For whom it counts; of a ranked paper in the voter's order, as far as that is clear."""
    reason: PaperReason | None = None

    @property
    def valid(self) -> bool:
        return self.reason is None


@dataclass(frozen=True, slots=True)
class PapersJudged:
    papers: tuple[JudgedPaper, ...]

    @property
    def valid(self) -> int:
        return sum(paper.valid for paper in self.papers)

    @property
    def rejected(self) -> dict[PaperReason, int]:
        """Papers set aside, by reason, in the order in which each reason first occurs."""
        return dict(Counter(paper.reason for paper in self.papers if paper.reason is not None))

    def votes(self, *, ranked: bool) -> dict[str, int]:
        """Votes, or first preferences of ranked papers."""
        return dict(Counter(name for paper in self.papers for name in paper.counts_as[: 1 if ranked else None]))


def judge_papers(papers: Iterable[MarkedPaper], *, ranked: bool, votes: int = 1) -> PapersJudged:
    return PapersJudged(tuple(judge_paper(paper, ranked=ranked, votes=votes) for paper in papers))


def judge_paper(paper: MarkedPaper, *, ranked: bool, votes: int = 1) -> JudgedPaper:
    """A tick, a word or a number counts where it is clear whom it means; nothing is guessed."""
    marks = {name: mark.strip().casefold() for name, mark in paper.marks.items() if mark.strip()}
    if paper.no_official_mark:
        return JudgedPaper(reason=PaperReason.NO_OFFICIAL_MARK)
    if paper.names_voter:
        return JudgedPaper(reason=PaperReason.VOTER_CAN_BE_IDENTIFIED)
    if not marks and not paper.unclear:
        return JudgedPaper(reason=PaperReason.BLANK)
    wanted = {name: mark for name, mark in marks.items() if mark not in AGAINST}
    if paper.unclear or not wanted:
        return JudgedPaper(reason=PaperReason.UNCLEAR)
    if ranked:
        return judge_ranking({name: place_of(mark) for name, mark in wanted.items()})
    if len(wanted) > votes:
        return JudgedPaper(reason=PaperReason.TOO_MANY_VOTES)
    return JudgedPaper(tuple(wanted))


def place_of(mark: str) -> int:
    """The place that a mark gives; a cross, a tick or a word gives the first."""
    number = mark.rstrip(".")
    return int(number) if number.isascii() and number.isdigit() else NUMBER_WORDS.get(number, 1)


def judge_ranking(places: Mapping[str, int]) -> JudgedPaper:
    """As far as the places follow each other, each once: from a gap or a double place on nothing is clear."""
    order: list[str] = []
    while len(named := [name for name, place in places.items() if place == len(order) + 1]) == 1:
        order += named
    if order:
        return JudgedPaper(tuple(order))
    return JudgedPaper(reason=PaperReason.TWO_FIRST_PREFERENCES if named else PaperReason.NO_FIRST_PREFERENCE)
