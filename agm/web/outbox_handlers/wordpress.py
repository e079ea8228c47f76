"""Public texts as posts of a WordPress site, by its REST interface: one post for each text, found by its slug.

WordPress knows no keys by which a second request is told. So the slug of a post is made of the text's own name for
good, and each attempt looks for it first: what was half done before is found and overwritten, never made twice.
"""

import base64
import json
from collections.abc import Collection, Mapping
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ssl import create_default_context
from urllib.parse import quote, urlencode, urlsplit
from uuid import UUID, uuid5

from flask import Flask
from sqlalchemy.orm import Session

from agm.announcements.models import Announcement, RevisionAct
from agm.announcements.operations.wordpress import host_and_port, site_of
from agm.database.engine import only_reading
from agm.organisation.queries import organisation
from agm.outbox.worker import GivenUpError, Job, JobError, NotNeededError
from agm.settings import Settings
from agm.web.kit.colophons import colophon_of
from agm.web.kit.extensions import db
from agm.web.kit.outside import INSIDE, InsideError, connected
from agm.web.kit.sealing import LostSecretError, unsealed
from agm.wording.render.fragment import colophon_html, render_fragment
from agm.wording.render.typography import printed_html

SECONDS = 20.0
LARGEST_ANSWER = 4 * 2**20
STATES = "publish,draft,pending,private,future"
MOVED, BAD, REFUSED, NOT_ALLOWED, NOT_THERE, TOO_MANY, SERVER_FAULT = 300, 400, 401, 403, 404, 429, 500
IN_ADDRESSES = "/%:@!$&'()*+,;=~"
"""What stays as it is in the path of an address that was typed."""


def post_to_wordpress(app: Flask, job: Job) -> None:
    """Raises JobError where the site does not answer, GivenUpError where it refuses, NotNeededError without a site."""
    with app.app_context(), only_reading(), Session(db.engine) as session:
        announcement = session.get(Announcement, job.payload["announcement"])
        revision = None if announcement is None else announcement.current
        site = None if announcement is None else site_of(session, announcement.unit_id)
        if announcement is None or revision is None or site is None:
            raise NotNeededError("No WordPress site is set up any more, or the text is gone.")
        house = organisation(session)
        slug = f"announcement-{uuid5(UUID(house.identity), f'announcement/{announcement.id}').hex[:12]}"
        fields = {"title": revision.title, "slug": slug, "excerpt": revision.summary}
        below = colophon_of(house, announcement, revision)
        if revision.document is None:
            fields["content"] = f"<p>{printed_html(below.times[-1])}</p>\n"
        else:
            content = render_fragment(revision.document, below.base, has_title=False)
            fields["content"] = f"{content}{colophon_html(below)}"
        settings: Settings = app.extensions["agm_settings"]
        try:
            password = unsealed(settings, site.sealed_password)
        except LostSecretError:
            words = "The password for WordPress cannot be read any more. Enter it again, then try this again."
            raise GivenUpError(words) from None
        remote = Wordpress(site.address, site.user_name, password, settings.wordpress_inside)
        status = "draft" if site.as_draft else "publish"
        is_taken_back = revision.act is RevisionAct.RETRACTED
    number = remote.post_with(slug)
    if number is None and is_taken_back:
        raise NotNeededError("It was taken back before it reached WordPress.")
    remote.save(number, fields if number else {**fields, "status": status})


class Wordpress:
    """The posts of one site, as one user of it.

    A password goes to the host that somebody typed, found to be outside (`connected`), and follows no redirect.
    """

    def __init__(self, address: str, user_name: str, password: str, allowed_inside: Collection[str]) -> None:
        self.host, self.port = host_and_port(address)
        self.is_tls = address.startswith("https:")
        self.allowed_inside = allowed_inside
        self.posts = f"{quote(urlsplit(address).path, IN_ADDRESSES)}/wp-json/wp/v2/posts"
        token = base64.b64encode(f"{user_name}:{password}".encode()).decode()
        self.headers = {"Authorization": f"Basic {token}", "Accept": "application/json", "User-Agent": "agm"}

    def post_with(self, slug: str) -> int | None:
        """The number of the post with this slug, whatever became of it there but for the bin."""
        found = self.ask(f"{self.posts}?{urlencode({'slug': slug, 'status': STATES, 'context': 'edit'})}")
        if not isinstance(found, list):
            raise GivenUpError("What answers at this address is no WordPress.")
        return next((int(one["id"]) for one in found if isinstance(one, dict) and "id" in one), None)

    def save(self, number: int | None, fields: Mapping[str, str]) -> None:
        """Change a post, or make one. What somebody decided there, published or not, stays."""
        self.ask(self.posts if number is None else f"{self.posts}/{number}", fields)

    def ask(self, path: str, fields: Mapping[str, str] | None = None) -> object:
        headers = {**self.headers, "Content-Type": "application/json"} if fields else self.headers
        data = json.dumps(fields).encode() if fields else None
        try:
            with closing(self.connection()) as connection:
                connection.request("POST" if fields else "GET", path, data, headers)
                answer = connection.getresponse()
                if answer.status >= MOVED:
                    raise refusal(answer.status, asks=fields is None)
                answered: object = json.loads(answer.read(LARGEST_ANSWER))
                return answered
        except InsideError:
            raise GivenUpError(INSIDE) from None
        except (HTTPException, OSError) as error:
            raise JobError(f"The WordPress site did not answer: {error}") from None
        except (ValueError, RecursionError):
            raise GivenUpError("What answers at this address is no WordPress.") from None

    def connection(self) -> HTTPConnection:
        """Open, so that the library looks no name up by itself."""
        opened = connected(self.host, self.port, self.allowed_inside, SECONDS)
        if not self.is_tls:
            connection = HTTPConnection(self.host, self.port)
            connection.sock = opened
            return connection
        context = create_default_context()
        secure = HTTPSConnection(self.host, self.port, context=context)
        secure.sock = context.wrap_socket(opened, server_hostname=self.host)
        return secure


def refusal(status: int, *, asks: bool) -> JobError:
    """What an answer other than 2xx means for the job. To whoever is not let in WordPress says of the question for
    posts that are not public that it is a bad one."""
    if status in {REFUSED, NOT_ALLOWED} or (asks and status == BAD):
        return GivenUpError(f"WordPress does not take this user name and password for posts ({status}).")
    if status == NOT_THERE:
        return GivenUpError("There is no WordPress at this address, or its REST interface is switched off (404).")
    if status == TOO_MANY or status >= SERVER_FAULT:
        return JobError(f"WordPress cannot take it at the moment ({status}).")
    if status < BAD:
        return GivenUpError("The site is at another address by now. Enter that one.")
    return GivenUpError(f"WordPress refused it ({status}).")
