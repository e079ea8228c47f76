"""How often one code is sent, counted by code and never by address: a whole hall votes from one."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from threading import Lock

from agm.rules.code_letters import read_code

MOST = 120
MINUTE = 60


class Sendings:
    """Those of the present minute, counted in this process alone: no store gets to know when a code was used."""

    def __init__(self) -> None:
        self.began, self.of_code, self.lock = time.monotonic(), Counter[bytes](), Lock()

    def may_go_on(self, code: str) -> bool:
        """Count a sending. Whether there were not too many of this code, in whichever case and grouping."""
        digest = hashlib.sha256((read_code(code) or code).encode("utf-8", "surrogatepass")).digest()
        now = time.monotonic()
        with self.lock:
            if now >= self.began + MINUTE:
                self.began, self.of_code = now, Counter()
            self.of_code[digest] += 1
            return self.of_code[digest] <= MOST
