"""Every form of a text says the same: no name, office, vacancy or figure is missing, and nothing is added.

`make test-forms` tries two hundred made-up meetings; here are a few.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis.strategies import booleans
from PIL import Image

from agm.facts import (
    FORMAT_VERSION,
    Entry,
    MeetingFacts,
    MeetingKind,
    Moment,
    OrganisationFacts,
    Paragraph,
    PersonName,
    Speaker,
    SupportMessage,
)
from agm.facts.announcement import Notice, RegionReport, RoundUp
from agm.language.characters import without_no_break
from agm.language.partial_date import PartialDate
from agm.wording.compose import compose
from agm.wording.document import Document, Picture, statement
from agm.wording.kinds import compose_any
from agm.wording.placing import Place, Placed, with_pictures
from agm.wording.render.mail import mail_html, mail_text
from agm.wording.render.public_json import render_json
from agm.wording.render.share_image import cells_of, offices, share_image
from agm.wording.render.social import (
    NETWORKS,
    bluesky_length,
    ends_of_sentences,
    picture_words,
    render_post,
    threads_length,
    x_length,
)
from agm.wording.render.word_file import render_word_file
from agm.wording.style import HouseStyle
from tests.support.forms_of import COLOPHON, FONTS, REASON, WHOLE_FORMS, letters, told, words_of_docx, words_of_html
from tests.support.wording_facts import ORGANISATION, REGION, elected, meetings, office, person

EXAMPLES = int(os.environ.get("AGM_TEST_FORMS", "6"))
STYLE = HouseStyle(longest_sentence=0)
FACTS = MeetingFacts(
    format_version=1,
    organisation=ORGANISATION,
    region=REGION,
    results=(
        office("Chair", elected("Ruth Sable", votes=41)),
        office("Clerk"),
        office("Delegates", elected("Bo"), seats=3),
    ),
)
TEMPLATE_CODE = (
    "{{ 7 * 7 }}",
    "{% raw %}",
    "${7*7}",
    "<script>alert(1)</script>",
    "%(x)s",
    "{0.__class__}",
    "&lt;b&gt;",
)
ADDRESS = COLOPHON.address


@given(meetings(), booleans())
@settings(max_examples=EXAMPLES)
def test_nothing_that_a_text_tells_is_missing_from_any_form(facts: MeetingFacts, in_table: bool) -> None:
    document = compose(facts, replace(STYLE, results_table=in_table, show_votes=in_table))
    for form, words in WHOLE_FORMS.items():
        said = letters(words(document))
        missing = [piece for piece in told(document, form) if letters(piece) not in said]
        assert missing == [], (form, said)


@given(meetings())
@settings(max_examples=EXAMPLES)
def test_what_a_picture_shows_and_who_took_it_is_told_in_every_form(facts: MeetingFacts) -> None:
    plain = compose(facts, STYLE)
    placed = [
        Placed(Picture(f"file{number}", 9, 6, f"The *hall* [{number}]", "Bo & Fenn"), place, number)
        for number, place in enumerate((*Place, Place.AFTER))
    ]
    document = with_pictures(plain, placed)
    assert len(document.pictures) == 4
    assert (plain.lead, plain.pictures) == (None, ())
    for form, words in WHOLE_FORMS.items():
        said = letters(words(document))
        missing = [piece for piece in told(document, form) if letters(piece) not in said]
        assert missing == [], (form, said)
    assert "src=" not in mail_html(document, COLOPHON, REASON)


@given(meetings())
@settings(max_examples=EXAMPLES)
def test_a_post_is_short_enough_and_says_how_much_it_leaves_out(facts: MeetingFacts) -> None:
    document = compose(facts, STYLE)
    for network in NETWORKS:
        post = render_post(document, ADDRESS, network)
        assert network.length(post) <= network.limit
        assert post.endswith(f"\n\n{ADDRESS}")


def document_of(*names: str) -> Document:
    """A report in which these were elected, each to an office of their own."""
    results = tuple(office(f"Office {number}", elected(name)) for number, name in enumerate(names))
    return compose(replace(FACTS, results=results), STYLE)


def test_a_post_has_whole_offices_only_and_counts_the_others() -> None:
    document = document_of(*(f"Person Number {number}" for number in range(200)))
    for network in NETWORKS:
        lines = render_post(document, ADDRESS, network).split("\n")
        offices = [line for line in lines if line.startswith("Office ")]
        more = [int(found[1]) for line in lines if (found := re.fullmatch(r"and (\d+) more offices", line))]
        assert offices == [f"Office {number}: Person Number {number}" for number in range(len(offices))]
        assert len(offices) + sum(more) == 200


ROUND_UP = RoundUp(
    announcement="round_up", format_version=FORMAT_VERSION, organisation=OrganisationFacts("Weavers"), period="2026",
    regions=tuple(RegionReport(name, results=(office("Chair", elected(who)),)) for name, who in
                  (("Fens", "Ann Bell"), ("Vale", "Bo Fenn"))),
)  # fmt: skip


def test_a_post_says_of_which_region_each_office_is() -> None:
    document = compose_any(ROUND_UP, STYLE)
    for network in NETWORKS:
        assert "\n\nFens\nChair: Ann Bell\n\nVale\nChair: Bo Fenn\n\n" in render_post(document, ADDRESS, network)
    assert "Fens\nChair: Ann Bell" in picture_words(document)
    assert picture_words(statement("Thanks from Ely", "W.", place="Ely")).startswith("Thanks from Ely\n")
    assert picture_words(statement("Thanks", "W.", place="Ely")).startswith("Ely: Thanks\n")
    cells = cells_of(list(offices(document)), 34, 1, FONTS)
    assert [cell.lines[0][1] for cell in cells] == ["Fens · Chair", "Vale · Chair"], "the picture says so too"


def test_a_post_without_results_has_whole_sentences_as_many_as_fit() -> None:
    first = "The meeting was called for half past seven on a Tuesday evening at the old hall behind the station."
    then = f"Dr. Bell {'spoke at some length ' * 7}and was thanked for it by everybody present."
    document = statement("A word", f"{first} {then}", place="National")
    posts = {network.name: render_post(document, ADDRESS, network) for network in NETWORKS}
    assert posts["LinkedIn"] == f"A word\n\n{first} {then}\n\n{ADDRESS}"
    assert posts["X"] == f"A word\n\n{first}\n\n{ADDRESS}"
    long = statement("A word", "word " * 400, place="National")
    assert render_post(long, ADDRESS, NETWORKS[2]).endswith(f"word …\n\n{ADDRESS}")
    assert ends_of_sentences("Dr. Bell and St. Mary’s. Then") == [29]


def test_a_post_before_a_meeting_says_when_it_is_and_until_when_to_nominate() -> None:
    told = Notice(
        announcement="notice", format_version=FORMAT_VERSION, organisation=OrganisationFacts("Weavers"),
        kind=MeetingKind.AGM, held_on=PartialDate(2027, 4, 18), starts_at=dt.time(14), venue="the Corn Exchange",
        nominations_close=Moment(PartialDate(2027, 4, 9), dt.time(12)), who_may_come="Every member may come.",
        results=tuple(office(f"Office {number}") for number in range(30)),
    )  # fmt: skip
    call = replace(told, announcement="call_for_nominations")
    when = "Weavers will hold their AGM on Sunday 18 April 2027 at 14:00 at the Corn Exchange."
    until = "Nominations close on Friday 9 April 2027 at noon."
    for network in NETWORKS:
        post = render_post(compose_any(told, STYLE), ADDRESS, network)
        assert f"\n\n{when}\n\nOffice 0: one place\n" in post
        assert post.startswith("Notice of the Weavers AGM\n")
        assert f"\n\n{when} {until}\n" in render_post(compose_any(call, STYLE), ADDRESS, network)
        without = replace(call, results=())
        assert f"\n\n{when} {until}\n\n{ADDRESS}" in render_post(compose_any(without, STYLE), ADDRESS, network)
    far = replace(call, venue="the hall " * 30)
    assert f"AGM\n\n{until}\n\nOffice 0" in render_post(compose_any(far, STYLE), ADDRESS, NETWORKS[-1])


def test_each_network_is_counted_as_it_counts() -> None:
    link = "https://agm.example.org/" + "a" * 100
    assert x_length(f"é {link}") == 2 + 23
    assert x_length("日本") == 4
    assert bluesky_length("e\u0301 👩‍👩‍👧 🇬🇧🇮🇪 👍🏽") == 8
    assert threads_length("a👍") == 5


def test_a_post_of_a_statement_says_whose_it_is_where_its_title_does_not() -> None:
    thanks, ours = (statement(title, "Words.", place="North West") for title in ("Thank you", "Thanks from N West WU"))
    for network in NETWORKS:
        assert render_post(thanks, ADDRESS, network, "N West WU").startswith("N West WU: Thank you\n")
        assert render_post(ours, ADDRESS, network, "N West WU").startswith("Thanks from N West WU\n")
        report = render_post(compose(FACTS, STYLE), ADDRESS, network, "N West WU")
        assert "N West WU: " not in report, "a report is told by the house style"
        assert (
            network.length(render_post(statement("x" * 700, "W.", place=""), ADDRESS, network, "WU")) <= network.limit
        )


def test_a_title_of_one_endless_word_is_cut_to_the_limit() -> None:
    endless = statement("W" * 900, "Text.", place="National")
    for network in NETWORKS:
        post = render_post(endless, ADDRESS, network)
        assert network.length(post) <= network.limit
        assert post.startswith("WWW")
    assert len(picture_words(endless)) <= 420


def test_a_post_says_who_took_the_photo_where_the_title_leaves_room() -> None:
    lead = Picture("file", 9, 6, "The hall", "Bo Fenn")
    for title, is_told in (("Thanks", True), ("Thanks " * 45, False)):
        document = replace(statement(title.strip(), "Text.", place="National"), lead=lead)
        post = render_post(document, ADDRESS, NETWORKS[0])
        assert NETWORKS[0].length(post) <= NETWORKS[0].limit
        assert ("Photo: Bo Fenn" in post) is is_told


def test_two_hundred_offices_are_in_every_form_whole() -> None:
    document = document_of(*(f"Person Number {number} of 200" for number in range(200)))
    for form, words in WHOLE_FORMS.items():
        said = words(document)
        lacking = [number for number in range(200) if f"Person Number {number} of 200" not in without_no_break(said)]
        assert lacking == [] or form == "longest post", form


@pytest.mark.parametrize("code", TEMPLATE_CODE)
def test_code_that_somebody_typed_is_printed_and_never_run(code: str) -> None:
    facts = replace(
        FACTS,
        venue=code,
        speakers=(Speaker(person("Ada Loom"), code),),
        said=(Paragraph(code),),
        messages=(SupportMessage(person("Bo Ray"), code, code),),
        results=(office(code, elected("Ann Lee"), plural_label=code),),
    )
    document = compose(facts, STYLE)
    for form, words in WHOLE_FORMS.items():
        assert letters(code) in letters(words(document)), form
    assert "<script>" not in mail_html(document, COLOPHON, REASON)
    Image.open(io.BytesIO(share_image(document, code, "#a3122f", FONTS))).verify()


def test_mail_and_files_say_when_a_text_was_published_and_corrected() -> None:
    document = compose(FACTS, STYLE)
    forms = [
        mail_text(document, COLOPHON, REASON),
        words_of_html(mail_html(document, COLOPHON, REASON)),
        words_of_docx(render_word_file(document, COLOPHON)),
    ]
    for words in forms:
        assert "Published 3 May 2017, 13:00." in words
        assert "Corrected 4 May 2017, 9:00: the spelling of a name." in words
        assert "Promoted by Ada Weaver, 1 Loom Street" in words
        assert ADDRESS in words
        assert "Weavers’ Union, North West" in words, "nothing else in a statement may say whose it is"
    told_to_programs = json.loads(render_json(document, COLOPHON))
    assert told_to_programs["corrections"] == [{"at": "2017-05-03T12:00:00+00:00", "note": "the spelling of a name"}]


def test_the_numbers_of_our_records_are_in_no_json() -> None:
    ann = PersonName("Ann Lee", person_id=4711)
    facts = replace(FACTS, results=(office("Chair", Entry((ann,), elected=True)),))
    assert "4711" not in render_json(compose(facts, STYLE), COLOPHON)


def test_links_to_the_site_itself_lead_there_from_anywhere() -> None:
    words = statement("Thanks", "See [the page](/north-west).", place="National")
    assert 'href="https://agm.example.org/north-west"' in mail_html(words, COLOPHON, REASON)


LONG = "Bartholomew Featherstonehaugh-Cholmondeley of " + "Llanfairpwllgwyngyll" * 12


@pytest.mark.parametrize(
    "names",
    [
        ("Ruth Sable",),
        (LONG, LONG + " the Younger"),
        ("נעמי לוי", "e\u0301lodie A\u0308\u0323b", "عمر فاروق", "李小龍", "👩‍👩‍👧"),
        tuple(f"Person Number {number}" for number in range(200)),
    ],
    ids=["one", "long", "scripts", "two hundred"],
)
def test_a_picture_is_made_of_any_names(names: tuple[str, ...]) -> None:
    content = share_image(document_of(*names), "Civic Commonweal Movement", "#a3122f", FONTS)
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.size == (1200, 630)
        margin = picture.convert("RGB").crop((1200 - 56, 20, 1200, 630))
        assert len(margin.getcolors() or ()) == 1, "nothing reaches into the margin"
