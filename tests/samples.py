"""Elections with known results: those made for the tests, and real ones, which stand beside the project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agm.counting.read.blt import read_blt
from agm.counting.read.files import BallotFile
from tests.support.project import ROOT

BALLOTS = ROOT.parent / "shared" / "samples" / "ballots"
OWN = ROOT / "tests" / "data" / "elections"
NOT_THERE = "not beside the project"
CONTESTS = (
    "aberdeen_2017_ward10",
    "aberdeenshire_2017_ward1",
    "argyll_bute_2022_ward3",
    "dumgal_2022_ward7",
    "edinburgh_2017_ward1",
    "edinburgh_2022_ward11",
    "eilean_siar_2022_ward3",
    "falkirk_2022_ward6",
    "highland_2017_ward10",
    "north_ayrshire_2022_arran",
    "orkney_2017_ward6",
    "shetland_2017_ward6",
)
SYNTHETIC = ("bulk", "ers_differs", "lookback", "lot", "lot_surplus", "reduced_quota")


def sample(folder: str, file: str) -> Path:
    """A file about a real contest: folder "blt", "expected", "official" or "ers97-sheets".

    Without the folder the test is skipped, under continuous integration too: a stranger's clone has no such folder.
    """
    if not BALLOTS.is_dir():
        pytest.skip(f"the public ballots are {NOT_THERE} ({BALLOTS}); see tests/data/README.md")
    return BALLOTS / folder / file


def ballot_data(name: str) -> bytes:
    """The BLT file of a contest, real or synthetic."""
    return (OWN / f"{name}.blt" if name in SYNTHETIC else sample("blt", f"{name}.blt")).read_bytes()


def sample_ballots(name: str) -> BallotFile:
    return read_blt(ballot_data(name))


def expected_result(name: str) -> Any:  # noqa: ANN401  whatever the file holds
    """What the rule sets make of a contest, real or synthetic."""
    path = OWN / f"{name}.json" if name in SYNTHETIC else sample("expected", f"{name}.json")
    return json.loads(path.read_text(encoding="utf-8"))
