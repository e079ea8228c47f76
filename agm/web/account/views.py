"""Pages about one's own login, and the link by which one joins."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_security import hash_password
from flask_security.utils import login_user
from werkzeug.wrappers import Response

from agm.accounts import operations
from agm.accounts.models import User, UserSession
from agm.accounts.queries import running_sessions
from agm.audit.act import Act, Actor
from agm.web.account.forms import JoinForm
from agm.web.account.passwords import Passwords
from agm.web.account.sessions import SessionInUse, session_in_use
from agm.web.kit import clock
from agm.web.kit.access import Access, access, current_act, signed_in_user
from agm.web.kit.extensions import db
from agm.web.kit.invitation import invited_user

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/account")
@access(Access.SIGNED_IN)
def own_account() -> str:
    return render_template("account/account.html", user=signed_in_user())


def own() -> tuple[User, SessionInUse]:
    """Who asks, and in which session: a guarded page has both."""
    user, here = signed_in_user(), session_in_use()
    if user is None or here is None:
        abort(403)
    return user, here


@blueprint.get("/account/sessions")
@access(Access.SIGNED_IN)
def sessions() -> str:
    user, here = own()
    return render_template(
        "account/sessions.html", sessions=running_sessions(db.session(), user.id, clock.now()), here=here.id
    )


@blueprint.post("/account/sessions/<int:session_number>/end")
@access(Access.SIGNED_IN)
def end_session(session_number: int) -> Response:
    user, _here = own()
    found = db.session.get(UserSession, session_number)
    if found is not None and found.user_id != user.id:
        abort(404)
    if found is not None:
        operations.end_session(current_act(), found)
        flash(f"Signed out: {found.device}.")
    return redirect(url_for(".sessions"), 303)


@blueprint.post("/account/sessions/end-others")
@access(Access.SIGNED_IN)
def end_other_sessions() -> Response:
    user, here = own()
    operations.end_sessions(current_act(), user, but=here.id)
    flash("You are signed in here alone now.")
    return redirect(url_for(".sessions"), 303)


@blueprint.get("/account/still-here")
@access(Access.SIGNED_IN)
def still_here() -> Response:
    """Nothing: by asking, a page on which somebody types keeps their session from ending."""
    return Response(status=204)


@blueprint.get("/account/second-step-needed")
@access(Access.SIGNED_IN)
def second_step_needed() -> str:
    """Why the desk is shut to a password alone, and the ways to a second step."""
    return render_template("account/second_step_needed.html", user=signed_in_user())


@blueprint.get("/account/forgotten-password")
@access(Access.PUBLIC)
def forgotten_password() -> str:
    """Whom to ask, where no letters can be sent; with a mail server Flask-Security's page stands at this address."""
    return render_template("account/forgotten_password.html")


@blueprint.route("/account/join/<token>", methods=["GET", "POST"])
@access(Access.PUBLIC)
def join(token: str) -> str | Response | tuple[str, int]:
    user = invited_user(current_app.extensions["agm_settings"], db.session(), token)
    if user is None:
        return render_template("account/no_invitation.html"), 410
    form = JoinForm()
    form.user = user
    if not form.validate_on_submit():
        page = render_template("account/join.html", form=form, user=user)
        return (page, 422) if request.method == "POST" else page
    password_hash = hash_password(Passwords.normal(form.password.data or ""))
    operations.join(Act(db.session(), Actor.user(user.id, user.name), clock.now()), user, password_hash)
    if user.tf_primary_method:
        flash("Your new password is set. Sign in with it.")
        return redirect(url_for("security.login"), 303)
    login_user(user, authn_via=["invitation"])
    return redirect(current_app.config["SECURITY_POST_LOGIN_VIEW"], 303)
