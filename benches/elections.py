"""Elections made for measuring: the same every time, with the spread of rankings that real contests have."""

from __future__ import annotations

import random

from agm.counting.model import Ballots, Candidate, Contest

Ranking = tuple[int, ...]


def papers(number: int, candidates: int, seed: int = 1) -> list[Ranking]:
    """So many ranked papers: some candidates liked better than others, five preferences on average."""
    chance = random.Random(seed)  # noqa: S311  a made-up election, not a secret
    liked = [chance.random() + 0.2 for _ in range(candidates)]
    numbers = range(1, candidates + 1)
    made = []
    for _ in range(number):
        length = min(candidates, max(1, round(chance.gauss(5, 2))))
        order = sorted(
            numbers, key=lambda c: liked[c - 1] * chance.random() ** 0.5 + chance.random() * 0.6, reverse=True
        )
        made.append(tuple(order[:length]))
    return made


def contest(candidates: int, seats: int) -> Contest:
    """A contest between so many people."""
    return Contest("Measured", tuple(Candidate(n, f"Candidate {n}") for n in range(1, candidates + 1)), seats)


def grouped(number: int, candidates: int, seed: int = 1) -> Ballots:
    """The same papers, equal ones together."""
    return Ballots.of(papers(number, candidates, seed))
