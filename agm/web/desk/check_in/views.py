"""The door: who is here, found by name or number and marked by one button; every act can be told twice, and late."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from flask import (
    Blueprint,
    Response,
    flash,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from markupsafe import Markup, escape
from werkzeug.wrappers import Response as AnyResponse

from agm.audit.act import Act
from agm.language.characters import printable
from agm.meetings import attendance, register
from agm.meetings.commands import Mark, Visitor
from agm.meetings.models import Attendance, GivenProxy, RegisterEntry
from agm.meetings.operations import attendance as acts
from agm.rules.mixed_votes import Way
from agm.rules.rights import Right
from agm.rules.violations import RefusedError, refuse
from agm.voting.queries.by_post import PapersKnown, papers_known
from agm.voting.queries.online import online_vote
from agm.web.desk.check_in.forms import LONGEST_KEY, key_that_shows
from agm.web.kit import clock
from agm.web.kit.access import Access, access, current_act, may_run
from agm.web.kit.extensions import db
from agm.web.kit.fields import LONGEST_NAME
from agm.web.kit.hall_words import count_words, gauge, is_late
from agm.web.kit.transaction import rollback_and_read_only
from agm.web.kit.typed_text import clean_line, record_number

blueprint = Blueprint("check_in", __name__)

MOST_SHOWN = 20
MOST_JUST_NOW = 6
MOST_KEPT = 5000
"""So many entries a phone keeps, to go on finding people while there is no connection."""
LONGEST_WAIT = 24 * 3600
"""Seconds for which a phone may keep what was marked."""
DOOR = "door"
"""What the session keeps: at which door somebody works."""


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody as a door finds them."""

    entry: RegisterEntry
    name: Markup
    note: str
    here: Attendance | None


@blueprint.get("/desk/meetings/<int:meeting_id>/check-in")
@access(Access.DOOR)
def check_in() -> str:
    return page()


def page(refused: str = "") -> str:
    """The page as the record has it. `q` is what is looked for, `entry` one person, `leaving` who goes."""
    typed = (clean_line(printable(request.values.get("q", ""))) or "")[:LONGEST_KEY]
    at, meeting_id = clock.now(), g.meeting.id
    is_leaving = "leaving" in request.args
    leaving = attendance.who_is_here(db.session(), meeting_id, typed, MOST_SHOWN) if is_leaving else []
    hall = attendance.hall(db.session(), g.meeting, at)
    return render_template(
        "desk/check_in/check_in.html",
        hall=hall,
        count_words=count_words(hall),
        gauge=gauge(hall),
        typed=typed,
        rows=[] if is_leaving else rows(typed, record_number(request.args.get("entry", ""))),
        is_leaving=is_leaving,
        leaving=leaving,
        events=attendance.just_now(db.session(), meeting_id, MOST_JUST_NOW),
        is_late=is_late,
        refused=refused,
        client_key=secrets.token_urlsafe(9),
        door=session.get(DOOR, ""),
        may_run=may_run(),
        has_online_vote=online_vote(db.session(), g.meeting.id) is not None,
    )


def rows(typed: str, entry_id: int | None) -> list[Row]:
    """Who is meant, with what to do about each. At most four statements."""
    found: Sequence[RegisterEntry] = ()
    if typed:
        found = register.find_entries(db.session(), g.meeting.id, typed, MOST_SHOWN)
    elif entry_id is not None:
        found = [one for one in [register.entry(db.session(), entry_id)] if one and one.meeting_id == g.meeting.id]
    if not found:
        return []
    here = attendance.here_by_entry(db.session(), [one.id for one in found])
    proxies = attendance.standing_proxies(db.session(), g.meeting.id)
    papers = papers_of([one.id for one in found], proxies)
    return [Row(one, highlighted(one.name, typed), note_of(one, proxies, papers), here.get(one.id)) for one in found]


def highlighted(name: str, typed: str) -> Markup:
    begins = name.casefold().find(typed.casefold()) if typed else -1
    if begins < 0:
        return escape(name)
    ends = begins + len(typed)
    return Markup("{}<mark>{}</mark>{}").format(name[:begins], name[begins:ends], name[ends:])


def papers_of(entry_ids: Sequence[int], proxies: Sequence[GivenProxy]) -> PapersKnown:
    """Of these entries, and of those who gave a proxy. One statement."""
    return papers_known(db.session(), [*entry_ids, *(one.giver_id for one in proxies)])


def note_of(entry: RegisterEntry, proxies: Sequence[GivenProxy], papers: PapersKnown) -> str:
    """What a door has to know of somebody: whether to hand out a paper, and how many."""
    number = f"{entry.number}. " if entry.number else ""
    if not entry.may_vote:
        reason = entry.reasons.get(Right.VOTE, "")
        return f"{number}{'Ask first' if entry.is_asked else 'Cannot vote'}: {reason} May listen"
    ways, has_come = papers.ways.get(entry.id), papers.by_post.get(entry.id)
    if has_come:
        return f"{number}Voted by post: give no paper"
    if ways:
        voted = "Voted online: give no paper" if Way.ONLINE in ways else "Has their papers"
        return f"{number}{voted if len(ways) == 1 else 'Voted online for some offices: look at their papers'}"
    held = sum(one.holder_id == entry.id and one.giver_id not in papers.ways for one in proxies)
    told = f"Give {held + 1} papers: {held} by proxy" if held else "Give a paper"
    given = next((one for one in proxies if one.giver_id == entry.id), None)
    if given is not None:
        holder = "the chair" if given.holder is None else given.holder.name
        told += f". Gave a proxy to {holder}, who gets no paper for it now"
    if has_come is not None:
        told += ". Was sent papers by post: those stay unopened then"
    return f"{number}Can vote. {told}"


@blueprint.post("/desk/meetings/<int:meeting_id>/check-in")
@access(Access.DOOR)
def mark() -> AnyResponse:
    """Carry out what a button says: `here` somebody's entry, `left` or `undo` a stay. On to the page; 422 says why."""
    act = current_act()
    try:
        carry_out(act)
    except RefusedError as refusal:
        rollback_and_read_only()
        return make_response(page(str(refusal)), 422)
    return redirect(url_for(".check_in", meeting_id=g.meeting.id), 303)


def carry_out(act: Act) -> None:
    """Raises RefusedError for what cannot be recorded."""
    meeting_id, sent = g.meeting.id, request.form
    waited = record_number(sent.get("waited", "")) or 0
    if waited > LONGEST_WAIT:
        refuse("kept_too_long", "", "This was marked more than a day ago. Write it down by hand.")
    at = act.at - dt.timedelta(seconds=waited)
    if (entry_id := record_number(sent.get("here", ""))) is not None:
        acts.arrive(act, mark_of(str(entry_id), at), entry_id)
    elif (name := clean_line(printable(sent.get("guest", "")))) is not None:
        acts.arrive_by_name(act, mark_of("guest", at), Visitor(name[:LONGEST_NAME]))
    elif (stay_id := record_number(sent.get("left", ""))) is not None:
        acts.leave(act, meeting_id, stay_id, at)
    else:
        what, _, stay = sent.get("undo", "").partition("-")
        undo = acts.undo_leaving if what == "left" else acts.undo_arrival
        undo(act, meeting_id, record_number(stay) or 0)


def mark_of(what: str, at: dt.datetime) -> Mark:
    """The mark that was sent, with its key: the phone's own, or that of the page for one person."""
    made = key_that_shows(request.form.get("client_key")) or secrets.token_urlsafe(9)
    return Mark(g.meeting.id, f"{made}:{what}", at, session.get(DOOR) or None)


@blueprint.get("/desk/meetings/<int:meeting_id>/check-in/register")
@access(Access.DOOR)
def kept_register() -> Response:
    """What a phone keeps in its memory while the page is open: names, numbers, what to do; nothing of a long one."""
    found = register.find_entries(db.session(), g.meeting.id, limit=MOST_KEPT + 1)
    if len(found) > MOST_KEPT:
        return jsonify(people=[])
    here = attendance.present_entries(db.session(), g.meeting.id)
    proxies = attendance.standing_proxies(db.session(), g.meeting.id)
    papers = papers_of([one.id for one in found], proxies)
    return jsonify(
        people=[
            [
                one.id,
                one.name,
                one.number or "",
                note_of(one, proxies, papers),
                one.may_vote,
                str(one.id) in here,
            ]
            for one in found
        ]
    )


@blueprint.post("/desk/meetings/<int:meeting_id>/check-in/door")
@access(Access.DOOR)
def name_door() -> AnyResponse:
    session[DOOR] = (clean_line(printable(request.form.get("door", ""))) or "")[:LONGEST_KEY]
    return redirect(url_for(".check_in", meeting_id=g.meeting.id), 303)


@blueprint.get("/desk/meetings/<int:meeting_id>/check-in/sheet")
@access(Access.DOOR)
def sheet() -> str:
    """The list to sign, on paper: for a hall without a connection, or without phones."""
    voters = register.on_register(g.meeting.id) & RegisterEntry.may_vote
    people = register.find_entries(db.session(), g.meeting.id, limit=MOST_KEPT, where=voters)
    return render_template("desk/check_in/sheet.html", people=people)


@blueprint.post("/desk/meetings/<int:meeting_id>/check-in/record")
@access(Access.RUN)
def put_into_record() -> AnyResponse:
    """Take how many came, and how many were needed, into the meeting's details."""
    act = current_act()
    acts.take_into_record(act, g.meeting)
    flash("The number of those who came is in the meeting’s record.")
    return redirect(url_for("meetings.details", meeting_id=g.meeting.id), 303)
