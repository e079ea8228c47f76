"""Rows of forms that name somebody: what was typed, who is meant, and the question where that is not plain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session
from wtforms import Form
from wtforms.validators import StopValidation

from agm.facts import PersonName
from agm.language.names import is_similar, name_key, parse_name
from agm.language.typed_names import is_ballot_option, tidied_name, what_is_no_name
from agm.people.commands import NamedPerson
from agm.people.models import Person
from agm.people.operations import is_correction
from agm.people.queries import near_matches_of_all, people_of
from agm.web.kit.fields import TextField
from agm.web.kit.typed_text import record_number

SOMEONE_ELSE = "new"
"""The answer "someone else with this name"."""
SAME_AS_ABOVE = "same"
"""The answer "the same person as the one entered above" (who may not be on record yet)."""
SPELT_RIGHT = "spelt"
"""The answer "the same person as stood here before, spelt right now"."""


class NameField(TextField):
    """The name of one person: what a list puts around it is dropped, and what is nobody's name is refused."""

    may_be_ballot_option = False
    """Whether “re-open nominations” may stand here: among those who were not elected."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = tidied_name(self.data) if self.data else self.data

    def check(self, form: Any) -> None:  # noqa: ANN401  the base's signature
        super().check(form)
        typed = self.data or ""
        if self.may_be_ballot_option and is_ballot_option(typed):
            return
        if (trouble := what_is_no_name(typed)) is not None:
            raise StopValidation(trouble)


class PersonNameRow(Form):
    """One person in a form. `person` is the record that is meant, as long as the name still reads like `known`;
    `who` is the answer to the question: a record's id, or "new" for somebody else of nearly the same name."""

    before = TextField("Before the name", longest=60)
    name = NameField("Name")
    after = TextField("After the name", longest=60)
    person = TextField("Record", longest=20)
    known = TextField("Name on record", longest=400)
    who = TextField("Who this is", longest=20)

    first_field = "name"
    question: Sequence[tuple[int, str]] = ()
    """Whom this name may mean, as id and displayed name (a refused form outlives the rows); set by `resolve_names`."""
    exact_id: int | None = None
    """The one known person of exactly this name; set by `resolve_names`."""
    is_correction = False
    """Whether the name corrects what was typed here just before; set by `resolve_names`."""
    is_rewritten = False
    """Whether the name on record stands in place of what was typed; set by `resolve_names`."""
    earlier_match: str | None = None
    """A nearly equal name that was entered earlier on the same page; set by `resolve_names`."""
    is_asked = False
    """Whether it is still open whom the name means; set by `resolve_names`."""
    siblings: Sequence[PersonNameRow] = ()
    """The rows among which each names somebody else (those of one office), this one included; set by the form."""
    is_duplicate = False
    """Whether another of those rows has exactly this name; set by `resolve_names`."""

    @staticmethod
    def values_for(name: PersonName, person_id: int) -> dict[str, str | None]:
        """The values of this kind of row for somebody on record."""
        return {
            "before": name.prefix,
            "name": name.name,
            "after": name.suffix,
            "person": str(person_id),
            "known": name.displayed,
        }

    @property
    def is_blank(self) -> bool:
        return not self.name.data

    @property
    def person_name(self) -> PersonName:
        """The name as typed: in parts, or all in one."""
        typed = self.name.data or ""
        if self.before.data or self.after.data:
            return PersonName(typed, self.before.data, self.after.data)
        return PersonName(*parse_name(typed))

    @property
    def person_id(self) -> int | None:
        """The record that is meant; None for a name that was typed anew."""
        if (answer := record_number(self.who.data)) is not None:
            return answer
        if self.who.data == SPELT_RIGHT:
            return record_number(self.person.data)
        if self.who.data == SOMEONE_ELSE or not same_name(self.person_name, self.known.data or ""):
            return None
        return record_number(self.person.data)

    def named(self) -> NamedPerson:
        """Who is meant, for an operation."""
        return NamedPerson(
            self.person_name,
            self.person_id or self.exact_id,
            is_someone_else=self.who.data == SOMEONE_ELSE,
            is_correction=self.is_correction,
        )

    @property
    def answers(self) -> tuple[tuple[str, str], ...]:
        """The answers to the question who is meant, as value and words; none where nothing is asked."""
        same = [(str(person_id), f"The same person as {name}") for person_id, name in self.question]
        if self.person.data in {value for value, _ in same}:
            same.append((SPELT_RIGHT, f"The same person, and {self.person_name.displayed} is right"))
        earlier = (
            [(SAME_AS_ABOVE, f"The same person as {self.earlier_match}, entered above")] if self.earlier_match else []
        )
        if self.is_duplicate and not same:
            earlier = [(SAME_AS_ABOVE, f"The same {self.person_name.displayed}, entered twice")]
        return (*earlier, *same, (SOMEONE_ELSE, "Someone else with this name")) if same or earlier else ()

    def row_key(self) -> str:
        """By what the row is known when two people have edited the list."""
        known = self.known.data
        return name_key(parse_name(known)[0] if known else self.person_name.name)

    def row_words(self) -> str:
        """How the row reads."""
        return self.person_name.displayed


class FullNameRow(PersonNameRow):
    """One person whose name is typed in one field, with the forms of address; `before` and `after` stay hidden and
    tell where a name on record is divided."""

    @staticmethod
    def values_for(name: PersonName, person_id: int) -> dict[str, str | None]:
        return {**PersonNameRow.values_for(name, person_id), "name": name.displayed}

    @property
    def person_name(self) -> PersonName:
        """The name as typed, divided as on record where it still reads like that."""
        typed = self.name.data or ""
        if typed != self.known.data:
            return PersonName(*parse_name(typed))
        before, after = self.before.data, self.after.data
        inner = typed.removeprefix(f"{before} " if before else "").removesuffix(f" {after}" if after else "")
        recorded = PersonName(inner, before, after)
        return recorded if recorded.displayed == typed and (before or after) else PersonName(typed)


class CandidateNameRow(FullNameRow):
    """Somebody who stood and was not elected, or “re-open nominations”."""

    name = NameField("Name", may_be_ballot_option=True)


def same_name(name: PersonName, known: str) -> bool:
    """Whether a name still reads like one on record, but for its forms of address, case and accents."""
    return name_key(name.name) == name_key(parse_name(known)[0]) or name_key(name.displayed) == name_key(known)


def resolve_names(
    session: Session, rows: Iterable[PersonNameRow], now: dt.datetime, among: ColumnElement[bool]
) -> bool:
    """Ask of each newly typed name that is nearly that of somebody known whether they are meant.

    True where nothing needs to be asked. A name that one known person has exactly means that person; one that puts
    right what was typed in the same place just before means the same person as before. Where somebody known is meant
    whose name is spelt otherwise, it is written as on record. Of a name that stands twice where each row names somebody
    else, it is asked whether that is a namesake. `among` says who may be meant: an id of anybody else is taken for
    none. Two statements at most, however many names.
    """
    is_plain = True
    entered: list[PersonNameRow] = []
    filled = [row for row in rows if not row.is_blank]
    meant = people_of(session, {row.person_id for row in filled if row.person_id is not None}, among)
    for row in filled:
        if row.person_id is not None and row.person_id not in meant:
            row.who.data = row.person.data = None
    standing = {str(person_id): person for person_id, person in meant.items()}
    typed = {name for row in filled if is_new(row) for name in (row.person_name.name, row.name.data or "")}
    near = near_matches_of_all(session, typed, among)
    for row in filled:
        earlier = next((one for one in entered if is_nearly(one, row)), None)
        if row.who.data == SAME_AS_ABOVE and earlier is not None:
            copy_from(row, earlier)
        elif row.who.data == SPELT_RIGHT:
            row.is_correction = True
        elif row.who.data in standing:
            spell_as_recorded(row, standing[row.who.data], now)
        row.is_duplicate = is_entered_twice(row, entered)
        entered.append(row)
        if not is_new(row):
            continue
        if (known := known_as_typed(row, near[row.name.data or ""])) is not None:
            named = displayed_name(known)
            write(row, row.values_for(named if named.displayed == row.name.data else PersonName(known.name), known.id))
            continue
        found = whom_it_may_mean(row, near[row.person_name.name], now)
        row.question = [(person.id, displayed_name(person).displayed) for person in found]
        row.earlier_match = earlier.name.data if earlier is not None and not row.question else None
        if row.answers:
            row.name.errors = [*row.name.errors, what_to_say(row)]
            row.is_asked, is_plain = True, False
    return is_plain


def what_to_say(row: PersonNameRow) -> str:
    if row.is_duplicate and not row.question:
        name = row.person_name.displayed
        return f"{name} is entered twice. Say whether this is someone else with this name, or take one away"
    return f"Say whether this is {row.earlier_match or ' or '.join(name for _, name in row.question)}"


def is_entered_twice(row: PersonNameRow, entered: Sequence[PersonNameRow]) -> bool:
    """Whether a row, of which nobody said yet that it is someone else, has the name of another beside it: of one that
    was entered earlier, or of one whose record is known."""
    if row.person_id is not None or row.who.data == SOMEONE_ELSE:
        return False
    return any(
        other.person_name.name == row.person_name.name
        for other in row.siblings
        if other is not row and not other.is_blank and (other in entered or other.person_id is not None)
    )


def is_new(row: PersonNameRow) -> bool:
    """Whether a name was typed anew, and it was not said yet who that is."""
    return row.person_id is None and row.who.data not in {SOMEONE_ELSE, SAME_AS_ABOVE}


def displayed_name(person: Person) -> PersonName:
    return PersonName(person.name, person.prefix, person.suffix)


def known_as_typed(row: PersonNameRow, found: Sequence[Person]) -> Person | None:
    """The one known person whose whole name, as it was put right or is displayed, was typed and would be taken apart
    otherwise: “Earl Hobday”."""
    typed = row.name.data
    exact = [
        one for one in found if one.name != row.person_name.name and typed in {one.name, displayed_name(one).displayed}
    ]
    return exact[0] if len(exact) == 1 else None


def whom_it_may_mean(row: PersonNameRow, found: Sequence[Person], now: dt.datetime) -> Sequence[Person]:
    before = next((person for person in found if str(person.id) == row.person.data), None)
    if before is not None and is_correction(before, row.person_name.name, now):
        row.who.data, row.is_correction = str(before.id), True
        return ()
    exact = [person for person in found if person.name == row.person_name.name]
    if len(exact) == 1:
        row.exact_id = exact[0].id
        return ()
    return exact or found


def spell_as_recorded(row: PersonNameRow, standing: Person, now: dt.datetime) -> None:
    """Write the name of the known person who is meant as it is on record; forms of address that were typed stay.

    A name that puts right what was typed here just before stays as typed, and so does one that is spelt the same.
    """
    typed = row.person_name
    if row.person.data == row.who.data and is_correction(standing, typed.name, now):
        row.is_correction = True
    elif typed.name != standing.name:
        name = PersonName(standing.name, typed.prefix or standing.prefix, typed.suffix or standing.suffix)
        write(row, row.values_for(name, standing.id))


def write(row: PersonNameRow, values: Mapping[str, str | None]) -> None:
    for field, value in values.items():
        row[field].data = value
    row.is_rewritten = True


def is_nearly(one: PersonNameRow, other: PersonNameRow) -> bool:
    first, second = one.person_name.name, other.person_name.name
    return first != second and is_similar(name_key(first), name_key(second))


def copy_from(row: PersonNameRow, earlier: PersonNameRow) -> None:
    """Write a name as it was written above."""
    write(row, {field: earlier[field].data for field in ("before", "name", "after", "person", "known")})
