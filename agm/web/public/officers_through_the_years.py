"""The officers through the years: lays terms out as the cells of a table, one column for each year.

A column stands for the time after that year's AGM. Whoever held the seat then has the cell; whoever came later in
the same year and did not stay into the next is named in it with "then".
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from agm.language.partial_date import PartialDate
from agm.language.syllables import LONGEST_WHOLE
from agm.web.public.queries.officers import OfficeHistory, Term

COLUMNS_IN_ONE_TABLE = 10
FEWEST_COLUMNS = 5
WIDTH, LAST_COLUMN, PADDING, LETTER = 41.0, 7.5, 0.85, 0.55
"""Of the table's years where the page is just wide enough for it, and of a name in it (in rem; see the stylesheet)."""


Lane = dict[int, tuple[Term, tuple[Term, ...]]]
"""By year: who holds the seat, and who came later in that year."""
Placed = list[tuple[Term, range]]
"""The terms of one office, each with the years that it covers."""


class Cell(NamedTuple):
    """Some neighbouring years of one seat: a term (with those who came after it in its last year), or nobody.

    `is_silent`: that nobody held it means nothing, because the office or the seat was not there, as far as is known.
    """

    span: int
    term: Term | None = None
    then: tuple[Term, ...] = ()
    is_silent: bool = False

    @property
    def terms(self) -> tuple[Term, ...]:
        return (self.term, *self.then) if self.term else ()

    @property
    def names(self) -> tuple[str, ...]:
        """Who held it, one after another; who came back after nobody else is named once."""
        return tuple(name for name, _ in groupby(term.together for term in self.terms))

    @property
    def is_current(self) -> bool:
        return any(not term.is_over for term in self.terms)

    @property
    def longest_word(self) -> int:
        """In letters, of what stands in it; a word that can be parted counts as the longest that cannot."""
        words = " ".join(self.names).replace("-", "- ").split()
        return min(LONGEST_WHOLE, max(map(len, words), default=0))


@dataclass(frozen=True, slots=True)
class OfficeRows:
    heading: str
    rows: tuple[tuple[Cell, ...], ...]


class Bar(NamedTuple):
    """One term as a line of a list, with its place on the scale of years (tenths of a year)."""

    term: Term | None
    when: str
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class OfficeBars:
    """One office as a list of its terms, the latest first."""

    heading: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class YearsTable:
    years: tuple[int, ...]
    offices: tuple[OfficeRows, ...]

    @property
    def has_room(self) -> bool:
        """Whether no word has to be broken."""
        column = (WIDTH - LAST_COLUMN) / max(1, len(self.years) - 1)
        return all(
            cell.longest_word * LETTER + PADDING <= cell.span * column
            for office in self.offices
            for row in office.rows
            for cell in row
        )


@dataclass(frozen=True, slots=True)
class Years:
    """All of it: tables of five to ten years each, the latest first, and the same as lists for a narrow page."""

    first: int
    last: int
    tables: tuple[YearsTable, ...]
    lists: tuple[OfficeBars, ...]


def years_of(offices: Iterable[OfficeHistory], agms: Mapping[int, PartialDate]) -> Years | None:
    """Lay out the terms of all offices; `agms` are the dates of the AGMs by year. None where no year is known."""
    held = [office for office in offices if office.terms]
    known = [date.year for office in held for term in office.terms for date in (term.since, term.until) if date]
    if not known:
        return None
    first, last = min(known), max([*known, *agms])
    calendar = Calendar(agms, first, last)
    placed = [(office, [(term, calendar.covered(term)) for term in office.terms]) for office in held]
    grids = [(office, lanes(terms)) for office, terms in placed]
    for most in range(COLUMNS_IN_ONE_TABLE, FEWEST_COLUMNS - 1, -1):
        tables = tuple(tables_of(grids, first, last, most))
        if all(table.has_room for table in tables):
            break
    lists = tuple(OfficeBars(office.heading, bars(terms, first, last)) for office, terms in placed)
    return Years(first, last, tables, lists)


def tables_of(grids: list[tuple[OfficeHistory, list[Lane]]], first: int, last: int, most: int) -> Iterator[YearsTable]:
    """The years in tables of at most so many, the latest first, each with the offices that somebody held then."""
    while 2 < most < last - first + 1 and (last - first + 1) % most == 1:
        most -= 1  # no year has a table of its own
    for end in range(last, first - 1, -most):
        span = range(max(first, end - most + 1), end + 1)
        rows = tuple(
            OfficeRows(
                office.heading,
                tuple(
                    cells(lane, span, lasts=i < office.seats and not office.is_abolished) for i, lane in enumerate(grid)
                ),
            )
            for office, grid in grids
            if any(lane.get(year) for lane in grid for year in span)
        )
        yield YearsTable(tuple(span), rows)


@dataclass(frozen=True, slots=True)
class Calendar:
    agms: Mapping[int, PartialDate]
    first: int
    last: int

    def day(self, year: int) -> str:
        """The date from which a column counts: the AGM's, or the beginning of the year."""
        return str(self.agms.get(year, year))

    def covered(self, term: Term) -> range:
        """The years in whose columns a term belongs: those in which it held at some time from one AGM to the next.

        Never empty: a term of less than that has the column of the year in which it began.
        """
        begin = self.first if term.since is None else self.column(term.since, is_end=False)
        if not term.is_over:
            end = self.last
        elif term.until is None:
            end = begin
        else:
            end = self.column(term.until, is_end=True)
        begin = max(self.first, min(self.last, begin))
        return range(begin, max(begin, min(self.last, end)) + 1)

    def column(self, date: PartialDate, *, is_end: bool) -> int:
        """The year in whose column a date falls: before the AGM it is still the last year's.

        A date known only by year or month is taken to be that year's AGM, if it can be. The day of an AGM begins a
        column for who comes in, and ends the one before for who goes out.
        """
        text, agm = str(date), self.day(date.year)
        placed = agm if agm.startswith(text) else text
        is_in_column = placed > agm if is_end else placed >= agm
        return date.year if is_in_column else date.year - 1


def lanes(terms: Placed) -> list[Lane]:
    """Spread the terms over as many seats as were held at one time; each term keeps one seat throughout."""
    result: list[Lane] = []
    for term, covered in sorted(terms, key=lambda one: (str(one[0].since or ""), one[0].seat)):
        own_seat_first = result[term.seat - 1 : term.seat] + result
        lane = next((lane for lane in own_seat_first if fits(lane, term, covered)), None)
        if lane is None:
            lane = {}
            result.append(lane)
        place_in(lane, term, covered)
    return result


def fits(lane: Lane, term: Term, covered: range) -> bool:
    """Whether a seat is free for a term: empty, or held only in its first year by somebody who had left by then."""
    for year in covered:
        if year not in lane:
            continue
        holder, then = lane[year]
        latest = then[-1] if then else holder
        if year != covered[0] or not left_before(latest, term):
            return False
    return True


def left_before(earlier: Term, later: Term) -> bool:
    if not earlier.is_over:
        return False
    return earlier.until is None or later.since is None or str(earlier.until) <= str(later.since)


def place_in(lane: Lane, term: Term, covered: range) -> None:
    """Give a term its years; a first year that somebody else began is shared only if the term has no other."""
    for year in covered:
        if year not in lane:
            lane[year] = (term, ())
        elif len(covered) == 1:
            holder, then = lane[year]
            lane[year] = (holder, (*then, term))


def cells(lane: Lane, years: range, *, lasts: bool) -> tuple[Cell, ...]:
    """The cells of one seat: neighbouring years of one term, or of nobody, become one. `lasts`: the seat still is."""
    start, end = min(lane, default=years.stop), max(lane, default=years.stop)
    result: list[Cell] = []
    for year in years:
        term, then = lane.get(year, (None, ()))
        is_silent = term is None and (year < start or (year > end and not lasts))
        before = result[-1] if result else None
        if before and before.term is term and before.is_silent == is_silent and not before.then:
            result[-1] = Cell(before.span + 1, term, then, is_silent)
        else:
            result.append(Cell(1, term, then, is_silent))
    return tuple(result)


def bars(terms: Placed, first: int, last: int) -> tuple[Bar, ...]:
    """One office's terms as lines, the latest first, with the years when nobody held it at all."""
    found = [Bar(term, when(term), (covered[0] - first) * 10, len(covered) * 10 - 1) for term, covered in terms]
    taken = {year for bar in found for year in range(bar.start // 10, (bar.start + bar.length) // 10 + 1)}
    nobodys = (n for n in range(min(taken), last - first + 1) if n not in taken)
    for _, run in groupby(enumerate(nobodys), lambda one: one[1] - one[0]):  # neighbours are as far from their place
        gap = [n for _, n in run]
        begin, end = gap[0], gap[-1]
        found.append(Bar(None, span_text(begin + first, end + first), begin * 10, (end - begin + 1) * 10 - 1))
    found.sort(key=order_of_bar, reverse=True)
    return tuple(found)


def order_of_bar(bar: Bar) -> tuple[bool, int, str, int]:
    """Where a line belongs, from the first to the last: by its year, and within one by the day on which it began."""
    since = "" if bar.term is None or bar.term.since is None else str(bar.term.since)
    return bar.term is not None and bar.term.is_current, bar.start, since, bar.length


def when(term: Term) -> str:
    """When somebody held an office: "since 2017", "2013–2016", "2016", "until 2016"."""
    since, until = term.since, term.until
    if term.is_current:
        return f"since {term.in_office_since.year}" if term.in_office_since else "now"
    if since is None:
        return f"until {until.year}" if until else "once"
    return str(since.year) if until is None else span_text(since.year, until.year)


def span_text(begin: int, end: int) -> str:
    """2013–2016, or 2016."""
    return str(begin) if begin == end else f"{begin}–{end}"
