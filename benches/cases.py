"""What is measured, one case per process: ``python -m benches.cases NAME`` prints seconds and peak memory as JSON."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from agm.counting import RULE_SETS, TieToDecide, count
from agm.counting.model import Ballots, Contest, TieDecision
from agm.counting.read.blt import read_blt
from benches.elections import contest, grouped, papers

Timed = Callable[[], object]
STANDARD = (100_000, 10, 4)
"""Papers, candidates and seats of the election that every program counts."""


def best_of(times: int, timed: Timed) -> float:
    """The shortest of several runs, in seconds of processor time, which other work on the machine disturbs least."""
    shortest = float("inf")
    for _ in range(times):
        begin = time.process_time()
        timed()
        shortest = min(shortest, time.process_time() - begin)
    return shortest


def counting(rules: str, ballots: Ballots, what: Contest, times: int = 7) -> float:
    """Seconds of one whole count, the decisions of its ties being known."""
    decisions: list[TieDecision] = []
    while True:
        try:
            count(what, ballots, RULE_SETS[rules], decisions)
            break
        except TieToDecide as tie:
            decisions.append(TieDecision(tie.stage, tie.kind, frozenset(tie.tied), tie.tied[: tie.choose]))
    return best_of(times, lambda: count(what, ballots, RULE_SETS[rules], decisions))


def own(rules: str, number: int, candidates: int, seats: int, times: int = 7) -> dict[str, Any]:
    """One of our rule sets on a made-up election."""
    ballots = grouped(number, candidates)
    return {
        "seconds": counting(rules, ballots, contest(candidates, seats), times),
        "distinct": len(ballots.groups),
    }


def grown() -> dict[str, Any]:
    """The standard election, and ten times as many papers of each ranking."""
    ballots = grouped(*STANDARD[:2])
    more = replace(ballots, groups=tuple(replace(g, papers=g.papers * 10) for g in ballots.groups))
    what = contest(*STANDARD[1:])
    return {"seconds": counting("scottish", more, what, 15), "before": counting("scottish", ballots, what, 15)}


def one_pass() -> dict[str, Any]:
    """The limit: reading every distinct ranking's first preference once."""
    ballots = grouped(*STANDARD[:2])

    def read() -> dict[object, int]:
        votes: dict[object, int] = {}
        for group in ballots.groups:
            first = group.ranking[0]
            votes[first] = votes.get(first, 0) + group.papers
        return votes

    return {"seconds": best_of(7, read), "distinct": len(ballots.groups)}


def reading(number: int = 1_000_000) -> dict[str, Any]:
    """Reading a BLT file of so many papers, ten to a line, and counting what was read."""
    lines = ["10 " + " ".join(map(str, ranking)) + " 0" for ranking in papers(number // 10, 10)]
    names = [f'"Candidate {n}"' for n in range(1, 11)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "large.blt")
        path.write_text("\n".join(["10 4", *lines, "0", *names, '"Measured"', ""]), encoding="utf-8")
        del lines

        def read() -> object:
            with path.open(encoding="utf-8", newline="") as file:
                return read_blt(file)

        seconds = best_of(3, read)
        with path.open(encoding="utf-8", newline="") as file:
            found = read_blt(file)
    distinct = {group.ranking for group in found.ballots.groups}
    return {
        "seconds": seconds,
        "count": counting("scottish", found.ballots, found.contest),
        "groups": len(found.ballots.groups),
        "distinct": len(distinct),
    }


def pyrankvote() -> dict[str, Any]:
    """pyrankvote's single transferable vote; it takes one object per paper."""
    from pyrankvote import Ballot, Candidate, single_transferable_vote  # noqa: PLC0415  only this case has it

    number, candidates, seats = STANDARD
    people = [Candidate(f"Candidate {n}") for n in range(1, candidates + 1)]
    cast = [Ballot([people[n - 1] for n in ranking]) for ranking in papers(number, candidates)]
    return {"seconds": best_of(3, lambda: single_transferable_vote(people, cast, number_of_seats=seats))}


def pref_voting() -> dict[str, Any]:
    """pref_voting's Scottish STV, from grouped papers."""
    from pref_voting.profiles_with_ties import ProfileWithTies  # noqa: PLC0415  heavy, and only this case has it
    from pref_voting.proportional_methods import stv_scottish  # noqa: PLC0415  only this case has it

    number, candidates, seats = STANDARD
    groups = grouped(number, candidates).groups
    rankings = [{candidate: place for place, candidate in enumerate(g.ranking, start=1)} for g in groups]
    profile = ProfileWithTies(rankings, rcounts=[g.papers for g in groups], candidates=list(range(1, candidates + 1)))
    return {"seconds": best_of(2, lambda: stv_scottish(profile, num_seats=seats))}


def votekit(*, one_per_paper: bool = False, table_ready: bool = False) -> dict[str, Any]:
    """votekit's FastSTV from ballots in memory, one per paper or equal ones together; or from its ready-made table."""
    from votekit import RankBallot, RankProfile  # noqa: PLC0415  heavy, and only this case has it
    from votekit.elections import FastSTV  # noqa: PLC0415  only this case has it

    number, candidates, seats = STANDARD
    names = [f"Candidate {n}" for n in range(1, candidates + 1)]
    each = papers(number, candidates)
    cast = [(ranking, 1) for ranking in each] if one_per_paper else list(Counter(each).items())
    ballots = [RankBallot(ranking=[frozenset({names[n - 1]}) for n in ranking], weight=w) for ranking, w in cast]
    profile = RankProfile(ballots=ballots, candidates=names)

    def run() -> object:
        table = profile if table_ready else RankProfile(ballots=ballots, candidates=names)
        return FastSTV(table, n_seats=seats, simultaneous=False)

    return {"seconds": best_of(3, run)}


CASES: dict[str, Callable[[], dict[str, Any]]] = {
    "scottish": lambda: own("scottish", *STANDARD),
    "ers97": lambda: own("ers97", *STANDARD),
    "meek": lambda: own("meek", *STANDARD),
    "gregory": lambda: own("gregory", *STANDARD),
    "pyrankvote": pyrankvote,
    "pref_voting": pref_voting,
    "votekit": lambda: votekit(one_per_paper=True),
    "votekit_grouped": votekit,
    "votekit_ready": lambda: votekit(table_ready=True),
    "one_pass": one_pass,
    "grown": grown,
    "reading": reading,
    "reading_half": lambda: reading(500_000),
    "thirty_scottish": lambda: own("scottish", 100_000, 30, 15, 3),
    "thirty_ers97": lambda: own("ers97", 100_000, 30, 15, 3),
    "thirty_meek": lambda: own("meek", 100_000, 30, 15, 1),
    "two_hundred_scottish": lambda: own("scottish", 100_000, 200, 15, 1),
    "two_hundred_ers97": lambda: own("ers97", 100_000, 200, 15, 1),
}


def peak_mib() -> float:
    """The largest memory of this process. Linux hands ``ru_maxrss`` on from the process that started it; VmHWM not."""
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Runs one case and prints what it found; ``peak_mib`` is the largest memory of the whole process."""
    found = CASES[sys.argv[1]]()
    found["peak_mib"] = peak_mib()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
