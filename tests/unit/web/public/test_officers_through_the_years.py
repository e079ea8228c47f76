"""The officers through the years, as columns, cells and bars."""

from __future__ import annotations

import pytest

from agm.language.partial_date import PartialDate
from agm.rules.terms import AppointmentKind
from agm.web.public.officers_through_the_years import Cell, Years, years_of
from agm.web.public.queries.officers import OfficeHistory, Term, unbroken


def date(text: str) -> PartialDate | None:
    """A partial date, or None for no text."""
    return PartialDate.parse(text) if text else None


def term(name: str, since: str, until: str = "", *, seat: int = 1, person: int | None = None) -> Term:
    """A term of one person; over if it has an end."""
    identity = person if person is not None else hash(name)
    return Term((identity,), (name,), seat, date(since), date(until), bool(until), AppointmentKind.ELECTED)


def office(*terms: Term, seats: int = 1, is_abolished: bool = False) -> OfficeHistory:
    """An office with these terms."""
    return OfficeHistory("Chair", "Chairs", seats, "chair", is_abolished, tuple(terms))


def laid_out(history: OfficeHistory, agms: dict[int, str] | None = None) -> Years:
    """The years of one office."""
    found = years_of([history], {year: PartialDate.parse(text) for year, text in (agms or {}).items()})
    assert found is not None
    return found


def shown(years: Years, table: int = 0) -> list[list[tuple[int, str]]]:
    """The cells of the first office: how many years, and who ("" for a silent cell)."""
    return [[(cell.span, words(cell)) for cell in row] for row in years.tables[table].offices[0].rows]


def words(cell: Cell) -> str:
    """What a cell says."""
    if cell.term is None:
        return "" if cell.is_silent else "-"
    return " then ".join(term.names[0] for term in (cell.term, *cell.then))


def test_a_term_is_one_cell_and_a_gap_is_vacant() -> None:
    years = laid_out(office(term("Ann", "2009", "2012"), term("Bo", "2014")))
    assert years.tables[0].years == (2009, 2010, 2011, 2012, 2013, 2014)
    assert shown(years) == [[(3, "Ann"), (2, "-"), (1, "Bo")]]
    assert [cell.is_current for cell in years.tables[0].offices[0].rows[0]] == [False, False, True]


def test_who_is_elected_at_the_agm_has_its_column_and_who_leaves_there_has_not() -> None:
    agms = {2015: "2015-04-20", 2016: "2016-04-17", 2017: "2017-04-30"}
    years = laid_out(office(term("Ann", "2015-04-20", "2017-04-30"), term("Bo", "2017-04-30")), agms)
    assert shown(years) == [[(2, "Ann"), (1, "Bo")]]


def test_a_term_known_by_year_counts_from_that_years_agm() -> None:
    years = laid_out(office(term("Ann", "2015", "2016"), term("Bo", "2016")), {2015: "2015-09-01", 2016: "2016-09-01"})
    assert shown(years) == [[(1, "Ann"), (1, "Bo")]]


def test_who_came_before_the_agm_belongs_to_the_year_before() -> None:
    agms = {2015: "2015-04-20", 2016: "2016-04-17", 2017: "2017-04-30"}
    years = laid_out(office(term("Ann", "2015-04-20", "2016-01-10"), term("Bo", "2017-02-01")), agms)
    assert shown(years) == [[(1, "Ann"), (2, "Bo")]]


def test_a_successor_who_did_not_stay_is_named_in_the_same_cell() -> None:
    agms = {2015: "2015-04-20", 2016: "2016-04-17"}
    history = office(
        term("Ann", "2015-04-20", "2015-10-01"),
        term("Bo", "2015-10-02", "2016-04-17"),
        term("Cy", "2016-04-17"),
    )
    assert shown(laid_out(history, agms)) == [[(1, "Ann then Bo"), (1, "Cy")]]


def test_a_successor_who_stayed_has_the_following_years() -> None:
    agms = {2015: "2015-04-20", 2016: "2016-04-17"}
    history = office(term("Ann", "2015-04-20", "2015-10-01"), term("Bo", "2015-10-02"))
    assert shown(laid_out(history, agms)) == [[(1, "Ann"), (1, "Bo")]]


def test_two_at_a_time_have_a_row_each() -> None:
    history = office(term("Ann", "2014"), term("Bo", "2014", "2016", seat=2), term("Cy", "2016", seat=2), seats=2)
    years = laid_out(history)
    assert shown(years) == [[(3, "Ann")], [(2, "Bo"), (1, "Cy")]]
    assert years.tables[0].offices[0].heading == "Chairs"


def test_years_before_the_first_holder_and_after_an_abolished_office_are_silent() -> None:
    found = years_of(
        [office(term("Ann", "2010")), office(term("Bo", "2012", "2013"), is_abolished=True)], {2014: PartialDate(2014)}
    )
    assert found is not None
    assert [(cell.span, cell.is_silent) for cell in found.tables[0].offices[1].rows[0]] == [
        (2, True),
        (1, False),
        (2, True),
    ]


def test_more_than_ten_years_are_several_tables_the_latest_first() -> None:
    years = laid_out(office(term("Ann", "1998", "2005"), term("Bo", "2005")), {2020: "2020"})
    assert [(table.years[0], table.years[-1]) for table in years.tables] == [(2011, 2020), (2001, 2010), (1998, 2000)]
    assert shown(years, 1) == [[(4, "Ann"), (6, "Bo")]]


@pytest.mark.parametrize("first", range(2000, 2011))
def test_no_year_stands_in_a_table_of_its_own(first: int) -> None:
    years = laid_out(office(term("Ann", str(first))), {2021: "2021"})
    assert sorted(year for table in years.tables for year in table.years) == list(range(first, 2022))
    assert min(len(table.years) for table in years.tables) > 1


def test_the_list_of_a_narrow_page_begins_with_who_is_in_office() -> None:
    years = laid_out(office(term("Ann", "2009", "2011"), term("Bo", "2012")))
    bars = years.lists[0].bars
    assert [(bar.when, bar.start, bar.length) for bar in bars] == [
        ("since 2012", 30, 9),
        ("2011", 20, 9),
        ("2009–2011", 0, 19),
    ]
    assert bars[1].term is None


def test_terms_within_a_year_stand_by_their_days_and_nobody_follows_themselves() -> None:
    agms = {2025: "2025-04-20", 2026: "2026-04-19"}
    history = office(
        term("Ann", "2025-04-20", "2026-04-19"),
        term("Corwin", "2026-04-19", "2026-05-01"),
        term("Daniel", "2026-05-01", "2026-07-01"),
        term("Daniel", "2026-07-15", "2026-08-01"),
    )
    years = laid_out(history, agms)
    assert [bar.term.names[0] for bar in years.lists[0].bars if bar.term] == ["Daniel", "Daniel", "Corwin", "Ann"]
    last = years.tables[0].offices[0].rows[0][-1]
    assert last.names == ("Corwin", "Daniel")


def test_nothing_known_gives_no_table() -> None:
    assert years_of([office()], {}) is None


def test_a_re_election_goes_on_with_the_same_term() -> None:
    terms = unbroken(
        [
            term("Ann Lee", "2014-04-01", "2015-04-20", person=1),
            term("Ann Ray", "2015-04-20", "2016-04", person=1),
            term("Bo", "2016-04-17", "2017", person=2),
            term("Ann Ray", "2018", person=1),
        ]
    )
    assert [(found.names[0], str(found.since), found.is_current) for found in terms] == [
        ("Ann Ray", "2014-04-01", False),
        ("Bo", "2016-04-17", False),
        ("Ann Ray", "2018", True),
    ]


def test_a_table_has_as_many_years_as_have_room_for_every_word() -> None:
    def columns(name: str) -> list[int]:
        terms = [term(name, str(year), str(year + 1), person=year) for year in range(2001, 2020, 2)]
        return [len(table.years) for table in laid_out(office(*terms)).tables]

    assert columns("Ann")[0] == 10
    assert columns("Jo Rubenstein")[0] == 6
    assert columns("Jo Northumberland") == columns("Jo " + "Northumberland" * 4)
    assert columns("Jo Northumberland")[0] == 5


def test_who_stayed_alone_is_in_office_since_the_first_day_as_the_list_of_officers_says() -> None:
    alone = term("Ann", "2016")._replace(shared_since=date("2013"))
    (bars,) = laid_out(office(term("Ann", "2013", "2016")._replace(names=("Ann", "Bo")), alone)).lists
    assert [bar.when for bar in bars.bars] == ["since 2013", "2013–2016"]
