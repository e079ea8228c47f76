"""The shell of a meeting's pages: its steps with their states, and the announcement as it would be printed now."""

from dataclasses import dataclass, replace

from flask import Flask, g
from markupsafe import Markup

from agm.accounts.permissions import may_edit
from agm.announcements import queries as announcements
from agm.announcements.drafts import Draft, NothingToSayError, compose_draft, has_changed
from agm.announcements.gather import gather
from agm.announcements.models import Announcement
from agm.facts import MeetingFacts
from agm.meetings.models import Meeting
from agm.rules.missing_results import MissingResults, missing_results
from agm.rules.progress import Step, StepKey, next_step, steps
from agm.web.desk.overview.queries import progress_of
from agm.web.kit import clock
from agm.web.kit.access import signed_in_user
from agm.web.kit.addresses import step_address
from agm.web.kit.dates import day_and_time, today
from agm.web.kit.extensions import db
from agm.web.kit.markup import rendered
from agm.wording.document import AnnouncementKind
from agm.wording.render.web import PAGE, HtmlOptions, render_html

IN_PREVIEW = HtmlOptions(heading_level=3, id_prefix="preview-")


@dataclass(frozen=True, slots=True)
class ShownStep:
    step: Step
    address: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Shell:
    """What `desk/workspace.html` draws round a page."""

    steps: tuple[ShownStep, ...]
    report: Draft | None
    missing: str
    """Why there is no report to show."""
    missing_results: MissingResults | None
    """What the report lacks."""
    next_step: ShownStep | None
    may_edit: bool
    is_public: bool

    @property
    def results_to_enter(self) -> str:
        """What is missing of the results of a meeting that is over, where they were passed by."""
        lacking = self.missing_results
        is_behind = self.here is None or self.here.step.key is StepKey.ANNOUNCEMENT
        return lacking.words if lacking is not None and is_behind and lacking.is_past else ""

    @property
    def here(self) -> ShownStep | None:
        return next((shown for shown in self.steps if shown.is_here), None)


def announcement_of(meeting: Meeting, kind: AnnouncementKind) -> Announcement:
    """The meeting's announcement of a kind; while none is drafted, one outside the database that reads the same."""
    kept: dict[int, dict[AnnouncementKind, Announcement]] = g.setdefault("announcements", {})
    if meeting.id not in kept:
        kept[meeting.id] = announcements.of_meeting(db.session(), meeting.id)
    found = kept[meeting.id].get(kind)
    return found or Announcement(
        kind=kind, meeting_id=meeting.id, unit_id=meeting.unit_id, version=1, meeting=meeting, unit=meeting.unit
    )


def facts_of(meeting: Meeting) -> MeetingFacts:
    """The facts of a meeting, gathered once per request."""
    kept: dict[int, MeetingFacts] = g.setdefault("facts", {})
    if meeting.id not in kept:
        kept[meeting.id] = gather(db.session(), meeting.id)
    return kept[meeting.id]


def draft_of(meeting: Meeting, kind: AnnouncementKind = AnnouncementKind.REPORT) -> tuple[Draft | None, str]:
    """What would be published, or why nothing could be. Composed once per request."""
    kept: dict[tuple[int, AnnouncementKind], tuple[Draft | None, str]] = g.setdefault("drafts", {})
    if (meeting.id, kind) not in kept:
        try:
            announcement = announcement_of(meeting, kind)
            kept[meeting.id, kind] = compose_draft(db.session(), announcement, clock.now(), facts_of(meeting)), ""
        except NothingToSayError as error:
            kept[meeting.id, kind] = None, str(error)
    return kept[meeting.id, kind]


def sheet(draft: Draft | None) -> Markup:
    """The announcement for the preview beside a page."""
    return rendered("" if draft is None else render_html(draft.document, as_draft(draft.announcement, IN_PREVIEW)))


def as_draft(announcement: Announcement, options: HtmlOptions = PAGE) -> HtmlOptions:
    """How a draft is shown at the desk, which has the pictures that are not public yet."""
    return replace(options, pictures=f"/desk/announcements/{announcement.id}/pictures/")


def workspace_context(meeting: Meeting, here: str) -> Shell:
    """The steps of a meeting, which of them is open, and the preview. A fixed number of statements."""
    report, missing = draft_of(meeting)
    so_far = progress_of(meeting, facts_of(meeting), announcement_of(meeting, AnnouncementKind.REPORT))
    publication = so_far.published.get(meeting.id)
    record = so_far.of(
        meeting,
        None if publication is None else day_and_time(publication.at),
        is_changed_since=publication is not None and (report is None or has_changed(report.announcement, report)),
    )
    shown = tuple(ShownStep(step, step_address(meeting.id, step.key), step.key.value == here) for step in steps(record))
    next_up = next_step(record)
    user = signed_in_user()
    return Shell(
        steps=shown,
        report=report,
        missing=missing,
        missing_results=results_missing_from(report),
        next_step=next((one for one in shown if next_up is not None and one.step.key is next_up.key), None),
        may_edit=user is not None and may_edit(user, meeting.unit_id),
        is_public=publication is not None,
    )


def results_missing_from(draft: Draft | None) -> MissingResults | None:
    """What a report is to be published without, where results are missing."""
    if draft is None or draft.facts is None or draft.document.kind is not AnnouncementKind.REPORT:
        return None
    return missing_results(draft.facts, today())


def workspace(meeting: Meeting, here: str) -> Shell:
    kept: dict[str, Shell] = g.setdefault("workspace_shells", {})
    if here not in kept:
        kept[here] = workspace_context(meeting, here)
    return kept[here]


def init_workspace(app: Flask) -> None:
    """Add `workspace(meeting, here)` and `sheet(draft)` to the templates: `desk/workspace.html` asks for it."""
    app.jinja_env.globals |= {"workspace": workspace, "sheet": sheet}
