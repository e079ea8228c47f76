"""docs/facts.md and docs/house-style.md say what the code does."""

from __future__ import annotations

import json
import re

from agm.facts import MeetingFacts, OfficeState, Outcome
from agm.facts.announcement import TYPES
from agm.facts.files import facts_from_plain
from agm.facts.kinds import AnnouncementKind
from agm.facts.plain import json_schema
from agm.wording.compose import compose
from agm.wording.render import Format, render
from agm.wording.style import HouseStyle, style_from_plain, style_items
from agm.wording.style_fields import MEANINGS
from tests.support.project import ROOT

FACTS = (ROOT / "docs" / "facts.md").read_text(encoding="utf-8")
STYLE = (ROOT / "docs" / "house-style.md").read_text(encoding="utf-8")


def example(document: str) -> object:
    """The JSON example of a document."""
    found = re.search(r"```json\n(.+?)\n```", document, re.DOTALL)
    value: object = json.loads(found.group(1)) if found else None
    return value


def test_the_example_of_facts_is_announced_as_it_says() -> None:
    text = render(compose(facts_from_plain(example(FACTS)), HouseStyle()), Format.TEXT)
    assert "Cllr Ruth Sable was elected as Chair. The office of Treasurer is vacant.\n" in text


def test_the_facts_document_names_every_field() -> None:
    outcome = json_schema(Outcome)["properties"]
    fields = [*json_schema(MeetingFacts)["properties"], *outcome, *OfficeState]
    others = [field for cls in TYPES.values() for field in cls.__dataclass_fields__ if not field.endswith("_id")]
    assert [field for field in (*fields, *others, *AnnouncementKind) if f"`{field}`" not in FACTS] == []


def test_the_example_of_a_style_is_one() -> None:
    assert style_from_plain(example(STYLE)) != HouseStyle()


def test_the_style_document_tells_of_every_field_of_a_pattern() -> None:
    rows = dict(re.findall(r"^\| `\{(.+?)\}` \| (.+) \|$", STYLE.split("## Fields")[1], re.MULTILINE))
    assert rows == MEANINGS


def test_the_style_document_names_only_items_that_exist() -> None:
    table = STYLE.split("## Which sentence is printed when")[1].split("So that no sentence")[0]
    named = set(re.findall(r"`([a-z_]+)`", table))
    assert named - set(style_items()) == set()
