"""The examples in the documentation run, and its figures of Mid-Argyll are those of the counts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from agm.counting import RULE_SETS, count
from tests.samples import sample_ballots
from tests.support.project import ROOT

LIBRARY = (ROOT / "docs" / "counting-library.md").read_text(encoding="utf-8")
RULES = (ROOT / "docs" / "counting-rules.md").read_text(encoding="utf-8")


def test_the_examples_of_the_library_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ward3.blt").write_text('2 1\n3 1 2 0\n2 2 0\n0\n"Ann"\n"Bo"\n"Ward"\n', encoding="utf-8")
    for example in re.findall(r"```python\n(.*?)```", LIBRARY, re.DOTALL):
        exec(compile(example, "counting-library.md", "exec"), {})  # noqa: S102  our own text
    assert (tmp_path / "ward3.svg").read_text(encoding="utf-8").startswith("<svg ")


def test_every_rule_set_is_described() -> None:
    assert [name for name in RULE_SETS if f"`{name}`" not in RULES] == []


@pytest.mark.parametrize(
    ("rules", "stage", "candidate", "figure"),
    [
        ("scottish", 7, 5, "385.66"),
        ("scottish", 7, 6, "460.67"),
        ("scottish", 7, 7, "365.09"),
        ("scottish", 8, 5, "496.65"),
        ("scottish", 8, 6, "501.95"),
        ("ers97", 7, 5, "412.80"),
        ("ers97", 7, 6, "467.64"),
        ("ers97", 7, 7, "397.79"),
        ("ers97", 8, 5, "534.63"),
        ("ers97", 8, 6, "510.84"),
        ("meek", 6, 5, "435.99"),
        ("meek", 6, 6, "484.36"),
        ("meek", 6, 7, "445.65"),
        ("meek", 7, 6, "549.66"),
        ("meek", 7, 7, "627.08"),
    ],
)
def test_the_figures_of_mid_argyll(rules: str, stage: int, candidate: int, figure: str) -> None:
    file = sample_ballots("argyll_bute_2022_ward3")
    result = count(file.contest, file.ballots, RULE_SETS[rules])
    votes = result.stages[stage - 1].totals[candidate - 1]
    assert f"{votes / result.scale:.2f}" == figure
    assert figure in RULES
