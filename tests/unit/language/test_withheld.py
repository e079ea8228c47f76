"""A name in texts, however it is written there, and the texts without it."""

from __future__ import annotations

import pytest

from agm.language.withheld import NameSought

SOUGHT = NameSought(frozenset({"Ann O'Brien-Prŷs"}), frozenset({"Cllr", "MP", "Leader of the Guild"}))


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("Chair: Ann O'Brien-Prŷs", "Chair: name withheld"),
        ("Chair: Ann\u00a0O’Brien-Prŷs, re-elected", "Chair: name withheld, re-elected"),
        ("with Cllr Ann O'Brien-Prys MP and Bo Fenn", "with name withheld and Bo Fenn"),
        ("Leader of the Guild Ann O'Brien-Prŷs’s words", "name withheld’s words"),
        ("*ann o'brien prŷs*", "*name withheld*"),
        ("Ann O'Brien and Joan O'Brien-Prŷs", "Ann O'Brien and Joan O'Brien-Prŷs"),
    ],
)
def test_the_name_is_withheld_in_every_spelling(text: str, without: str) -> None:
    assert SOUGHT.without(text) == without
    assert not SOUGHT.stands_in(without)


def test_words_of_the_name_alone_may_be_theirs() -> None:
    sought = NameSought(frozenset({"Imogen Castellane"}))
    text = "Imogen read from her book. Castellane’s voice filled the hall."
    assert sought.may_stand_in(text)
    assert not sought.may_stand_in("Imogen sang. The castellane did not.")
    assert (
        sought.without(text, words=True) == "name withheld read from her book. name withheld’s voice filled the hall."
    )
    assert sought.probes == ("Castellane",)
    assert NameSought(frozenset({"Łŷ Ŵű"})).probes == ()
    assert not NameSought(frozenset({"name withheld"})).keys
