"""Two spellings of one name are one name in a facts file: accents, apostrophes, spaces."""

import unicodedata

import pytest

from agm.facts.files import check_facts, facts_from_plain
from agm.facts.plain import PlainValueError
from agm.wording.compose import compose
from agm.wording.document import BlockKey
from agm.wording.style import USUAL_STYLE

SPELT = [
    ("Zoë Hart", unicodedata.normalize("NFD", "Zoë Hart")),
    ("Mary O’Brien", "Mary O'Brien"),
    ("Ann Lee", "Ann\u00a0Lee"),
    ("Ann Lee-Ray", "Ann Lee‐Ray"),
]


@pytest.mark.parametrize(("first", "second"), SPELT)
def test_who_spoke_is_known_by_either(first: str, second: str) -> None:
    facts = facts_from_plain({
        "format_version": 1,
        "organisation": {"name": "Weavers"},
        "speakers": [{"person": {"name": first}}],
        "said": [{"text": "It went well.", "speakers": [second]}],
    })  # fmt: skip
    assert check_facts(facts) == ()
    said = compose(facts, USUAL_STYLE).block(BlockKey.SAID)
    assert said is not None
    assert [person.name for person in said.parts[0].people] == [first]


@pytest.mark.parametrize(("first", "second"), SPELT)
def test_nobody_shares_a_job_with_themselves(first: str, second: str) -> None:
    with pytest.raises(PlainValueError, match="named twice"):
        facts_from_plain({
            "format_version": 1,
            "organisation": {"name": "Weavers"},
            "results": [{
                "label": "Chair",
                "candidacies": [{"people": [{"name": first}, {"name": second}], "elected": True}],
            }],
        })  # fmt: skip


@pytest.mark.parametrize(("first", "second"), [("Café", "Cafe\u0301"), ("Students’ Officer", "Students' Officer")])
def test_an_office_is_listed_once(first: str, second: str) -> None:
    facts = facts_from_plain({
        "format_version": 1,
        "organisation": {"name": "Weavers"},
        "results": [
            {"label": label, "candidacies": [{"people": [{"name": name}], "elected": True}]}
            for label, name in ((first, "Ann Lee"), (second, "Bo Ray"))
        ],
    })  # fmt: skip
    assert [(outcome.label, outcome.seats) for outcome in facts.results] == [(first, 2)]
