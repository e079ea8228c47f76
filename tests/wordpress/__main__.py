"""Send a draft, a public text, a correction and a retraction to a real WordPress, by the outbox, and look there."""

from __future__ import annotations

import base64
import datetime as dt
import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.commands import Retract, SetWordpressSite
from agm.announcements.models import Announcement
from agm.announcements.operations import retract
from agm.announcements.operations.wordpress import ask_for_post, set_wordpress_site
from agm.app import create_app
from agm.audit.act import SYSTEM, Act
from agm.nominations.models import CandidacyPerson
from agm.organisation.models import NATIONAL_ID
from agm.outbox.kinds import JobKind
from agm.outbox.models import JobOutcome, OutboxJob
from agm.settings import Settings
from agm.web.kit.extensions import db
from agm.web.kit.sealing import sealed
from agm.web.outbox_handlers.registry import build_worker
from agm.web.outbox_handlers.wordpress_client import STATES
from agm.workflows.publish_announcement import CorrectAnnouncement, correct_announcement
from tests.failover.scene import Broken, must, say
from tests.support.databases import migrate
from tests.support.photos import illustrate
from tests.support.records import elected, facts_of, make_organisation, make_region, publish
from tests.wordpress.site import USER, Installed, NotInstalledError, real_wordpress

NAME = "Siân O’Connor-Ž <b>"
"""What has to arrive as it is: letters beyond ASCII, and signs that HTML knows."""


def posts(site: Installed, *, signed_in: bool = True) -> list[dict[str, Any]]:
    """What WordPress has: as its editor sees it, or as everybody does."""
    asked = {"search": "GBR"} | ({"status": STATES, "context": "edit"} if signed_in else {})
    return listed(site, f"posts?{urlencode(asked)}", signed_in=signed_in)


def library(site: Installed) -> list[dict[str, Any]]:
    """Every picture that WordPress has."""
    return sorted(listed(site, "media?context=edit"), key=lambda one: int(one["id"]))


def listed(site: Installed, asked: str, *, signed_in: bool = True) -> list[dict[str, Any]]:
    request = Request(f"{site.address}/wp-json/wp/v2/{asked}")  # noqa: S310  our own address, http
    if signed_in:
        token = base64.b64encode(f"{USER}:{site.password}".encode()).decode()
        request.add_header("Authorization", f"Basic {token}")
    with urlopen(request, timeout=60) as answer:  # noqa: S310  likewise
        found: list[dict[str, Any]] = json.load(answer)
    return sorted(found, key=lambda one: int(one["id"]))


def send(app: Flask, session: Session) -> None:
    """Let the outbox do what is due; every job for WordPress has to end well."""
    session.commit()
    build_worker(app).run_due()
    session.expire_all()
    for job in session.scalars(select(OutboxJob).where(OutboxJob.kind == JobKind.WORDPRESS_POST)):
        must(job.outcome is JobOutcome.DONE, f"the job for WordPress came to {job.outcome}: {job.last_error}")


def go_to(session: Session, app: Flask, site: Installed, *, as_draft: bool) -> None:
    password = sealed(app.extensions["agm_settings"], site.password)
    command = SetWordpressSite(NATIONAL_ID, site.address, USER, password, as_draft=as_draft)
    set_wordpress_site(act(session), command)


def act(session: Session) -> Act:
    return Act(session, SYSTEM, dt.datetime.now(dt.UTC))


def walk(app: Flask, session: Session, site: Installed) -> None:
    now = dt.datetime.now(dt.UTC)
    make_organisation(session)
    make_region(session)
    go_to(session, app, site, as_draft=True)
    first = publish(session, facts_of(elected("Chair", "Ann Bell", key="chair")), now)
    send(app, session)
    (post,) = posts(site)
    must((post["status"], post["title"]["raw"]) == ("draft", first.title), f"a draft arrived as {post['status']}")
    must("Chair: Ann Bell" in post["content"]["raw"], "the draft has no chair")
    must(posts(site, signed_in=False) == [], "everybody reads the draft")
    say("a draft: there, with its title and results, and read by nobody outside")

    go_to(session, app, site, as_draft=False)
    publish(session, facts_of(elected("Chair", "Bo Marsh", key="chair"), held_on="2024-10-06"), now)
    send(app, session)
    (shown,) = posts(site, signed_in=False)
    must("Chair: Bo Marsh" in shown["content"]["rendered"], "the public post has no chair")
    must("Published by P. Quill" in shown["content"]["rendered"], "the imprint is missing")
    must(len(posts(site)) == 2, "there are other posts than two")
    say("a public text: everybody reads it, with its imprint")

    announcement = session.get_one(Announcement, first.announcement_id)
    session.scalars(select(CandidacyPerson).where(CandidacyPerson.name == "Ann Bell")).one().name = NAME
    session.flush()
    correct_announcement(
        act(session), CorrectAnnouncement(announcement.id, announcement.version, "The chair’s name", names_agreed=True)
    )
    send(app, session)
    corrected = posts(site)[0]
    must(corrected["id"] == post["id"] and corrected["status"] == "draft", "the correction made another post")
    must("Siân O’Connor-Ž &lt;b&gt;" in corrected["content"]["raw"], "the corrected name is not there as it is")
    must("Ann Bell" not in corrected["content"]["raw"], "the name before is still there")
    say("a correction: the same post, with the new name as it is written")

    with_pictures(app, session, site, announcement)

    retract(act(session), Retract(announcement.id, "Another meeting"))
    send(app, session)
    gone = posts(site)[0]
    must("Another meeting" in gone["content"]["raw"] and "O’Connor" not in gone["content"]["raw"], "the text stayed")
    must(len(posts(site)) == 2, "there are other posts than two")
    must(library(site) == [] and gone["featured_media"] == 0, "its pictures stayed")
    say("a retraction: the same post, which says why, and its pictures are gone")

    go_to(session, app, replace(site, password="wrong"), as_draft=False)
    publish(session, facts_of(elected("Chair", "Cy Dean", key="chair"), held_on="2024-11-03"), now)
    session.commit()
    build_worker(app).run_due()
    session.expire_all()
    newest = select(OutboxJob).where(OutboxJob.kind == JobKind.WORDPRESS_POST).order_by(OutboxJob.id.desc())
    job = session.scalars(newest).first()
    must(job and job.outcome is JobOutcome.FAILED, "a wrong password was not given up")
    must(job and "user name and password" in job.last_error, f"of a wrong password it says: {job and job.last_error}")
    say("a wrong password: given up, and said so")


def with_pictures(app: Flask, session: Session, site: Installed, announcement: Announcement) -> None:
    """Two pictures in the library with their words, once; and a file that can be fetched."""
    illustrate(session, announcement, ("The <full> hall & its “bells”", "Bo & Fenn", None), ("Hands up", "", None))
    command = CorrectAnnouncement(announcement.id, announcement.version, "Pictures", names_agreed=True)
    correct_announcement(act(session), command)
    send(app, session)
    post = posts(site)[0]
    hall, hands = library(site)
    must(post["featured_media"] == hall["id"], "the lead is not the featured picture")
    must(hands["source_url"] in post["content"]["raw"], "the second picture is not in the text")
    must((hall["post"], hands["post"]) == (post["id"], post["id"]), "the pictures do not belong to the post")
    must(hall["alt_text"] == "The &lt;full&gt; hall & its “bells”", f"the words of the picture are {hall['alt_text']}")
    must(hall["caption"]["raw"] == "Photo: Bo &amp; Fenn", f"the caption is {hall['caption']['raw']}")
    with urlopen(hall["source_url"], timeout=60) as answer:  # noqa: S310  our own address, http
        must(answer.headers["Content-Type"] == "image/jpeg", "the picture cannot be fetched")
    again = ask_for_post(act(session), announcement, announcement.current, ":again") if announcement.current else False
    must(again, "it was not sent again")
    send(app, session)
    must([one["id"] for one in library(site)] == [hall["id"], hands["id"]], "the pictures were sent twice")
    say("pictures: in the library with alternative text and caption, the lead featured, and each once")


def main() -> int:
    try:
        with real_wordpress() as site, tempfile.TemporaryDirectory(prefix="agm-") as name:
            say(f"WordPress {site.version} at {site.address}")
            folder = Path(name)
            url = f"sqlite:///{folder / 'agm.sqlite3'}"
            migrate(url, folder)
            app = create_app(
                Settings(data_folder=folder, database_url=url, secret_key="w" * 40, wordpress_inside=("127.0.0.1",))
            )
            with app.app_context(), Session(db.engine) as session:
                walk(app, session, site)
    except NotInstalledError as missing:
        say(str(missing))
        return 2
    except Broken as broken:
        say(f"BROKEN: {broken}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
