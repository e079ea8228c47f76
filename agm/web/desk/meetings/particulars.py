"""The form for what a report tells beside the rest of the record: one fact a line, as a chair would write it down."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from wtforms import ValidationError

from agm.facts import Entry, Holding, OfficeState, Outcome, PersonName, Turnout
from agm.facts.meeting import NextMeeting, Outgoing
from agm.facts.moments import Moment
from agm.facts.particulars import OF_OFFICES, Particulars
from agm.language.letters import same_name
from agm.language.names import parse_name
from agm.web.kit.fields import LongTextField, PartialDateField, TextField, TimeField, WholeNumberField
from agm.web.kit.forms import VersionedForm

People = Mapping[str, PersonName]
"""People of the record by `same_name`."""

HOLDS = {
    Holding.CONTINUING: "continuing",
    Holding.APPOINTED: "appointed",
    Holding.EX_OFFICIO: "ex officio",
    Holding.HONORARY: "honorary",
    Holding.IN_OFFICE: "in office",
}
HOW = {words: how for how, words in HOLDS.items()} | {"continues": Holding.CONTINUING, "ex-officio": Holding.EX_OFFICIO}
UNTIL, TO = "until ", "to "
SEATS = re.compile(r"(?i)(\d{1,3}) (filled|not named|unnamed|vacant|vacanc(?:y|ies))")
VACANT = re.compile(r"(?i)vacan")
SERVICE = re.compile(r"(?i)\b(?:years?|months?|terms?|weeks?|since|decades?)\b")
TURNOUT = ("eligible", "issued", "returned", "rejected")
LONGEST_LINES = 5_000


def lines_of(text: str | None, example: str = "") -> Iterator[tuple[str, str]]:
    """What stands before and after the colon of each line. Raises ValidationError for a line without one."""
    for line in filter(None, map(str.strip, (text or "").splitlines())):
        before, colon, after = (part.strip() for part in line.partition(":"))
        if not (colon and before and after):
            raise ValidationError(f"Write each line with a colon, for example {example}. This one has none: {line}")
        yield before, after


def person(typed: str, known: People) -> PersonName:
    """Whoever is meant: somebody of the record, if there is one of that name."""
    found = PersonName(*parse_name(typed))
    of_record = known.get(same_name(found.name))
    return replace(found, person_id=of_record.person_id) if of_record else found


def holder(typed: str, known: People) -> Entry:
    """ "Jo Bell & Al Fox, continuing, until 2028". Raises ValidationError where nobody is named."""
    parts = [part.strip() for part in typed.split(",")]
    how, until, names = Holding.IN_OFFICE, None, []
    for part in parts:
        if part.casefold() in HOW:
            how = HOW[part.casefold()]
        elif part.casefold().startswith(UNTIL):
            until = part[len(UNTIL) :].strip()
        else:
            names.append(part)
    people = tuple(person(name, known) for name in re.split(r"\s+&\s+", ", ".join(names)) if name)
    if not people:
        raise ValidationError(f"Name somebody: {typed}")
    return Entry(people, holds=how, until=until or None)


def holder_words(entry: Entry) -> str:
    """What `holder` reads."""
    how = [HOLDS[entry.holds]] if entry.holds and entry.holds is not Holding.IN_OFFICE else []
    names = " & ".join(one.displayed for one in entry.people)
    return ", ".join([names, *how, *([f"{UNTIL}{entry.until}"] if entry.until else [])])


def left(line: str, known: People) -> Outgoing:
    """ "Idris Pell: Chair, nine years, to Nia Corran", or the name alone."""
    who, _colon, typed = line.partition(":")
    office = service = handed_to = None
    for part in filter(None, map(str.strip, typed.split(","))):
        if part.casefold().startswith(TO):
            handed_to = person(part[len(TO) :].strip(), known)
        elif SERVICE.search(part):
            service = part
        else:
            office = f"{office}, {part}" if office else part
    return Outgoing(person(who.strip(), known), office, service, handed_to)


def left_words(one: Outgoing) -> str:
    """What `left` reads."""
    to = f"{TO}{one.handed_to.displayed}" if one.handed_to else None
    more = ", ".join(filter(None, (one.office, one.service, to)))
    return f"{one.person.displayed}: {more}" if more else one.person.displayed


class ParticularsForm(VersionedForm):
    """What is left empty is not told."""

    holders = LongTextField(
        "Who holds an office without being elected at this meeting", longest=LONGEST_LINES,
        hint="A line each: the office, a colon, the name, and how: continuing, appointed, ex officio or honorary. "
        "For example Honorary President: Ann Marsh, honorary. Or Treasurer: Jo Bell, continuing, until 2028",
    )  # fmt: skip
    places = LongTextField(
        "Places without a name", longest=LONGEST_LINES,
        hint="How many are filled by people who are not named, or are vacant where the list of offices does not say. "
        "For example Delegates: 11 filled. Or Trustees: 2 vacant",
    )  # fmt: skip
    methods = LongTextField("How it was voted", longest=LONGEST_LINES, hint="For example Chair: show of hands")
    bodies = LongTextField(
        "Offices of another body", longest=LONGEST_LINES,
        hint="Where the meeting elected two: the office, and the body. For example Captain: Junior Section",
    )  # fmt: skip
    beside = LongTextField(
        "Beside a name", longest=LONGEST_LINES,
        hint="A branch, a town, whom somebody stands for: Jane Black: Bangor",
    )  # fmt: skip
    term = TextField("For how long they were elected", hint="For example two years, or 2026–27")
    takes_office = TextField("When they take office", hint="A day, or words: the end of the meeting")
    eligible = WholeNumberField("How many had a vote", hint="For all offices together. Leave out what is not known.")
    issued = WholeNumberField("How many papers were given out")
    returned = WholeNumberField("How many voted")
    rejected = WholeNumberField("How many papers could not be counted")
    outgoing = LongTextField(
        "Who left office", longest=LONGEST_LINES,
        hint="The name, a colon, the office, for how long, and whom they handed it to. "
        "For example Idris Pell: Chair, nine years, to Nia Corran",
    )  # fmt: skip
    next_what = TextField("What is next", hint="For example committee meeting. Left empty it is a meeting.")
    next_on = PartialDateField("When people meet next", subject="the day")
    next_at = TimeField("At what time")
    next_venue = TextField("Where they meet")
    contact = TextField("Whom to write to about a vacant office", hint="A name or an address.")
    until = PartialDateField(
        "Vacant offices: last day", subject="the last day", hint="By when somebody can come forward."
    )

    def __init__(self, *arguments: Any, known: People, labels: Collection[str], **values: Any) -> None:  # noqa: ANN401  the form's own
        super().__init__(*arguments, **values)
        self.known = known
        self.labels = {same_name(label): label for label in labels}

    def validate_holders(self, field: LongTextField) -> None:
        for _office, words in lines_of(field.data, "Treasurer: Jo Bell, continuing"):
            holder(words, self.known)

    def validate_places(self, field: LongTextField) -> None:
        for office, words in lines_of(field.data, "Trustees: 2 vacant"):
            if not SEATS.fullmatch(words):
                raise ValidationError(f"Write a number, and “filled” or “vacant”: {office}: {words}")

    def validate_methods(self, field: LongTextField) -> None:
        self.check_offices(field, "Chair: show of hands")

    def validate_bodies(self, field: LongTextField) -> None:
        self.check_offices(field, "Captain: Junior Section")

    def validate_beside(self, field: LongTextField) -> None:
        list(lines_of(field.data, "Jane Black: Bangor"))

    def validate_next_at(self, field: TimeField) -> None:
        if field.data and not (self.next_on.data and self.next_on.data.full):
            raise ValidationError("Enter the whole day as well, or leave out the time")

    def check_offices(self, field: LongTextField, example: str) -> None:
        """Raise ValidationError for an office that the report does not have."""
        held = {same_name(office) for office, _ in lines_of(self.holders.data, example)}
        held |= {same_name(office) for office, _ in lines_of(self.places.data, example)}
        for office, _ in lines_of(field.data, example):
            if same_name(office) not in {*self.labels, *held}:
                raise ValidationError(f"There is no office called “{office}” at this meeting")

    def particulars(self, before: Particulars) -> Particulars:
        """What a valid form tells; what it has no field for stays as it was."""
        offices = {same_name(one.label): without_shown(one) for one in before.offices}
        if not self.labels.keys() <= offices.keys():  # in the order of the meeting, unless another is kept
            offices = {key: Outcome(label) for key, label in self.labels.items()} | offices

        def known(office: str) -> Outcome:
            key = same_name(office)
            return offices.get(key) or Outcome(self.labels.get(key, office), state=OfficeState.DECIDED)

        def put(office: str, **told: Any) -> None:  # noqa: ANN401  each of its own type
            offices[same_name(office)] = replace(known(office), **told)

        for office, words in lines_of(self.holders.data):
            put(office, entries=(*known(office).entries, holder(words, self.known)))
        for office, words in lines_of(self.places.data):
            number, what = words.split(" ", 1)
            put(office, **{"vacancies_told" if VACANT.match(what) else "unnamed": int(number)})
        for name, field in (("method", self.methods), ("body", self.bodies)):
            for office, words in lines_of(field.data):
                put(office, **{name: words})
        kept = [one for key, one in offices.items() if key in self.labels or tells(one)]
        when = self.next_on.data
        following = NextMeeting(
            Moment(when, self.next_at.data) if when else None, self.next_what.data or None, self.next_venue.data or None
        )
        figures = replace(before.turnout or Turnout(), **{name: self[name].data for name in TURNOUT})
        return replace(
            before,
            offices=tuple(kept) if any(map(tells, kept)) else (),
            names=tuple(PersonName(name, place=place) for name, place in lines_of(self.beside.data)),
            term=self.term.data or None,
            takes_office=self.takes_office.data or None,
            turnout=None if figures == Turnout() else figures,
            outgoing=tuple(left(line, self.known) for line in (self.outgoing.data or "").splitlines() if line.strip()),
            next_meeting=None if following == NextMeeting() else following,
            contact=self.contact.data or None,
            vacancies_until=Moment(self.until.data) if self.until.data else None,
        )


def without_shown(office: Outcome) -> Outcome:
    """What is told of an office and the form has no field for."""
    entries = tuple(one for one in office.entries if one.holds is None)
    return replace(office, entries=entries, vacancies_told=None, unnamed=None, method=None, body=None)


def tells(office: Outcome) -> bool:
    """Whether anything is told of an office."""
    return bool(office.entries) or any(getattr(office, name) not in (None, ()) for name in OF_OFFICES)


def values_of(told: Particulars) -> dict[str, Any]:
    """What the form shows of what is told."""

    def listed(words: Iterable[tuple[str, str | None]]) -> str:
        return "\n".join(f"{before}: {after}" for before, after in words if after)

    following = told.next_meeting or NextMeeting()
    figures = told.turnout or Turnout()
    return {
        "holders": listed((one.label, holder_words(e)) for one in told.offices for e in one.entries if e.holds),
        "places": listed(
            (one.label, f"{number} {word}")
            for one in told.offices
            for number, word in ((one.unnamed, "filled"), (one.vacancies_told, "vacant"))
            if number is not None
        ),
        "methods": listed((one.label, one.method) for one in told.offices),
        "bodies": listed((one.label, one.body) for one in told.offices),
        "beside": listed((one.name, one.place) for one in told.names),
        "term": told.term,
        "takes_office": told.takes_office,
        **{name: getattr(figures, name) for name in TURNOUT},
        "outgoing": "\n".join(map(left_words, told.outgoing)),
        "next_what": following.what,
        "next_on": following.at.day if following.at else None,
        "next_at": following.at.time if following.at else None,
        "next_venue": following.venue,
        "contact": told.contact,
        "until": told.vacancies_until.day if told.vacancies_until else None,
    }
