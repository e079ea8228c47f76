"""Pages about one's own login, the link by which one joins, and the users that national officers look after."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, session, url_for
from flask_security import hash_password
from flask_security.utils import login_user
from werkzeug.wrappers import Response

from agm.accounts import operations
from agm.accounts.models import User
from agm.accounts.queries import all_users, user_by_id
from agm.audit.act import Act, Actor
from agm.organisation.queries import regions
from agm.rules.violations import RefusedError
from agm.settings import Settings
from agm.web.account.forms import NO_REGION, ROLE_NAMES, InviteForm, JoinForm, UserForm
from agm.web.account.invitation import invitation_link, invited_user
from agm.web.account.mail import send_invitation
from agm.web.account.passwords import Passwords
from agm.web.kit import clock
from agm.web.kit.access import Access, access, current_act, signed_in_user
from agm.web.kit.extensions import db
from agm.web.kit.forms import run_operation
from agm.web.kit.security_headers import keep_to_oneself

blueprint = Blueprint("accounts", __name__)
blueprint.after_request(keep_to_oneself)

REFUSED = 422
SEE_OTHER = 303
LINK_TO_SHOW = "invitation_link"
"""Under this name the officer's own cookie carries a new link to the page that shows it."""

Page = str | Response | tuple[str, int]


@blueprint.get("/account")
@access(Access.SIGNED_IN)
def own_account() -> str:
    user = signed_in_user()
    if user is None:
        abort(403)
    roles = [(ROLE_NAMES[found.role], "" if found.unit.is_national else found.unit.name) for found in user.officials]
    return render_template("account/account.html", user=user, roles=roles)


@blueprint.get("/account/forgotten-password")
@access(Access.PUBLIC)
def forgotten_password() -> str:
    """Whom to ask, where no letters can be sent; with a mail server Flask-Security's page stands at this address."""
    return render_template("account/forgotten_password.html")


@blueprint.route("/account/join/<token>", methods=["GET", "POST"])
@access(Access.PUBLIC)
def join(token: str) -> Page:
    user = invited_user(settings(), db.session(), token)
    if user is None:
        return render_template("account/no_invitation.html"), 410
    form = JoinForm()
    form.user = user
    if not form.validate_on_submit():
        page = render_template("account/join.html", form=form, user=user)
        return (page, REFUSED) if request.method == "POST" else page
    password_hash = hash_password(Passwords.normal(form.password.data or ""))
    operations.join(Act(db.session(), Actor.user(user.id, user.name), clock.now()), user, password_hash)
    if user.tf_primary_method:
        flash("Your new password is set. Sign in with it.")
        return redirect(url_for("security.login"), SEE_OTHER)
    login_user(user, authn_via=["invitation"])
    return redirect(current_app.config["SECURITY_POST_LOGIN_VIEW"], SEE_OTHER)


@blueprint.get("/desk/users")
@access(Access.NATIONAL)
def users() -> str:
    return render_template("desk/officials/users.html", users=all_users(db.session()), role_names=ROLE_NAMES)


@blueprint.route("/desk/users/invite", methods=["GET", "POST"])
@access(Access.NATIONAL)
def invite_user() -> Page:
    """Invite somebody; without a mail server the link is shown, once."""
    form = InviteForm()
    form.offer(regions(db.session()))
    if form.validate_on_submit():
        made: list[User] = []
        if run_operation(form, lambda: made.append(operations.invite(current_act(), form.command()))):
            return hand_over(made[0])
    page = render_template("desk/officials/invite.html", form=form)
    return (page, REFUSED) if form.has_errors else page


@blueprint.route("/desk/users/<int:user_id>", methods=["GET", "POST"])
@access(Access.NATIONAL)
def user(user_id: int) -> Page:
    found = wanted_user(user_id)
    form = UserForm(obj=None if request.method == "POST" else found, data=roles_as_data(found))
    form.offer(regions(db.session()))
    if form.validate_on_submit() and run_operation(
        form, lambda: operations.amend(current_act(), found, form.command(found))
    ):
        flash(f"{found.name} is saved.")
        return redirect(url_for("accounts.users"), SEE_OTHER)
    page = render_template("desk/officials/user.html", form=form, user=found, no_region=NO_REGION)
    return (page, REFUSED) if form.has_errors else page


@blueprint.post("/desk/users/<int:user_id>/link")
@access(Access.NATIONAL)
def renew_invitation(user_id: int) -> Page:
    """Make a new link by which somebody chooses a password; older links stop working."""
    found = wanted_user(user_id)
    try:
        operations.renew_invitation(current_act(), found)
    except RefusedError as refusal:
        return stay(found, refusal)
    return hand_over(found)


@blueprint.get("/desk/users/<int:user_id>/link")
@access(Access.NATIONAL)
def show_link(user_id: int) -> Page:
    link = session.pop(LINK_TO_SHOW, None)
    if link is None:
        return redirect(url_for("accounts.user", user_id=user_id))
    return render_template("desk/officials/invited.html", user=wanted_user(user_id), link=link)


@blueprint.post("/desk/users/<int:user_id>/disable")
@access(Access.NATIONAL)
def disable_user(user_id: int) -> Page:
    found = wanted_user(user_id)
    try:
        operations.disable(current_act(), found)
    except RefusedError as refusal:
        return stay(found, refusal)
    flash(f"{found.name} cannot sign in any more.")
    return redirect(url_for("accounts.user", user_id=found.id), SEE_OTHER)


@blueprint.post("/desk/users/<int:user_id>/enable")
@access(Access.NATIONAL)
def enable_user(user_id: int) -> Page:
    found = wanted_user(user_id)
    operations.enable(current_act(), found)
    flash(f"{found.name} can sign in again.")
    return redirect(url_for("accounts.user", user_id=found.id), SEE_OTHER)


@blueprint.post("/desk/users/<int:user_id>/second-step-off")
@access(Access.NATIONAL)
def remove_second_step(user_id: int) -> Page:
    found = wanted_user(user_id)
    operations.remove_second_step(current_act(), found)
    flash(f"{found.name} signs in with the password alone now.")
    return redirect(url_for("accounts.user", user_id=found.id), SEE_OTHER)


def settings() -> Settings:
    found: Settings = current_app.extensions["agm_settings"]
    return found


def wanted_user(user_id: int) -> User:
    """The user of the address; 404 when there is none."""
    return user_by_id(db.session(), user_id) or abort(404)


def hand_over(user: User) -> Response:
    link = invitation_link(settings(), user)
    if settings().mail_server is not None:
        try:
            send_invitation(user, link)
        except OSError:
            current_app.logger.exception("the mail server did not take the invitation of user %s", user.id)
        else:
            flash(f"A letter with the link is on its way to {user.email}.")
            return redirect(url_for("accounts.users"), SEE_OTHER)
    session[LINK_TO_SHOW] = link
    return redirect(url_for("accounts.show_link", user_id=user.id), SEE_OTHER)


def stay(user: User, refusal: RefusedError) -> Response:
    flash(str(refusal))
    return redirect(url_for("accounts.user", user_id=user.id), SEE_OTHER)


def roles_as_data(user: User) -> dict[str, object]:
    """A user's roles as the form shows them, with a free row at the end."""
    rows: list[dict[str, object]] = [
        {"region": str(found.unit_id), "role": found.role} for found in user.officials if not found.unit.is_national
    ]
    is_national = any(found.unit.is_national for found in user.officials)
    return {"is_national": is_national, "regions": [*rows, {"region": None, "role": None}]}
