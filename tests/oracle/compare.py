"""Elections made at random, counted by the engine, and the result in the terms of the oracle."""

from __future__ import annotations

import random
from collections.abc import Sequence

from agm.counting import CountResult, TieToDecide, count
from agm.counting.model import Ballots, Candidate, Contest, TieDecision
from agm.counting.result import ExclusionReason
from agm.counting.rules import RuleSet
from agm.counting.values import as_fraction
from tests.oracle.papers import Election, Lot, Marked, OracleCount


def random_election(seed: int) -> Election:
    """A small election full of difficulties: ties, papers that end early, candidates without votes, seats to spare."""
    chance = random.Random(seed)  # noqa: S311  a made-up election, not a secret
    candidates = chance.choice([1, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8, 9, 14])
    seats = chance.choice([1, 1, 2, 2, 3, 4, 5, candidates, candidates + 1])
    standing = list(range(1, candidates + 1))
    liked = chance.sample(standing, chance.randint(1, candidates)) if chance.random() < 0.35 else standing
    pull = {candidate: chance.choice([1, 1, 1, 2, 3, 6]) for candidate in liked}
    longest = chance.choice([1, 2, 3, candidates, candidates])
    kinds = [_ranking(chance, pull, longest) for _ in range(chance.choice([1, 2, 4, 8, 16, 30, 60]))]
    papers = [kind for kind in kinds for _ in range(chance.choice([1, 1, 1, 2, 3, 5, 8]))]
    return Election(candidates, seats, tuple(papers))


def _ranking(chance: random.Random, pull: dict[int, int], longest: int) -> tuple[int, ...]:
    left = dict(pull)
    ranking = []
    for _ in range(min(chance.randint(1, longest), len(left))):
        chosen = chance.choices(list(left), list(left.values()))[0]
        ranking.append(chosen)
        del left[chosen]
    return tuple(ranking)


def random_faults(seed: int, election: Election) -> tuple[tuple[Marked, ...], frozenset[int]]:
    """The papers of an election as careless voters mark them, and candidates who withdrew after printing."""
    chance = random.Random(repr(("faults", seed)))  # noqa: S311  made-up papers, no secret
    numbers = range(1, election.candidates + 1)
    gone = frozenset(number for number in numbers if chance.random() < 0.15)
    withdrawn = gone if len(gone) < election.candidates else frozenset()
    return tuple(_careless(chance, ranking, list(numbers)) for ranking in election.papers), withdrawn


def _careless(chance: random.Random, ranking: tuple[int, ...], numbers: list[int]) -> Marked:
    marked: list[int | tuple[int, ...]] = list(ranking)
    for _ in range(chance.choice([0, 0, 1, 2])):
        at = chance.randint(0, len(marked))
        several = tuple(chance.sample(numbers, min(2, len(numbers))))
        fault = chance.choice([0, chance.choice(numbers), several if len(several) > 1 else 0])
        marked.insert(at, fault)
    return tuple(marked)


def lot_of(seed: int) -> Lot:
    """A lot that is fair, and the same whenever the same candidates are tied."""

    def draw(tied: tuple[int, ...]) -> int:
        return random.Random(repr((seed, tied))).choice(tied)  # noqa: S311  made-up papers, no secret

    return draw


def count_by_engine(
    election: Election, rules: RuleSet, lot: Lot, marked: tuple[Marked, ...] | None = None
) -> CountResult:
    """Counts, and decides each tie by the lot when it is asked for. ``marked`` are the papers as voters left them."""
    standing = tuple(Candidate(number, f"C{number}") for number in range(1, election.candidates + 1))
    contest = Contest("made at random", standing, election.seats, withdrawn=election.withdrawn)
    ballots = Ballots.of(election.papers if marked is None else marked)
    decisions: list[TieDecision] = []
    while True:
        try:
            return count(contest, ballots, rules, tuple(decisions))
        except TieToDecide as tie:
            left, chosen = list(tie.tied), []
            for _ in range(tie.choose):
                chosen.append(lot(tuple(left)))
                left.remove(chosen[-1])
            decisions.append(TieDecision(tie.stage, tie.kind, frozenset(tie.tied), tuple(chosen)))


def differences(result: CountResult, oracle: OracleCount) -> list[str]:
    """What differs: winners and their stages, exclusions and theirs, every total, every quota."""
    found = []
    totals = [[as_fraction(total, result.scale) for total in stage.totals] for stage in result.stages]
    if totals != [list(stage.totals) for stage in oracle.stages]:
        found.append(f"totals: {_shown(totals)} against {_shown([stage.totals for stage in oracle.stages])}")
    quotas = [as_fraction(s.quota, result.scale) for s in result.stages if s.quota is not None]
    if quotas and quotas != [stage.quota for stage in oracle.stages]:
        found.append(f"quotas: {_shown([quotas])} against {_shown([[stage.quota for stage in oracle.stages]])}")
    elected = sorted((e.candidate, e.stage) for e in result.elected)
    if elected != sorted(oracle.elected):
        found.append(f"elected: {elected} against {sorted(oracle.elected)}")
    excluded = sorted((e.candidate, e.stage) for e in result.excluded if e.by is not ExclusionReason.SEATS_FILLED)
    if excluded != sorted(oracle.excluded):
        found.append(f"excluded: {excluded} against {sorted(oracle.excluded)}")
    lots = [tie.tied for tie in result.ties if tie.decision is not None]
    if lots != oracle.lots:
        found.append(f"lots: {lots} against {oracle.lots}")
    return found


def _shown(rows: Sequence[Sequence[object]]) -> str:
    return " | ".join(" ".join(str(float(str(v)) if "/" not in str(v) else v) for v in row) for row in rows)
