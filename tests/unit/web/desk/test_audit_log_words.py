"""Every act that can be recorded can be read in plain words."""

from __future__ import annotations

import pytest

from agm.audit.actions import Action
from agm.web.desk.audit_log.words import ACTS, act, thing, what_changed


def test_each_act_has_words_of_its_own() -> None:
    assert set(ACTS) == set(Action)
    assert len(set(ACTS.values())) == len(ACTS)


def test_act_of_a_later_version_is_shown_by_its_name() -> None:
    assert act("moon:landing:made") == "moon:landing:made"


@pytest.mark.parametrize(
    ("subject", "words"),
    [("meeting:12", "meeting 12"), ("office_template:3", "office in the list 3"), ("user:3", ""), ("", "")],
)
def test_thing(subject: str, words: str) -> None:
    assert thing(subject) == words


def test_a_list_of_members_is_told_in_figures() -> None:
    details = {"added": 3, "changed": 0, "gone": 1, "not_taken": 0}
    assert what_changed(details) == ["members added: 3", "gone: 1"]
    assert what_changed({"changed": ["venue"]}) == ["place"]
