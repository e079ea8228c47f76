"""The front of the desk: what is next, a meeting's preview, and every region at a glance."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, g, make_response, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from agm.accounts.letters import officers_by_unit
from agm.accounts.models import Duty, User
from agm.accounts.permissions import may_edit, visible_unit_ids
from agm.accounts.queries import duties_of_user
from agm.audit.act import Actor
from agm.audit.head_file import head_keeper
from agm.audit.queries import has_acted
from agm.meetings.models import Meeting
from agm.organisation.models import Unit
from agm.organisation.queries import organisation
from agm.organisation.queries import regions as all_regions
from agm.outbox.queries import trouble
from agm.results.queries import has_declaration
from agm.rules.missing_results import is_over
from agm.rules.progress import StepKey
from agm.web.desk.election.timetable import PLACES_OF_DUTIES
from agm.web.desk.overview import next_steps as next_things
from agm.web.desk.overview import regions as national
from agm.web.desk.overview.elections import elections_under_way
from agm.web.desk.overview.letters import LetterView, abouts_of, letter_to
from agm.web.desk.overview.next_steps import NextUp
from agm.web.desk.overview.short_notice import ShortNoticeView
from agm.web.desk.overview.week import changes_since
from agm.web.desk.people.proposal_queries import counts_to_answer
from agm.web.desk.workspace import workspace
from agm.web.kit import clock
from agm.web.kit.access import Access, access, signed_in_user
from agm.web.kit.addresses import step_address
from agm.web.kit.dates import today
from agm.web.kit.edit_view import add_edit_view
from agm.web.kit.extensions import db

blueprint = Blueprint("desk", __name__)

NEWCOMERS_TIME = dt.timedelta(days=30)
"""How long after the invitation somebody may still be new here."""
WEEK = dt.timedelta(days=7)
MOST_PAST = 6
"""How many published meetings the front of the desk lists."""


@blueprint.get("/desk")
@access(Access.SIGNED_IN)
def whats_next() -> str:
    user = signed_in_user()
    visible = visible_unit_ids(user) if user is not None else frozenset()
    if visible is None:
        every = national.overview(db.session(), today())
        regions = [line.unit for line in every.lines]
        found, past, editable = every.tasks(), [], regions
    else:
        regions = [unit for unit in all_regions(db.session()) if unit.id in visible]
        sight = next_things.meetings_so_far(db.session(), visible, today())
        only_seen = [unit.id for unit in regions if user is None or not may_edit(user, unit.id)]
        found = next_things.next_up(sight, regions, only_seen, is_new=user is not None and is_new_here(user))
        editable = [unit for unit in regions if unit.id not in only_seen]
        past = [meeting for meeting in sight.meetings if meeting.id in sight.progress.published][:MOST_PAST]
        if not editable and user is not None:
            found = replace(found, tasks=(*duty_tasks(user), *found.tasks))
    answering = [every.national] if visible is None else editable
    if visible is None and not organisation(db.session()).version:
        found = replace(found, tasks=(organisation_task(), *found.tasks))
    found = with_tasks(found, [*proposal_tasks(answering), *outbox_tasks(visible if visible is None else editable)])
    return render_template(
        "desk/overview/whats_next.html",
        found=found,
        regions=regions,
        editable=editable,
        is_national=visible is None,
        user=user,
        today=today(),
        past=past,
        head_fault=unnoted_end() if visible is None else None,
    )


def unnoted_end() -> str | None:
    """Why this process could not note the end of the audit log outside the database, the last time it tried."""
    keeper = head_keeper(db.engine)
    return None if keeper is None else keeper.fault


def with_tasks(found: NextUp, tasks: Sequence[next_things.Task]) -> NextUp:
    """What is next with further tasks, after the first thing to do."""
    return replace(found, tasks=(*found.tasks[:1], *tasks, *found.tasks[1:]))


def proposal_tasks(units: Sequence[Unit]) -> list[next_things.Task]:
    """The corrections of names that these units are asked for."""
    counts = counts_to_answer(db.session(), [unit.id for unit in units])
    return [proposals_task(unit, counts[unit.id]) for unit in units if counts[unit.id]]


def organisation_task() -> next_things.Task:
    """What comes before all else in an installation that is new."""
    lead = "Its name stands on every page and in every announcement. After it, add the regions."
    address = url_for("organisation.organisation")
    return next_things.Task("What is your organisation called?", lead, "Enter its name", address, "Every region")


def duty_tasks(user: User) -> list[next_things.Task]:
    """The elections under way in which a user has a duty: each once, by the duty that says most. Two statements."""
    duties = duties_of_user(db.session(), user.id)
    first = {one.meeting_id: one for one in sorted(duties, key=lambda one: list(Duty).index(one.duty), reverse=True)}
    meetings = db.session.execute(
        select(Meeting, has_declaration())
        .where(Meeting.id.in_(first))
        .options(joinedload(Meeting.election))
        .order_by(Meeting.held_on, Meeting.id)
    )
    return [
        next_things.duty_task(first[one.id], one, *PLACES_OF_DUTIES[first[one.id].duty][0], is_declared=is_declared)
        for one, is_declared in meetings
        if not (one.is_published and is_over(one.held_on, today()))
        and (one.election is None or one.election.called_off_at is None)
    ]


def proposals_task(unit: Unit, count: int) -> next_things.Task:
    what = "A correction of a name was asked for" if count == 1 else f"{count} corrections of names were asked for"
    lead = "Somebody else printed the name and thinks that it is wrong on record. Accept it, or say why not."
    address = url_for("proposals.name_proposals", region_slug=unit.slug)
    return next_things.Task(what, lead, "Look at it", address, unit.name)


def outbox_tasks(units: Sequence[Unit] | None) -> list[next_things.Task]:
    """What could not be sent, of these units (of all: None)."""
    found = trouble(db.session(), clock.now(), units if units is None else [unit.id for unit in units])
    if not found.failed and not found.late:
        return []
    if found.failed:
        what = "A message was not sent" if found.failed == 1 else f"{found.failed} messages were not sent"
    else:
        what = "Messages are waiting and nothing sends them"
    place = "The outbox" if units is None or len(units) != 1 else units[0].name
    lead = "The outbox says why. Try again when it is mended, or do not send it."
    return [next_things.Task(what, lead, "Look at it", url_for("outbox.outbox"), place)]


def is_new_here(user: User) -> bool:
    """Whether a user was invited lately, and has not changed anything of the record yet."""
    since = clock.now() - (user.invited_at or user.created_at)
    return abs(since) < NEWCOMERS_TIME and not has_acted(db.session(), Actor.user(user.id, user.name).key)


@blueprint.get("/desk/overview")
@access(Access.NATIONAL)
def overview() -> str:
    session = db.session()
    found = national.overview(session, today())
    officers = officers_by_unit(session)
    elections = elections_under_way(session, found, clock.now(), today())
    letters = {
        (line.unit.id, about): letter_to(line, officers, about, today())
        for line in found.lines
        if not line.is_in_order
        for about in abouts_of(line, elections.of_agm.get(line.unit.id))
    }
    vacant = national.vacancies(session, found.lines)
    units = {line.unit.id: line.unit for line in found.lines} | {found.national.id: found.national}
    return render_template(
        "desk/overview/overview.html",
        found=found,
        letters=letters,
        vacant=vacant,
        vacant_words=national.vacant_words(vacant),
        elections=elections.of_agm,
        other_elections=elections.others,
        changes=changes_since(session, clock.now() - WEEK, units),
        today=today(),
        step_address=step_address,
    )


add_edit_view(
    blueprint,
    "/desk/meetings/<int:meeting_id>/short-notice",
    "short_notice",
    ShortNoticeView,
    to_read=Access.NATIONAL,
    to_save=Access.NATIONAL,
)
add_edit_view(
    blueprint, "/desk/<region_slug>/letter", "letter", LetterView, to_read=Access.NATIONAL, to_save=Access.NATIONAL
)


@blueprint.get("/desk/meetings/<int:meeting_id>")
@access(Access.SEE)
def meeting() -> Response:
    """On to the meeting's next step."""
    following = workspace(g.meeting, "").next_step
    return redirect(following.address if following else step_address(g.meeting.id, StepKey.DETAILS), 303)


@blueprint.get("/desk/meetings/<int:meeting_id>/preview")
@access(Access.SEE)
def preview() -> Response:
    return make_response(render_template("desk/fragment.html", here=request.args.get("here", "")))
