"""After the declaration: challenges to results, and how long voting papers are kept."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g, url_for
from sqlalchemy import select

from agm.nominations.models import Contest
from agm.results.models import Complaint, PapersDestroyed
from agm.results.operations import decide_complaint, record_complaint
from agm.results.operations.after import last_day_to_complain
from agm.results.operations.papers_kept import destroy_papers, kept_until
from agm.results.queries import last_declaration
from agm.rules.violations import refuse
from agm.web.desk.count.forms import DECISIONS, ComplaintDecisionForm, ComplaintForm, DestroyForm
from agm.web.desk.count.views import ADDRESS, load_contest
from agm.web.kit.access import Access, current_act
from agm.web.kit.edit_view import EditView, Typed, add_edit_view
from agm.web.kit.extensions import db
from agm.web.kit.typed_text import record_number
from agm.workflows.to_declare import rules_under

blueprint = Blueprint("complaints", __name__)


def complaints_of(meeting_id: int) -> list[Complaint]:
    of_meeting = select(Complaint).join(Contest, Contest.id == Complaint.contest_id)
    return list(db.session.scalars(of_meeting.where(Contest.meeting_id == meeting_id).order_by(Complaint.id)))


class ComplaintsView(EditView[ComplaintForm]):
    """What was complained of so far, and one more."""

    template = "desk/count/complaints.html"
    form_class = ComplaintForm
    success_message = "The complaint is recorded."

    def __init__(self) -> None:
        of_meeting = select(Contest).where(Contest.meeting_id == g.meeting.id).order_by(Contest.position)
        self.contests = list(db.session.scalars(of_meeting))

    def build_form(self, typed: Typed) -> ComplaintForm:
        form = ComplaintForm(formdata=typed)
        form.office.offer({str(one.id): one.label for one in self.contests})
        return form

    def operation(self, form: ComplaintForm) -> object:
        contest = load_contest(record_number(form.office.data) or 0)
        return record_complaint(current_act(), form.command(contest.id), rules_under(db.session(), g.meeting))

    def next_address(self) -> str:
        return url_for("complaints.complaints", meeting_id=g.meeting.id)

    def context(self) -> dict[str, Any]:
        declared = last_declaration(db.session(), g.meeting.id)
        rules = rules_under(db.session(), g.meeting)
        return {
            "complaints": complaints_of(g.meeting.id),
            "declared": declared,
            "last_day": None if declared is None else last_day_to_complain(declared.declared_at, rules),
            "decisions": DECISIONS,
        }


class DecisionView(EditView[ComplaintDecisionForm]):
    """What is decided of a complaint."""

    template = "desk/count/complaint.html"
    form_class = ComplaintDecisionForm
    success_message = "The decision is recorded."

    def __init__(self, complaint_number: int) -> None:
        found = next((one for one in complaints_of(g.meeting.id) if one.id == complaint_number), None)
        self.complaint = found if found is not None else abort(404)

    def build_form(self, typed: Typed) -> ComplaintDecisionForm:
        return ComplaintDecisionForm(formdata=typed)

    def operation(self, form: ComplaintDecisionForm) -> object:
        if form.decision.data is None:
            refuse("no_decision", "decision", "Choose what is decided.")
        decide_complaint(current_act(), self.complaint, form.decision.data, form.reason.data or "")
        return self.complaint

    def next_address(self) -> str:
        return url_for("complaints.complaints", meeting_id=g.meeting.id)

    def context(self) -> dict[str, Any]:
        return {"complaint": self.complaint, "decisions": DECISIONS}


class KeptView(EditView[DestroyForm]):
    """Until when the voting papers are kept, and the certificate that they were destroyed."""

    template = "desk/count/papers_kept.html"
    form_class = DestroyForm
    success_message = "The certificate is recorded."

    def operation(self, form: DestroyForm) -> object:
        return destroy_papers(current_act(), form.command(g.meeting.id), rules_under(db.session(), g.meeting))

    def next_address(self) -> str:
        return url_for("complaints.papers_kept", meeting_id=g.meeting.id)

    def context(self) -> dict[str, Any]:
        declared = last_declaration(db.session(), g.meeting.id)
        rules = rules_under(db.session(), g.meeting)
        return {
            "certificate": db.session.get(PapersDestroyed, g.meeting.id),
            "until": None if declared is None else kept_until(declared.declared_at, rules),
            "rules": rules,
        }


PAGE = f"{ADDRESS}/complaints"
RUN = {"to_read": Access.RUN, "to_save": Access.RUN}
add_edit_view(blueprint, f"{ADDRESS}/papers-kept", "papers_kept", KeptView, **RUN)
add_edit_view(blueprint, PAGE, "complaints", ComplaintsView, **RUN)
add_edit_view(blueprint, f"{PAGE}/<int:complaint_number>", "decision", DecisionView, **RUN)
