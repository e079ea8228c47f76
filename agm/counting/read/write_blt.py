"""Writing BLT: what ``read_blt`` reads back as the same contest and the same papers."""

from __future__ import annotations

from collections.abc import Iterator

from agm.counting.errors import CountingError
from agm.counting.model import SKIPPED, Ballots, Contest, Preference


def write_blt(contest: Contest, ballots: Ballots) -> str:
    """The file's text. Groups, constraints and papers rejected beforehand have no place in the form.

    Raises ``CountingError`` for a name or title with a line break in it, which the form cannot hold.
    """
    texts = [*(candidate.name for candidate in contest.candidates), contest.title]
    broken = [text for text in texts if len(text.splitlines()) > 1 or text.endswith(("\n", "\r"))]
    if broken:
        raise CountingError([f"A BLT file cannot hold the line break in “{' '.join(t.split())}”." for t in broken])
    return "\n".join(_lines(contest, ballots)) + "\n"


def _lines(contest: Contest, ballots: Ballots) -> Iterator[str]:
    yield f"{len(contest.candidates)} {contest.seats}"
    if contest.withdrawn:
        yield " ".join(f"-{number}" for number in sorted(contest.withdrawn))
    for group in ballots.groups:
        yield " ".join([str(group.papers), *map(_preference, group.ranking), "0"])
    yield "0"
    for candidate in contest.candidates:
        yield _quoted(candidate.name)
    yield _quoted(contest.title)


def _preference(preference: Preference) -> str:
    if isinstance(preference, tuple):
        return "=".join(map(str, preference))
    return "-" if preference == SKIPPED else str(preference)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
