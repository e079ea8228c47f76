"""The pages on which national officers look after the users: invite, change, disable, enable."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from agm.accounts import operations
from agm.accounts.models import User
from agm.accounts.on_record import connect, person_called
from agm.accounts.queries import all_users, running_sessions
from agm.audit.act import Act
from agm.organisation.queries import regions
from agm.people.models import Person
from agm.rules.violations import RefusedError
from agm.settings import Settings
from agm.web.desk.officials.forms import InviteForm, UserForm
from agm.web.kit import clock
from agm.web.kit.access import Access, access, current_act
from agm.web.kit.edit_view import EditView, Typed, add_edit_view
from agm.web.kit.extensions import db
from agm.web.kit.invitation import invitation_link
from agm.web.kit.mails import mail_invitation

blueprint = Blueprint("officials", __name__)

LINK_TO_SHOW = "invitation_link"
"""Under this name the officer's own cookie carries a new link to the page that shows it."""


@blueprint.get("/desk/users")
@access(Access.NATIONAL)
def users() -> str:
    return render_template("desk/officials/users.html", users=all_users(db.session()))


class InviteView(EditView[InviteForm]):
    """Invite somebody; without a mail server the link is shown, once."""

    template = "desk/officials/invite.html"
    success_message = ""
    invited: User

    def build_form(self, typed: Typed) -> InviteForm:
        form = InviteForm(formdata=typed)
        form.offer(regions(db.session()))
        return form

    def operation(self, form: InviteForm) -> object:
        self.invited = operations.invite(current_act(), form.command())
        return self.invited

    def next_address(self) -> str:
        return hand_over(self.invited)


class UserView(EditView[UserForm]):
    """What a user is called and may do."""

    template = "desk/officials/user.html"

    def __init__(self, user_id: int) -> None:
        self.user = wanted_user(user_id)
        key = self.user.person_id
        self.person = None if key is None else db.session.get(Person, key)

    def build_form(self, typed: Typed) -> UserForm:
        values = {"name": self.user.name, "person": self.person and self.person.name, **roles_as_data(self.user)}
        form = UserForm(formdata=typed, data=values)
        form.offer(regions(db.session()))
        return form

    def unsaved(self) -> Response | None:
        """The page again, where another of its buttons brought something that is not saved."""
        form = self.build_form(request.form)
        if "name" not in request.form or (form.validate() and form.command() == self.build_form(None).command()):
            return None
        form.refuse("You changed something on this page. Save it first, then press the button again")
        return self.refused(form)

    def operation(self, form: UserForm) -> object:
        operations.amend(current_act(), self.user, form.command())
        typed = form.person.data
        if typed != (self.person and self.person.name):
            connect(current_act(), self.user, person_called(db.session(), typed, None) if typed else None)
        self.success_message = f"{self.user.name} is saved."
        return self.user

    def next_address(self) -> str:
        return url_for(".users")

    def context(self) -> dict[str, Any]:
        return {"user": self.user, "sessions": running_sessions(db.session(), self.user.id, clock.now())}


add_edit_view(
    blueprint, "/desk/users/invite", "invite_user", InviteView, to_read=Access.NATIONAL, to_save=Access.NATIONAL
)
add_edit_view(
    blueprint, "/desk/users/<int:user_id>", "user", UserView, to_read=Access.NATIONAL, to_save=Access.NATIONAL
)


@blueprint.post("/desk/users/<int:user_id>/link")
@access(Access.NATIONAL)
def renew_invitation(user_id: int) -> Response:
    """Make a new link by which somebody chooses a password; older links stop working."""
    found = wanted_user(user_id)
    if (unsaved := UserView(user_id).unsaved()) is not None:
        return unsaved
    try:
        operations.renew_invitation(current_act(), found)
    except RefusedError as refusal:
        flash(str(refusal))
        return redirect(url_for(".user", user_id=found.id), 303)
    return redirect(hand_over(found), 303)


@blueprint.get("/desk/users/<int:user_id>/link")
@access(Access.NATIONAL)
def show_link(user_id: int) -> str | Response:
    link = session.pop(LINK_TO_SHOW, None)
    if link is None:
        return redirect(url_for(".user", user_id=user_id))
    return render_template("desk/officials/invited.html", user=wanted_user(user_id), link=link)


def add_change(word: str, operation: Callable[[Act, User], User], told: str) -> None:
    """Serve a button of a user's page, which tells afterwards what was changed, or why it was refused."""

    @access(Access.NATIONAL)
    def change(user_id: int) -> Response:
        found = wanted_user(user_id)
        if (unsaved := UserView(user_id).unsaved()) is not None:
            return unsaved
        try:
            operation(current_act(), found)
        except RefusedError as refusal:
            flash(str(refusal))
        else:
            flash(told.format(name=found.name))
        return redirect(url_for(".user", user_id=found.id), 303)

    blueprint.add_url_rule(f"/desk/users/<int:user_id>/{word}", word, change, methods=["POST"])


add_change("disable", operations.disable, "{name} cannot sign in any more.")
add_change("enable", operations.enable, "{name} can sign in again.")
add_change("second-step-off", operations.remove_second_step, "{name} signs in with the password alone now.")
add_change("end-sessions", operations.end_sessions, "{name} is signed out everywhere.")


def wanted_user(user_id: int) -> User:
    """The user of the address; 404 when there is none."""
    return db.session.get(User, user_id) or abort(404)


def hand_over(user: User) -> str:
    """Send the link of an invitation, or keep it to be shown; gives the address to go on to."""
    settings: Settings = current_app.extensions["agm_settings"]
    if settings.mail_server is not None:
        mail_invitation(current_act(), user)
        flash(f"A letter with the link is on its way to {user.email}. The link works for 7 days.")
        return url_for(".users")
    session[LINK_TO_SHOW] = invitation_link(settings, user)
    return url_for(".show_link", user_id=user.id)


def roles_as_data(user: User) -> dict[str, object]:
    """A user's roles as the form shows them, with a free row at the end."""
    rows: list[dict[str, object]] = [
        {"region": str(found.unit_id), "role": found.role} for found in user.officials if not found.unit.is_national
    ]
    is_national = any(found.unit.is_national for found in user.officials)
    return {"is_national": is_national, "regions": [*rows, {"region": None, "role": None}]}
