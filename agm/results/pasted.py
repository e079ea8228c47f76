"""A pasted list of results, read line by line: who was elected to which office, and what was not understood.

    Chair: Ann Bell (34 votes)
    Secretary – vacant
    Committee: A, B and C
    Bo Fenn (Treasurer)

A spreadsheet's columns are parted by tabs. A line without an office goes on with the office above, and a list without
any office is a column of names in the order of the offices.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from agm.facts import Entry, OfficeState, Outcome, PersonName, VotesAre
from agm.language.en import MONTHS, counted, join, month_number, plural
from agm.language.names import is_similar, name_key, parse_name
from agm.language.partial_date import PartialDate
from agm.language.pasted_names import (
    Aside,
    Listed,
    ListedNames,
    PastedLine,
    is_sentence,
    read_names,
    says_nobody,
)
from agm.language.typed_names import is_ballot_option, tidied_name
from agm.results.pasted_lines import beside_each_other, is_heading, unknown_office

MOST_WORDS = 12
"""More words than any office has, or than are compared with one."""
MOST_ALIKE = 60
"""With more offices than that, a misspelt one is not looked for."""
MOST_MEANT = 4
"""Of more offices that a word may mean none is offered."""
MOST_ENTRIES = 100
"""More than anybody stands for one office."""


@dataclass(frozen=True, slots=True)
class PastedResults:
    """What a list says of the offices that it names, and what was made of each line that is not empty."""

    outcomes: tuple[Outcome, ...]
    lines: tuple[PastedLine, ...]


@dataclass(slots=True)
class _Office:
    """An office, and what the list says of it so far."""

    outcome: Outcome
    listed: list[Listed] = field(default_factory=list)
    state: OfficeState | None = None
    deferred_to: PartialDate | None = None
    tie: str | None = None
    line: PastedLine | None = None
    """The last line that tells of it."""

    @property
    def is_one_place(self) -> bool:
        return self.outcome.seats == 1

    @property
    def has_room(self) -> bool:
        won = [one for one in self.listed if one.aside.elected is not False]
        return not self.listed or len(won) < self.outcome.seats or any(one.aside.votes is not None for one in won)


def read_results(text: str, offices: Sequence[Outcome]) -> PastedResults:
    """Read a pasted list for these offices, each with its label and seats."""
    reading = _Reading(
        [_Office(replace(one, entries=(), state=OfficeState.UNDECIDED, deferred_to=None)) for one in offices]
    )
    lines = [PastedLine(number, line.strip("\r\n ")) for number, line in enumerate(text.split("\n"), start=1)]
    written = [line for line in lines if line.text.strip()]
    if not any(reading.office_in(line.text) for line in written):
        reading.read_column(lines)
    else:
        for line in written:
            reading.read_line(line)
    outcomes = tuple(_outcome(one) for one in reading.offices if one.line is not None)
    return PastedResults(outcomes, tuple(written))


_BRACKETED = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")
_PLACES = re.compile(r"\s*[(\[][^()\[\]]*[)\]]$|\s+x\s*\d+$")
_PARTED = re.compile(r"\s*[:=|]\s*|\s+[–—-]+>?\s+|\s*[–—]\s*|,\s+|\s{2,}")
_ELECTED_AS = re.compile(
    r"\s+(?:(?:was|is|has been|were|are)\s+)?(re-?)?elected(?:\s+as|\s+to be)?(?:\s+the|\s+our)?$", re.IGNORECASE
)
COLUMN_HEADINGS = "the headings of the columns"
_DATE = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?(?:([^\W\d]{3,9})\s+)?(\d{4})\W*$")


class _Reading:
    def __init__(self, offices: Sequence[_Office]) -> None:
        self.offices = offices
        self.by_key: dict[str, _Office] = {}
        self.current: _Office | None = None
        self.last: tuple[Listed, ...] = ()
        for exact in (True, False):
            for one in offices:
                label = one.outcome.label
                for name in (label, one.outcome.plural_label or plural(label)):
                    self.by_key.setdefault(name_key(name) if exact else office_key(name), one)

    def named(self, words: str) -> _Office | None:
        """The office of this name, if it is one."""
        if len(words.split()) > MOST_WORDS:
            return None
        return self.by_key.get(name_key(words)) or self.by_key.get(office_key(words) or "-")

    def nearly_named(self, words: str) -> _Office | None:
        """The one office whose name may be meant by a misspelt word."""
        if len(self.offices) > MOST_ALIKE or len(words.split()) > MOST_WORDS:
            return None
        found = [one for one in self.offices if is_similar(name_key(one.outcome.label), name_key(words))]
        return found[0] if len(found) == 1 else None

    def offices_with(self, words: str) -> tuple[str, ...]:
        """The offices that have all these words in their names among others, as far as they are few: “Youth” may be
        the one of Youth and Students."""
        wanted = set(name_key(words).split())
        found = [one.outcome.label for one in self.offices if wanted < set(name_key(one.outcome.label).split())]
        return tuple(found) if wanted and len(found) <= MOST_MEANT else ()

    def office_in(self, text: str) -> tuple[_Office, str] | None:
        """The office that a line tells of, and the rest of the line."""
        cells = [cell.strip() for cell in text.split("\t")]
        for number, cell in enumerate(cells):
            if (office := self.named(tidied_name(_PLACES.sub("", cell)).rstrip(":"))) is not None:
                return office, beside_each_other(cells[:number] + cells[number + 1 :])
        if len(cells) > 1 and cells[0] and (office := self.nearly_named(cells[0])) is not None:
            return office, beside_each_other(cells[1:])
        line = tidied_name(beside_each_other(cells))
        return self.office_at_an_end(line) or self.office_in_brackets(line) or self.office_by_words(line)

    def office_at_an_end(self, line: str) -> tuple[_Office, str] | None:
        parted = list(_PARTED.finditer(line))[:MOST_WORDS]
        for found in reversed(parted):
            head = _PLACES.sub("", line[: found.start()])
            if (office := self.named(head)) is not None:
                return office, line[found.end() :]
        for found in parted:
            if (office := self.named(line[found.end() :])) is not None:
                return office, line[: found.start()]
        if parted and ":" in parted[0][0] and (office := self.nearly_named(line[: parted[0].start()])) is not None:
            return office, line[parted[0].end() :]
        return None

    def office_in_brackets(self, line: str) -> tuple[_Office, str] | None:
        for found in _BRACKETED.finditer(line):
            inside, _, remark = found[1].partition(",")
            if (office := self.named(inside)) is not None:
                return (
                    office,
                    f"{line[: found.start()]}{f' ({remark})' if remark else ''} {line[found.end() :]}".strip(),
                )
        return None

    def office_by_words(self, line: str) -> tuple[_Office, str] | None:
        """ "Chair Ann Bell", "Ann Bell was elected Chair"."""
        words = line.split()
        for count in range(min(len(words) - 1, MOST_WORDS), 0, -1):
            office = self.named(" ".join(words[:count]))
            if office is not None and (words[count][:1].isupper() or words[count].casefold() == "vacant"):
                return office, " ".join(words[count:])
        for start in range(max(1, len(words) - MOST_WORDS), len(words)):
            before = " ".join(words[:start])
            by = _ELECTED_AS.search(before)
            if by is not None and (office := self.named(" ".join(words[start:]))) is not None:
                return office, f"{before[: by.start()]}{' (re-elected)' if by[1] else ''}"
        return None

    def read_line(self, line: PastedLine) -> None:
        found = self.office_in(line.text)
        if found is None and is_heading(line.text):
            line.understood = COLUMN_HEADINGS
        elif found is not None:
            self.current, rest = found
            if rest.strip(" .:–—-"):
                self.fill(self.current, rest, line)
            else:
                line.understood = f"{self.current.outcome.printed_label}: the names follow"
        elif (unknown := unknown_office(line.text)) is not None:
            self.current = None
            line.trouble = f"“{unknown}” is not among the offices"
            line.may_mean = self.offices_with(unknown)
        elif self.current is None or not self.current.has_room or is_sentence(line.text):
            line.trouble = "No office stands here"
        else:
            self.fill(self.current, beside_each_other(line.text.split("\t")), line)

    def read_column(self, lines: Sequence[PastedLine]) -> None:
        """Names alone, in the order of the offices and their places. An empty line is an empty place, unless all names
        stand so far apart."""
        places = [one for one in self.offices for _ in range(one.outcome.seats)]
        written = [line for line in lines if line.text.strip()]
        if written and is_heading(written[0].text):
            written.pop(0).understood = COLUMN_HEADINGS
        column = lines[lines.index(written[0]) :] if written else []
        is_spaced = all(not line.text.strip() for line in column[1::2])
        if is_spaced or len(column) > len(places):
            column = written
        if not 1 < len(column) <= len(places) or not all(is_name_like(line.text) for line in written):
            for line in written:
                line.trouble = "No office stands here"
            return
        for line, office in zip(column, places, strict=False):
            if line.text.strip():
                self.fill(office, line.text.strip(), line)

    def fill(self, office: _Office, text: str, line: PastedLine) -> None:
        """Add to an office what a line says of it."""
        names = read_names(text, is_one_place=office.is_one_place)
        listed = tuple(Listed(one.people) for one in self.last) if names.is_as_above else names.listed
        troubles = [f"“{words}” is not understood" for words in names.unread]
        if names.is_as_above and not listed:
            troubles.append("There is no name above")
        if len(office.listed) + len(listed) > MOST_ENTRIES or any(
            len(one.people) > MOST_ENTRIES // 5 for one in listed
        ):
            listed, troubles = (), ["These are too many names for one office"]
        for one in listed:
            same = next((number for number, other in enumerate(office.listed) if is_same(one, other)), None)
            if same is None:
                office.listed.append(one)
            else:
                office.listed[same] = replace(one, aside=office.listed[same].aside.and_also(one.aside))
        if names.nobody is not None:
            office.state, office.deferred_to = state_of(names.nobody)
        office.tie = office.tie if names.tie is None else names.tie
        if listed or names.nobody is not None:
            self.last, office.line = tuple(listed) or self.last, line
            line.understood = f"{office.outcome.printed_label}: {in_words(listed, names)}"
        elif not troubles:
            troubles.append("No name stands here")
        line.trouble = ". ".join(troubles)


def office_key(label: str) -> str:
    """What a list may leave out of an office's name, or write otherwise, left out."""
    words = re.sub(r"\bchair(?:man|woman|person|s)\b", "chair", name_key(label)).split()
    return "".join(word for word in words if word not in {"and", "the", "hon", "honorary", "elected", "new"})


def in_words(listed: Sequence[Listed], names: ListedNames) -> str:
    """How a line was understood."""
    told = []
    for one in listed:
        aside, people = one.aside, join(one.people)
        remarks = [
            "job share" if len(one.people) > 1 else "",
            "not elected" if aside.elected is False else "co-opted" if aside.co_opted else "",
            "re-elected" if aside.re_elected else "",
            "unopposed" if aside.unopposed else "",
            "" if aside.votes is None else counted(aside.votes, "vote", "votes"),
        ]
        said = ", ".join(remark for remark in remarks if remark)
        told.append(f"{people} ({said})" if said else people)
    return join([*told, *([names.nobody] if names.nobody else [])])


def is_same(one: Listed, other: Listed) -> bool:
    """Whether both name the same people."""
    return [name_key(person) for person in one.people] == [name_key(person) for person in other.people]


def is_name_like(text: str) -> bool:
    """Whether a line reads like a name, or like a word for an empty place, and not like a sentence."""
    return says_nobody(text) or (len(text.split()) <= MOST_WORDS // 2 and not is_sentence(text))


def state_of(words: str) -> tuple[OfficeState, PartialDate | None]:
    """What is known of an empty place by these words, and the day that it is elected on."""
    said = name_key(words)
    if re.search(r"\b(?:deferred|postponed|later|to be elected|to be filled)\b", said):
        return OfficeState.DEFERRED, date_in(words)
    if "suspended" in said:
        return OfficeState.SUSPENDED, None
    if re.search(r"\b(?:follow|tbc|tba|tbd|confirmed|announced|decided|known|unknown|awaited)\b", said):
        return OfficeState.UNDECIDED, None
    return OfficeState.DECIDED, None


def date_in(words: str) -> PartialDate | None:
    """The date at the end of a text: "to 11 June 2019", "to June 2019"."""
    found = _DATE.search(words)
    month = month_number(found[2]) if found and found[2] and found[2].casefold() in _MONTH_NAMES else None
    if found is None:
        return None
    try:
        return PartialDate(int(found[3]), month, int(found[1]) if month and found[1] else None)
    except ValueError:
        return None


_MONTH_NAMES = {name.casefold()[:length] for name in MONTHS for length in range(3, len(name) + 1)}


def _outcome(office: _Office) -> Outcome:
    """What came of an office. Who has most votes is elected; where that does not tell, nobody is yet."""
    won: Sequence[bool | None] | None = _winners(office)
    listed = list(zip(office.listed, won or [None] * len(office.listed), strict=True))
    elected = sum(bool(is_elected) for _, is_elected in listed)
    state = OfficeState.DECIDED if elected >= office.outcome.seats else office.state
    if state is None:
        is_vacant = won is not None and not elected and any(_is_option(one) for one in office.listed)
        state = OfficeState.DECIDED if is_vacant else OfficeState.UNDECIDED
    figures = {one.aside.figures for one in office.listed if one.aside.figures}
    return replace(
        office.outcome,
        state=state,
        entries=tuple(_entry(one, is_elected) for one, is_elected in sorted(listed, key=lambda pair: not pair[1])),
        deferred_to=office.deferred_to if state is OfficeState.DEFERRED else None,
        tie_settled=office.tie or None,
        votes_are=_FIGURES.get(figures.pop(), VotesAre.VOTES) if figures else VotesAre.VOTES,
    )


_FIGURES = {"first preference": VotesAre.FIRST_PREFERENCES, "final stage": VotesAre.FINAL_STAGE}


def _entry(one: Listed, is_elected: bool | None) -> Entry:
    aside = one.aside if is_elected else Aside(votes=one.aside.votes)
    people = tuple(
        PersonName(*parse_name(person)) if not is_ballot_option(person) else PersonName(person) for person in one.people
    )
    return Entry(people, is_elected, aside.unopposed, aside.re_elected, aside.co_opted, aside.votes)


def _winners(office: _Office) -> list[bool] | None:
    """Of each who is listed, whether they were elected; None where that cannot be told, with a word at the line."""
    seats = office.outcome.seats
    said = [False if _is_option(one) else one.aside.elected for one in office.listed]
    open_seats = seats - said.count(True)
    unsaid = [place for place, is_elected in enumerate(said) if is_elected is None]
    votes = [one.aside.votes for one in office.listed]
    have_votes = all(votes[place] is not None for place in unsaid)
    if open_seats >= 0 and (len(unsaid) <= open_seats or not unsaid) and not _option_leads(office, votes):
        return [is_elected is not False for is_elected in said]
    if have_votes and said.count(True) and open_seats >= 0:
        return [bool(is_elected) for is_elected in said]
    if have_votes and open_seats >= 0:
        most = sorted((votes[place] or 0 for place in unsaid), reverse=True)
        if _option_leads(office, votes):
            return [False for _ in said]
        if most[open_seats - 1] > most[open_seats]:
            return [
                is_elected is None and (votes[place] or 0) >= most[open_seats - 1]
                for place, is_elected in enumerate(said)
            ]
    if office.line is not None:
        places = counted(seats, "place", "places", in_words=True)
        words = f"{office.outcome.label} has {places}: say who was elected"
        office.line.trouble = ". ".join(part for part in (office.line.trouble, words) if part)
    return None


def _is_option(one: Listed) -> bool:
    return any(is_ballot_option(person) for person in one.people)


def _option_leads(office: _Office, votes: Sequence[int | None]) -> bool:
    """Whether "re-open nominations" has most votes for the only place, or is all that is named."""
    if office.outcome.seats > 1:
        return False
    options = [number or 0 for one, number in zip(office.listed, votes, strict=True) if _is_option(one)]
    others = [number or 0 for one, number in zip(office.listed, votes, strict=True) if not _is_option(one)]
    return bool(options) and (not others or max(options) > max(others))
