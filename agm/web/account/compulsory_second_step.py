"""Whoever may change records or runs an election needs a second factor, days after the first sign-in at the latest."""

import datetime as dt

from flask import Flask, g, redirect, request, url_for
from werkzeug.wrappers import Response

from agm.accounts.models import User
from agm.accounts.permissions import DUTIES, Access, needs_second_step
from agm.accounts.queries import duties_of_user
from agm.web.account.sessions import session_in_use
from agm.web.kit.access import signed_in_user
from agm.web.kit.extensions import db
from agm.web.kit.resubmit_form import ResubmitReason, can_be_resubmitted, resubmit_page


def init_compulsory_second_step(app: Flask) -> None:
    """Shut the desk to a password alone once the time is over; tell the templates until when it lasts."""
    app.before_request(ask_for_second_step)
    app.jinja_env.globals["second_step_due_at"] = second_step_due_at


def ask_for_second_step() -> Response | None:
    """Lead to the page that asks for a second step. Sessions that began in time go on, so that no work is cut off."""
    if request.endpoint is None or not request.path.startswith("/desk"):
        return None
    user = signed_in_user()
    due, own = second_step_due_at(user), session_in_use()
    if due is None or own is None or own.began_at < due:
        return None
    if can_be_resubmitted():
        return resubmit_page(ResubmitReason.SECOND_STEP)
    return redirect(url_for("accounts.second_step_needed"))


def second_step_due_at(user: User | None) -> dt.datetime | None:
    """From when a sign-in like this session's no longer opens the desk; None where it always will."""
    own = session_in_use()
    if user is None or own is None or own.method.has_second_factor or user.second_step_due_at is None:
        return None
    return user.second_step_due_at if needs_second_step(user) or runs_an_election(user) else None


def runs_an_election(user: User) -> bool:
    """Whether somebody is appointed to run one; asked once a request, of those who may change no records."""
    if "runs_an_election" not in g:
        duties = duties_of_user(db.session(), user.id)
        g.runs_an_election = any(Access.RUN in DUTIES[one.duty] for one in duties)
    return bool(g.runs_an_election)
