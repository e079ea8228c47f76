"""The house style: its defaults, its layers, its form, and how a wrong one is refused."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from agm.facts.plain import PlainValueError, to_plain
from agm.wording.document import BlockKey
from agm.wording.pattern import PatternError
from agm.wording.style import (
    HouseStyle,
    check_pattern,
    style_from_plain,
    style_items,
    style_schema,
)
from agm.wording.style_choices import BodyVerb, OfficeOrder
from agm.wording.style_fields import BODY, ELECTIONS, EVERYTHING, GROUPS, MEANINGS, MESSAGES, SPEAKERS
from agm.wording.style_meeting import DEFAULT_ORDER

ORGANISATIONS_OWN = style_from_plain({"verb": "plural", "title": "{body_short} {meeting}", "serial_comma": True})


def problems_of(value: object) -> list[str]:
    """What the reader says of a style."""
    with pytest.raises(PlainValueError) as caught:
        style_from_plain(value)
    return [str(problem) for problem in caught.value.problems]


def test_defaults_are_left_out_and_come_back() -> None:
    assert to_plain(HouseStyle()) == {}
    assert style_from_plain({}) == HouseStyle()
    everything = to_plain(HouseStyle(), defaults=True)
    assert set(everything) == set(style_items())
    assert style_from_plain(everything) == HouseStyle()


def test_a_changed_style_comes_back() -> None:
    changed: dict[str, Any] = {
        "verb": "plural",
        "joiner": "&",
        "serial_comma": True,
        "blank_lines": 0,
        "office_order": "vacant_last",
        "block_order": ["closing", "motions", "results", "messages", "said", "opening"],
        "imprint": "Published by R. Adler,\n12 Sample Street.",
        "vacancy_appeal": "",
    }
    style = style_from_plain(changed)
    assert (style.verb, style.office_order) == (BodyVerb.PLURAL, OfficeOrder.VACANT_LAST)
    assert style.block_order == tuple(reversed(DEFAULT_ORDER))
    assert to_plain(style) == changed


def test_an_order_from_before_there_were_motions_has_them_after_the_results() -> None:
    style = style_from_plain({"block_order": ["opening", "results", "said", "messages", "closing"]})
    assert [str(key) for key in style.block_order] == ["opening", "results", "motions", "said", "messages", "closing"]


def test_a_region_overrides_single_items_of_its_organisation() -> None:
    region = ORGANISATIONS_OWN.with_overrides({"serial_comma": False, "joiner": "&"})
    assert region.title == "{body_short} {meeting}"
    assert (region.verb, region.serial_comma, region.joiner) == (BodyVerb.PLURAL, False, "&")
    assert ORGANISATIONS_OWN.with_overrides({}) == ORGANISATIONS_OWN


def test_wrong_overrides_are_refused_all_at_once() -> None:
    with pytest.raises(PlainValueError) as caught:
        ORGANISATIONS_OWN.with_overrides({"title": "{gests}", "blank_lines": 9, "line": "{office}", "titel": "x"})
    assert [str(problem) for problem in caught.value.problems] == [
        "blank_lines: Enter a number from 0 to 2.",
        "title: Character 1: There is no field {gests} here. Did you mean {guests}?",
        "line: Character 9: This pattern needs {holders}.",
        "titel: There is no such field. Did you mean title?",
    ]


def test_what_is_no_style_is_refused() -> None:
    assert problems_of([]) == ["Expected an object with named values, found a list."]
    assert problems_of({"bridge": 3}) == ["bridge: Expected text in quotation marks, found a number."]
    order = (
        "block_order: List each of these once, in the order that you want: "
        "opening, said, messages, results, motions, closing."
    )
    assert problems_of({"block_order": ["opening", "title", "messages", "results", "closing"]}) == [order]
    assert problems_of({"block_order": ["opening"], "joiner": " "}) == [
        "joiner: This is empty. Leave the field out where nothing is known.",
        order,
    ]


def test_a_pattern_can_be_checked_by_itself() -> None:
    check_pattern("line", "{office}: {holders}")
    check_pattern("message_line", "[{name}, {role}|{name}]")
    with pytest.raises(PatternError, match=r"This pattern needs \{name\} and \{role\}"):
        check_pattern("message_line", "x")
    with pytest.raises(KeyError):
        check_pattern("joiner", "and")


def test_a_style_built_by_hand_with_a_wrong_pattern_prints_nothing() -> None:
    with pytest.raises(PatternError, match=r"There is no field \{secret\}"):
        HouseStyle(title="{secret}").fill("title", dict.fromkeys(EVERYTHING, ""))


@pytest.mark.parametrize("name", sorted(style_items()))
def test_each_item_can_be_shown_on_a_form(name: str) -> None:
    kind, item = style_items()[name]
    assert item.label
    assert item.group in GROUPS
    default = getattr(HouseStyle(), name)
    if item.fields is not None:
        assert kind is str
        assert [field for field in item.fields if not MEANINGS.get(field)] == []
        check_pattern(name, default)
    elif isinstance(default, StrEnum):
        assert len(list(kind)) > 1
    assert len(str(default)) <= item.longest or name == "block_order"


def test_every_field_has_a_meaning_and_is_used() -> None:
    assert BODY | SPEAKERS | MESSAGES | ELECTIONS | {"attendance"} == EVERYTHING
    used = {field for _, item in style_items().values() for field in item.fields or ()}
    assert set(MEANINGS) == used


def test_the_schema_is_one() -> None:
    schema: Any = style_schema()
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    assert validator.is_valid(to_plain(HouseStyle(), defaults=True))
    assert not validator.is_valid({"blank_lines": 3})
    assert schema["properties"]["block_order"]["default"] == [key.value for key in DEFAULT_ORDER]
    assert BlockKey.TITLE not in DEFAULT_ORDER
