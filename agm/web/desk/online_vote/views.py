"""The front of a vote online: what it waits for, how many have voted, and the acts that need one button."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence

from flask import Blueprint, abort, flash, g, make_response, redirect, render_template, request, url_for
from sqlalchemy import func, select
from werkzeug.wrappers import Response

from agm.accounts.models import Duty
from agm.audit.act import Act
from agm.meetings.register import register_of
from agm.results.queries import last_declaration
from agm.rules.small_groups import is_too_few
from agm.rules.violations import RefusedError
from agm.rules.who_may_see_votes import Sight, Viewer, may_see, stage_of
from agm.voting.models import KeyDestruction, KeyMode, OnlineVote, VoteHow, Voter
from agm.voting.operations import close_vote, open_vote, sign_destruction
from agm.voting.queries import VOTED_ONLINE, votes_by_contest
from agm.voting.queries.online import (
    OnlineBallot,
    Turnout,
    last_close,
    online_ballots,
    turnout_of,
    with_own_hours,
    without_code,
)
from agm.web.desk.online_vote.words import KEY_MODES, RECEIPTS, state_of
from agm.web.kit import clock
from agm.web.kit.access import Access, access, current_act, may_run, part_of, signed_in_user
from agm.web.kit.extensions import db
from agm.web.kit.transaction import rollback_and_read_only

blueprint = Blueprint("online_vote", __name__)
log = logging.getLogger(__name__)

ADDRESS = "/desk/meetings/<int:meeting_id>/online-vote"


def load_vote() -> OnlineVote:
    """The meeting's vote online. Where none is set up a reader is led to where that is done; what is sent is 404."""
    vote = db.session.get(OnlineVote, g.meeting.id)
    if vote is None:
        abort(404 if request.method == "POST" else redirect(front(), 303))
    return vote


def front() -> str:
    return url_for("online_vote.online_vote", meeting_id=g.meeting.id)


def online_offices() -> int:
    votes = votes_by_contest(db.session(), g.meeting.id)
    return sum(vote.how in VOTED_ONLINE for vote in votes.values())


@blueprint.get(ADDRESS)
@access(Access.SEE)
def online_vote() -> str:
    return page()


def page(problems: Sequence[str] = ()) -> str:
    session = db.session()
    vote = session.get(OnlineVote, g.meeting.id)
    ballots = [] if vote is None else online_ballots(session, vote)
    closes = None if vote is None else last_close(session, vote)
    state = state_of(vote, online_offices(), clock.now(), closes)
    turnout = {} if vote is None or vote.opened_at is None else seen_turnout(vote, ballots)
    electorates = {} if vote is None else turnout_of(session, ballots)
    return render_template(
        "desk/online_vote/online_vote.html",
        state=state,
        vote=vote,
        ballots=ballots,
        own_hours=[] if vote is None else with_own_hours(vote, ballots),
        last_close=closes,
        weights=[] if vote is None else weights_of(vote),
        turnout=turnout,
        few=vote is not None and too_few(vote, electorates),
        problems=problems,
        voters=voters_of(),
        is_frozen=register_of(session, g.meeting.id) is not None,
        has_paper=any(one.vote.how is VoteHow.MIXED for one in ballots),
        destroyed=destroyed(),
        keeps_key=vote is not None and vote.key_mode is KeyMode.SERVER_KEY,
        key_modes=KEY_MODES,
        receipts=RECEIPTS,
        me=current_act().actor.key,
        may_run=may_run(),
    )


def weights_of(vote: OnlineVote) -> list[tuple[str, int]]:
    """By class of membership, how many votes each member has; nothing where everybody has one."""
    return sorted(vote.weights.items()) if any(weight != 1 for weight in vote.weights.values()) else []


def voters_of() -> tuple[int, int]:
    """How many voters there are, and how many of them have no code."""
    session, here = db.session(), Voter.meeting_id == g.meeting.id
    without = session.scalar(select(func.count()).select_from(Voter).where(without_code(g.meeting.id))) or 0
    return session.scalar(select(func.count()).select_from(Voter).where(here)) or 0, without


def destroyed() -> Sequence[KeyDestruction]:
    signed = select(KeyDestruction).where(KeyDestruction.meeting_id == g.meeting.id).order_by(KeyDestruction.at)
    return db.session.scalars(signed).all()


def viewer() -> Viewer:
    """As whom the user of this request looks at the vote."""
    user = signed_in_user()
    part = None if user is None else part_of(user, g.scope)
    if part is None or part.stands:
        return Viewer.ANYBODY_ELSE
    if may_run():
        return Viewer.RETURNING_OFFICER
    return Viewer.SCRUTINEER if Duty.SCRUTINEER in part.duties else Viewer.ORGANISER


def seen_turnout(vote: OnlineVote, ballots: Sequence[OnlineBallot]) -> Mapping[int, Turnout]:
    """The turnout, for whoever may see it now; the server's log has that it was asked for, and by whom."""
    stage = stage_of(vote.closed_at, is_declared=last_declaration(db.session(), g.meeting.id) is not None)
    allowed = may_see(viewer(), Sight.TURNOUT, stage)
    told = "allowed" if allowed else "refused"
    log.info("turnout of meeting %s: %s to %s", g.meeting.id, told, current_act().actor.key)
    return turnout_of(db.session(), ballots) if allowed else {}


def too_few(vote: OnlineVote, electorates: Mapping[int, Turnout]) -> bool:
    """Whether a result would tell how somebody voted; asked once there are voters, so before the vote opens."""
    return any(one.voters and is_too_few(one.voters, vote.smallest_group) for one in electorates.values())


ACTS: Mapping[str, tuple[Callable[[Act, int], object], str]] = {
    "open": (open_vote, "Everything is ready: votes come in from the opening hour on."),
    "close": (close_vote, "The vote is closed. Nothing comes in any more."),
}
"""What one button does, and what is told then."""


@blueprint.post(ADDRESS)
@access(Access.RUN)
def act_on_vote() -> Response:
    """Open or close the vote, by the button that was pressed; 422 says why not."""
    operation, told = ACTS.get(request.form.get("act", ""), (None, ""))
    if operation is None:
        abort(400)
    return done(lambda: operation(current_act(), g.meeting.id), told)


@blueprint.post(f"{ADDRESS}/key-destroyed")
@access(Access.SIGN)
def sign() -> Response:
    """Sign that one's own printed copy of the key is destroyed."""
    return done(lambda: sign_destruction(current_act(), g.meeting.id), "You signed that your copy is destroyed.")


def done(operation: Callable[[], object], told: str) -> Response:
    try:
        operation()
    except RefusedError as refused:
        rollback_and_read_only()
        return make_response(page([one.words for one in refused.violations]), 422)
    flash(told)
    return redirect(front(), 303)
