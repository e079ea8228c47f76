"""What was erased, noted in a file outside the database, so that a backup which is put back is cleared again.

The file holds numbers of records and digests, and never a name.
"""

import json
import os
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from agm.workflows.erase_person import erasures

NAME = "erasures.json"


def noted(folder: Path) -> list[dict[str, Any]]:
    """What the file tells; nothing where there is none. Raises OSError and ValueError where it cannot be read."""
    path = folder / NAME
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    return found


def together(first: list[dict[str, Any]], second: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Both lists as one, each erasure once, in order of time."""
    known = {(one["person_id"], one["at"]): one for one in (*first, *second)}
    return sorted(known.values(), key=lambda one: str(one["at"]))


def note_erasures(session: Session, folder: Path) -> None:
    """Write what the log tells of beside what the file tells already, in place of the file."""
    told = together(noted(folder), erasures(session))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = folder / f"{NAME}.part"
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(told, file, indent=1, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / NAME)
