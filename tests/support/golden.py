"""Comparing a rendering with the text kept for it, which a person has read."""

from __future__ import annotations

import os
from pathlib import Path


def same_as_kept(text: str, kept: Path) -> bool:
    """Whether the text is the one kept; with AGM_WRITE_GOLDEN=1 it is written anew, to be read and committed."""
    if os.environ.get("AGM_WRITE_GOLDEN") == "1":
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(text, encoding="utf-8")
    return text == kept.read_text(encoding="utf-8")
