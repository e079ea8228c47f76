"""An empty field of a house style leaves no stump of its clause."""

import re
from collections import defaultdict

import pytest

from agm.facts import MeetingFacts
from agm.facts.files import facts_from_plain
from agm.wording.compose import compose
from agm.wording.pattern import parse_pattern
from agm.wording.render import Format, render
from agm.wording.style import style_from_plain


@pytest.mark.parametrize(
    ("pattern", "values", "text"),
    [
        ("Thanks to {those_who_stood}, and our best wishes to {senders}.", {"senders": "Al"}, "Our best wishes to Al."),
        ("We met {when} {where}, with {attendance} present.", {"when": "in 2026"}, "We met in 2026."),
        ("We met {where} {when}.", {"when": "in 2026"}, "We met in 2026."),
        ("We met ({attendance}).", {}, "We met."),
        ("Thanks to {those_who_stood}.", {}, ""),
        ("It rained. Thanks to {those_who_stood}. It shone.", {}, "It rained. It shone."),
        ("We thank {guests} and {senders}.", {"senders": "Al, MP"}, "We thank Al, MP."),
        ("We thank {senders} and {guests}.", {"senders": "Al"}, "We thank Al."),
        ("We met on {date} at noon.", {}, "We met at noon."),
        ("{attendance} came. It was good.", {}, "It was good."),
        ("We heard {guests}; {attendance} came.", {"guests": "A. B."}, "We heard A. B.."),
        ("{unit} AGM {guest_speakers}", {"unit": "JLM"}, "JLM AGM"),
        ("{unit} AGM, {year}", {"unit": "JLM"}, "JLM AGM"),
    ],
)
def test_what_is_left_is_a_sentence(pattern: str, values: dict[str, str], text: str) -> None:
    known = frozenset(re.findall(r"\{(\w+)\}", pattern))
    filled = parse_pattern(pattern, known).fill(defaultdict(str, values))
    assert re.sub(r"\s+", " ", filled).replace(" .", ".").strip() == text


def chair_elected() -> MeetingFacts:
    """The smallest facts with somebody elected, and nobody else standing."""
    return facts_from_plain({
        "format_version": 1,
        "organisation": {"name": "Civic Commonweal Movement"},
        "results": [{"label": "Chair", "candidacies": [{"people": [{"name": "Ruth Sable"}], "elected": True}]}],
    })  # fmt: skip


def test_an_announcement_has_no_stump() -> None:
    style = style_from_plain({"closing": "Thanks to {those_who_stood}, and our best wishes to {the_committee}."})
    assert render(compose(chair_elected(), style), Format.TEXT).endswith("\n\nOur best wishes to Ruth Sable.\n")
