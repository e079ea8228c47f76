"""A bundle is counted again where there is nothing but the counting library: no database, no packages, no settings."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from agm.counting import RULE_SETS, count
from agm.counting.bundle import write_bundle
from agm.counting.model import Ballots, Candidate, Contest
from agm.counting.read.blt import read_blt
from agm.counting.read.nist import read_nist
from agm.counting.render.cast_votes import cast_votes_json
from tests.support import contests
from tests.support.project import ROOT

PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
from agm.counting.bundle import verify_bundle
found = verify_bundle(open(sys.argv[2], "rb").read())
print(found.differences, *(found.result.contest.candidate(one.candidate).name for one in found.result.elected), sep="|")
print(sorted({name.partition(".")[0] for name in sys.modules} & {"sqlalchemy", "flask", "click", "pydantic"}))
"""


def test_a_bundle_is_verified_with_the_counting_library_alone(tmp_path: Path) -> None:
    for package in ("counting", "language"):
        shutil.copytree(ROOT / "agm" / package, tmp_path / "alone" / "agm" / package)
    (tmp_path / "alone" / "agm" / "__init__.py").touch()
    file = read_blt(contests.COMMITTEE)
    result = count(file.contest, file.ballots, RULE_SETS["scottish"], (contests.LOT,))
    bundle = tmp_path / "committee.zip"
    bundle.write_bytes(write_bundle(file.contest, file.ballots, result, (contests.LOT,)))
    command = [sys.executable, "-S", "-I", "-c", PROGRAM, str(tmp_path / "alone"), str(bundle)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    elected = [result.contest.candidate(one.candidate).name for one in result.elected]
    assert answer.stdout.splitlines() == ["|".join(("()", *elected)), "[]"]


@settings(max_examples=25)
@given(st.lists(st.permutations([1, 2, 3, 4]), max_size=12), st.integers(0, 4))
def test_cast_vote_records_are_read_back(rankings: list[list[int]], kept: int) -> None:
    names = tuple(Candidate(number, f"Name {number}") for number in range(1, 5))
    papers = Ballots.of([tuple(one[:kept]) for one in rankings] + [(2, 1)])
    contest = Contest("Chair", names, 2)
    found = read_nist(cast_votes_json(contest, papers, ranked=True))
    assert (found.contest.title, found.contest.seats, found.contest.candidates) == ("Chair", 2, names)
    assert sorted((one.ranking, one.papers) for one in found.ballots.groups) == sorted(
        (one.ranking, one.papers) for one in papers.groups
    )


def test_crosses_are_read_back_without_an_order() -> None:
    names = tuple(Candidate(number, f"Name {number}") for number in range(1, 4))
    papers = Ballots.of([(1, 3), (2,), (1, 3), ()])
    found = read_nist(cast_votes_json(Contest("Committee", names, 2), papers, ranked=False, marks=2))
    assert {one.ranking: one.papers for one in found.ballots.groups} == {((1, 3),): 2, (2,): 1, (): 1}
