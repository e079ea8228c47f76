"""Form fields that say what to do when something is wrong, and that keep what was typed.

A field's `required` is the very sentence that is shown when it was left empty; without one it may be empty, and gives
None then. `hint` stands between label and field.
"""

import datetime as dt
import enum
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from email_validator import EmailNotValidError, validate_email
from markupsafe import Markup
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    Field,
    FileField,
    MultipleFileField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older than the library
from wtforms.validators import StopValidation
from wtforms.widgets import TextArea

from agm.facts import PersonName
from agm.files.pictures import MOST_BYTES, Picture, photograph, portrait
from agm.language.names import parse_name
from agm.language.partial_date import PartialDate
from agm.language.typed_names import what_is_no_name
from agm.rules.violations import RefusedError
from agm.web.kit.typed_text import (
    check_text,
    clean_line,
    clean_lines,
    read_day,
    read_month,
    read_time,
    read_whole_number,
    read_year,
)

LONGEST_NAME = 200
LONGEST_TEXT = 20_000


class OurField(Field):
    """A field whose own options (`required`, `hint` and so on) are attributes of its class, with their usual values."""

    required: str | None = None
    hint = ""

    def __init__(self, label: str | None = None, **options: Any) -> None:  # noqa: ANN401  what WTForms takes
        own = {name for ours in type(self).__mro__ if issubclass(ours, OurField) for name in vars(ours)}
        for name in own & options.keys():
            setattr(self, name, options.pop(name))
        super().__init__(label, description=self.hint, **options)

    @property
    def is_empty(self) -> bool:
        return self.data is None

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401  WTForms' own signature
        if not self.is_empty:
            self.check(form)
        elif self.required:
            raise StopValidation(self.required)

    def check(self, form: Any) -> None:  # noqa: ANN401  whichever form it is on
        """Raise StopValidation with what to do about a value that cannot be taken."""


class TextField(OurField, StringField):
    """One line of text; blanks at its ends are dropped. `data` is a string, or None where nothing was typed."""

    longest = LONGEST_NAME
    has_lines = False

    def process_formdata(self, valuelist: list[Any]) -> None:
        clean = clean_lines if self.has_lines else clean_line
        self.data = clean(str(valuelist[0])) if valuelist else None

    @property
    def is_empty(self) -> bool:
        return not self.data

    def check(self, form: Any) -> None:  # noqa: ANN401, ARG002  the base's signature
        check_text(self.data or "", self.longest, has_lines=self.has_lines)


class MailField(TextField):
    """An address for mail."""

    longest = 254

    def check(self, form: Any) -> None:  # noqa: ANN401  the base's signature
        super().check(form)
        try:
            self.data = validate_email(self.data or "", check_deliverability=False).normalized
        except EmailNotValidError:
            raise StopValidation("Enter an e-mail address, for example dana@example.org") from None


class NameField(TextField):
    """The name of one person, with what is printed before and after it."""

    def check(self, form: Any) -> None:  # noqa: ANN401  the base's signature
        super().check(form)
        if wrong := what_is_no_name(self.data or ""):
            raise StopValidation(wrong)

    @property
    def person_name(self) -> PersonName:
        found = parse_name(self.data or "")
        return PersonName(found.name, found.prefix or None, found.suffix or None)


class LongTextField(TextField):
    """Text of several lines; line ends are unified, empty lines at its ends dropped. None where nothing was typed."""

    widget = TextArea()
    longest = LONGEST_TEXT
    has_lines = True


class SecretField(OurField, PasswordField):
    """A password: taken as typed, never sent back."""

    @property
    def is_empty(self) -> bool:
        return not self.data


class TypedField(OurField, ABC):
    """A value that people type as text. What cannot be read is kept as it was typed, and refused by the check."""

    data: Any
    typed: str | None = None

    @abstractmethod
    def read(self, typed: str) -> Any:  # noqa: ANN401  the field's own kind of value
        """The value of what was typed; None where it is none."""

    def written(self) -> str:
        """The value as it would be typed."""
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.typed = (clean_line(str(valuelist[0])) or "") if valuelist else ""
        self.data = self.read(self.typed)

    def _value(self) -> str:
        return self.typed if self.typed is not None else self.written()

    @property
    def is_empty(self) -> bool:
        return not self.typed and self.data is None


class WholeNumberField(TypedField):
    """A whole number in figures, as people type it ("1,200" and "1 200" too). None where nothing was typed."""

    smallest = 0
    largest = 1_000_000
    wrong = "Enter a number in figures, for example 61"

    def read(self, typed: str) -> int | None:
        return read_whole_number(typed)

    def check(self, form: Any) -> None:  # noqa: ANN401, ARG002  the base's signature
        if self.data is None:
            raise StopValidation(self.wrong)
        if self.data < self.smallest:
            raise StopValidation(f"Enter {self.smallest} or more")
        if self.data > self.largest:
            raise StopValidation(f"Enter {self.largest:,} or less")


class PartialDateField(OurField):
    """Day, month and year in three boxes; day, or day and month, may be left empty unless `needs_day`.

    `subject` completes the messages: "Enter the date of the AGM, for example 2 4 2017". `data` is a PartialDate or
    None; `day`, `month` and `year` hold what was typed; `wrong_part` tells which box an error is about.
    """

    data: PartialDate | None
    PARTS = ("day", "month", "year")
    subject = "the date"
    is_required = False
    needs_day = False
    hint = "For example 2 4 2017. The year alone will do, or the month and the year."
    wrong_part = "day"
    day = month = year = ""

    @property
    def parts(self) -> tuple[tuple[str, str, str], ...]:
        """Each box as name of the part, its label, and what stands in it."""
        return (("day", "Day", self.day), ("month", "Month", self.month), ("year", "Year", self.year))

    @property
    def error_id(self) -> str:
        return f"{self.id}-{self.wrong_part}"

    def process_data(self, value: PartialDate | dt.date | None) -> None:
        self.data = PartialDate.of(value) if isinstance(value, dt.date) else value
        for part in self.PARTS:
            found = getattr(self.data, part, None)
            setattr(self, part, "" if found is None else str(found))

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:  # noqa: ANN401  WTForms'
        super().process(None, data, extra_filters)
        if formdata is None or not any(f"{self.name}-{part}" in formdata for part in self.PARTS):
            return
        for part in self.PARTS:
            setattr(self, part, clean_line(formdata.get(f"{self.name}-{part}", "")) or "")
        try:
            self.data = self.read()
        except ValueError as error:
            self.data = None
            self.process_errors = [str(error)]

    def read(self) -> PartialDate | None:
        """The date that the boxes give; raises ValueError with the message to show."""
        if not (self.day or self.month or self.year):
            return None
        year = self.read_part("year", read_year, f"Enter the year of {self.subject} in four figures, for example 2017")
        month = self.read_part("month", read_month, "Enter the month as a number from 1 to 12") if self.month else None
        day = self.read_part("day", read_day, "Enter the day as a number from 1 to 31") if self.day else None
        if day is not None and month is None:
            self.wrong_part = "month"
            raise ValueError(f"Enter the month of {self.subject} too, or leave out the day")
        try:
            return PartialDate(year, month, day)
        except ValueError:
            self.wrong_part = "day"
            raise ValueError(f"There is no such date as {self.day} {self.month} {self.year}: check the day") from None

    def read_part(self, part: str, read: Callable[[str], int | None], message: str) -> int:
        """One box as a number; raises ValueError with the message, and remembers the box."""
        found = read(getattr(self, part))
        if found is None:
            self.wrong_part = part
            raise ValueError(message)
        return found

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401, ARG002  the base's signature
        if self.process_errors:
            raise StopValidation
        if self.data is None and self.is_required:
            raise StopValidation(f"Enter {self.subject}, for example 2 4 2017")
        if self.data is not None and self.needs_day and self.data.full is None:
            self.wrong_part = "day" if self.month else "month"
            raise StopValidation(f"Enter the day and the month of {self.subject} too, for example 2 4 2017")


class TimeField(TypedField):
    """A time of day as people write it: 19:30, 7.30pm, 7 pm, noon. None where nothing was typed."""

    hint = "For example 19:30 or 7.30pm"

    def read(self, typed: str) -> dt.time | None:
        return read_time(typed)

    def written(self) -> str:
        return f"{self.data:%H:%M}" if self.data else ""

    def check(self, form: Any) -> None:  # noqa: ANN401, ARG002  the base's signature
        if self.data is None:
            raise StopValidation("Enter the time as hours and minutes, for example 19:30 or 7.30pm")


class TickField(OurField, BooleanField):
    """Ticked or not."""


class PhotoField(OurField, FileField):
    """A photo that was sent; `picture` is what is made of it once it was checked, None where none was sent."""

    picture: Picture | None = None

    @property
    def is_empty(self) -> bool:
        return not getattr(self.data, "filename", "")

    def check(self, form: Any) -> None:  # noqa: ANN401, ARG002  the base's signature
        try:
            self.picture = portrait(self.data.read(MOST_BYTES + 1), self.name)
        except RefusedError as refused:
            raise StopValidation(refused.violations[0].words) from None


class PhotosField(OurField, MultipleFileField):
    """Several photos that were sent; `pictures` is what is made of them once they were checked."""

    pictures: tuple[Picture, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.sent

    @property
    def sent(self) -> list[FileStorage]:
        return [one for one in self.data or () if getattr(one, "filename", "")]

    def check(self, form: Any) -> None:  # noqa: ANN401, ARG002  the base's signature
        """Raise StopValidation for the first that is none, with the name of its file."""
        made = []
        for one in self.sent:
            try:
                made.append(photograph(one.read(MOST_BYTES + 1), self.name))
            except RefusedError as refused:
                raise StopValidation(f"“{one.filename}”: {refused.violations[0].words}") from None
        self.pictures = tuple(made)


class ChoiceField(OurField, SelectField):
    """One of many, in a list that opens: `choices` maps values to labels (an enumeration's members may be the values).

    `data` is the value as a string, or a member of `kind` where that enumeration is given; None where none was taken,
    or an empty choice. `required` is what to say where one has to be taken.
    """

    kind: type[enum.StrEnum] | None = None

    def __init__(self, label: str | None = None, *, choices: Mapping[Any, str] | None = None, **options: Any) -> None:  # noqa: ANN401  WTForms'
        offered = select_choices(choices or {})
        super().__init__(label, choices=offered, coerce=self.read, validate_choice=False, **options)

    def read(self, value: object) -> object:
        """The chosen member or string; None for nothing; an unknown value is kept as it is, for the check to refuse."""
        if value is None or value in {"", "None"}:
            return None
        known = {str(member.value): member for member in self.kind or ()}
        return known.get(str(value), str(value))

    def offer(self, choices: Mapping[Any, str]) -> None:
        self.choices = select_choices(choices)

    def check(self, form: Any) -> None:  # noqa: ANN401, ARG002  the base's signature
        offered: Iterable[SelectChoice] = self.choices or ()
        if str(self.data) not in {choice.value for choice in offered}:
            raise StopValidation("Choose one of those shown")


class RadiosField(ChoiceField, RadioField):
    """One of a few, all of them shown; like ChoiceField otherwise."""


def select_choices(choices: Mapping[Any, str]) -> list[SelectChoice]:
    """The choices in the form that WTForms takes; escaped there."""
    return [SelectChoice(value=str(value), label=label) for value, label in choices.items()]


def describe(field: Field, *further: str | None, has_hint: bool | None = None) -> Markup:
    """The aria attributes that tie a field to its hint and its error, ready for a tag."""
    shows_hint = bool(field.description) if has_hint is None else has_hint
    ids = [f"{field.id}-hint" if shows_hint else None, f"{field.id}-error" if field.errors else None, *further]
    found: Sequence[str] = [identifier for identifier in ids if identifier]
    attributes = Markup(' aria-describedby="{}"').format(" ".join(found)) if found else Markup("")
    return attributes + (Markup(' aria-invalid="true"') if field.errors else Markup(""))
