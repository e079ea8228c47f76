"""Drafts of announcements of other kinds, for tests of who may change what."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.commands import ArrangePictures, DraftFacts, SetWordpressSite, WriteStatement
from agm.announcements.gather_others import whose
from agm.announcements.models import Announcement, AnnouncementPicture
from agm.announcements.operations import arrange_pictures, draft_facts, write_statement
from agm.announcements.operations.wordpress import set_wordpress_site
from agm.audit.act import Act
from agm.facts.announcement import CommitteeList
from agm.files.models import File
from agm.files.pictures import photograph
from agm.organisation.models import Unit
from tests.support.photos import photo

KIND_FIELDS: dict[str, Any] = {
    "/desk/<region_slug>/announcements/new/<kind>": {"term": "2026–27"},
    "/desk/announcements/<int:announcement_id>/kind": {"term": "2026–27", "version": "1"},
    "/desk/announcements/<int:announcement_id>/publish-kind": {"version": "1", "names_agreed": "y"},
}
PICTURE_FIELDS: dict[str, Any] = {
    "/desk/announcements/<int:announcement_id>/pictures": {"sent": photo()[0].getvalue(), "have_agreed": "y"},
    "/desk/meetings/<int:meeting_id>/pictures/<word>": {
        "sent": photo()[0].getvalue(), "have_agreed": "y", "version": "1",
    },
}  # fmt: skip
OF_KINDS = ("/kind", "/publish-kind")
"""How the addresses end whose announcement is one of these drafts."""

ASKS_CONSENT = ("/correct", "/publish", "/publish-kind", "/publish/<word>", "/pictures", "/pictures/<word>")
"""How the addresses end by which the chair says that everyone named agreed."""


def draft_texts(act: Act, unit: Unit, place: str) -> None:
    """The draft of a statement, that of a list of the unit's officers, and the site that public texts go to."""
    drafted = write_statement(act, WriteStatement(unit.id, f"{place} Draft", "Thanks."))
    hall = photograph(photo(size=(40 + unit.id, 30))[0].getvalue(), "sent")
    arrange_pictures(act, ArrangePictures(drafted.id, drafted.version, (), (hall,), have_agreed=True))
    drafted.version = 1
    told = CommitteeList(announcement="committee_list", **whose(act.session, unit), title=f"{place} List")
    draft_facts(act, DraftFacts(unit.id, told))
    set_wordpress_site(act, SetWordpressSite(unit.id, "https://news.example.org", "ed", "sealed", as_draft=True))


def numbers_of_list(session: Session, title: str) -> dict[str, Any]:
    """What the addresses need."""
    wanted = select(Announcement.id).where(Announcement.statement_title == f"{title} List")
    its_picture = (
        select(File.digest)
        .join(AnnouncementPicture, AnnouncementPicture.file_id == File.id)
        .join(Announcement, Announcement.id == AnnouncementPicture.announcement_id)
        .where(Announcement.statement_title == f"{title} Draft")
    )
    numbers = {"list": session.scalars(wanted).one(), "digest": session.scalars(its_picture).one()}
    return {"kind": "committee_list", **numbers}
