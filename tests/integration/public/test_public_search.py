"""The public search, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from agm.organisation.models import NATIONAL_ID
from agm.search_index.models import Kind, SearchEntry
from agm.web.public.queries.search import GROUPS, MOST_RANKED, words_of
from agm.web.public.search import marked, passage
from tests.support.client import StrictClient
from tests.support.public_data import PublicData

pytestmark = pytest.mark.both_databases


@pytest.fixture
def filled(session: Session) -> PublicData:
    """Some things to find."""
    data = PublicData(session)
    data.findable("Dilys Prŷs-Hughes", "Vice Chair, 2014 to 2016", Kind.PERSON)
    data.findable("Treasurer", "Séamus O’Brien, since 2017", Kind.OFFICE)
    data.findable("Wales AGM", "Wales AGM Members met in Cardiff. Dilys Prŷs-Hughes thanked the treasurer.")
    data.findable("<script>alert(1)</script>", "Loom & <b>wages</b>")
    return data


FINDS: list[tuple[str, list[str]]] = [
    ("prys", ["Dilys Prŷs-Hughes", "Wales AGM"]),
    ("PRŶS hugh", ["Dilys Prŷs-Hughes", "Wales AGM"]),
    ("treas", ["Treasurer", "Wales AGM"]),
    ("seamus brien", ["Treasurer"]),
    ("o'brien", ["Treasurer"]),
    ("cardiff dilys", ["Wales AGM"]),
    ("cardiff nobody", []),
    ("alert", ["<script>alert(1)</script>"]),
    ('" OR 1=1 --', []),
    ("prys*", ["Dilys Prŷs-Hughes", "Wales AGM"]),
    ("NEAR(dilys", []),
    ("title:wales", []),
    ("' & | ! ( ) :* \\", []),
    ("\x00", []),
    ("🎉", []),
]


def test_the_search_finds_the_beginnings_of_words(client: StrictClient, filled: PublicData) -> None:
    for typed, expected in FINDS:
        response = client.get("/search", query_string={"q": typed})
        assert response.status_code == 200, typed
        assert client.page(response).texts("h3") == expected, typed


@pytest.mark.parametrize(
    ("spelt", "typed"),
    [
        ("Łukasz Żółtowski", "lukasz zoltowski"),
        ("Işıl Çalışkan", "isil caliskan"),
        ("Bjørn Ærø", "bjorn aero"),
        ("Ivana Đurić", "ivana duric"),
        ("Käthe Strauß", "kathe strauss"),
        ("Ðóra Þórsdóttir", "dora thorsdottir"),
        ("Œlla Ħamrun", "oella hamrun"),
    ],
)
def test_letters_are_found_by_plain_ones_and_as_they_are(
    client: StrictClient, session: Session, spelt: str, typed: str
) -> None:
    data = PublicData(session)
    entry = data.findable(spelt, "Treasurer", Kind.PERSON)
    for words in (typed, typed.upper(), spelt, spelt.upper(), spelt.lower(), typed.split()[1][:4]):
        page = client.page(client.get("/search", query_string={"q": words}))
        assert page.texts("h3") == [spelt], words
        assert page.texts("mark")[:1] == [spelt.split()[0 if words.split()[1:] else 1]], words
    entry.title = "Nobody"
    session.commit()
    first_name, _, _ = typed.partition(" ")
    assert client.get_page(f"/search?q={first_name}").texts("h3") == []
    session.delete(entry)
    session.commit()
    assert client.get_page("/search?q=nobody").texts("h3") == []


def test_what_was_looked_for_is_marked_and_everything_is_escaped(client: StrictClient, filled: PublicData) -> None:
    page = client.get_page("/search?q=wages")
    assert page.texts("p", class_="passage") == ["Loom & <b>wages</b>"]
    assert page.texts("mark") == ["wages"]
    assert client.get_page("/search?q=prys").texts("mark")[:1] == ["Prŷs"]
    passages = client.get_page("/search?q=cardiff").texts("p", class_="passage")
    assert passages == ["Members met in Cardiff. Dilys Prŷs-Hughes thanked the treasurer."]


def test_an_empty_search_teaches(client: StrictClient, filled: PublicData) -> None:
    page = client.get_page("/search")
    assert page.heading == "What are you looking for?"
    assert client.get_page(page.links["treas"]).texts("h3")[0] == "Treasurer"
    assert client.get_page("/search?q=zzz").heading == "Nothing found"
    assert "Type at least one letter" in client.get_page("/search?q=%26%26").text


def test_more_results_are_on_further_pages(session: Session, client: StrictClient) -> None:
    data = PublicData(session)
    for number in range(25):
        data.findable(f"Loom {number:02}", "Loom")
    page = client.get_page("/search?q=loom")
    assert len(page.texts("h3")) == 20
    further = client.get_page(page.links["More results"])
    assert len(further.texts("h3")) == 5
    assert further.links["Better results"] == "/search?q=loom"
    assert client.get("/search?q=loom&page=3").status_code == 404


def test_words_are_plain() -> None:
    assert words_of("  Ŵyn-Llŷr O’Neill 2017 ") == ["wyn", "llyr", "o", "neill", "2017"]
    assert words_of("İbrahim Şahin") == ["ibrahim", "sahin"]
    assert len(words_of("a " * 500)) == 8


def test_a_passage_is_cut_at_blanks_around_the_word() -> None:
    text = "one two three " * 20 + "needle " + "four five six " * 20
    cut = passage(text, ["needle"])
    assert cut.startswith("… ")
    assert cut.endswith(" …")
    assert "needle" in cut
    assert len(cut) < 220
    assert str(marked("a <needle>", ["need"])) == "a &lt;<mark>needle</mark>&gt;"


NAMES_FOUND = [
    (
        "Mary O'Brien",
        ["obrien", "OBrien", "mary obrien", "Oʼbrien", "o'brien", "O Brien", "o-brien", "OBrein"],
    ),
    ("Ann D’Arcy", ["darcy", "D'Arcy", "d arcy", "darcey"]),
    ("Bo Mc Donald", ["McDonald", "mc donald", "mcdonalds"[:-1], "macdonald"]),
    ("Cy McAllister", ["mc allister", "macallister", "McAlister"]),
    ("Di Fitz-Gerald", ["Fitzgerald", "fitz gerald", "fitzgerld"]),
    ("Zoë Smith-Jones", ["smithjones", "smyth", "zoe smith jones"]),
    ("Tomasz Żółtowski", ["zoltowsky", "zoltovski", "zltowski"]),
]


@pytest.mark.parametrize(("name", "questions"), NAMES_FOUND)
def test_names_are_found_however_they_are_typed(
    client: StrictClient, session: Session, name: str, questions: list[str]
) -> None:
    data = PublicData(session)
    data.findable(name, "Chair, since 2017", Kind.PERSON)
    data.findable("Uma Quill", "Secretary, since 2017", Kind.PERSON)
    for typed in questions:
        assert client.page(client.get("/search", query_string={"q": typed})).texts("h3") == [name], typed


def test_who_is_what_now_comes_before_old_posts_and_hits_are_counted(client: StrictClient, session: Session) -> None:
    data = PublicData(session)
    data.findable("Treasurer of old", "The treasurer is Al Ray, treasurer for ever.")
    data.findable("Treasurer", "Bo Lee, since 2017", Kind.OFFICE).is_current = True
    data.findable("Cy Dee", "Treasurer, 2001 to 2004", Kind.PERSON)
    session.flush()
    page = client.get_page("/search?q=treasurer")
    assert page.texts("h3")[0] == "Treasurer"
    assert "3 results" in page.text


def test_an_office_and_a_region_are_found_together(client: StrictClient, session: Session) -> None:
    data = PublicData(session)
    entry = data.findable("Treasurer", "Bo Lee, since 2017", Kind.OFFICE)
    entry.unit_id = data.unit("Severn Vale").id
    data.findable("Treasurer", "Al Ray, since 2017", Kind.OFFICE)
    session.flush()
    for typed in ("treasurer severn vale", "severnvale treasurer", "Severn-Vale tresurer", "treasurer sevren"):
        assert len(client.page(client.get("/search", query_string={"q": typed})).texts("h3")) == 1, typed


def test_a_question_of_several_parts_finds_who_was_in_office_then(client: StrictClient, session: Session) -> None:
    data = PublicData(session)
    vale = data.unit("Severn Vale").id
    for title, body, kind in (
        ("Chair", "Ann Lee, since 2021; Bo Ray, 2014 to 2018", Kind.OFFICE),
        ("Ann Lee", "Chair, since 2021; Secretary, 2020", Kind.PERSON),
        ("Bo Ray", "Chair, 2014 to 2018", Kind.PERSON),
    ):
        data.findable(title, body, kind).unit_id = vale
    data.findable("Chair", "Cy Fox, since 2014", Kind.OFFICE)
    session.flush()
    expected = {
        "chair of severn vale 2024": {"Chair", "Ann Lee"},
        "Who was the chair of Severn Vale in 2016?": {"Chair", "Bo Ray"},
        "severn vale chair, 2018": {"Chair", "Bo Ray"},
        "secretary severn vale 2020": {"Ann Lee"},
        "chair severn vale 2013": set(),
        "chair severn vale 2999": set(),
    }
    for typed, titles in expected.items():
        page = client.page(client.get("/search", query_string={"q": typed}))
        assert set(page.texts("h3")) == titles, typed
    assert "of" not in client.get_page("/search?q=chair+of+severn+vale").texts("mark")


def test_what_is_old_is_found_behind_all_that_is_newer(client: StrictClient, session: Session) -> None:
    newest = sum(looked_through for *_, looked_through in GROUPS)
    old = [("Ann Bell", "Treasurer, 1999"), *(("Bo Ray", f"Secretary, {number}") for number in range(MOST_RANKED))]
    rows = [*old, *(("Cy Dee", "Chair, 2004") for _ in range(newest))]
    session.execute(
        insert(SearchEntry),
        [
            {"kind": Kind.PERSON, "record_id": number, "unit_id": NATIONAL_ID, "title": title, "body": body}
            for number, (title, body) in enumerate(rows, 1)
        ],
    )
    session.flush()
    assert client.get_page("/search?q=bell").texts("h3") == ["Ann Bell"]
    assert "The newest 400 results" in client.get_page("/search?q=secretary").text
    assert "The newest 400 results" in client.get_page("/search?q=chair").text
