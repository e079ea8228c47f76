"""What candidates tell of themselves, in reach of whoever votes: as far as each allows it, and once it is public."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.meetings.models import Election, Meeting
from agm.nominations.models import Nomination, Nominee, Use
from agm.web.members.vote.paper import Photo, Told


def told_by_candidates(
    session: Session, meeting: Meeting, candidacy_ids: Iterable[int], now: dt.datetime
) -> dict[int, Told]:
    """By candidacy. Two statements."""
    election = session.get(Election, meeting.id)
    if election is None or election.statement_at is None or election.statement_at > now:
        return {}
    rows = session.execute(
        select(Nomination.candidacy_id, Nominee)
        .join(Nomination, Nomination.id == Nominee.nomination_id)
        .where(Nomination.candidacy_id.in_(list(candidacy_ids)))
        .order_by(Nomination.id, Nominee.position)
    )
    found: dict[int, Told] = {}
    for candidacy_id, nominee in rows:
        if candidacy_id is None:
            continue
        known = found.get(candidacy_id, Told())
        said = nominee.statement if nominee.statement and Use.STATEMENT in nominee.consents else ""
        photos = known.photos
        if nominee.photo_id and Use.PHOTO in nominee.consents and meeting.is_announced_beforehand:
            address = url_for(
                "public.candidate_photo",
                region_slug=meeting.unit.slug, meeting_slug=meeting.slug, photo_number=nominee.photo_id,
            )  # fmt: skip
            photos = (*photos, Photo(address, nominee.name))
        paragraphs = tuple(one for one in said.splitlines() if one.strip())
        found[candidacy_id] = Told((*known.paragraphs, *paragraphs), photos)
    return found
