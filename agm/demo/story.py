"""The files of the demonstration."""

import json
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
Table = dict[str, Any]


def read_story() -> Table:
    return tomllib.loads((HERE / "story.toml").read_text(encoding="utf-8"))


def read_json(file: str) -> Table:
    plain: Table = json.loads((HERE / file).read_bytes())
    return plain
