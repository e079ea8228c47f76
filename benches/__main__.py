"""``python -m benches`` measures everything and prints the tables; ``python -m benches pages`` one part."""

from __future__ import annotations

import sys

from benches import busy_day, counting, door, nominations, pages, proxy, roll, savers, threads, wording

PARTS = {
    "counting": counting.main,
    "wording": wording.main,
    "roll": roll.main,
    "pages": pages.main,
    "busy": busy_day.main,
    "nominations": nominations.main,
    "door": door.main,
    "proxy": proxy.main,
    "savers": savers.main,
    "threads": threads.main,
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
