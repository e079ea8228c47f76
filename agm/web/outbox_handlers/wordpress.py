"""Public texts as posts of a WordPress site, by its REST interface: one post for each text, found by its slug.

WordPress knows no keys by which a second request is told. So the slug of a post is made of the text's own name for
good, that of a picture of the post's and of its bytes, and each attempt looks for them first: what was half done before
is found and used, never made twice.
"""

import html
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from flask import Flask
from sqlalchemy.orm import Session

from agm.announcements.models import Announcement, Revision, RevisionAct
from agm.announcements.operations.wordpress import site_of
from agm.announcements.pictures import contents_of
from agm.database.engine import only_reading
from agm.organisation.queries import organisation
from agm.outbox.worker import GivenUpError, Job, JobError, NotNeededError
from agm.settings import Settings
from agm.web.kit.colophons import colophon_of
from agm.web.kit.extensions import db
from agm.web.kit.sealing import LostSecretError, unsealed
from agm.web.outbox_handlers.wordpress_client import Medium, Wordpress
from agm.wording.document import Document, Picture
from agm.wording.render.colophon import Colophon
from agm.wording.render.fragment import colophon_html, render_fragment
from agm.wording.render.typography import printed_html


@dataclass(frozen=True, slots=True)
class Post:
    """A text as a post: the name by which it is found, and what it is made of; no document where it was taken back."""

    slug: str
    title: str
    summary: str
    document: Document | None
    below: Colophon
    status: str
    """What becomes of it where there is none yet."""
    contents: Mapping[str, bytes]
    """The bytes of its pictures by digest; one that is gone is told in words."""

    @property
    def pictures(self) -> dict[str, Picture]:
        """Its pictures by the slugs that they have there."""
        found = self.document.pictures if self.document else ()
        return {f"{self.slug}-{one.file[:16]}": one for one in found if one.file in self.contents}

    def fields(self, media: Mapping[str, Medium]) -> dict[str, object]:
        """What WordPress is told. Themes show a lead picture above the text: that has its caption alone."""
        told: dict[str, object] = {"title": self.title, "slug": self.slug, "excerpt": self.summary}
        if self.document is None:
            return told | {"content": f"<p>{printed_html(self.below.times[-1])}</p>\n", "featured_media": 0}
        shown = {one.file: media[slug] for slug, one in self.pictures.items()}
        lead = self.document.lead if self.document.lead and self.document.lead.file in shown else None
        document = replace(self.document, lead=None) if lead else self.document
        sources = {file: medium.source for file, medium in shown.items()}
        content = render_fragment(document, self.below.base, has_title=False, sources=sources)
        caption = f"<p>{printed_html(lead.caption)}</p>\n" if lead and lead.caption else ""
        told["content"] = f"{caption}{content}{colophon_html(self.below)}"
        return told | {"featured_media": shown[lead.file].number if lead else 0}


def post_to_wordpress(app: Flask, job: Job) -> None:
    """Raises JobError where the site does not answer, GivenUpError where it refuses, NotNeededError without a site."""
    with app.app_context(), only_reading(), Session(db.engine) as session:
        announcement = session.get(Announcement, job.payload["announcement"])
        revision = None if announcement is None else announcement.current
        site = None if announcement is None else site_of(session, announcement.unit_id)
        if announcement is None or revision is None or site is None:
            raise NotNeededError("No WordPress site is set up any more, or the text is gone.")
        post = post_of(session, announcement, revision, "draft" if site.as_draft else "publish")
        settings: Settings = app.extensions["agm_settings"]
        try:
            password = unsealed(settings, site.sealed_password)
        except LostSecretError:
            words = "The password for WordPress cannot be read any more. Enter it again, then try this again."
            raise GivenUpError(words) from None
        remote = Wordpress(site.address, site.user_name, password, settings.wordpress_inside)
        has_had_pictures = revision.sequence > 1 or bool(post.pictures)
        is_taken_back = revision.act is RevisionAct.RETRACTED
    number = remote.post_with(post.slug)
    held = remote.media_of(post.slug) if has_had_pictures else {}
    if number is None and is_taken_back:
        remove(remote, held)
        raise NotNeededError("It was taken back before it reached WordPress.")
    bring(remote, post, number, held)


def post_of(session: Session, announcement: Announcement, revision: Revision, status: str) -> Post:
    house = organisation(session)
    slug = f"announcement-{uuid5(UUID(house.identity), f'announcement/{announcement.id}').hex[:12]}"
    below = colophon_of(house, announcement, revision)
    document = revision.document
    contents = contents_of(session, {one.file for one in document.pictures}) if document else {}
    return Post(slug, revision.title, revision.summary, document, below, status, contents)


def bring(remote: Wordpress, post: Post, number: int | None, held: Mapping[str, Medium]) -> None:
    """Pictures first, then the post that shows them, then away with those that it shows no more.

    Where the site refuses for good, what was uploaded for it now is taken away again.
    """
    new: dict[str, Medium] = {}
    try:
        for slug, picture in post.pictures.items():
            if slug not in held:
                told = {**words_of(picture), "description": post.slug}
                new[slug] = remote.upload(slug, post.contents[picture.file], told)
        media = {**held, **new}
        fields = post.fields(media)
        number = remote.save(number, fields if number else {**fields, "status": post.status})
    except GivenUpError:
        with suppress(JobError):  # what the site refuses is told; what it keeps of it is found the next time
            remove(remote, new)
        raise
    for slug, picture in post.pictures.items():
        remote.describe(media[slug].number, {**words_of(picture), "post": number})
    remove(remote, {slug: one for slug, one in held.items() if slug not in post.pictures})


def remove(remote: Wordpress, media: Mapping[str, Medium]) -> None:
    for one in media.values():
        remote.remove(one.number)


def words_of(picture: Picture) -> dict[str, str]:
    """What a picture's page there says. Of the alternative text WordPress drops what looks like elements of HTML."""
    alt = html.escape(picture.alt, quote=False)
    return {
        "title": alt,
        "alt_text": picture.alt.replace("<", "&lt;").replace(">", "&gt;"),
        "caption": html.escape(picture.caption, quote=False),
    }
