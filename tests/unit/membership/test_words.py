"""Whatever a reading says can be said to a person."""

from __future__ import annotations

import json

from agm.membership.reading.read import read_roll
from agm.membership.reading.values import RollSettings
from agm.membership.reading.words import DECISIONS, EFFECTS, WHY_LEFT_OUT, WHY_NO_MEMBER, problem_words, question_words
from tests.election_cases.rolls import settings_of
from tests.support.project import ROOT

ROLLS = ROOT / "tests" / "data" / "election_cases" / "rolls"


def test_every_problem_question_and_reason_of_the_cases_has_words() -> None:
    sentences = []
    for path in sorted(ROLLS.glob("*.json")):
        case = json.loads(path.read_text(encoding="utf-8"))
        reading = read_roll((ROLLS / case["file"]).read_bytes(), settings_of(case["settings"]))
        sentences += [problem_words(problem) for row in reading.rows for problem in row.problems]
        sentences += [question_words(question) for question in reading.questions]
        assert all(one.why in WHY_LEFT_OUT for one in reading.left_out)
        assert all(row.decision in DECISIONS and (row.why is None or row.why in WHY_NO_MEMBER) for row in reading.rows)
        assert all(problem.effect in EFFECTS for row in reading.rows for problem in row.problems)
    assert len(sentences) > 90
    assert not [sentence for sentence in sentences if "None" in sentence or "{" in sentence]


def test_a_question_about_rows_says_what_is_asked() -> None:
    reading = read_roll("Name,Email\nMr & Mrs Di Peal,peal@example.org\n", RollSettings())
    assert [question_words(one) for one in reading.questions] == [
        "Two people are in one row, in line 2. Does each of them have a vote?"
    ]
