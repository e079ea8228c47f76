"""Values that are kept for good: complete, with a version, and read again after their shape has changed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from time import sleep

import pytest
from pydantic import TypeAdapter

from agm.facts import Entry, PersonName
from agm.facts.fields import Line, Value
from agm.facts.plain import Plain, PlainValueError, Stored, from_plain, to_plain
from agm.wording.style import STORED_STYLE, HouseStyle


@dataclass(frozen=True, slots=True)
class Letter(Value):
    """A value whose shape has changed twice."""

    sender: Line
    """Once called `by`, and before that `from`."""


def from_to_by(plain: Plain) -> Plain:
    """Version 1 to 2."""
    return {"by": plain["from"]}


def by_to_sender(plain: Plain) -> Plain:
    """Version 2 to 3."""
    return {"sender": plain["by"]}


LETTERS = Stored(Letter, (from_to_by, by_to_sender))


@pytest.mark.parametrize(
    "kept",
    [
        {"schema_version": 1, "from": "Ann"},
        {"schema_version": 2, "by": "Ann"},
        {"schema_version": 3, "sender": "Ann"},
    ],
)
def test_every_earlier_version_is_upgraded(kept: Plain) -> None:
    assert LETTERS.read(kept) == Letter("Ann")
    assert LETTERS.write(Letter("Ann")) == {"schema_version": 3, "sender": "Ann"}


@pytest.mark.parametrize("version", [0, 4, None, "1"])
def test_a_version_that_is_not_known_is_refused(version: object) -> None:
    with pytest.raises(PlainValueError, match="Versions 1 to 3 can be read"):
        LETTERS.read({"schema_version": version, "sender": "Ann"})


def test_a_stored_style_leaves_no_default_out() -> None:
    kept = STORED_STYLE.write(HouseStyle())
    assert set(kept) == {"schema_version", *HouseStyle.__dataclass_fields__}
    assert STORED_STYLE.read(kept) == HouseStyle()


def test_ids_are_written_and_read_only_where_they_are_wanted() -> None:
    entry = Entry((PersonName("Ann Lee", person_id=7),))
    assert to_plain(entry) == {"people": [{"name": "Ann Lee"}]}
    with_ids = to_plain(entry, ids=True)
    assert with_ids == {"people": [{"name": "Ann Lee", "person_id": 7}]}
    assert from_plain(Entry, with_ids, ids=True).people[0].person_id == 7
    with pytest.raises(PlainValueError, match="There is no such field"):
        from_plain(Entry, with_ids)


def test_ids_are_no_part_of_equality() -> None:
    assert PersonName("Ann Lee", person_id=7) == PersonName("Ann Lee")
    assert hash(PersonName("Ann Lee", person_id=7)) == hash(PersonName("Ann Lee"))


def test_a_reader_is_built_once_and_no_two_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python 3.11 fails at parsing the source of classes in several threads."""

    @dataclass(frozen=True, slots=True)
    class Note(Value):
        words: Line

    @dataclass(frozen=True, slots=True)
    class Reply(Value):
        words: Line

    built: list[type] = []
    building = Lock()

    def build(cls: type) -> object:
        assert building.acquire(blocking=False), "two at a time"
        built.append(cls)
        sleep(0.02)
        building.release()
        return TypeAdapter(cls)

    monkeypatch.setattr("agm.facts.plain.TypeAdapter", build)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(to_plain, [Note("Aye"), Reply("No")] * 2))
    assert (found, set(built), len(built)) == ([{"words": "Aye"}, {"words": "No"}] * 2, {Note, Reply}, 2)
