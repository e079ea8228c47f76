"""The pages on which a house style is set, with the announcement of a meeting that it words."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, g, redirect, request, url_for
from sqlalchemy import select

from agm.announcements.gather import gather
from agm.facts import MeetingFacts, OrganisationFacts, RegionFacts
from agm.facts.files import facts_from_json
from agm.facts.plain import to_plain
from agm.language.en import short_date
from agm.meetings.models import Meeting
from agm.nominations.models import Contest
from agm.organisation import operations, queries
from agm.organisation.models import Organisation, Unit
from agm.results.models import ContestResult
from agm.web.desk.house_style.forms import CHOICES, ITEMS, SHAPES, StyleForm
from agm.web.kit.access import Access, current_act
from agm.web.kit.edit_view import EditView, Typed, add_edit_view
from agm.web.kit.extensions import db
from agm.web.kit.markup import rendered
from agm.wording.provenance import Worded, worded
from agm.wording.render import HtmlOptions, second_html
from agm.wording.render.table import table_html
from agm.wording.style import HouseStyle
from agm.wording.style_fields import EVERYTHING, MEANINGS

blueprint = Blueprint("house_style", __name__)

EXAMPLES = 3
SAMPLE_MEETING = Path(__file__).with_name("sample_meeting.json")


@dataclass(frozen=True, slots=True)
class Live:
    """An announcement whose generated sentences open their patterns."""

    worded: Worded
    says: dict[str, list[tuple[str, str]]]

    @property
    def second(self) -> str:
        """The text in the second language, whose sentences are ours."""
        return second_html(self.worded.document, HtmlOptions(heading_level=2, id_prefix="live-"))

    @property
    def items(self) -> list[str]:
        """The items that stand in it, apart from those that are chosen above it."""
        return [name for name in ITEMS if name in self.worded.items and name not in CHOICES]


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
        self.examples = examples_for(self.organisation, self.unit)
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
            "live_of": self.live,
            "table_of": lambda columns, entries: rendered("".join(table_html(columns, entries, "outcomes"))),
            "examples": [where for where, _facts in self.examples],
            "chosen": self.chosen,
            "imprint": self.imprint,
            "choices": CHOICES,
            "shapes": {key: words for key, (words, _items) in SHAPES.items()},
            "items": ITEMS,
            "meanings": {name: MEANINGS[name] for name in sorted(EVERYTHING)},
        }

    @property
    def chosen(self) -> int:
        """Which of the last meetings is shown."""
        return min(request.args.get("example", 0, type=int), len(self.examples) - 1)

    def live(self, form: StyleForm) -> Live:
        """The announcement of the chosen meeting, and what each of its patterns says of all of them."""
        style = self.inherited.with_overrides({"imprint": self.imprint}).with_overrides(form.usable())
        found = [(where, worded(facts, style)) for where, facts in self.examples]
        here = found[self.chosen][1]
        says = {item: [(where, one.said.get(item, "")) for where, one in found] for item in here.items}
        return Live(here, says)


add_edit_view(blueprint, "/desk/house-style", "whole", StyleView, to_read=Access.NATIONAL, to_save=Access.NATIONAL)
add_edit_view(blueprint, "/desk/<region_slug>/house-style", "of_region", StyleView, to_read=Access.EDIT)


def examples_for(organisation: Organisation, unit: Unit | None) -> list[tuple[str, MeetingFacts]]:
    """The last meetings with elections that a style words, each with which one it is; a made-up one where none is."""
    elects = (
        select(ContestResult.id)
        .join(Contest, Contest.id == ContestResult.contest_id)
        .where(Contest.meeting_id == Meeting.id)
        .exists()
    )
    latest = Meeting.held_on.desc().nulls_last(), Meeting.id.desc()
    statement = select(Meeting).where(elects).order_by(*latest).limit(EXAMPLES)
    if unit is not None:
        statement = statement.where(Meeting.unit_id == unit.id)
    meetings = db.session.scalars(statement).all()
    if meetings:
        return [(called(one), gather(db.session(), one.id)) for one in meetings]
    facts = facts_from_json(SAMPLE_MEETING.read_text(encoding="utf-8"))
    ours = OrganisationFacts(name=organisation.name, short_name=organisation.short_name or None)
    region = facts.region if unit is None else RegionFacts(unit.name, unit.short_name)
    return [("A made-up meeting", replace(facts, organisation=ours, region=region))]


def called(meeting: Meeting) -> str:
    where = "National" if meeting.unit.is_national else meeting.unit.name
    return f"{where}, {short_date(meeting.held_on)}" if meeting.held_on else where
