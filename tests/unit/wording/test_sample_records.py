"""The record of each sample post, made into facts as it stands: each name, office, figure and date is in every form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from agm.facts.any_file import announcement_from_json, announcement_from_plain, announcement_to_json
from agm.language.en import long_date, ordinal
from agm.language.partial_date import PartialDate
from agm.wording.kinds import compose_any
from agm.wording.style import HouseStyle
from tests.samples import NOT_THERE
from tests.support.forms_of import WHOLE_FORMS, letters
from tests.support.project import ROOT
from tests.support.sample_facts import facts_of

SAMPLES = ROOT.parent / "shared" / "samples" / "posts"
OWN = ROOT / "tests" / "data" / "posts"
NAMES = (*sorted(path.stem for path in OWN.glob("*.json")), "seed-messages-of-support", "seed-north-west-agm")
STYLE = HouseStyle(show_votes=True, longest_sentence=0)
BEFORE_ALL = date(2013, 1, 1)
SHORT = {"longest post"}
"""What is made to be short leaves out, and says how much."""


def facts_told(sample: dict[str, Any]) -> Iterator[str]:
    yield sample["organisation"]
    yield sample["region_or_branch"] or ""
    yield ordinal(sample["ordinal"]) if sample["ordinal"] else ""
    yield long_date(PartialDate.parse(sample["meeting_date"])) if sample["meeting_date"] else ""
    yield sample["attendance_text"] or str(sample["attendance"] or "")
    for one in (*sample["speakers"], *sample["messages"]):
        yield from (shown(one), one["role"] or "")
    for office in sample["offices"]:
        yield from (office["label"], office.get("label_alt") or "", office.get("body") or "")
        yield "vacant" if office["vacancies"] else ""
        yield from office.get("incumbents", ())
        for holder in office["holders"]:
            yield shown(holder)
            yield "" if holder["votes"] is None else f"{holder['votes']:,} vote"
            yield "" if holder["percent"] is None else f"{holder['percent']:g}"
            yield {"continuing": "continu", "appointed": "appointed", "co_opted": "co-opted"}.get(
                holder["how"] or "", ""
            )


def shown(one: dict[str, Any]) -> str:
    return " ".join(filter(None, (one["prefix"], one["name"], one["suffix"])))


@pytest.mark.parametrize("name", NAMES)
def test_every_fact_of_a_post_is_in_every_form(name: str) -> None:
    if not SAMPLES.is_dir():
        pytest.skip(f"the sample posts are {NOT_THERE}")
    sample = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    facts = announcement_from_plain(facts_of(sample))
    assert announcement_from_json(announcement_to_json(facts)) == facts
    document = compose_any(facts, STYLE, BEFORE_ALL)
    wanted = [letters(fact).casefold() for fact in facts_told(sample)]
    for form in WHOLE_FORMS.keys() - SHORT:
        said = letters(WHOLE_FORMS[form](document)).casefold()
        assert [fact for fact in wanted if fact not in said] == [], form
