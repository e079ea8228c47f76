"""Announcements of every kind: the seeded files, each in every form, and those that a person has read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agm.facts.any_file import announcement_from_json, announcement_from_plain, announcement_to_json, people_in
from agm.facts.kinds import AnnouncementKind
from agm.facts.plain import PlainValueError
from agm.wording.kinds import compose_any
from agm.wording.render import Format, render
from agm.wording.render.fragment import render_fragment
from agm.wording.render.mail import mail_html
from agm.wording.second import in_both_languages
from agm.wording.style import USUAL_STYLE
from tests.support.forms_of import COLOPHON, REASON, WHOLE_FORMS, letters, told
from tests.support.golden import same_as_kept
from tests.support.project import ROOT
from tests.support.seeded_kinds import FOLDER, KINDS, files, sentences, style_of
from tests.support.seeded_sentences import TODAY

PATHS = sorted(FOLDER.glob("[0-9]*.json"))
GOLDEN = ROOT / "tests" / "golden" / "kinds"
ENDINGS = {Format.TEXT: "txt", Format.HTML: "html", Format.MARKDOWN: "md"}
MOST_CLUMSY = 3


def test_the_seed_makes_the_files_that_were_committed() -> None:
    assert {path.name: path.read_text(encoding="utf-8") for path in PATHS} == files()


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_form_tells_all_of_it(path: Path) -> None:
    facts = announcement_from_json(path.read_bytes())
    assert announcement_to_json(facts) == path.read_text(encoding="utf-8")
    document = compose_any(facts, style_of(facts), TODAY)
    named = [letters(person.name) for person in people_in(facts)]
    for form, words in WHOLE_FORMS.items():
        said = letters(words(document))
        assert [piece for piece in told(document, form) if letters(piece) not in said] == [], form
        assert form == "longest post" or [name for name in named if name not in said] == [], form


@pytest.mark.parametrize("to", list(ENDINGS))
@pytest.mark.parametrize("path", PATHS[: len(KINDS)], ids=lambda path: path.stem)
def test_each_kind_reads_as_agreed(path: Path, to: Format) -> None:
    facts = announcement_from_json(path.read_bytes())
    text = render(compose_any(facts, style_of(facts), TODAY), to)
    assert same_as_kept(text, GOLDEN / f"{path.stem}.{ENDINGS[to]}")


def test_each_sentence_is_in_the_table_and_none_is_untrue() -> None:
    lines = (FOLDER / "marks.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    assert [(number, text) for number, _, text in rows] == sentences()
    given = [mark for _, mark, _ in rows]
    assert set(given) <= {"true", "clumsy", "unread"}
    assert given.count("clumsy") <= MOST_CLUMSY


@pytest.mark.parametrize("kind", list(AnnouncementKind))
def test_each_kind_says_what_is_missing(kind: AnnouncementKind) -> None:
    with pytest.raises(PlainValueError):
        announcement_from_plain({"announcement": kind.value, "format_version": 1, "organisation": {}})


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"announcement": "party"}, "announcement"),
        ({"announcement": "co_option"}, "changes"),
        ({"announcement": "statement"}, "title"),
        ({"announcement": "declaration"}, "results"),
        ({"announcement": "round_up"}, "regions"),
        ({"announcement": "postponement", "was_on": "2027-05-01", "held_on": "2027-05-01"}, "held_on"),
        (
            {"announcement": "notice", "nominations_open": "2027-05-02", "nominations_close": "2027-05-01"},
            "nominations_close",
        ),
        ({"announcement": "notice", "held_on": "2027-05-01", "nominations_close": "2027-05-02"}, "nominations_close"),
        (
            {
                "announcement": "declaration",
                "turnout": {"returned": 9},
                "results": [
                    {"label": "Chair", "candidacies": [{"people": [{"name": "Ann"}], "elected": True, "votes": 12}]}
                ],
            },
            "turnout",
        ),
    ],
)
def test_what_cannot_be_true_is_refused_at_its_field(given: dict[str, object], path: str) -> None:
    with pytest.raises(PlainValueError) as caught:
        announcement_from_plain({"format_version": 1, "organisation": {"name": "CCM"}} | given)
    assert [problem.path for problem in caught.value.problems] == [path]


@pytest.mark.parametrize(("came", "asked", "is_refused"), [(11, 12, False), (12, 12, True), (44, 12, True)])
def test_enough_who_came_are_no_meeting_without_a_quorum(came: int, asked: int, is_refused: bool) -> None:
    plain = {
        "announcement": "inquorate", "format_version": 1, "organisation": {"name": "Weavers"}, "kind": "agm",
        "attendance": {"number": came}, "quorum": {"number": asked},
    }  # fmt: skip
    if not is_refused:
        assert announcement_from_plain(plain)
        return
    with pytest.raises(PlainValueError) as refused:
        announcement_from_plain(plain)
    assert [problem.path for problem in refused.value.problems] == ["attendance"]
    assert "enough for a quorum of 12" in str(refused.value)


CODE = "<script>alert(1)</script>{{7*1913}}${7*1913}%(x)s{0.__class__}"
RUN = "13391"
"""What the code would give, if something carried it out."""


def with_code(plain: Any, whole: dict[str, Any]) -> int:  # noqa: ANN401  JSON
    """Put code behind every text of a facts file that may be any text; how many there are."""
    count = 0
    for key, value in list(plain.items() if isinstance(plain, dict) else enumerate(plain)):
        if isinstance(value, dict | list):
            count += with_code(value, whole)
        elif isinstance(value, str):
            plain[key] = f"{value} {CODE}"
            try:
                announcement_from_plain(whole)
                count += 1
            except PlainValueError:
                plain[key] = value
    return count


@pytest.mark.parametrize("path", PATHS[: len(KINDS)], ids=lambda path: path.stem)
def test_code_in_every_field_of_every_kind_stays_text(path: Path) -> None:
    plain = json.loads(path.read_text(encoding="utf-8")) | {"second_language": "cy"}
    assert with_code(plain, plain) >= 4
    facts = announcement_from_plain(plain)
    document = in_both_languages(compose_any(facts, USUAL_STYLE, TODAY), facts, USUAL_STYLE, TODAY)
    for form, words in WHOLE_FORMS.items():
        said = words(document)
        assert letters(CODE) in letters(said), form
        assert RUN not in said, form
    for page in (render(document, Format.HTML), render_fragment(document, ""), mail_html(document, COLOPHON, REASON)):
        assert "<script" not in page
