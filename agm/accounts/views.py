"""Pages about one's own account."""

from __future__ import annotations

from flask import Blueprint, render_template

from agm.web.access import Access, access

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/account")
@access(Access.SIGNED_IN)
def own_account() -> str:
    """What the signed-in user signs in with, and what they may do."""
    return render_template("accounts/account.html")
