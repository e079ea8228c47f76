"""What was typed is printed as it was typed: numbers, sums, addresses, apostrophes."""

import pytest

from agm.wording.render.typed_markdown import typed_html, typed_markdown, typed_text
from agm.wording.render.typography import printed_html, smarten


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("3. Rents\n5. Buses\n9. Parks", ["5", "9"]),
        ("2. a\n4. b", ["4"]),
        ("1984. Founded\n1990. Moved", ["1990"]),
        ("1. a\n1. b", ["1"]),
        ("0. a\n2. b", ["2"]),
        ("7. a\n\n   3. c\n   7. d", ["7"]),
    ],
)
def test_items_keep_their_numbers_in_every_format(typed: str, values: list[str]) -> None:
    html = typed_html(typed)
    assert [part.split('"')[0] for part in html.split('value="')[1:]] == values
    assert typed_text(typed).replace("\n\n", "\n") == typed.replace("\n\n", "\n")
    again = typed_markdown(typed)
    assert typed_html(again) == typed_html(typed_markdown(again))
    for line in typed.split():
        if line[0].isdigit():
            assert f"{line}\u00a0" in again or (f"{line} " in again and line not in values)


def test_numbers_that_run_on_are_a_plain_list() -> None:
    assert typed_html("3. a\n4. b") == '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'
    assert typed_markdown("3. a\n4. b") == "3. a\n4. b"
    assert typed_html("2017. A good year") == '<ol start="2017">\n<li>A good year</li>\n</ol>'


@pytest.mark.parametrize(
    "typed", ["1) a\n3) b", "01. a\n02. b", "2*3*4", "2**3**4", "a 2*3 and 4*5", "n*m*k", "1) a\n2) *b* c"]
)
def test_what_is_no_markdown_is_left_alone(typed: str) -> None:
    plain = typed.replace("*b*", "b")
    assert typed_text(typed) == plain
    assert typed_html(typed).replace("<br>", "").replace("<em>b</em>", "b") == f"<p>{plain}</p>"
    assert typed_text(typed_markdown(typed)) == plain


ADDRESSES = [
    "mary.o'brien@example.org",
    "https://example.org/minutes--2026",
    "https://zoom.us/j/123?pwd=a--b",
    "https://youtu.be/a--bcdefghi",
    "xn--80ak6aa92e.com",
    "www.example.org/a--b",
    "example.org/a--b",
    "https://example.org/?q='agm'",
    "https://example.org/*x*",
    "https://example.org/_x_/__y__",
    "https://example.org/a_(b)",
    "@o'brien@example.social",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses_are_never_typeset(address: str) -> None:
    for around in ("{}", "Write to {} -- 'soon'.", "({})", '"{}"', "See {}, or {}; {}!"):
        typed = around.replace("{}", address)
        assert printed_html(typed).count(address) == around.count("{}")
        assert typed_html(typed).count(address) == around.count("{}")
        assert typed_text(typed) == typed
        assert typed_text(typed_markdown(typed)) == typed
    assert printed_html(f"Write to {address} -- 'soon'.") == f"Write to {address} – ‘soon’."


def test_the_text_of_a_link_in_brackets_is_its_address() -> None:
    html = typed_html("<https://example.org/a--b> and <mary.o'brien@example.org>")
    assert ">https://example.org/a--b</a>" in html
    assert ">mary.o'brien@example.org</a>" in html


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("www.example.org/join", "https://www.example.org/join"),
        ("example.org/x", "https://example.org/x"),
        ("example.org", "https://example.org"),
        ("example.org:80/x", "https://example.org:80/x"),
        ("mary@example.org", "mailto:mary@example.org"),
        ("tel:+441234567", "tel:+441234567"),
        ("/north-west", "/north-west"),
        ("#top", "#top"),
        ("https://example.org/", "https://example.org/"),
    ],
)
def test_a_link_leads_where_it_was_meant_to(typed: str, address: str) -> None:
    assert f'<a href="{address}"' in typed_html(f"[our page]({typed})")
    assert typed_text(f"[our page]({typed})") == f"our page ({address})"


@pytest.mark.parametrize("typed", ["javascript:alert(1)", "ftp://example.org", "join-us", "../x", "data:text/html,x"])
def test_a_link_that_leads_nowhere_stays_text(typed: str) -> None:
    assert typed_html(f"[t]({typed})") == f"<p>[t]({typed})</p>"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Gerard 't Hooft and the Members' Officer", "Gerard ’t Hooft and the Members’ Officer"),
        ("'90s and the members' day", "’90s and the members’ day"),
        ("Rock 'n' Roll", "Rock ’n’ Roll"),
        ("'tis the members' day", "’tis the members’ day"),
        ("the 'new' hall's 'own' roof", "the ‘new’ hall’s ‘own’ roof"),
        ("she said 'the 't Hooft hall'", "she said ‘the ’t Hooft hall’"),
        ("'s Gravesande", "’s Gravesande"),
    ],
)
def test_an_apostrophe_at_the_start_of_a_word(typed: str, printed: str) -> None:
    assert smarten(typed) == printed
    assert typed_html(typed) == f"<p>{printed}</p>"


def test_quotes_reach_across_emphasis() -> None:
    assert typed_html("\"*Hi*, 'all'\", she **said**") == "<p>“<em>Hi</em>, ‘all’”, she <strong>said</strong></p>"
