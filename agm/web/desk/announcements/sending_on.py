"""What can be done with a text once it is public: every form of it, to copy, to download and to send."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, g, render_template, url_for

from agm.announcements.commands import SendByMail
from agm.announcements.models import Announcement, Revision
from agm.announcements.operations.mailing import members_with_address, send_by_mail
from agm.announcements.operations.wordpress import site_of
from agm.language.en import join
from agm.organisation.queries import organisation
from agm.outbox.kinds import JobKind
from agm.outbox.models import JobOutcome
from agm.outbox.queries import outcomes_of
from agm.web.desk.announcements.forms import MailForm
from agm.web.desk.announcements.pages import publishing_address, share_of_current
from agm.web.desk.navigation import may_open
from agm.web.kit.access import Access, Scope, access, current_act, signed_in_user
from agm.web.kit.addresses import address_of
from agm.web.kit.colophons import colophon_of, short_body
from agm.web.kit.edit_view import EditView, add_edit_view
from agm.web.kit.extensions import db
from agm.wording.document import Document
from agm.wording.render import KeptForm
from agm.wording.render.fragment import colophon_html, render_fragment
from agm.wording.render.social import NETWORKS, Network, picture_words, render_post

blueprint = Blueprint("sending_on", __name__)


@dataclass(frozen=True, slots=True)
class Post:
    """A text and the networks for which it is the same."""

    networks: str
    text: str
    counted: str


def standing() -> tuple[Announcement, Revision, Document]:
    """The text of the address with what stands of it; 404 where nothing does."""
    announcement: Announcement = g.announcement
    revision = announcement.current
    if revision is None or revision.document is None:
        abort(404)
    return announcement, revision, revision.document


@blueprint.get("/desk/announcements/<int:announcement_id>/send-on")
@access(Access.SEE)
def send_on() -> str:
    announcement, revision, document = standing()
    user = signed_in_user()
    below = colophon_of(organisation(db.session()), announcement, revision)
    kept = {rendering.format for rendering in revision.renderings}
    return render_template(
        "desk/announcements/send_on.html",
        announcement=announcement,
        revision=revision,
        address=address_of(announcement),
        back=publishing_address(announcement),
        share=share_of_current(announcement),
        posts=posts_of(document, below.address, short_body(organisation(db.session()), announcement.unit)),
        fragment=f"{render_fragment(document, below.base)}{colophon_html(below)}",
        lead=document.lead,
        picture=picture_words(document),
        has_pdf=KeptForm.PDF in kept,
        has_picture=KeptForm.PICTURE in kept,
        mailed=state_of(announcement, JobKind.ANNOUNCEMENT_MAIL),
        has_wordpress=site_of(db.session(), announcement.unit_id) is not None,
        posted=state_of(announcement, JobKind.WORDPRESS_POST),
        may_edit=user is not None and may_open(user, "sending_on.mail", Scope(announcement.unit_id)),
    )


def posts_of(document: Document, address: str, whose: str) -> list[Post]:
    """Each text once, with the networks that it is for, and how each of these counts it."""
    same: dict[str, list[Network]] = {}
    for network in NETWORKS:
        same.setdefault(render_post(document, address, network, whose), []).append(network)
    return [
        Post(
            join([one.name for one in networks]),
            text,
            "; ".join(f"{one.name}: {one.limit - one.length(text):,} characters to spare" for one in networks),
        )
        for text, networks in same.items()
    ]


def state_of(announcement: Announcement, kind: JobKind) -> dict[str, int]:
    """How many jobs of a text were done, wait and failed, as far as the outbox still knows."""
    found = outcomes_of(db.session(), f"announcement:{announcement.id}", kind)
    return {
        "sent": found.get(JobOutcome.DONE, 0),
        "waiting": found.get(None, 0),
        "failed": found.get(JobOutcome.FAILED, 0) + found.get(JobOutcome.CAME_BACK, 0),
    }


class MailView(EditView[MailForm]):
    template = "desk/announcements/mail.html"
    form_class = MailForm
    success_message = ""

    def __init__(self) -> None:
        self.announcement, self.revision, _document = standing()

    def context(self) -> dict[str, Any]:
        count = members_with_address(db.session(), self.announcement.unit_id)
        return {"unit": self.announcement.unit, "title": self.revision.title, "members": count, "back": self.page}

    @property
    def page(self) -> str:
        return url_for(".send_on", announcement_id=self.announcement.id)

    def operation(self, form: MailForm) -> object:
        command = SendByMail(self.announcement.id, bool(form.to_members.data), form.typed_addresses)
        count = send_by_mail(current_act(), command)
        flash(f"{count:,} {'mail is' if count == 1 else 'mails are'} on the way. Nobody gets the same version twice.")
        return count

    def next_address(self) -> str:
        return self.page


add_edit_view(blueprint, "/desk/announcements/<int:announcement_id>/mail", "mail", MailView, to_read=Access.EDIT)
