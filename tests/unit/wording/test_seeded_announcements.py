"""Sixty seeded meetings: each sentence of their announcements is one that a reader has marked."""

from __future__ import annotations

from tests.support.seeded_facts import FOLDER, files
from tests.support.seeded_sentences import sentences

MOST_CLUMSY = 3


def test_the_seed_makes_the_files_that_were_committed() -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}
    assert kept == files()


def test_each_sentence_is_marked_and_none_untrue() -> None:
    lines = (FOLDER / "marks.tsv").read_text(encoding="utf-8").splitlines()
    marks = {number: (mark, text) for number, mark, text in (line.split("\t") for line in lines)}
    assert {number: text for number, (_, text) in marks.items()} == {number: text for number, _, text in sentences()}
    given = [mark for mark, _ in marks.values()]
    assert set(given) <= {"true", "clumsy"}
    assert given.count("clumsy") <= MOST_CLUMSY
