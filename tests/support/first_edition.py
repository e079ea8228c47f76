"""The archives that the first edition wrote, unpacked."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path
from typing import Any

from tests.support.project import ROOT

KEPT = ROOT / "tests" / "data" / "first-edition-archive"
NAMES = ("demonstration", "guild")


def unpack(name: str, folder: Path) -> Path:
    """The folder of an archive, unpacked below `folder`."""
    with tarfile.open(KEPT / f"{name}.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    return folder / name


def rows(archive: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of an archive by table, as JSON values."""
    found: dict[str, Any] = {}
    for file in archive.glob("*.json"):
        found |= json.loads(file.read_text(encoding="utf-8"))
    assert found.pop("format_version") == 1
    return found
