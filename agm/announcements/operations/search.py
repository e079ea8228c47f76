"""Where readers find published texts: the day by which the news are sorted, and what the search knows of them.

Both are kept beside each publication, so that no draft can ever be found.
"""

from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from agm.announcements.models import Announcement, Revision
from agm.language.partial_date import PartialDate
from agm.organisation.models import Organisation
from agm.search_index.models import Kind, SearchEntry
from agm.search_index.operations import replace


def index_announcement(session: Session, announcement: Announcement, revision: Revision) -> None:
    """Let the news and the search have the text of a revision instead of an earlier one's.

    It is dated by the day of the meeting where that is known: the day of publication could be years later.
    """
    text = next((post.content.decode() for post in revision.renderings if post.format == "text"), "")
    zone = ZoneInfo(session.scalar(select(Organisation.time_zone)) or "Europe/London")
    first = (announcement.first_published_at or revision.at).astimezone(zone).date()
    announcement.told_on = revision.held_on or PartialDate.of(first)
    entry = SearchEntry(
        kind=Kind.ANNOUNCEMENT,
        record_id=announcement.id,
        unit_id=announcement.unit_id,
        title=revision.title,
        body=" ".join(text.split()),
        dated_on=announcement.told_on.full,
    )
    replace(session, is_of(announcement), [entry])


def forget_announcement(session: Session, announcement: Announcement) -> None:
    replace(session, is_of(announcement))


def is_of(announcement: Announcement) -> ColumnElement[bool]:
    return (SearchEntry.kind == Kind.ANNOUNCEMENT) & (SearchEntry.record_id == announcement.id)
