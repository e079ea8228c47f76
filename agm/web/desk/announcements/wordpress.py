"""The WordPress site of a region, or of the whole organisation: where it is, and as whom we write there."""

from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, url_for
from werkzeug.wrappers import Response

from agm.announcements.commands import SetWordpressSite
from agm.announcements.models import Announcement, WordpressSite
from agm.announcements.operations.wordpress import ask_for_post, host_and_port, set_wordpress_site
from agm.web.desk.announcements.forms import WordpressForm
from agm.web.kit import clock
from agm.web.kit.access import Access, access, current_act
from agm.web.kit.edit_view import EditView, add_edit_view
from agm.web.kit.extensions import db
from agm.web.kit.outside import refuse_inside
from agm.web.kit.sealing import sealed

blueprint = Blueprint("wordpress", __name__)


class WordpressView(EditView[WordpressForm]):
    template = "desk/announcements/wordpress.html"
    form_class = WordpressForm
    success_message = "Saved. What is published from now on goes there too."

    def values(self) -> dict[str, Any]:
        return {"obj": db.session().get(WordpressSite, g.unit.id)}

    def operation(self, form: WordpressForm) -> object:
        if not form.address.data:
            self.success_message = "Nothing goes to a WordPress site of its own now."
        password = (form.password.data or "").replace(" ", "")
        settings = current_app.extensions["agm_settings"]
        try:
            place = host_and_port(form.address.data or "")
        except ValueError:
            place = None  # the operation refuses it
        if place:
            refuse_inside(*place, settings.wordpress_inside)
        command = SetWordpressSite(
            g.unit.id,
            form.address.data or "",
            form.user_name.data or "",
            sealed(settings, password) if password else "",
            bool(form.as_draft.data),
        )
        return set_wordpress_site(current_act(), command)

    def next_address(self) -> str:
        return url_for(".site", region_slug=g.unit.slug)

    def context(self) -> dict[str, Any]:
        return {"region": g.unit, "region_slug": g.unit.slug, "unit": g.unit}


add_edit_view(blueprint, "/desk/<region_slug>/wordpress", "site", WordpressView)


@blueprint.post("/desk/announcements/<int:announcement_id>/wordpress")
@access(Access.EDIT)
def post_again() -> Response:
    """Bring a text to WordPress that was published before there was a site, or that did not arrive."""
    announcement: Announcement = g.announcement
    revision = announcement.current
    again = f":{clock.now():%Y%m%d%H%M}"
    is_asked = revision is not None and ask_for_post(current_act(), announcement, revision, again)
    flash("It is on its way to WordPress." if is_asked else "There is no WordPress site to send it to.")
    return redirect(url_for("sending_on.send_on", announcement_id=announcement.id), 303)
