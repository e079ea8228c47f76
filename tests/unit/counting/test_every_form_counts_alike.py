"""An election has the same winners and the same stages, whatever form its papers were written in."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from agm.counting import RULE_SETS, CountResult
from agm.counting.model import Ballots, Candidate, Contest
from agm.counting.read.any_file import read_votes
from agm.counting.read.files import BallotFile
from tests.samples import CONTESTS, sample_ballots
from tests.support.ballot_forms import BLT, FORMS, LISTED, SEVERAL_CONTESTS, names_of, written
from tests.support.counting import count_with_lots


@cache
def counted(contest: Contest, ballots: Ballots) -> CountResult:
    """Counted once for all forms that were read as the very same papers."""
    return count_with_lots(contest, ballots, RULE_SETS["scottish"])


sample = cache(sample_ballots)


def read_back(form: str, contest: Contest, ballots: Ballots) -> BallotFile:
    file = read_votes(
        written(form, contest, ballots),
        seats=None if form in BLT else contest.seats,
        title=contest.title,
        candidates=names_of(contest) if form in LISTED else (),
        contest=contest.title if form in SEVERAL_CONTESTS else "",
    )
    assert isinstance(file, BallotFile)
    return file


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", CONTESTS)
def test_the_same_winners_and_stages(name: str, form: str) -> None:
    known = sample(name)
    file = read_back(form, known.contest, known.ballots)
    contest = replace(file.contest, title=known.contest.title)  # names in comments leave no room for it
    result, expected = counted(contest, file.ballots), counted(known.contest, known.ballots)
    assert result.elected == expected.elected
    assert result.stages == expected.stages
    assert (result.contest, result.papers) == (expected.contest, expected.papers)


ODD = Contest("Chair, “A”", (Candidate(1, 'Ann "Nan" Lee'), Candidate(2, "Bo, Jr"), Candidate(3, "Zoë O’Brien")), 2)


@pytest.mark.parametrize("form", FORMS)
def test_odd_names_and_empty_papers(form: str) -> None:
    """Quotes, commas, accents and apostrophes in names, and papers on which nothing is marked."""
    ballots = Ballots.of([(1, 2), (), (3,), (), (2, 3, 1)])
    file = read_back(form, ODD, ballots)
    assert names_of(file.contest) == names_of(ODD)
    assert {g.ranking: g.papers for g in file.ballots.groups} == {(1, 2): 1, (): 2, (3,): 1, (2, 3, 1): 1}
