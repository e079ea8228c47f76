"""Member lists measured: the time and the memory of a reading, by the number of rows. Both grow as the list does."""

from __future__ import annotations

import datetime as dt
import json
import resource
import subprocess
import sys
import time

from agm.membership.reading.read import read_roll
from agm.membership.reading.values import MemberClass, RollSettings
from benches.counting import say

ROWS = (25_000, 50_000, 100_000)
FAMILIES = ("Ashby", "Cole", "Dee", "Eel", "Fox", "Gill", "Hay", "Ivers", "Jowett", "Kell")


def list_of(rows: int) -> bytes:
    """A list with a fault in every thousandth row: a number twice, no name, no address, an unknown class."""
    lines = ["Membership Number,First Name,Last Name,Email,Membership Type,Joined,Expires"]
    for number in range(rows):
        kind = number % 4000
        key = number - 1 if kind == 1000 else number
        name = "" if kind == 2000 else f"Ann {number:x}".translate(str.maketrans("0123456789", "ghijklmnop"))
        family = "" if kind == 2000 else FAMILIES[number % len(FAMILIES)]
        email = "" if kind == 3000 else f"member{number}@example.org"
        grade = "Patron" if kind == 3999 else "Full"
        lines.append(f"M{key:06d},{name},{family},{email},{grade},14/02/2020,31/03/2027")
    return "\n".join(lines).encode()


def measure(rows: int) -> None:
    """Print, as JSON, the seconds of the processor and the most memory in MB of one reading, in its own process."""
    settings = RollSettings(
        freeze_date=dt.date(2026, 9, 1), paid_up_at=dt.date(2026, 9, 1), classes=(MemberClass("Full"),)
    )
    data = list_of(rows)
    began = time.process_time()
    reading = read_roll(data, settings)
    seconds = time.process_time() - began
    assert len(reading.rows) == rows  # noqa: S101  a bench that measures something else is no bench
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(json.dumps([seconds, memory]))


def main() -> None:
    say("\nMember lists (CSV): seconds of the processor, microseconds a row, most memory in MB")
    for rows in ROWS:
        program = f"from benches.roll import measure; measure({rows})"
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603  ours
        seconds, memory = json.loads(done.stdout)
        say(f"{rows:>9,} rows {seconds:8.2f} {seconds / rows * 1e6:8.0f} {memory:6}")


if __name__ == "__main__":
    main()
