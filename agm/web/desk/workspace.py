"""The shell of a meeting's pages: its steps with their states, and the announcement as it would be printed now."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from flask import Flask, g
from markupsafe import Markup
from sqlalchemy.orm import Session

from agm.accounts.permissions import may_edit
from agm.announcements import queries as announcements
from agm.announcements.gather import gather
from agm.announcements.models import BlockOverride, PublicKind
from agm.meetings.models import Meeting
from agm.organisation.queries import house_style_choices
from agm.rules.missing_results import MissingResults, missing_results
from agm.rules.progress import Step, StepKey, next_step, steps
from agm.web.desk.overview.queries import progress
from agm.web.kit import clock
from agm.web.kit.acting import signed_in_user
from agm.web.kit.dates import day_and_time, zone
from agm.web.kit.extensions import db
from agm.wording.compose import ComposeError, compose
from agm.wording.document import AnnouncementKind, BlockKey
from agm.wording.render import Format, render
from agm.wording.render.web import HtmlOptions, render_html

IN_PREVIEW = HtmlOptions(heading_level=3, id_prefix="preview-")


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step as the navigation shows it."""

    step: Step
    address: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """The announcement as it would be printed now; `missing` says why there is none.

    `missing_results` is what it lacks.
    """

    html: Markup
    missing: str
    etag: str
    missing_results: MissingResults | None


@dataclass(frozen=True, slots=True)
class Shell:
    """What `desk/workspace.html` draws round a page."""

    steps: tuple[ShownStep, ...]
    preview: Preview
    next_step: ShownStep | None
    may_edit: bool
    is_public: bool
    public_address: str

    @property
    def results_to_enter(self) -> str:
        """What is missing of the results of a meeting that is over; "" on the pages that tell of it themselves."""
        lacking = self.preview.missing_results
        own = self.here is not None and self.here.step.key in {StepKey.RESULTS, StepKey.PUBLISH}
        return "" if lacking is None or own or not lacking.is_past else lacking.words

    @property
    def here(self) -> ShownStep | None:
        """The step that is open."""
        return next((shown for shown in self.steps if shown.is_here), None)


def step_address(meeting_id: int, key: StepKey) -> str:
    """Where a step is done."""
    return f"/desk/meetings/{meeting_id}/{key.value}"


def workspace_context(session: Session, meeting: Meeting, here: str) -> Shell:
    """The steps of a meeting, which of them is open, and the preview. A fixed number of statements."""
    preview = preview_of(session, meeting)
    so_far = progress(session, [meeting.id])
    publication = so_far.published.get(meeting.id)
    record = so_far.of(
        meeting,
        None if publication is None else day_and_time(publication.at),
        is_changed_since=publication is not None and publication.html_etag != preview.etag,
    )
    shown = tuple(ShownStep(step, step_address(meeting.id, step.key), step.key.value == here) for step in steps(record))
    next_up = next_step(record)
    user = signed_in_user()
    unit = meeting.unit.slug if meeting.unit else "national"
    return Shell(
        steps=shown,
        preview=preview,
        next_step=next((one for one in shown if next_up is not None and one.step.key is next_up.key), None),
        may_edit=user is not None and may_edit(user, meeting.unit_id),
        is_public=publication is not None,
        public_address=f"/{unit}/{meeting.slug}",
    )


def preview_of(session: Session, meeting: Meeting) -> Preview:
    """The meeting's report as it would be published now."""
    report = announcements.of_meeting(session, meeting.id).get(PublicKind.REPORT)
    own: list[BlockOverride] = [] if report is None else report.block_overrides
    facts = gather(session, meeting.id)
    lacking = missing_results(facts, clock.now().astimezone(zone()).date())
    style = house_style_choices(session, meeting.unit_id)
    try:
        words = {BlockKey(row.block): row.text for row in own}
        document = compose(facts, style, words, AnnouncementKind.REPORT)
    except ComposeError as error:
        return Preview(Markup(""), str(error), "", lacking)
    published = render(document, Format.HTML)
    return Preview(
        html=Markup(render_html(document, IN_PREVIEW)),  # noqa: S704  our own renderer escapes what people typed
        missing="",
        etag=hashlib.sha256(published.encode()).hexdigest(),
        missing_results=lacking,
    )


def workspace(meeting: Meeting, here: str) -> Shell:
    """The shell of this request's meeting, made once per request."""
    kept: dict[str, Shell] = g.setdefault("workspace_shells", {})
    if here not in kept:
        kept[here] = workspace_context(db.session(), meeting, here)
    return kept[here]


def init_workspace(app: Flask) -> None:
    """Add `workspace(meeting, here)` to the templates: `desk/workspace.html` asks for it."""
    app.jinja_env.globals["workspace"] = workspace
