"""Letters to users."""

from __future__ import annotations

from flask import render_template
from flask_mailman import EmailMessage

from agm.accounts.models import User


def send_invitation(user: User, link: str) -> None:
    """Send the link by which a user sets a password. Raises OSError when the mail server cannot be reached."""
    body = render_template("mail/invitation.txt", user=user, link=link)
    EmailMessage("Your login for the AGM desk", body, to=[user.email]).send()
