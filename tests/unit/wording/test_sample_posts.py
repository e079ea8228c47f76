"""Past announcements as facts: what their facts files hold is printed, each fact of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from agm.facts import MeetingFacts, OfficeState, Outcome, PersonName
from agm.facts.files import facts_from_json, facts_to_json
from agm.language.characters import without_no_break
from agm.language.en import long_date, ordinal
from agm.wording.compose import compose
from agm.wording.render import Format, render
from agm.wording.style import HouseStyle, style_from_plain
from tests.samples import NOT_THERE
from tests.support.project import ROOT

DEMO = ROOT / "agm" / "demo"
SEEDS = ("seed-messages-of-support", "seed-north-west-agm")
POSTS = [DEMO / f"{name}.json" for name in SEEDS] + sorted((ROOT / "tests" / "data" / "posts").glob("*.json"))
SAMPLES = ROOT.parent / "shared" / "samples" / "posts"
BEFORE_ALL = date(2013, 1, 1)
"""Two of the posts tell of a meeting to come; those of meetings that were held say so by what is recorded."""


def announcement(path: Path) -> tuple[MeetingFacts, str]:
    facts = facts_from_json(path.read_bytes())
    style = HouseStyle(show_votes=True, unit_word="branch")
    if path.stem in SEEDS:
        style = style_from_plain(json.loads((DEMO / "house-style-jlm.json").read_text(encoding="utf-8")))
    return facts, without_no_break(render(compose(facts, style, today=BEFORE_ALL), Format.TEXT)).replace("’", "'")


def held(facts: MeetingFacts) -> Iterator[str]:
    """Each fact as it is to be found in the text; a date apart."""
    yield facts.organisation.short_name or facts.organisation.name
    yield facts.region.name if facts.region else ""
    yield ordinal(facts.ordinal) if facts.ordinal else ""
    yield facts.starts_at.strftime("%H:%M") if facts.starts_at else ""
    yield facts.venue or ""
    yield facts.attendance.words or str(facts.attendance.number) if facts.attendance else ""
    yield "No elections were held" if facts.elections is False else ""
    yield facts.messages_from or ""
    for speaker in facts.speakers:
        yield from (shown(speaker.person), speaker.role or "")
    for message in facts.messages:
        yield from (shown(message.person), message.role or "")
    for paragraph in facts.said:
        yield paragraph.text
    for outcome in facts.results:
        yield from of_office(outcome)


def of_office(outcome: Outcome) -> Iterator[str]:
    yield outcome.printed_label
    yield "vacant" if outcome.state is OfficeState.DECIDED and outcome.vacancies else ""
    for entry in outcome.entries:
        yield from map(shown, entry.people)
        yield "job share" if entry.is_job_share else ""
        yield "re-elected" if entry.re_elected else ""
        yield "unopposed" if entry.unopposed else ""
        yield "" if entry.votes is None else f"{shown(entry.people[-1])} ({entry.votes} votes)"
    lost = [entry for entry in outcome.entries if entry.elected is False]
    yield f"not elected: {shown(lost[0].people[0])}" if lost else ""


def shown(person: PersonName) -> str:
    return person.displayed


def test_every_sample_post_has_its_facts() -> None:
    assert len(POSTS) == 14


@pytest.mark.parametrize("path", POSTS, ids=lambda path: path.stem)
def test_every_fact_of_a_post_is_printed(path: Path) -> None:
    facts, text = announcement(path)
    wanted = [" ".join(fact.replace("’", "'").casefold().split()) for fact in held(facts)]
    printed = " ".join(text.casefold().split())
    date_held = "" if path.stem in SEEDS else long_date(facts.held_on).casefold()  # their style leaves it to the page
    assert [fact for fact in [*wanted, date_held] if fact not in printed] == []
    assert facts_to_json(facts_from_json(facts_to_json(facts))) == facts_to_json(facts)


@pytest.mark.parametrize("path", POSTS, ids=lambda path: path.stem)
def test_a_facts_file_holds_what_the_post_says(path: Path) -> None:
    """But present holders beside nominees, who carries on unelected, a label in a second language, and percentages."""
    if not SAMPLES.is_dir():
        pytest.skip(f"the sample posts are {NOT_THERE}")
    sample = json.loads((SAMPLES / path.name).read_text(encoding="utf-8"))
    facts = facts_from_json(path.read_bytes())
    assert facts.ordinal == sample["ordinal"]
    assert sample["meeting_date"] in (None, str(facts.held_on))
    assert (facts.attendance.number if facts.attendance else None) == sample["attendance"]
    for ours, theirs in ((facts.speakers, sample["speakers"]), (facts.messages, sample["messages"])):
        assert [(one.person.name, one.person.prefix, one.person.suffix, one.role) for one in ours] == [
            (one["name"], one["prefix"], one["suffix"], one["role"]) for one in theirs
        ]
    found = {
        (outcome.printed_label, person.name, person.prefix, person.suffix, entry.elected, entry.votes)
        for outcome in facts.results
        for entry in outcome.entries
        for person in entry.people
    }
    assert found == {
        (office["label"], one["name"], one["prefix"], one["suffix"], one["elected"], one["votes"])
        for office in sample["offices"]
        for one in office["holders"]
        if one["how"] != "continuing"
    }
    vacant = {outcome.printed_label for outcome in facts.results if outcome.vacancies}
    assert vacant == {office["label"] for office in sample["offices"] if office["vacancies"]}
