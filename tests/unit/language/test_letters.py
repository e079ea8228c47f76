"""Letters spelt as a plain keyboard has them."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import pytest

from agm.language.letters import SPELT_OUT, plain_letters
from tests.support.project import ROOT


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Łódź", "Lodz"),
        ("Işıl ÇALIŞKAN İzmir", "Isil CALISKAN Izmir"),
        ("Straße Ærø Œuvre", "Strasse AEro OEuvre"),
        ("Prŷs, Ó Súilleabháin", "Prys, O Suilleabhain"),
        ("ﬁnal Ⅳ", "final IV"),
        ("חיפה", "חיפה"),
        ("", ""),
    ],
)
def test_plain_letters(text: str, plain: str) -> None:
    assert plain_letters(text) == plain


def test_every_letter_is_spelt_alike_in_capitals() -> None:
    for letter, plain in SPELT_OUT.items():
        assert plain_letters(letter.upper()).lower() == plain_letters(letter).lower() == plain.lower()


def migration() -> ModuleType:
    """The migration that makes the search index."""
    path = ROOT / "migrations" / "versions" / "0001_first_tables.py"
    spec = importlib.util.spec_from_file_location("first_tables", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_search_index_spells_them_alike() -> None:
    assert migration().SPELT_OUT == SPELT_OUT
