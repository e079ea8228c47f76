"""The pages on which a house style is set, with a preview on the last meeting that it words."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, g, redirect, request, url_for
from markupsafe import Markup
from sqlalchemy import select

from agm.announcements.gather import gather
from agm.facts import MeetingFacts, OrganisationFacts, RegionFacts
from agm.facts.files import facts_from_json
from agm.facts.plain import to_plain
from agm.meetings.models import Meeting
from agm.nominations.models import Contest
from agm.organisation import operations, queries
from agm.organisation.models import Organisation, Unit
from agm.results.models import ContestResult
from agm.web.desk.house_style.forms import ITEMS, StyleForm
from agm.web.desk.workspace import IN_PREVIEW
from agm.web.kit.access import Access, current_act
from agm.web.kit.edit_view import EditView, Typed, add_edit_view
from agm.web.kit.extensions import db
from agm.web.kit.markup import rendered
from agm.wording.compose import compose
from agm.wording.document import AnnouncementKind
from agm.wording.render.web import render_html
from agm.wording.style import HouseStyle
from agm.wording.style_fields import EVERYTHING, MEANINGS

blueprint = Blueprint("house_style", __name__)

SAMPLE_MEETING = Path(__file__).with_name("sample_meeting.json")


class StyleView(EditView[StyleForm]):
    """The page of the organisation's house style, or of what the region of the address words differently."""

    template = "desk/house_style/house_style.html"
    success_message = "Saved. Announcements that are not public yet follow the new style at once."

    def __init__(self) -> None:
        self.unit: Unit | None = g.get("unit")
        if self.unit is not None and self.unit.is_national:
            abort(redirect(url_for(".whole")))
        # held by the view: a session forgets what nobody holds, and the page's frame would load it again
        self.organisation = queries.organisation(db.session())
        if self.organisation.version == 0 and self.unit is None:
            abort(redirect(url_for("organisation.organisation")))
        self.inherited = HouseStyle() if self.unit is None else queries.house_style_of(self.organisation, None)
        self.target: Organisation | Unit = self.unit or self.organisation
        self.facts, self.source = facts_for(self.organisation, self.unit)
        self.imprint = queries.imprint_of(self.organisation, self.unit)

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
            "preview_of": self.preview,
            "source": self.source,
            "items": ITEMS,
            "meanings": {name: MEANINGS[name] for name in sorted(EVERYTHING)},
        }

    def preview(self, form: StyleForm) -> Markup:
        style = self.inherited.with_overrides({"imprint": self.imprint}).with_overrides(form.usable())
        document = compose(self.facts, style, kind=AnnouncementKind.REPORT)
        return rendered(render_html(document, IN_PREVIEW))


add_edit_view(blueprint, "/desk/house-style", "whole", StyleView, to_read=Access.NATIONAL, to_save=Access.NATIONAL)
add_edit_view(blueprint, "/desk/<region_slug>/house-style", "of_region", StyleView, to_read=Access.EDIT)


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
        facts = facts_from_json(SAMPLE_MEETING.read_text(encoding="utf-8"))
        ours = OrganisationFacts(name=organisation.name, short_name=organisation.short_name or None)
        region = facts.region if unit is None else RegionFacts(unit.name, unit.short_name)
        return replace(facts, organisation=ours, region=region), "on a made-up meeting"
    where = "the national level" if meeting.unit.is_national else meeting.unit.name
    return gather(db.session(), meeting.id), f"on the last meeting of {where}"
