"""Announcements of unusual shape: each fact of their files is in every form, and what was once told wrongly is not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from agm.facts import Moment
from agm.facts.any_file import announcement_from_json
from agm.language.en import long_date, number_word, ordinal
from agm.wording.kinds import compose_any
from agm.wording.render import Format, render
from agm.wording.style import HouseStyle
from tests.support.forms_of import WHOLE_FORMS, letters
from tests.support.project import ROOT

FOLDER = ROOT / "tests" / "data" / "unusual"
PATHS = sorted(FOLDER.glob("[0-9]*.json"))
STYLE = HouseStyle(show_votes=True)
TODAY = date(2026, 11, 30)
MOMENT = re.compile(r"\d{4}(?:-\d\d){0,2}(?:T\d\d:\d\d)?")
NOT_PRINTED = {
    "announcement", "elected", "format_version", "held_as", "holds", "kind", "language", "outcome", "plural_label",
    "seats", "short_name", "state", "threshold", "vacancies", "votes_are",
}  # fmt: skip
"""What words a text and does not stand in it, and what stands in it in other words."""
LEFT_OUT = {"amendments", "label"}
"""Of a text that was amended it is said that it was; a label with several places is in the plural."""

SAID_OTHERWISE = {
    "01": {"starts_at"},  # when a meeting began that was held is told where a house style says so
    "19": {"results.label"},  # "no officers could be elected"
    "27": {"organisation.name"},  # in short, with the region
}


def held(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:  # noqa: ANN401  any JSON
    """What a facts file holds that is to be read in a text, each with its place."""
    if isinstance(value, dict):
        skipped = NOT_PRINTED | (LEFT_OUT if value.get("plural_label") else {"amendments"})
        for name, inner in value.items():
            if name not in skipped and (path[-1:] != ("said",) or name != "speakers"):
                yield from held(inner, (*path, name))
    elif isinstance(value, list):
        for inner in value:
            yield from held(inner, path)
    elif value is not None and not isinstance(value, bool):
        yield ".".join(path), value


def ways(value: Any) -> tuple[str, ...]:  # noqa: ANN401  any JSON
    """How a value may be written."""
    if isinstance(value, int):
        return str(value), f"{value:,}", number_word(value), ordinal(value)
    text = re.sub(r"[*_`>]|^an? ", "", str(value))
    if MOMENT.fullmatch(text):
        day = long_date(Moment.parse(text).day)
        return text, day, re.sub(r"^\w+day ", "", day)
    return (text,)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_each_fact_is_told_in_every_form(path: Path) -> None:
    facts = announcement_from_json(path.read_bytes())
    document = compose_any(facts, STYLE, TODAY)
    told = list(held(json.loads(path.read_text(encoding="utf-8"))))
    told = [one for one in told if one[0] not in SAID_OTHERWISE.get(path.stem[:2], ())]
    assert len(told) >= 4
    for form, words in WHOLE_FORMS.items():
        said = letters(words(document)).casefold()
        missing = [one for one in told if not any(letters(way).casefold() in said for way in ways(one[1]))]
        assert form == "longest post" or missing == [], (form, missing)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_nobody_stands_twice_in_a_list_that_is_no_count(path: Path) -> None:
    facts = announcement_from_json(path.read_bytes())
    for entry in compose_any(facts, STYLE, TODAY).results:
        names = [person.name for person in entry.people]
        assert len(names) == len(set(names))
        assert all(entry.line.count(name) == 1 for name in names), entry.line


@pytest.mark.parametrize(
    ("name", "told", "untold"),
    [
        ("16", "Archivist: Cy Dell (61.5%); not elected: Dot Edge (38.5%)\n", "tie"),
        ("16", "63 voted. One voting paper was rejected.", "One was"),
        ("16", "We also thank Old Oak, who served for 12 years, and Fay Gill, who served as", "and to Fay"),
        ("16", "The next towpath walk is at Lock 12.", "a towpath"),
        ("02", "Four voting papers were rejected, which left 229 valid votes.", "Four were"),
        ("18", "with engineer Sir Rex Lock (Bath) as the guest speaker", "Rex Lock as"),
        ("20", "— Uma Wherry, MP for Ely\n", "MP, MP"),
        ("12", "Moll Pippin is the returning officer.\n\nWat Russet\n\nI have pruned", "years.\n\nMoll"),
        ("08", "called its 58th AGM for Saturday 18 April 2026 at 19:00 in the Reading Room.", "to follow"),
        ("08", "The elections for Chair and three Stewards could not be held.", "stand as follows"),
    ],
)  # fmt: skip
def test_what_was_told_wrongly_or_clumsily_is_told_well(name: str, told: str, untold: str) -> None:
    path = next(path for path in PATHS if path.stem.startswith(name))
    text = render(compose_any(announcement_from_json(path.read_bytes()), STYLE, TODAY), Format.TEXT)
    assert told in text
    assert untold not in text
