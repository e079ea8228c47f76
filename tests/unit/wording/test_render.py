"""Rendering: the same facts in every format, safe whatever was typed, in the markup of the house."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import html5lib
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from agm.facts import MeetingFacts, Paragraph, Speaker, SupportMessage
from agm.language.partial_date import PartialDate
from agm.wording.compose import compose
from agm.wording.document import BlockKey
from agm.wording.render import Format, HtmlOptions, block_markdown, render, typed_html, typed_text
from agm.wording.render.typed_markdown import escape_markdown_line, typed_markdown
from agm.wording.render.typography import isolate, printed_html, smarten, with_marks
from agm.wording.render.web import open_article
from agm.wording.style import HouseStyle
from tests.support.wording_facts import LETTERS, ORGANISATION, REGION, elected, meetings, not_elected, office, person

STYLE = HouseStyle(longest_sentence=0)
FACTS = MeetingFacts(
    format_version=1,
    organisation=ORGANISATION,
    region=REGION,
    held_on=PartialDate(2019, 5, 12),
    speakers=(Speaker(person("Helen Marsh", suffix="MP"), "Shadow Minister"),),
    said=(Paragraph("Helen spoke."),),
    results=(
        office("Chair", elected("Ruth Sable"), not_elected("Bernard Loe")),
        office("Secretary"),
        office("Delegate", elected("Ann Lee"), elected("Bo Ray"), seats=2, plural_label="Delegates"),
    ),
)


BLOCKS = {"p", "li", "dt", "dd", "div", "h1", "h2", "h3", "h4", "h5", "h6", "header", "blockquote"}


class _TextOf(HTMLParser):
    """Collects the text of HTML, a line a block, with the numbers that a browser puts before the items of a list."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.next_numbers: list[int | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"ol", "ul"}:
            self.next_numbers.append(int(given.get("start") or 1) if tag == "ol" else None)
        elif tag == "li" and self.next_numbers[-1] is not None:
            number = int(given.get("value") or self.next_numbers[-1])
            self.parts.append(f"{number}. ")
            self.next_numbers[-1] = number + 1

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ol", "ul"}:
            self.next_numbers.pop()
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def text_of_html(source: str) -> str:
    """The text of HTML."""
    parser = _TextOf()
    parser.feed(source)
    parser.close()
    return "".join(parser.parts)


def letters(text: str) -> str:
    """The letters and digits alone: what stays the same however a format writes quotes, dashes and spaces."""
    return "".join(filter(str.isalnum, text))


def whole_words(text: str) -> str:
    """The words alone, each between spaces, in small letters."""
    words = re.findall(r"[^\W_]+", text.casefold())
    return f" {' '.join(words)} "


def texts_of(facts: MeetingFacts) -> dict[Format, str]:
    """What each format of the announcement says."""
    document = compose(facts, STYLE)
    markdown = MarkdownIt("commonmark").render(render(document, Format.MARKDOWN))
    return {
        Format.TEXT: render(document, Format.TEXT),
        Format.HTML: text_of_html(render(document, Format.HTML)),
        Format.MARKDOWN: text_of_html(markdown),
    }


@given(meetings())
@settings(max_examples=30)
def test_every_format_carries_the_same_names_offices_and_roles(facts: MeetingFacts) -> None:
    parted = [re.split(r"[\n:;]", text) for text in texts_of(replace(facts, said=())).values()]
    texts = [[whole_words(line) for line in lines] for lines in parted]  # "Chair: Ann Bell; Bo" says no "Bell Bo"
    facts_told = [speaker.person.displayed for speaker in facts.speakers]
    facts_told += [speaker.role or "" for speaker in facts.speakers]
    facts_told += [message.person.displayed for message in facts.messages]
    facts_told += [message.role or "" for message in facts.messages]
    for result in facts.results:
        facts_told += [result.label, result.plural_label or ""]
        facts_told += [one.displayed for entry in result.entries for one in entry.people]
    for told in map(whole_words, facts_told):
        assert len({any(told in line for line in lines) for lines in texts}) == 1, (told, texts)


@given(meetings())
@settings(max_examples=30)
def test_the_text_holds_every_person_elected(facts: MeetingFacts) -> None:
    result_known = any(result.elected or result.open_state != "undecided" for result in facts.results)
    text = letters(texts_of(facts)[Format.TEXT])
    for result in facts.results if result_known and not facts.messages else ():
        for entry in result.elected:
            assert all(letters(one.displayed) in text for one in entry.people)


@given(meetings())
@settings(max_examples=30)
def test_every_article_is_valid_html(facts: MeetingFacts) -> None:
    source = render(compose(facts, STYLE), Format.HTML)
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(f"<!doctype html><html><head><title>x</title></head><body>{source}</body></html>")
    assert parser.errors == []


TYPED = st.lists(st.sampled_from([*LETTERS, "\n", "\n\n", "# ", "- ", "1. ", "> ", "**", "](http://a.b)"]), max_size=40)


@given(TYPED.map("".join))
@example("# # # # ")
@example("1. \n1. ")
@example("1. a\n1. b")
@example("***a*a*")
@example("*](http://a.b)**")
@settings(max_examples=150)
def test_typed_markdown_written_anew_says_the_same(source: str) -> None:
    once = typed_markdown(source)
    assert letters(typed_text(once)) == letters(typed_text(source))
    assert letters(text_of_html(typed_html(once))) == letters(text_of_html(typed_html(source)))
    assert typed_markdown(once).split() == once.split()


@given(st.text(LETTERS + "\n", max_size=40))
@settings(max_examples=150)
def test_an_escaped_line_is_read_as_it_stands(text: str) -> None:
    line = " ".join(text.split())
    shown = text_of_html(MarkdownIt("commonmark").render(escape_markdown_line(line)))
    assert shown.strip("\n") == line


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,<b>)",
        "<!-- hidden",
        "![x](http://a.b/c.png)",
        "<b onmouseover=alert(1)>x",
        "<javascript:alert(1)>",
    ],
)
def test_nothing_typed_becomes_code(source: str) -> None:
    tree = html5lib.parseFragment(typed_html(source), namespaceHTMLElements=False)
    allowed = {"p", "a", "em", "strong", "DOCUMENT_FRAGMENT"}
    assert {element.tag for element in tree.iter()} <= allowed
    assert [element.attrib["href"] for element in tree.iter("a") if not element.attrib["href"].startswith("http")] == []
    again = html5lib.parseFragment(MarkdownIt("commonmark").render(typed_markdown(source)), namespaceHTMLElements=False)
    assert {element.tag for element in again.iter()} <= allowed


@pytest.mark.parametrize(
    ("source", "html", "text", "markdown"),
    [
        ("Plain words", "<p>Plain words</p>", "Plain words", "Plain words"),
        ("It's a *fine* day", "<p>It’s a <em>fine</em> day</p>", "It's a fine day", "It's a *fine* day"),
        ('He said "no" -- twice', "<p>He said “no” – twice</p>", 'He said "no" -- twice', 'He said "no" -- twice'),
        ("**Two**\n\nparts", "<p><strong>Two</strong></p>\n<p>parts</p>", "Two\n\nparts", "**Two**\n\nparts"),
        ("one\ntwo", "<p>one<br>\ntwo</p>", "one\ntwo", "one  \ntwo"),
        (
            "[a](https://a.b)",
            '<p><a href="https://a.b" rel="noopener noreferrer">a</a></p>',
            "a (https://a.b)",
            "[a](<https://a.b>)",
        ),
        (
            "<https://a.b>",
            '<p><a href="https://a.b" rel="noopener noreferrer">https://a.b</a></p>',
            "https://a.b",
            "[https://a.b](<https://a.b>)",
        ),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "- a\n- b", "- a\n- b"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>', "3. a\n4. b", "3. a\n4. b"),
        ("- a\n\n  b", "<ul>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n</ul>", "- a\n\n  b", "- a\n\n  b"),
        ("> a\n>\n> b", "<blockquote>\n<p>a</p>\n<p>b</p>\n</blockquote>", "> a\n>\n> b", "> a\n>\n> b"),
        ("# A\n\n## B", "<h3>A</h3>\n<h4>B</h4>", "A\n\nB", "## A\n\n## B"),
        ("1\\. no list", "<p>1. no list</p>", "1. no list", "1\\. no list"),
        ("a <b> & `c`", "<p>a &lt;b&gt; &amp; `c`</p>", "a <b> & `c`", "a \\<b\\> & \\`c\\`"),
        ("&amp; typed", "<p>&amp;amp; typed</p>", "&amp; typed", "\\&amp; typed"),
        (
            "שלום, *Ann*",
            '<p dir="rtl"><bdi lang="he" dir="auto">שלום</bdi>, <em>Ann</em></p>',
            "שלום, Ann",
            "שלום, *Ann*",
        ),
        ("A\u202eB", "<p>AB</p>", "AB", "AB"),
    ],
)
def test_typed_text_in_each_format(source: str, html: str, text: str, markdown: str) -> None:
    assert typed_html(source) == html
    assert typed_text(source) == text
    assert typed_markdown(source) == markdown


def test_headings_follow_the_page_they_stand_on() -> None:
    assert typed_html("## A\n\n#### B\n\n###### C", 5) == "<h5>A</h5>\n<h6>B</h6>\n<h6>C</h6>"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("JLM's", "JLM’s"),
        ("b'hatzlacha", "b’hatzlacha"),
        ("Friends' Meeting House", "Friends’ Meeting House"),
        ("the 'new' hall", "the ‘new’ hall"),
        ("the 'members' own' hall's roof", "the ‘members’ own’ hall’s roof"),
        ('said "yes" (and "no")', "said “yes” (and “no”)"),
        ("2016 - 2017 -- a year", "2016 – 2017 – a year"),
        ("Prŷs-Hughes", "Prŷs-Hughes"),
    ],
)
def test_quotes_and_dashes_are_printed_ones(typed: str, printed: str) -> None:
    assert smarten(typed) == printed
    assert printed_html(typed) == printed


def test_right_to_left_names_are_kept_apart() -> None:
    assert isolate("Dr נעמי לוי MP & co") == 'Dr <bdi lang="he" dir="auto">נעמי לוי</bdi> MP &amp; co'
    assert isolate("محمد علي") == '<bdi dir="auto">محمد علي</bdi>'
    assert isolate("שלום, עולם") == '<bdi lang="he" dir="auto">שלום, עולם</bdi>'
    assert printed_html("A\u202e<b>") == "A&lt;b&gt;"


def test_right_to_left_names_of_a_list_keep_their_order_in_every_part() -> None:
    """From left to right, as the sentence runs: in HTML by isolation, in plain text by a mark after the comma."""
    names = ("שרה כהן", "דוד לוי", "Ann Lee")
    facts = replace(
        FACTS,
        speakers=tuple(Speaker(person(name), "") for name in names),
        results=(office("Delegate", *map(elected, names), seats=3, plural_label="Delegates"),),
    )
    document = compose(facts, STYLE)
    html = render(document, Format.HTML)
    apart = '<bdi lang="he" dir="auto">שרה כהן</bdi>, <bdi lang="he" dir="auto">דוד לוי</bdi>'
    assert html.count(apart) >= 2
    assert "שרה כהן, דוד לוי" not in html
    assert "שרה כהן,\u200e דוד לוי and Ann Lee" in render(document, Format.TEXT)
    assert "\u200e" not in render(document, Format.MARKDOWN)
    assert with_marks("שרה כהן, דוד לוי and Ann") == "שרה כהן, דוד לוי and Ann"


def test_the_article_sits_on_its_page_as_asked() -> None:
    options = HtmlOptions(heading_level=2, id_prefix="first-")
    lines = render(compose(FACTS, STYLE), Format.HTML, options).split("\n")
    assert lines[0] == '<article class="notice" aria-labelledby="first-title">'
    assert lines[2] == (
        '    <p class="side"><span>Northern Vale</span> <time datetime="2019-05-12">12\u00a0May 2019</time></p>'
    )
    assert lines[3].startswith('    <h2 class="title" id="first-title">Northern Vale')
    assert '    <h3 class="side" id="first-said">What was said</h3>' in lines
    assert lines[-2:] == ["</article>", ""]


def test_a_rendered_article_is_opened_for_its_own_page() -> None:
    whole = render(compose(FACTS, STYLE), Format.HTML)
    opened = open_article(whole, "/northern-vale")
    place = '<a href="/northern-vale">Northern Vale</a>'
    assert opened + "</article>\n" == whole.replace("<span>Northern Vale</span>", place, 1)


def test_own_words_take_the_place_of_each_block() -> None:
    words = {
        BlockKey.OPENING: "We *met*.\n\nIt rained.",
        BlockKey.RESULTS: "- Ruth chairs",
        BlockKey.CLOSING: "## Thanks\n\nto all",
    }
    document = compose(FACTS, HouseStyle(), words)
    source = render(document, Format.HTML)
    assert '    <p class="lead">We <em>met</em>.</p>\n    <p class="lead">It rained.</p>' in source
    assert (
        '      <div class="prose">\n        <ul>\n        <li>Ruth chairs</li>\n        </ul>\n      </div>' in source
    )
    assert '    <div class="axis">\n      <h3>Thanks</h3>\n      <p>to all</p>\n    </div>\n  </section>' in source
    assert render(document, Format.TEXT).endswith("- Ruth chairs\n\nThanks\n\nto all\n")


def test_blocks_in_another_order_stand_alone() -> None:
    order = (BlockKey.CLOSING, BlockKey.RESULTS, BlockKey.MESSAGES, BlockKey.SAID, BlockKey.OPENING)
    source = render(compose(FACTS, HouseStyle(block_order=order, longest_sentence=0)), Format.HTML)
    places = [source.index(words) for words in ("Our thanks", "also held", "Helen spoke", "delighted")]
    assert places == sorted(places)
    assert '  <div class="axis">\n    <p>Our thanks' in source


def test_messages_stand_in_a_report_with_their_words() -> None:
    messages = (SupportMessage(person("Avner Lavi")), SupportMessage(person("Ann Lee"), "Poet", "Be *well*."))
    document = compose(replace(FACTS, messages=messages), STYLE)
    source = render(document, Format.HTML)
    assert (
        '    <div class="axis"><p class="side">Poet</p><div class="prose"><p class="lead">Ann Lee</p>'
        "<p>Be <em>well</em>.</p></div></div>"
    ) in source
    assert '<div class="axis"><div class="prose"><p class="lead">Avner Lavi</p></div></div>' in source
    assert "support:\n\nAvner Lavi\n\nPoet: Ann Lee\n\nBe well.\n\n" in render(document, Format.TEXT)


def test_a_block_can_be_taken_as_the_start_of_own_words() -> None:
    document = compose(FACTS, STYLE)
    written = {block.key: block_markdown(block) for block in document.blocks}
    assert written[BlockKey.TITLE] == "Northern Vale CCM AGM with guest speaker Helen Marsh MP"
    assert written[BlockKey.RESULTS].split("\n\n")[1:] == [
        "Chair: Ruth Sable",
        "Secretary: vacant",
        "Delegates: Ann Lee and Bo Ray",
    ]
    again = compose(FACTS, STYLE, written)
    assert render(again, Format.TEXT) == render(document, Format.TEXT)
