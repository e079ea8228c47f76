"""The world of a case: the product behind a server of its own, with a clock that the case sets."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from unittest import mock

from sqlalchemy.orm import Session

from agm.audit.act import Act
from agm.database.engine import durably
from agm.web.kit import clock
from agm.web.kit.extensions import db
from tests.election_cases.count_words import Case, first_of, instant
from tests.election_cases.vote_served import chosen
from tests.support.laid_votes import OFFICER, LaidContest, LaidVote, LaidVoter, lay_vote

NOBODYS = 987_654_321
"""A number that no contest and no candidate has."""
RULES = {
    "ranked": "scottish", "stv": "scottish", "av": "scottish", "one": "plurality", "single": "plurality",
    "several": "block_vote", "many": "block_vote", "multi": "block_vote", "block": "block_vote", "x_of_n": "block_vote",
    "approval": "approval", "yes_no": "yes_no",
}  # fmt: skip
"""What a case calls the kinds of papers, and a way to count each."""
RON = {"ron", "re-open nominations", "reopen", "reopen_nominations", "none_of_the_above"}
CHANGE = re.compile("chang|revot|last|again|replac|overwr|which_counts")
FINAL = re.compile("final|first")
NOT_SO = {"", "no", "never", "none", "first", "first_counts", "not_allowed", "forbidden", "final"}


class World:
    """A vote as a case describes it, and what happens to it."""

    def __init__(self, case: Case) -> None:
        self.server = chosen()
        self.setup: Case = case["setup"]
        self.steps: Sequence[Case] = case["steps"]
        self.rule: Case = {**case["setup"].get("rule", {}), **case.get("rule", {})}
        self.with_papers = any(paper_word(word) for word in words_in(self.steps, self.listed))
        self.contests: Mapping[str, Case] = self.setup["contests"]
        self.opens_at = min(instant(one["opens_at"]) for one in self.contests.values())
        self.closes_at = max(instant(one["closes_at"]) for one in self.contests.values())
        self.codes: dict[str, str] = {}
        self.entries: dict[str, int] = {}
        self.laid: LaidVote

    @contextmanager
    def begun(self) -> Iterator[World]:
        with mock.patch.object(clock, "now", self.server.clock.now):
            try:
                self.set_clock(self.opens_at - dt.timedelta(days=8))
                self.server.reset()
                with self.session() as session:
                    self.lay(session)
                yield self
            finally:
                self.server.clock.at = None

    @property
    def listed(self) -> Mapping[str, Case]:
        """What is said of each code; a list of codes says nothing but that they are there."""
        held = self.setup["codes"]
        if isinstance(held, Mapping):
            return {name: one or {} for name, one in held.items()}
        return {one if isinstance(one, str) else one["code"]: {} if isinstance(one, str) else one for one in held}

    def has_step(self, *words: str) -> bool:
        return any(step["do"] in words for step in self.steps)

    def lay(self, session: Session) -> None:
        from agm.voting.models import VoteHow

        listed = self.listed
        self.laid = lay_vote(
            session,
            [self.contest(label, one) for label, one in self.contests.items()],
            [LaidVoter(f"Voter {code}", one.get("section"), one.get("weight", 1)) for code, one in listed.items()],
            self.opens_at,
            self.closes_at,
            may_change=self.may_change,
            how=VoteHow.MIXED if self.with_papers else VoteHow.ONLINE,
        )
        self.codes = dict(zip(listed, self.laid.codes, strict=True))
        self.entries = dict(zip(listed, self.laid.entries, strict=True))

    @property
    def may_change(self) -> bool:
        """As the rule says it, in whichever words: that a later vote counts, or that the first is not final."""
        if any(FINAL.search(name) and said is False for name, said in self.rule.items()):
            return True
        return any(CHANGE.search(name) and said and str(said) not in NOT_SO for name, said in self.rule.items())

    def rules_of(self, label: str) -> str:
        """A way to count a contest; of a kind with no name here by how many can be chosen."""
        one = self.contests[label]
        by_votes = "plurality" if one.get("max_votes", 1) == 1 else "block_vote"
        return RULES.get(one.get("kind", ""), by_votes)

    def people(self, label: str) -> list[str]:
        """The candidates; of a yes or no that names none, one of its own."""
        found = [one for one in self.contests[label]["candidates"] if one.lower() not in RON]
        if self.rules_of(label) == "yes_no":
            found = [one for one in found if one.lower() not in {"yes", "no"}]
        return found or ["The candidate"]

    def seats(self, label: str) -> int:
        one = self.contests[label]
        each = one.get("max_votes", 1) if self.rules_of(label) == "block_vote" else 1
        return int(first_of(one, "seats", "places", default=each))

    def contest(self, label: str, one: Case) -> LaidContest:
        rules, people = self.rules_of(label), self.people(label)
        has_ron = any(name.lower() in RON for name in one["candidates"])
        return LaidContest(
            label, tuple(people), rules, self.seats(label), has_ron or rules == "yes_no",
            one.get("section"), instant(one["opens_at"]), instant(one["closes_at"]),
        )  # fmt: skip

    def names_on(self, label: str) -> list[str]:
        """The names on a paper by their numbers; re-opening nominations is the last, where it is there."""
        if self.rules_of(label) == "yes_no":
            return ["yes", "no"]
        ron = next((one for one in self.contests[label]["candidates"] if one.lower() in RON), "no")
        return [*self.laid.candidacies[label], ron]

    def ranked(self, label: str) -> bool:
        return label in self.contests and self.rules_of(label) == "scottish"

    def key_of(self, label: str, choice: str) -> str:
        """What the paper sends for a name; for one that is not on it, a number that is nobody's."""
        if label not in self.contests:
            return str(NOBODYS)
        if self.rules_of(label) == "yes_no":
            return choice if choice in {"yes", "no"} else "yes" if choice in self.people(label) else str(NOBODYS)
        number = self.laid.candidacies[label].get(choice)
        return "ron" if choice.lower() in RON else str(number or NOBODYS)

    def hours(self, label: str) -> tuple[dt.datetime, dt.datetime]:
        """From when until when a contest is open; of one that is not there, the vote."""
        one = self.contests.get(label)
        return (instant(one["opens_at"]), instant(one["closes_at"])) if one else (self.opens_at, self.closes_at)

    def set_clock(self, at: dt.datetime) -> None:
        self.server.clock.at = at

    def work(self) -> None:
        """What the worker does by this time."""
        self.server.worker.run_due()

    @contextmanager
    def session(self) -> Iterator[Session]:
        with self.server.app.app_context(), durably(), Session(db.engine) as session:
            yield session
            session.commit()

    @contextmanager
    def officer(self) -> Iterator[Act]:
        """The returning officer at work, in one transaction."""
        with self.session() as session:
            yield Act(session, OFFICER, clock.now())


def paper_word(word: str) -> bool:
    return "paper" in word


def words_in(steps: Sequence[Case], codes: Mapping[str, Case]) -> Iterator[str]:
    """What a case does, and what it says of its codes."""
    yield from (str(step.get("do", "")) for step in steps)
    for one in codes.values():
        yield from (name for name, value in one.items() if value)
        yield from (value for value in one.values() if isinstance(value, str))
