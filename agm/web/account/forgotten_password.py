"""Asking for a link by which a forgotten password is replaced, where a mail server is set.

It asks of the database the same for every address, known or not: one row in the outbox. Whether somebody has a login is
found out when that is sent.
"""

from flask import flash, render_template, request

from agm.accounts.operations import checked_email
from agm.web.account.words import MESSAGES
from agm.web.kit.access import current_act, signed_in_user
from agm.web.kit.fields import TextField
from agm.web.kit.forms import Form, run_operation
from agm.web.kit.mails import mail_new_password_link


class ForgottenPasswordForm(Form):
    email = TextField("Email", required="Enter your email")


def ask_for_new_password() -> str | tuple[str, int]:
    user = signed_in_user() if request.method == "GET" else None
    form = ForgottenPasswordForm(data={"email": user.email if user else ""})
    if form.validate_on_submit() and run_operation(form, lambda: send_link(form.email.data or "")):
        flash(MESSAGES["GENERIC_RECOVERY"][0])
    page = render_template("account/ask_for_new_password.html", form=form)
    return (page, 422) if form.has_errors else page


def send_link(typed: str) -> None:
    mail_new_password_link(current_act(), checked_email(typed))
