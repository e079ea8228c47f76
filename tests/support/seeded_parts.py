"""The parts of the meetings of the seeded facts files, drawn at random."""

from __future__ import annotations

from random import Random
from typing import Any

from agm.facts import Entry, OfficeState, Outcome, PersonName, Speaker, SpeakerKind, SupportMessage, VotesAre
from tests.support.seeded_words import FIELDS, FIRST, LAST, OFFICES, PREFIXES, ROLES, SENDERS, SEVERAL, SUFFIXES


class Maker:
    """Makes the parts of one meeting; no name is drawn twice."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.taken: set[str] = set()

    def name(self) -> PersonName:
        while True:
            name = f"{self.random.choice(FIRST)} {self.random.choice(LAST)}"
            if name not in self.taken:
                self.taken.add(name)
                break
        prefix = self.random.choice(PREFIXES) if self.random.random() < 0.2 else None
        suffix = self.random.choice(SUFFIXES) if self.random.random() < 0.15 else None
        return PersonName(name, prefix, suffix)

    def won(self, people: int = 1, **how: Any) -> Entry:  # noqa: ANN401  any mark of an entry
        return Entry(tuple(self.name() for _ in range(people)), elected=True, **how)

    def lost(self, votes: int | None = None) -> Entry:
        return Entry((self.name(),), elected=False, votes=votes)

    def contested(self, label: str, seats: int = 1, losers: int = 1, *, votes: bool = True, **others: Any) -> Outcome:  # noqa: ANN401  any field of an outcome
        figures = sorted(self.random.sample(range(2, 240), seats + losers), reverse=True)
        entries = [self.won(votes=figures[place] if votes else None) for place in range(seats)]
        entries += [self.lost(figures[seats + place] if votes else None) for place in range(losers)]
        return Outcome(label, seats=seats, state=OfficeState.DECIDED, entries=tuple(entries), **others)

    def filled(self, label: str, seats: int = 1, **how: Any) -> Outcome:  # noqa: ANN401  any mark of an entry
        return Outcome(
            label, seats=seats, state=OfficeState.DECIDED, entries=tuple(self.won(**how) for _ in range(seats))
        )

    def labels(self, count: int, first: tuple[str, ...] = ("Chair",)) -> list[str]:
        others = [label for label in OFFICES if label not in first]
        return [*first, *self.random.sample(others, max(0, count - len(first)))]

    def several(self) -> FIELDS:
        label, plural = self.random.choice(SEVERAL)
        return {"label": label, "plural_label": plural}

    def speaker(self, kind: SpeakerKind = SpeakerKind.GUEST, *, role: bool | None = None) -> Speaker:
        has_role = self.random.random() < 0.8 if role is None else role
        return Speaker(self.name(), self.random.choice(ROLES) if has_role else None, kind)

    def message(self, *, text: bool = False) -> SupportMessage:
        words = "I send you my best wishes for a good meeting." if text else None
        return SupportMessage(self.name(), self.random.choice(SENDERS), words)

    def votes_are(self) -> VotesAre:
        return self.random.choice((VotesAre.FIRST_PREFERENCES, VotesAre.FINAL_STAGE))
