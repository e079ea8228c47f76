"""Announcements as they are to be read: one folder of `tests/golden/announcements` for each situation.

`AGM_UPDATE_GOLDEN=1 pytest tests/unit/wording/test_golden_announcements.py` writes them anew; read the difference as an
editor would before committing it.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from agm.facts.files import facts_from_json, facts_to_json
from agm.wording.compose import compose
from agm.wording.render import Format, render
from agm.wording.style import HouseStyle, style_from_plain
from tests.support.project import ROOT

GOLDEN = ROOT / "tests" / "golden" / "announcements"
DEMO = ROOT / "agm" / "demo"
SEEDS = ("seed-messages-of-support", "seed-north-west-agm")
ENDINGS = {Format.TEXT: "txt", Format.HTML: "html", Format.MARKDOWN: "md"}
SITUATIONS = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())


def facts_file(name: str) -> Path:
    """Where the facts of a situation are; those of the seeds are the demonstration's."""
    return DEMO / f"{name}.json" if name in SEEDS else GOLDEN / name / "facts.json"


def style_of(name: str) -> HouseStyle:
    """The house style of a situation: the seeds' own, one beside the facts, or the default."""
    path = DEMO / "house-style-jlm.json" if name in SEEDS else GOLDEN / name / "style.json"
    return style_from_plain(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else HouseStyle()


def as_compared(text: str) -> str:
    """No-break spaces read as spaces, trailing spaces dropped, runs of blank lines as one."""
    lines = [line.rstrip() for line in text.replace("\u00a0", " ").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


@pytest.mark.parametrize("to", list(Format))
@pytest.mark.parametrize("name", SITUATIONS)
def test_each_situation_reads_as_agreed(name: str, to: Format) -> None:
    facts = facts_from_json(facts_file(name).read_bytes())
    text = render(compose(facts, style_of(name)), to)
    path = GOLDEN / name / f"announcement.{ENDINGS[to]}"
    if os.environ.get("AGM_UPDATE_GOLDEN") == "1":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SEEDS)
def test_the_first_posts_come_out_character_for_character(name: str) -> None:
    facts = facts_from_json(facts_file(name).read_bytes())
    published = (GOLDEN / name / "published.txt").read_text(encoding="utf-8")
    assert as_compared(render(compose(facts, style_of(name)), Format.TEXT)) == as_compared(published)


@pytest.mark.parametrize("name", SEEDS)
def test_the_first_posts_facts_hold_no_generated_sentence(name: str) -> None:
    facts = facts_from_json(facts_file(name).read_bytes())
    typed = [paragraph.text for paragraph in facts.said]
    published = as_compared((GOLDEN / name / "published.txt").read_text(encoding="utf-8")).split("\n\n")
    sentences = [paragraph for paragraph in published if paragraph.endswith((".", ":"))]
    source = facts_file(name).read_text(encoding="utf-8")
    assert [paragraph for paragraph in sentences if paragraph in source] == typed


@pytest.mark.parametrize("name", SITUATIONS)
def test_facts_files_are_written_as_the_program_writes_them(name: str) -> None:
    source = facts_file(name).read_text(encoding="utf-8")
    assert facts_to_json(facts_from_json(source)) == source
