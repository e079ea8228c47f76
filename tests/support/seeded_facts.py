"""Sixty facts files, made from a seed, so that nobody who words announcements chooses what they are tried on.

`python -m tests.support.seeded_facts` writes them to `tests/data/announcements`, with a house style for each
organisation. All people and organisations are invented.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from random import Random

from agm.facts import FORMAT_VERSION, HeldAs, MeetingFacts, OrganisationFacts
from agm.facts.files import facts_from_json, facts_to_json
from agm.language.partial_date import PartialDate
from agm.wording.style import style_from_plain
from tests.support.project import ROOT
from tests.support.seeded_parts import Maker
from tests.support.seeded_situations import SITUATIONS
from tests.support.seeded_words import ATTENDANCE, FIELDS, ORGANISATIONS, VENUES

FOLDER = ROOT / "tests" / "data" / "announcements"
SEED = 8


def meeting(number: int) -> MeetingFacts:
    """The facts of meeting number 1 to 60."""
    random = Random(SEED * 1000 + number)  # noqa: S311  to be repeated, not to be secret
    make = Maker(random)
    organisation, regions, _ = ORGANISATIONS[random.randrange(len(ORGANISATIONS)) if number > 12 else number - 1]
    held_as = random.choice((None, None, HeldAs.IN_PERSON, HeldAs.ONLINE, HeldAs.HYBRID))
    venue = random.choice(("Zoom", None)) if held_as is HeldAs.ONLINE else random.choice((*VENUES, None))
    day = PartialDate(random.randint(2022, 2026), random.randint(1, 6), random.randint(1, 28))
    facts = MeetingFacts(
        format_version=FORMAT_VERSION,
        organisation=organisation,
        region=random.choice((*regions, *regions, None)),
        ordinal=random.choice((None, None, 2, 11, 23, 109)),
        held_on=random.choice((day, day, day, PartialDate(day.year, day.month), PartialDate(day.year), None)),
        venue=venue,
        held_as=held_as,
        attendance=random.choice((None, None, *ATTENDANCE)),
    )
    return replace(facts, **SITUATIONS[number - 1](make))


def style_of(organisation: OrganisationFacts) -> FIELDS:
    """The house style of an organisation, as plain values."""
    return next(style for one, _, style in ORGANISATIONS if one == organisation)


def style_file(organisation: OrganisationFacts) -> str:
    """Where the house style lies: the name that `agm compose` looks for, where there is a short name."""
    return f"house-style-{'-'.join((organisation.short_name or organisation.name).lower().split())}.json"


def files() -> dict[str, str]:
    """The name of each file with its text."""
    found: dict[str, str] = {}
    for number in range(1, len(SITUATIONS) + 1):
        text = facts_to_json(meeting(number))
        facts_from_json(text)  # refuses what contradicts itself
        found[f"{number:02}-{SITUATIONS[number - 1].__name__.replace('_', '-')}.json"] = text
    for organisation, _, style in ORGANISATIONS:
        style_from_plain(style)
        found[style_file(organisation)] = json.dumps(style, ensure_ascii=False, indent=2) + "\n"
    return found


def write(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(FOLDER)
