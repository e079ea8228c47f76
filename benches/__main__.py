"""``python -m benches`` measures everything and prints the tables; ``python -m benches pages`` one part."""

from __future__ import annotations

import sys

from benches import (
    busy_day,
    count,
    counting,
    door,
    forms,
    nominations,
    pages,
    proxy,
    roll,
    savers,
    threads,
    votes,
    wording,
)

PARTS = {
    "counting": counting.main,
    "wording": wording.main,
    "forms": forms.main,
    "roll": roll.main,
    "pages": pages.main,
    "busy": busy_day.main,
    "nominations": nominations.main,
    "door": door.main,
    "count": count.main,
    "proxy": proxy.main,
    "savers": savers.main,
    "threads": threads.main,
    "votes": votes.main,
}


def main(asked: list[str]) -> None:
    """The parts asked for, or all of them."""
    unknown = [name for name in asked if name not in PARTS]
    if unknown:
        raise SystemExit(f"There is no part “{unknown[0]}”. Parts: {', '.join(PARTS)}.")
    for name in asked or PARTS:
        PARTS[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
