"""The pages of who holds office in a region: who came, who left, and which seats are empty."""

from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, request, url_for

from agm.language.partial_date import PartialDate
from agm.office_holders import operations, queries
from agm.office_holders.models import OfficeTerm
from agm.office_holders.unbroken_terms import who_went_on
from agm.rules.terms import AppointmentKind
from agm.rules.violations import RefusedError
from agm.web.desk.office_holders.forms import HOW_ENDED, HOW_FILLED, CountbackForm, DatesForm, FillForm, LeaveForm
from agm.web.desk.organisation.views import office_of_region
from agm.web.kit.access import Access, access, current_act
from agm.web.kit.dates import today
from agm.web.kit.edit_view import EditView, Typed, add_edit_view
from agm.web.kit.extensions import db
from agm.workflows.count_back import begin_countback, offices_with_countback, open_countback, possible_countback

blueprint = Blueprint("office_holders", __name__)


@blueprint.get("/desk/<region_slug>/officers")
@access(Access.EDIT)
def officers() -> str:
    seats = queries.seats_of_region(db.session(), g.unit.id)
    since = queries.unbroken_since(db.session(), g.unit.id)
    vacant = [one.office.id for one in seats if one.vacancies]
    again = offices_with_countback(db.session(), vacant) if vacant else set()
    return render_template("desk/office_holders/officers.html", seats=seats, since=since, again=again)


@blueprint.get("/desk/<region_slug>/officers/<int:office_number>/history")
@access(Access.EDIT)
def history(office_number: int) -> str:
    office = office_of_region(office_number)
    terms = queries.holdings_of_office(db.session(), office.id)
    return render_template("desk/office_holders/history.html", office=office, terms=terms, went_on=who_went_on(terms))


class LeaveView(EditView[LeaveForm]):
    """Somebody left an office."""

    template = "desk/office_holders/leave.html"

    def __init__(self, term_number: int) -> None:
        self.term = term_of_region(term_number)

    def build_form(self, typed: Typed) -> LeaveForm:
        return LeaveForm(self.term, formdata=typed)

    def operation(self, form: LeaveForm) -> object:
        command = form.command(self.term.id)
        names = " and ".join(person.name for person in self.term.people if person.person_id in command.person_ids)
        self.success_message = f"{names} left the office of {self.term.office.label}. The seat can be filled now."
        return operations.leave_office(current_act(), command)

    def next_address(self) -> str:
        return url_for(".officers", region_slug=g.unit.slug)

    def context(self) -> dict[str, Any]:
        return {"term": self.term}


class FillView(EditView[FillForm]):
    """Somebody takes a vacant seat between two meetings."""

    template = "desk/office_holders/fill.html"

    def __init__(self, office_number: int) -> None:
        self.office = office_of_region(office_number)

    def build_form(self, typed: Typed) -> FillForm:
        form = FillForm(formdata=typed, appointment_kind=AppointmentKind.CO_OPTED.value)
        form.ask_for_people(is_shareable=self.office.is_shareable)
        return form

    def operation(self, form: FillForm) -> object:
        command = form.command(self.office.id)
        names = " and ".join(named.name.displayed for named in command.people)
        hold = "now holds" if len(command.people) == 1 else "now share"
        self.success_message = f"{names} {hold} the office of {self.office.label}."
        return operations.fill_vacancy(current_act(), command)

    def next_address(self) -> str:
        return url_for(".officers", region_slug=g.unit.slug)

    def context(self) -> dict[str, Any]:
        return {"office": self.office}


class CountbackView(EditView[CountbackForm]):
    """The papers of the election are counted again for a vacant seat."""

    template = "desk/office_holders/countback.html"
    form_class = CountbackForm
    success_message = "Count the papers again, then declare the result."

    def __init__(self, office_number: int) -> None:
        self.office = office_of_region(office_number)
        self.contest = open_countback(db.session(), self.office.id)
        if self.contest is not None and request.method == "GET":
            abort(redirect(self.next_address(), 303))
        self.possible, self.problem = None, ""
        try:
            self.possible = possible_countback(db.session(), self.office)
        except RefusedError as refused:
            self.problem = str(refused)

    def build_form(self, typed: Typed) -> CountbackForm:
        form = CountbackForm(formdata=typed, data={"on": PartialDate.of(today())})
        asked = {} if self.possible is None else self.possible.asked
        form.willing.choices = [
            (str(number), " and ".join(one.displayed for one in people)) for number, people in asked.items()
        ]
        return form

    def operation(self, form: CountbackForm) -> object:
        self.contest = begin_countback(current_act(), form.command(self.office.id))
        return self.contest

    def next_address(self) -> str:
        if self.contest is None:
            return url_for(".officers", region_slug=g.unit.slug)
        return url_for("count.contest", meeting_id=self.contest.meeting_id, contest_number=self.contest.id)

    def context(self) -> dict[str, Any]:
        return {"office": self.office, "possible": self.possible, "problem": self.problem}


class DatesView(EditView[DatesForm]):
    """The dates of a term of office."""

    template = "desk/office_holders/dates.html"
    form_class = DatesForm

    def __init__(self, term_number: int) -> None:
        self.term = term_of_region(term_number)

    def values(self) -> dict[str, Any]:
        return {"obj": self.term}

    def operation(self, form: DatesForm) -> object:
        return operations.amend_term(current_act(), form.command(self.term.id))

    def next_address(self) -> str:
        return url_for(".history", region_slug=g.unit.slug, office_number=self.term.office_id)

    def context(self) -> dict[str, Any]:
        return {"term": self.term}


OFFICERS = "/desk/<region_slug>/officers"
add_edit_view(blueprint, f"{OFFICERS}/<int:term_number>/left", "leave", LeaveView, to_read=Access.EDIT)
add_edit_view(blueprint, f"{OFFICERS}/<int:office_number>/fill", "fill", FillView, to_read=Access.EDIT)
add_edit_view(blueprint, f"{OFFICERS}/<int:office_number>/countback", "countback", CountbackView, to_read=Access.EDIT)
add_edit_view(blueprint, f"{OFFICERS}/<int:term_number>/dates", "dates", DatesView, to_read=Access.EDIT)


def term_of_region(term_number: int) -> OfficeTerm:
    return queries.holding_in_region(db.session(), term_number, g.unit.id) or abort(404)


@blueprint.app_context_processor
def words_for_templates() -> dict[str, Any]:
    return {"appointment_kind": HOW_FILLED, "end_reason": HOW_ENDED}
