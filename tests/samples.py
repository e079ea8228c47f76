"""The real ballots and their official results, which stand beside the project and not in it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from agm.counting.read import BallotFile, read_blt
from tests.support.project import ROOT

BALLOTS = ROOT.parent / "shared" / "samples" / "ballots"

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


def sample(*parts: str) -> Path:
    """A file of the samples. Without the folder the test is skipped, or fails where the samples must be there."""
    if not BALLOTS.is_dir():
        reason = f"the sample ballots are not beside the project ({BALLOTS})"
        if os.environ.get("CI") == "true" or os.environ.get("AGM_REQUIRE_SAMPLES") == "1":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return BALLOTS.joinpath(*parts)


def sample_ballots(name: str) -> BallotFile:
    """The papers of a contest, real or synthetic."""
    return read_blt(sample("synthetic" if name in SYNTHETIC else "blt", f"{name}.blt").read_bytes())


def sample_json(folder: str, name: str) -> Any:  # noqa: ANN401  whatever the file holds
    """One of the JSON files: folder "expected", "official" or "synthetic"."""
    return json.loads(sample(folder, f"{name}.json").read_text(encoding="utf-8"))
