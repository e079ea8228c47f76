"""The pages on which a meeting is recorded: details, guests, what was said, messages of support."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, g
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from agm.facts import PersonName
from agm.meetings import queries
from agm.meetings.commands import AmendSpeeches, MeetingError, StaleVersionError
from agm.meetings.models import Meeting, Section, Speaker, SupportMessage
from agm.meetings.operations import amend_details, amend_guests, amend_speeches
from agm.meetings.operations.details import details_of
from agm.people.commands import UnknownPersonError
from agm.web.desk.meetings.forms import (
    DetailsForm,
    GuestRow,
    GuestsForm,
    MessageRow,
    MessagesForm,
    SaidForm,
)
from agm.web.kit import clock
from agm.web.kit.access import Access, Scope, access
from agm.web.kit.acting import current_act
from agm.web.kit.edit_view import EditedPage, OvertakenError
from agm.web.kit.extensions import csrf, db
from agm.web.kit.forms import Form
from agm.web.kit.person_names import NameRow, ask_who, row_values
from agm.web.kit.rows import RowsForm, filled_rows, version_of
from agm.web.kit.visibility import visible_people

blueprint = Blueprint("meetings", __name__)
csrf.exempt(blueprint)  # every form here checks the token itself, so that what was typed comes back

Typed = MultiDict[str, str] | None


def load_meeting(meeting_id: int) -> Scope | None:
    """Load the meeting of an address into `g.meeting`; its region is the scope."""
    meeting = queries.meeting_to_edit(db.session(), meeting_id)
    if meeting is None:
        return None
    g.meeting = meeting
    g.unit = meeting.unit
    return Scope(meeting.unit_id)


@blueprint.get("/desk/meetings/<int:meeting_id>/details")
@access(Access.SEE)
def details(meeting_id: int) -> str:
    """When, where and how the meeting is held."""
    return details_page(meeting_id).show()


@blueprint.post("/desk/meetings/<int:meeting_id>/details")
@access(Access.EDIT)
def save_details(meeting_id: int) -> Response:
    """Save when, where and how."""
    return details_page(meeting_id).take()


@blueprint.get("/desk/meetings/<int:meeting_id>/guests")
@access(Access.SEE)
def guests(meeting_id: int) -> str:
    """Who came to speak."""
    return guests_page(meeting_id).show()


@blueprint.post("/desk/meetings/<int:meeting_id>/guests")
@access(Access.EDIT)
def save_guests(meeting_id: int) -> Response:
    """Save who came to speak."""
    return guests_page(meeting_id).take()


@blueprint.get("/desk/meetings/<int:meeting_id>/said")
@access(Access.SEE)
def said(meeting_id: int) -> str:
    """What was said."""
    return said_page(meeting_id).show()


@blueprint.post("/desk/meetings/<int:meeting_id>/said")
@access(Access.EDIT)
def save_said(meeting_id: int) -> Response:
    """Save what was said."""
    return said_page(meeting_id).take()


@blueprint.get("/desk/meetings/<int:meeting_id>/messages")
@access(Access.SEE)
def messages(meeting_id: int) -> str:
    """Messages of support."""
    return messages_page(meeting_id).show()


@blueprint.post("/desk/meetings/<int:meeting_id>/messages")
@access(Access.EDIT)
def save_messages(meeting_id: int) -> Response:
    """Save the messages of support."""
    return messages_page(meeting_id).take()


def page_of(
    meeting_id: int, name: str, following: str, fill: Callable[[Typed], Form], save: Callable[[Form], bool]
) -> EditedPage:
    """A page of the workspace: its template, and the page that follows it."""
    return EditedPage(
        template=f"desk/meetings/{name}.html",
        fill=fill,
        save=save,
        next_address=lambda: f"/desk/meetings/{meeting_id}/{following}",
        now=clock.now,
        context=lambda: {"meeting": g.meeting, "here": "said" if name == "messages" else name},
        told="",
    )


def version(section: Section) -> int:
    """The version that the section of this request's meeting is at."""
    return queries.section_state(g.meeting, section).version


def details_page(meeting_id: int) -> EditedPage:
    """How the details are filled in and saved."""

    def fill(typed: Typed) -> Form:
        meeting: Meeting = g.meeting
        before = details_of(meeting)
        values = {name: getattr(before, name) for name in before.__slots__}
        return DetailsForm(formdata=typed, data={**values, "version": version(Section.DETAILS)})

    def save(form: Form) -> bool:
        if not isinstance(form, DetailsForm):
            raise TypeError("not the form of this page")
        return carry_out(form, lambda: amend_details(current_act(), form.command(meeting_id)))

    return page_of(meeting_id, "details", "guests", fill, save)


def guests_page(meeting_id: int) -> EditedPage:
    """How the list of those who spoke is filled in and saved."""

    def fill(typed: Typed) -> Form:
        if typed is not None:
            return GuestsForm(formdata=typed)
        rows = [guest_values(row) for row in queries.speakers(db.session(), meeting_id)]
        return GuestsForm(formdata=None, data={"version": version(Section.GUESTS), "guests": rows or [{}]})

    def save(form: Form) -> bool:
        if not isinstance(form, GuestsForm):
            raise TypeError("not the form of this page")
        rows: list[GuestRow] = filled_rows(form.guests)
        if not ask_who(db.session(), rows, clock.now(), visible_people()):
            return False
        return carry_out(form, lambda: amend_guests(current_act(), form.command(meeting_id)))

    return page_of(meeting_id, "guests", "said", fill, save)


def said_page(meeting_id: int) -> EditedPage:
    """How what was said is filled in and saved."""

    def fill(typed: Typed) -> Form:
        if typed is not None:
            return SaidForm(formdata=typed)
        rows = [
            {"text": row.text, "speakers": "\n".join(speaker.name for speaker in row.speakers)}
            for row in queries.paragraphs(db.session(), meeting_id)
        ]
        return SaidForm(formdata=None, data={"version": version(Section.SAID), "said": rows or [{}]})

    def save(form: Form) -> bool:
        if not isinstance(form, SaidForm):
            raise TypeError("not the form of this page")
        names = [row.name for row in queries.speakers(db.session(), meeting_id)]
        as_recorded = messages_form(meeting_id, None)
        command = AmendSpeeches(
            meeting_id,
            version_of(form),
            form.paragraphs(names),
            as_recorded.message_list(),
            as_recorded.messages_from.data,
        )
        return carry_out(form, lambda: amend_speeches(current_act(), command))

    return page_of(meeting_id, "said", "results", fill, save)


def messages_page(meeting_id: int) -> EditedPage:
    """How the messages of support are filled in and saved."""

    def save(form: Form) -> bool:
        if not isinstance(form, MessagesForm):
            raise TypeError("not the form of this page")
        rows: list[MessageRow] = filled_rows(form.messages)
        if not ask_who(db.session(), rows, clock.now(), visible_people()):
            return False
        names = [row.name for row in queries.speakers(db.session(), meeting_id)]
        as_recorded = said_page(meeting_id).fill(None)
        paragraphs = as_recorded.paragraphs(names) if isinstance(as_recorded, SaidForm) else ()
        command = AmendSpeeches(meeting_id, version_of(form), paragraphs, form.message_list(), form.messages_from.data)
        return carry_out(form, lambda: amend_speeches(current_act(), command))

    return page_of(meeting_id, "messages", "results", lambda typed: messages_form(meeting_id, typed), save)


def messages_form(meeting_id: int, typed: Typed) -> MessagesForm:
    """The form of the messages of support."""
    if typed is not None:
        return MessagesForm(formdata=typed)
    rows = [message_values(row) for row in queries.messages(db.session(), meeting_id)]
    return MessagesForm(
        formdata=None,
        data={
            "version": version(Section.SAID),
            "messages_from": g.meeting.messages_from,
            "messages": rows or [{}],
        },
    )


def guest_values(row: Speaker) -> dict[str, Any]:
    """One who spoke, as a row of the form."""
    name = PersonName(row.name, row.prefix, row.suffix)
    return {**row_values(name, row.person_id), "role": row.role, "kind": row.kind}


def message_values(row: SupportMessage) -> dict[str, Any]:
    """One message, as a row of the form."""
    name = PersonName(row.name, row.prefix, row.suffix)
    return {**row_values(name, row.person_id), "role": row.role, "text": row.text}


def carry_out(form: Form, operation: Callable[[], object]) -> bool:
    """Run an operation; what it refuses becomes an error of the form, at its place. Raises OvertakenError."""
    try:
        operation()
    except StaleVersionError as stale:
        raise OvertakenError(stale.version, stale.saved_by, stale.saved_at) from None
    except MeetingError as refused:
        form.refuse(str(refused), place_of(form, refused.field))
        return False
    except UnknownPersonError:
        form.refuse("One of these people was taken off the record meanwhile. Type the name again.")
        return False
    return True


def place_of(form: Form, name: str) -> str | None:
    """The field that an operation's refusal is about; of a row of names, the name. None for no field of this form."""
    if name in form and not isinstance(form, RowsForm):
        return name
    list_name, _, number = name.partition("-")
    if not isinstance(form, RowsForm) or list_name not in form.lists or not number.isdigit():
        return None
    rows = filled_rows(form[list_name])
    row = rows[int(number)] if int(number) < len(rows) else None
    return row.name.name if isinstance(row, NameRow) else None
