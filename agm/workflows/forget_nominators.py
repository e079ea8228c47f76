"""Forgetting, with an election's register, who nominated and supported, every address, and who did not stand."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from agm.audit.act import Act
from agm.files.operations import remove_unused
from agm.language.withheld import WITHHELD
from agm.nominations.models import Contest, Nomination


def forget_nominators(act: Act, meetings: Select[int] | Sequence[int]) -> int:
    """From the nominations of these meetings; how many of them had something to forget. A few statements."""
    nominations = act.session.scalars(
        select(Nomination)
        .join(Contest, Contest.id == Nomination.contest_id)
        .where(Contest.meeting_id.in_(meetings))
        .options(selectinload(Nomination.nominees), selectinload(Nomination.supporters))
    ).all()
    photos: set[int | None] = set()
    changed = 0
    for nomination in nominations:
        before = facts_of(nomination)
        nomination.sender_name = nomination.sender_email = None
        if nomination.confirmed_why is not None:
            nomination.confirmed_why = WITHHELD
        for supporter in nomination.supporters:
            supporter.name, supporter.email = WITHHELD, None
        for nominee in nomination.nominees:
            nominee.email, nominee.checks, nominee.to_members = None, {}, None
            if nomination.candidacy_id is None:
                photos.add(nominee.photo_id)
                nominee.name, nominee.prefix, nominee.suffix = WITHHELD, None, None
                nominee.statement, nominee.photo_id, nominee.consents = None, None, {}
        changed += before != facts_of(nomination)
    act.session.flush()
    remove_unused(act.session, photos)
    return changed


def facts_of(nomination: Nomination) -> list[object]:
    people = [
        (one.name, one.email, one.statement, one.photo_id, one.to_members, dict(one.checks))
        for one in nomination.nominees
    ]
    sender = (nomination.sender_name, nomination.sender_email, nomination.confirmed_why)
    return [sender, people, [(s.name, s.email) for s in nomination.supporters]]
