"""Where readers find published texts: the day by which the news are sorted, and what the search knows of them.

Both are kept beside each publication, so that no draft can ever be found.
"""

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from agm.announcements.models import Announcement, Revision
from agm.language.partial_date import PartialDate
from agm.organisation.queries import local_day
from agm.search_index.models import Kind, SearchEntry
from agm.search_index.operations import replace


def index_announcement(session: Session, announcement: Announcement, revision: Revision) -> None:
    """Let the news and the search have the text of a revision instead of an earlier one's.

    It is dated by the day of the meeting where that is known: the day of publication could be years later.
    """
    text = next((post.content.decode() for post in revision.renderings if post.format == "text"), "")
    first = local_day(session, announcement.first_published_at or revision.at)
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
