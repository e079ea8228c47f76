"""A file of countless errors is refused with the first of them, and soon."""

import json
import time

import pytest

from agm.facts.files import facts_from_json
from agm.facts.plain import MOST_PROBLEMS, PlainValueError

ORGANISATION = {"name": "Guild of Bell Ringers", "short_name": "GBR"}


def problems_of(source: str) -> list[str]:
    with pytest.raises(PlainValueError) as refused:
        facts_from_json(source)
    return [str(problem) for problem in refused.value.problems]


def test_at_most_a_hundred_problems_are_told() -> None:
    unknown = {f"k{number}": 1 for number in range(100_000)}
    source = json.dumps({"format_version": 1, "organisation": ORGANISATION, **unknown})
    began = time.process_time()
    problems = problems_of(source)
    assert time.process_time() - began < 5
    assert len(problems) == MOST_PROBLEMS
    assert problems[-1] == "There are 99,901 more problems in this file."


@pytest.mark.parametrize("source", ['{"format_version":1,"\\ud800":1}', '{"format_version":1,"kind":"\\uDFFF"}'])
def test_half_a_character_is_refused(source: str) -> None:
    (problem,) = problems_of(source)
    assert "half a character" in problem
    problem.encode()
