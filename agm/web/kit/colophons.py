"""What stands below a public text in every form that is read apart from its page."""

import datetime as dt
from collections.abc import Iterable
from typing import Protocol

from agm.announcements.models import Announcement, Revision, RevisionAct
from agm.organisation.models import Organisation, Unit
from agm.web.kit.addresses import absolute, address_of
from agm.web.kit.dates import day_and_time
from agm.wording.render.colophon import Colophon, Correction

WORDS = {RevisionAct.CORRECTED: "Corrected", RevisionAct.RETRACTED: "Taken back"}


class Change(Protocol):
    """One revision: what was done, when, and why."""

    @property
    def act(self) -> RevisionAct: ...
    @property
    def at(self) -> dt.datetime: ...
    @property
    def note(self) -> str | None: ...


def colophon(house: Organisation, unit: Unit, path: str, imprint: str | None, changes: Iterable[Change]) -> Colophon:
    """`changes` are those of the text from its publication on, the first one first."""
    first, *later = changes
    return Colophon(
        absolute(path),
        house.name,
        imprint or house.imprint,
        first.at,
        day_and_time(first.at),
        tuple((Correction(one.at, one.note or "", WORDS[one.act]), day_and_time(one.at)) for one in later),
        "" if unit.is_national else unit.name,
    )


def colophon_of(house: Organisation, announcement: Announcement, revision: Revision) -> Colophon:
    """That of a revision, as it stood when it was the newest."""
    changes = [one for one in announcement.revisions if one.sequence <= revision.sequence]
    imprint = revision.document.imprint if revision.document else ""
    return colophon(house, announcement.unit, address_of(announcement), imprint, changes)


def short_body(house: Organisation, unit: Unit) -> str:
    """Who speaks, as few words as say it: "North West JLM"."""
    ours = house.short_name or house.name
    return ours if unit.is_national else f"{unit.short_name or unit.name} {ours}"
