"""Counting measured against other programs and against its own targets, each case in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from benches.cases import STANDARD

REPEATS = 2
"""How often the cases of the comparison are run; the shortest counts."""
PEERS = {"pyrankvote": 8, "pref_voting": 40, "votekit": 50}
"""By what factor the Scottish count is to be faster."""
LARGE = ("thirty_scottish", "thirty_ers97", "thirty_meek", "two_hundred_scottish", "two_hundred_ers97")


def measured(case: str) -> dict[str, Any]:
    """What one case reports; its process ends with it, so that its memory is its own."""
    done = subprocess.run([sys.executable, "-m", "benches.cases", case], capture_output=True, text=True, check=False)  # noqa: S603  our own command
    if done.returncode:
        raise SystemExit(f"{case}: {done.stderr.strip().splitlines()[-1]}")
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def shortest(cases: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """The shortest of several rounds of cases, taken in turn so that a busy minute does not fall on one of them."""
    found: dict[str, dict[str, Any]] = {}
    for _ in range(REPEATS):
        for case in cases:
            now = measured(case)
            if case not in found or now["seconds"] < found[case]["seconds"]:
                found[case] = now
    return found


def row(name: str, found: dict[str, Any], ratio: str, target: str) -> str:
    """One line of a table."""
    return f"{name:<38}{found['seconds'] * 1000:>10.1f} ms{ratio:>12}{target:>16}{found['peak_mib']:>9.0f} MiB"


def verdict(ratio: float, target: float, *, at_least: bool) -> str:
    """A target and whether it was met."""
    met = ratio >= target if at_least else ratio <= target
    return f"{'≥' if at_least else '≤'} {target:g} {'met' if met else 'MISSED'}"


def compare() -> None:
    """The standard election, ours and theirs."""
    number, candidates, seats = STANDARD
    found = shortest(("scottish", "ers97", "meek", "gregory", *PEERS, "votekit_grouped", "votekit_ready", "one_pass"))
    base = found["scottish"]["seconds"]
    distinct = found["scottish"]["distinct"]
    say(f"{number:,} papers, {candidates} candidates, {seats} seats, {distinct:,} distinct rankings")
    say(row("Scottish", found["scottish"], "1", ""))
    for rules, limit in (("ers97", 1.3), ("meek", 10.0)):
        ratio = found[rules]["seconds"] / base
        say(row(rules, found[rules], f"{ratio:.2f} ×", verdict(ratio, limit, at_least=False)))
    say(row("gregory (exact fractions)", found["gregory"], f"{found['gregory']['seconds'] / base:.2f} ×", ""))
    for peer, least in PEERS.items():
        ratio = found[peer]["seconds"] / base
        say(row(peer, found[peer], f"{ratio:.1f} ×", verdict(ratio, least, at_least=True)))
    for case, name in (("votekit_grouped", "equal ballots together"), ("votekit_ready", "its table made before")):
        say(row(f"  votekit, {name}", found[case], f"{found[case]['seconds'] / base:.1f} ×", ""))
    reading = found["one_pass"]
    say(row("limit: one pass over the rankings", reading, f"{reading['seconds'] / base:.2f} ×", ""))


def grow() -> None:
    """Ten times the papers of the same rankings."""
    found = measured("grown")
    ratio = found["seconds"] / found["before"]
    say(row("10 × the papers, same rankings", found, f"{ratio:.2f} ×", verdict(ratio, 1.1, at_least=False)))


def read() -> None:
    """A large BLT file read, and counted."""
    for case, name in (("reading", "read 1,000,000 papers (BLT)"), ("reading_half", "read 500,000 papers (BLT)")):
        found = measured(case)
        ratio = found["count"] / found["seconds"]
        say(row(name, found, "", ""))
        counted = {"seconds": found["count"], "peak_mib": found["peak_mib"]}
        say(row("  and count them (Scottish)", counted, f"{ratio:.2f} ×", verdict(ratio, 0.5, at_least=False)))


def enlarge() -> None:
    """Many candidates and seats."""
    for case in LARGE:
        found = measured(case)
        say(row(f"{case.replace('_', ' ')} ({found['distinct']:,} distinct)", found, "", ""))


def say(line: str) -> None:
    """Prints at once, so that a long run shows how far it is."""
    print(line, flush=True)


def main() -> None:
    """Everything."""
    compare()
    grow()
    read()
    enlarge()
