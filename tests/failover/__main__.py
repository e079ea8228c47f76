"""`python -m tests.failover [PART…]`: each part, or those that are named; status 1 where something does not hold."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from tests.failover import database_gone, disk_full, kills, sealing, two_servers
from tests.failover.scene import Broken, say

PARTS: dict[str, tuple[str, Callable[[], None]]] = {
    "kills": ("the server killed at random moments", kills.main),
    "servers": ("two servers, and a standby that is promoted", two_servers.main),
    "gone": ("the database away for a while", database_gone.main),
    "full": ("the disk full", disk_full.main),
    "sealing": ("killed while sealing", sealing.main),
}


def main(asked: list[str]) -> int:
    unknown = [name for name in asked if name not in PARTS]
    if unknown:
        raise SystemExit(f"There is no part “{unknown[0]}”. Parts: {', '.join(PARTS)}.")
    broken = 0
    for name in asked or PARTS:
        title, part = PARTS[name]
        begin = time.monotonic()
        say(f"{name}: {title}")
        try:
            part()
        except Broken as error:
            broken += 1
            say(f"  BROKEN: {error}")
        say(f"  {time.monotonic() - begin:.0f} s")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
