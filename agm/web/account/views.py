"""Pages about one's own login, and the link by which one joins."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_security import hash_password
from flask_security.utils import login_user
from werkzeug.wrappers import Response

from agm.accounts import operations
from agm.audit.act import Act, Actor
from agm.web.account.forms import JoinForm
from agm.web.account.passwords import Passwords
from agm.web.kit import clock
from agm.web.kit.access import Access, access, signed_in_user
from agm.web.kit.extensions import db
from agm.web.kit.invitation import invited_user

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/account")
@access(Access.SIGNED_IN)
def own_account() -> str:
    return render_template("account/account.html", user=signed_in_user())


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
