"""A contest as the voter's paper shows it: its names, what is filled in, what is wrong with that, how it reads back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from agm.counting.model import Candidate, CandidateKind
from agm.language.en import capitalised, is_post
from agm.language.vote_words import VoteWords
from agm.rules.online_paper import Filled, FoundMistake, Mark, Mistake, PaperForm, PaperRead, read_online_paper
from agm.voting.commands import Paper
from agm.voting.queries import PaperKind
from agm.voting.queries.online import OnlineBallot

RON, YES, NO, BLANK, LATER = "ron", "yes", "no", "blank", "later"
FIELD = re.compile(r"[cbe](?P<contest>[0-9]{1,18})(?:-(?P<name>[a-z0-9]{1,18}))?")
MOST_FIELDS = 800
"""Of one form: more than any paper has."""
Typed = MultiDict[str, str]


@dataclass(frozen=True, slots=True)
class Photo:
    address: str
    name: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a candidate tells of themselves, as far as it may be shown."""

    paragraphs: tuple[str, ...] = ()
    photos: tuple[Photo, ...] = ()


NOTHING_TOLD = Told()


@dataclass(frozen=True, slots=True)
class NameOnPage:
    key: str
    """What the form sends for this name: it stays theirs, wherever they stand on the paper."""
    number: int
    name: str
    label: str
    is_apart: bool = False
    is_withdrawn: bool = False
    told: Told = NOTHING_TOLD

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return self.told.paragraphs

    @property
    def photos(self) -> tuple[Photo, ...]:
        return self.told.photos


@dataclass(frozen=True, slots=True)
class Problem:
    """A line of the summary: its code, its words, and the field that it leads to."""

    code: str
    words: str
    target: str = ""


class ContestOnPage:
    """One contest on the page, with what was filled in of it."""

    def __init__(self, ballot: OnlineBallot, typed: Typed, words: VoteWords, told: Mapping[int, Told]) -> None:
        self.ballot, self.words = ballot, words
        self.id = ballot.contest.id
        self.seats = ballot.contest.seats
        self.label = label_of(ballot)
        self.is_yes_no = ballot.vote.counting_rules == "yes_no"
        self.is_ranked = ballot.kind is PaperKind.RANKED
        self.is_single = not self.is_ranked and ballot.most == 1
        self.closes = ""
        """When it closes, where other contests close at another time."""
        self.is_undecided = False
        """Whether it came back empty, and nothing was said of that."""
        self.names = [self.name(one, told) for one in ballot.names]
        self.by_key = {one.key: one for one in self.names}
        self.form = PaperForm(
            names=tuple(self.by_key),
            mark=Mark.NUMBERS if self.is_ranked else Mark.CROSSES,
            most=None if self.is_ranked or ballot.kind is PaperKind.APPROVAL else ballot.most,
            withdrawn=frozenset(one.key for one in self.names if one.is_withdrawn),
        )
        self.filled = filled_in(self.id, typed)
        self.emptied = typed.get(f"e{self.id}", "")
        self.read: PaperRead = read_online_paper(self.form, self.filled)

    def name(self, candidate: Candidate, told: Mapping[int, Told]) -> NameOnPage:
        number, vote = candidate.number, self.ballot.vote
        if candidate.kind is CandidateKind.REOPEN_NOMINATIONS:
            key, label = (NO, self.words("no")) if self.is_yes_no else (RON, self.words("ron"))
            return NameOnPage(key, number, label, label, is_apart=not self.is_yes_no)
        candidacy_id = vote.candidacy_ids[number - 1]
        is_withdrawn = number in self.ballot.withdrawn
        about = told.get(candidacy_id, NOTHING_TOLD)
        key, label = (YES, self.words("yes")) if self.is_yes_no else (str(candidacy_id), candidate.name)
        return NameOnPage(key, number, candidate.name, label, is_withdrawn=is_withdrawn, told=about)

    @property
    def people(self) -> int:
        return sum(one.key != RON for one in self.names)

    @property
    def title(self) -> str:
        is_named = self.seats == 1 and is_post(self.label)
        if self.is_yes_no:
            key = "title_yes_no" if is_named else "title_yes_no_other"
            return self.words(key, name=self.names[0].name, office=self.label)
        return self.words("title_post" if is_named else "title_other", office=self.label)

    @property
    def how(self) -> str:
        if self.is_yes_no or self.is_ranked:
            return self.words("how_yes_no" if self.is_yes_no else "how_ranked")
        if self.form.most is None:
            return self.words("how_approval")
        return self.words("how_one") if self.is_single else self.words("how_several", most=self.form.most)

    @property
    def is_empty(self) -> bool:
        return self.filled.is_empty

    @property
    def is_in_box(self) -> bool:
        """Whether an earlier paper of the voter is in the box, which this one may take the place of."""
        return self.ballot.way is not None

    @property
    def state_of_empty(self) -> str:
        """Where it stands while nothing is filled in here."""
        return self.words("state_in_box" if self.is_in_box else "state_empty")

    @property
    def state(self) -> str:
        """Where it stands, in a word or two."""
        if self.read.mistakes:
            return self.words("state_mistake")
        if self.is_empty or self.filled.is_blank:
            return self.state_of_empty if self.is_empty else self.words("state_blank")
        if self.is_yes_no:
            return self.by_key[self.read.choices[0]].label
        return self.words("state_ranked" if self.is_ranked else "state_chosen", number=len(self.read.choices))

    def field_of(self, name: NameOnPage) -> str:
        return f"c{self.id}-{name.key}"

    def typed(self, name: NameOnPage) -> str:
        """What stands beside a name: its number as it was typed, or something where it has a cross."""
        if self.is_ranked:
            return " ".join(self.filled.numbers.get(name.key, ()))
        return "x" if name.key in self.filled.crosses else ""

    def wrong_at(self, name: NameOnPage) -> str:
        """What is wrong beside a name, or nothing."""
        found = [one for one in self.read.mistakes if name.key in one.names]
        return capitalised(self.in_words(found[0]).removeprefix(f"{self.label}: ")) if found else ""

    def in_words(self, found: FoundMistake) -> str:
        most = self.form.most or len(self.names)
        return self.words(
            found.kind.value, office=self.label, number=found.number, highest=len(self.names), most=most,
            extra=int(found.number) - most if found.kind is Mistake.TOO_MANY else "",
            names=self.words.join([self.by_key[key].name for key in found.names if key in self.by_key]),
        )  # fmt: skip

    def problems(self) -> list[Problem]:
        return [Problem(one.kind.value, self.in_words(one), self.target_of(one)) for one in self.read.mistakes]

    def target_of(self, found: FoundMistake) -> str:
        if found.kind is Mistake.BLANK_AND_MARKED:
            return f"b{self.id}"
        known = [self.by_key[key] for key in found.names if key in self.by_key]
        return self.field_of((known or self.names)[0])

    @property
    def read_back(self) -> list[str]:
        """The choices as a voter reads them once more; none of a blank paper."""
        names = [self.by_key[key] for key in self.read.choices]
        return [f"{one.label}, {self.names[0].name}" if self.is_yes_no else one.name for one in names]

    @property
    def paper(self) -> Paper:
        """What is cast; a contest that stays empty is left blank on purpose."""
        numbers = [self.by_key[key].number for key in self.read.choices]
        return Paper(tuple(numbers if self.is_ranked else sorted(numbers)), is_blank=not numbers)


def label_of(ballot: OnlineBallot) -> str:
    contest = ballot.contest
    return contest.label if contest.seats == 1 else contest.plural_label or contest.label


def filled_in(contest_id: int, typed: Typed) -> Filled:
    start = f"c{contest_id}-"
    crosses = [value for value in typed.getlist(f"c{contest_id}") if value]
    return Filled(
        numbers={key.removeprefix(start): tuple(typed.getlist(key)) for key in typed if key.startswith(start)},
        crosses=tuple(one for one in crosses if one != BLANK),
        is_blank=BLANK in crosses or bool(typed.get(f"b{contest_id}")),
    )


def fields_of(typed: Typed) -> list[tuple[str, str]]:
    """What was filled in, as the next form carries it; not what was said of empty contests, which is asked there."""
    found = [(name, value) for name, value in typed.items(multi=True) if FIELD.fullmatch(name) and value.strip()]
    return [field for field in found if not field[0].startswith("e")][:MOST_FIELDS]


def contests_named(typed: Typed) -> set[int]:
    """The contests of which a form says something."""
    matches = [FIELD.fullmatch(name) for name, value in typed.items(multi=True) if value.strip()]
    return {int(found["contest"]) for found in matches if found}


def on_page(
    ballots: Iterable[OnlineBallot], typed: Typed, words: VoteWords, told: Mapping[int, Told]
) -> list[ContestOnPage]:
    return [ContestOnPage(one, typed, words, told) for one in ballots]


def all_problems(contests: Sequence[ContestOnPage]) -> list[Problem]:
    return [problem for one in contests for problem in one.problems()]


SCRIPT_WORDS = ("drag", "so_far_none", "so_far_order", "so_far_twice", "so_far_chosen", "so_far_any", "so_far_many",
                "so_far_blank", "state_blank", "state_ranked", "state_chosen")  # fmt: skip


def script_words(words: VoteWords) -> dict[str, str]:
    """What the script of the paper says, with the places of names and numbers as they are in the catalogue."""
    kept: dict[str, Any] = {part: "{" + part + "}" for part in ("name", "names", "number", "most", "extra")}
    return {key: words(key, **kept) for key in SCRIPT_WORDS}
