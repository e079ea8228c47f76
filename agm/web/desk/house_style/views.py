"""The pages on which a house style is set, with a preview on the last meeting that it words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, g, redirect, request, url_for
from markupsafe import Markup
from sqlalchemy import select
from werkzeug.wrappers import Response

from agm.announcements.gather import gather
from agm.facts import MeetingFacts
from agm.facts.plain import to_plain
from agm.meetings.models import Meeting
from agm.nominations.models import Contest
from agm.organisation import operations, queries
from agm.organisation.models import Organisation, Unit
from agm.results.models import ContestResult
from agm.web.desk.house_style.forms import ITEMS, StyleForm
from agm.web.desk.house_style.sample_meeting import sample_facts
from agm.web.kit.access import Access, access
from agm.web.kit.acting import current_act
from agm.web.kit.csrf import csrf_checked_by_form
from agm.web.kit.edit_view import EditView, Typed
from agm.web.kit.extensions import db
from agm.web.kit.markup import rendered
from agm.wording.compose import compose
from agm.wording.document import AnnouncementKind
from agm.wording.render.web import HtmlOptions, render_html
from agm.wording.style import HouseStyle
from agm.wording.style_fields import EVERYTHING, MEANINGS

blueprint = Blueprint("house_style", __name__)

IN_PREVIEW = HtmlOptions(heading_level=3, id_prefix="preview-")


@blueprint.route("/desk/house-style", methods=["GET", "POST"])
@csrf_checked_by_form
@access(Access.NATIONAL)
def whole() -> str | Response:
    if queries.organisation(db.session()).version == 0:
        return redirect(url_for("organisation.organisation"))
    return StyleView(None).answer()


@blueprint.route("/desk/<region_slug>/house-style", methods=["GET", "POST"])
@csrf_checked_by_form
@access(Access.EDIT)
def of_region(region_slug: str) -> str | Response:  # noqa: ARG001  the guard has read it
    return redirect(url_for(".whole")) if g.unit.is_national else StyleView(g.unit).answer()


class StyleView(EditView[StyleForm]):
    """The page of the organisation's house style, or of what a region words differently."""

    template = "desk/house_style/house_style.html"
    success_message = "Saved. Announcements that are not public yet follow the new style at once."

    def __init__(self, unit: Unit | None) -> None:
        # held by the view: a session forgets what nobody holds, and the page's frame would load it again
        self.organisation = organisation = queries.organisation(db.session())
        self.unit = unit
        self.inherited = HouseStyle() if unit is None else queries.house_style_of(organisation, None)
        self.target: Organisation | Unit = organisation if unit is None else unit
        self.facts, self.source = facts_for(organisation, unit)
        self.imprint = queries.imprint_of(organisation, unit)

    def build_form(self, typed: Typed) -> StyleForm:
        own = queries.known_items(self.target.house_style)
        present = to_plain(self.inherited.with_overrides(own), defaults=True)
        values = {name: present[name] for name in ITEMS}
        plain = to_plain(self.inherited, defaults=True)
        return StyleForm(plain, formdata=typed, version=self.target.house_style_version, data=values)

    def operation(self, form: StyleForm) -> object:
        command = form.command(None if self.unit is None else self.unit.id)
        return operations.amend_house_style(current_act(), command)

    def next_address(self) -> str:
        return request.path

    def context(self) -> dict[str, Any]:
        return {
            "unit": self.unit,
            "region_slug": None if self.unit is None else self.unit.slug,
            "preview_of": preview_with(self.facts, self.inherited.with_overrides({"imprint": self.imprint})),
            "source": self.source,
            "items": ITEMS,
            "meanings": {name: MEANINGS[name] for name in sorted(EVERYTHING)},
        }


def preview_with(facts: MeetingFacts, inherited: HouseStyle) -> Callable[[StyleForm], Markup]:
    def preview(form: StyleForm) -> Markup:
        document = compose(facts, inherited.with_overrides(form.usable()), kind=AnnouncementKind.REPORT)
        return rendered(render_html(document, IN_PREVIEW))

    return preview


def facts_for(organisation: Organisation, unit: Unit | None) -> tuple[MeetingFacts, str]:
    """The facts of the last meeting with elections that a style words, and which one that is, in words."""
    elects = (
        select(ContestResult.id)
        .join(Contest, Contest.id == ContestResult.contest_id)
        .where(Contest.meeting_id == Meeting.id)
        .exists()
    )
    statement = select(Meeting).where(elects).order_by(Meeting.held_on.desc().nulls_last(), Meeting.id.desc()).limit(1)
    if unit is not None:
        statement = statement.where(Meeting.unit_id == unit.id)
    meeting = db.session.scalar(statement)
    if meeting is None:
        return sample_facts(organisation, unit), "on a made-up meeting"
    where = "the national level" if meeting.unit.is_national else meeting.unit.name
    return gather(db.session(), meeting.id), f"on the last meeting of {where}"
