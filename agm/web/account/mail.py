"""Letters to users."""

from __future__ import annotations

from typing import Any

from flask import current_app, render_template
from flask_mailman import EmailMessage
from flask_security import MailUtil

from agm.accounts.models import User


def send_invitation(user: User, link: str) -> None:
    """Send the link by which a user sets a password. Raises OSError when the mail server cannot be reached."""
    body = render_template("mail/invitation.txt", user=user, link=link)
    EmailMessage("Your login for the AGM desk", body, to=[user.email]).send()


class Letters(MailUtil):
    """Flask-Security's letters. A mail server that is away is noted and told to nobody: the page that is shown must
    not differ between those who have a login and those who have none."""

    def send_mail(self, template: str, subject: str, recipient: str, *details: Any, **more: Any) -> None:  # noqa: ANN401  Flask-Security's
        """Send a letter, or log why it could not be sent."""
        try:
            super().send_mail(template, subject, recipient, *details, **more)
        except OSError:
            current_app.logger.exception("the mail server did not take a letter (%s)", template)
