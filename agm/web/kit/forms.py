"""The base of every form: its errors, each leading to its field, in the order of the page; the rules' refusals too."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import Field, FieldList, FormField, HiddenField

from agm.rules.violations import RefusedError
from agm.web.kit.fields import PartialDateField, describe
from agm.web.kit.markup import unbroken
from agm.web.kit.typed_text import record_number

OPEN_TOO_LONG = "This page was open for too long. Everything you typed is still here: press the button again"


@dataclass(frozen=True, slots=True)
class FormError:
    target: str
    message: str


class Form(FlaskForm):
    """A form whose errors are a list for the summary. Subclasses give a command from valid data.

    In an `EditView`, which is exempt from the blanket check, an outdated token becomes a line of the summary.
    """

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401  what WTForms takes
        self.refusals: list[FormError] = []
        super().__init__(*args, **options)

    def refuse(self, message: str, field: Field | None = None) -> None:
        """Add what an operation refused: to a field, or to the page."""
        if field is None:
            self.refusals.append(FormError("main", message))
        else:
            field.errors = [*field.errors, message]

    def field_at(self, path: str) -> Field | None:
        """The field that a violation's path is about; None for no field of this form."""
        found: Field | None = self._fields.get(path)
        return None if isinstance(found, FieldList | FormField) else found

    @property
    def error_list(self) -> list[FormError]:
        """Every error, for the summary; empty while all is well. The page sorts them (`in_page_order`).

        What is said of several fields in the same words begins with the label of each.
        """
        found = list(self.refusals)
        if "csrf_token" in self and self["csrf_token"].errors:
            found.insert(0, FormError("main", OPEN_TOO_LONG))
        of_fields = [
            (leaf, str(message))
            for leaf in leaves(self)
            if leaf.short_name != "csrf_token"
            for message in leaf.errors
            if message
        ]
        times = Counter(message for _leaf, message in of_fields)
        for leaf, message in of_fields:
            labelled = f"{called(leaf)}: {message[:1].lower()}{message[1:]}"
            found.append(FormError(target_of(leaf), labelled if times[message] > 1 and leaf.label.text else message))
        return found

    @property
    def has_errors(self) -> bool:
        return bool(self.error_list)

    @property
    def errors_by_field(self) -> dict[str, str]:
        """The first message by field name, for a script that shows them in place; "" for those of the page."""
        found: dict[str, str] = {refusal.target and "": refusal.message for refusal in self.refusals[:1]}
        for leaf in leaves(self):
            if leaf.errors:
                found.setdefault(leaf.name, OPEN_TOO_LONG if leaf.short_name == "csrf_token" else str(leaf.errors[0]))
        return found


class VersionedForm(Form):
    """A form that knows from which state of the record it was filled; `base` is for `agm.web.kit.edit_conflict`."""

    version = HiddenField()
    base = HiddenField()

    @property
    def filled_from(self) -> int:
        """The version of the record; -1 (never current) where it cannot be read."""
        number = record_number(self.version.data)
        return -1 if number is None else number


def run_operation(form: Form, operation: Callable[[], object]) -> bool:
    """Do what a valid form asks for. False if it was refused: the form then holds each violation at its field."""
    try:
        operation()
    except RefusedError as refused:
        for violation in refused.violations:
            form.refuse(violation.words, form.field_at(violation.field))
        return False
    return True


def leaves(parent: Any) -> Iterator[Field]:  # noqa: ANN401  a form, a field list or a form field
    for field in parent:
        if isinstance(field, FieldList | FormField):
            if isinstance(field, FieldList) and field.errors and not any(field.entries):
                yield field
            yield from leaves(field)
        else:
            yield field


def called(field: Field) -> str:
    """The label of a field; in a list of rows with the number of its row."""
    row = re.search(r"-(\d+)-", field.name)
    return f"{field.label.text} {int(row[1]) + 1}" if row else str(field.label.text)


def target_of(field: Field) -> str:
    """The id of what the summary leads to: the first thing in the field that can have the focus."""
    if isinstance(field, PartialDateField):
        return field.error_id
    if hasattr(field, "iter_choices") and field.type == "RadiosField":
        return f"{field.id}-0"
    return str(field.id)


SUMMARY = re.compile(r"<ul data-errors>.*?</ul>", re.DOTALL)
SUMMARY_LINE = re.compile(r'<li><a href="#([^"]*)">.*?</li>', re.DOTALL)


def in_page_order(page: str) -> Markup:
    """A page whose error summaries have their lines in the order in which the fields stand on it. The template alone
    knows that order: a form has the fields of those that it is made of first. What is of no field comes first."""

    def place(line: re.Match[str]) -> int:
        return page.find(f' id="{line[1]}"')

    def sorted_lines(summary: re.Match[str]) -> str:
        lines = sorted(SUMMARY_LINE.finditer(summary[0]), key=place)
        return "<ul data-errors>\n{}\n</ul>".format("\n".join(line[0] for line in lines))

    return Markup(SUMMARY.sub(sorted_lines, page) if "<ul data-errors>" in page else page)  # noqa: S704  lines of the page itself


def init_forms(app: Flask) -> None:
    """Add to the templates `described`, the aria attributes of a field, and the order of the error summary."""
    app.jinja_env.globals["described"] = describe
    app.jinja_env.filters["in_page_order"] = in_page_order
    app.jinja_env.filters["unbroken"] = unbroken
