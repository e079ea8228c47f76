"""One voting paper as it is typed at the speed of reading aloud: the numbers of the names in the voter's order.

Up to nine names need nothing between their numbers ("364"); spaces or commas may stand there, and have to with more
names. "3=6" are names with the same number on the paper, "-" a number that the voter left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from agm.counting.errors import CountingError
from agm.counting.model import SKIPPED, Ranking, members, preference_of

MOST_TYPED = 4000
PART = re.compile(r"-|[0-9]+(?:=[0-9]+)*")
ORDINALS = ("First", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def read_paper(typed: str, names: Sequence[str], *, ranked: bool, votes: int | None = None) -> Ranking:
    """The ranking that was typed; nothing typed is a blank paper. Raises `CountingError` with what to do.

    Papers that are not ranked have marks in no order, at most `votes` of them.
    """
    text = re.sub(r"\s*=\s*", "=", typed.strip()[:MOST_TYPED])
    parts = [part for part in re.split(r"[\s,;.]+", text) if part]
    if any(not PART.fullmatch(part) for part in apart(parts, len(names))):
        raise CountingError(["Type the numbers of the names only, for example 3 6 4."])
    ranking = tuple(preference(part) for part in apart(parts, len(names)))
    numbers = [int(number) for number in re.findall(r"[0-9]+", " ".join(apart(parts, len(names))))]
    unknown = next((number for number in numbers if not 1 <= number <= len(names)), None)
    if unknown is not None:
        raise CountingError([f"There is no name with the number {unknown}."])
    twice = next((number for number in numbers if numbers.count(number) > 1), None)
    if twice is not None:
        raise CountingError([f"{names[twice - 1]} is there twice. Look at the paper again, or set it aside."])
    while ranking and ranking[-1] == SKIPPED:
        ranking = ranking[:-1]
    if not ranked:
        if SKIPPED in ranking or len(numbers) != len(ranking):
            raise CountingError(["These papers have crosses in no order: type the numbers of the names only."])
        if votes is not None and len(numbers) > votes:
            raise CountingError([f"There are {len(numbers)} marks, and {votes} allowed: set the paper aside."])
        ranking = tuple(sorted(numbers))
    return ranking


def apart(parts: Sequence[str], names: int) -> list[str]:
    """The single numbers: of up to nine names each figure is one."""
    if names > 9:
        return list(parts)
    return [one for part in parts for one in re.findall(r"[0-9](?:=[0-9])*|.", part)]


def preference(part: str) -> int | tuple[int, ...]:
    return SKIPPED if part == "-" else preference_of([int(number) for number in part.split("=")])


def write_paper(ranking: Ranking) -> str:
    """What `read_paper` reads as this ranking."""
    return " ".join("=".join(map(str, members(entry))) or "-" for entry in ranking)


def in_words(ranking: Ranking, names: Sequence[str], *, ranked: bool) -> str:
    """The paper read back: "First Ann, second Ben." """
    if not ranking:
        return "A blank paper."
    told = []
    for place, entry in enumerate(ranking):
        who = " and ".join(names[number - 1] for number in members(entry)) or "nobody"
        ordinal = ORDINALS[place] if place < len(ORDINALS) else f"{place + 1}th"
        told.append(f"{ordinal} {who}" if ranked else who)
    return ", ".join(told) + "."
