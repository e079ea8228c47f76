"""Which records an archive holds, in which of its files, and in the order in which they can be put back."""

from __future__ import annotations

from typing import cast

from sqlalchemy import ColumnElement, Table, select
from sqlalchemy.orm import aliased

from agm.announcements.models import Announcement, BlockOverride, RenderedPost, Revision, StatementAddress
from agm.database import Base
from agm.meetings.models import (
    Meeting,
    MeetingAddress,
    SaidParagraphSpeaker,
    SectionState,
    Speaker,
    SpeechParagraph,
    SupportMessage,
)
from agm.nominations.models import Candidacy, CandidacyPerson, Contest
from agm.office_holders.models import OfficeAct, OfficeActPerson, OfficeTerm, OfficeTermPerson
from agm.organisation.models import Office, OfficeIncompatibility, OfficeTemplate, Organisation, RegionAddress, Unit
from agm.people.models import Consent, NotSamePerson, Person
from agm.results.models import ContestResult, Declaration, ResultLine

FORMAT_VERSION = 1


def table_of(model: type[Base]) -> Table:
    """The table of a model."""
    return cast("Table", model.__table__)


FILES: dict[str, tuple[Table, ...]] = {
    file: tuple(table_of(model) for model in models)
    for file, models in {
        "organisation.json": (Organisation, Unit, RegionAddress, OfficeTemplate, Office, OfficeIncompatibility),
        "people.json": (Person, NotSamePerson, Consent),
        "officers.json": (OfficeAct, OfficeActPerson, OfficeTerm, OfficeTermPerson),
        "meetings.json": (
            Meeting, MeetingAddress, SectionState, Speaker, SpeechParagraph, SaidParagraphSpeaker, SupportMessage,
            Contest, Candidacy, CandidacyPerson, ContestResult, ResultLine, Declaration,
        ),
        "announcements.json": (Announcement, BlockOverride, StatementAddress, Revision, RenderedPost),
    }.items()
}  # fmt: skip
"""Each file's tables. A row refers only to rows of its own table and of earlier ones."""


def file_of(table: Table) -> str:
    """The file that holds a table's rows."""
    return next(file for file, tables in FILES.items() if table in tables)


LEFT_OUT = frozenset({"audit_entry", "search_entry", "user_account", "official", "passkey"})
"""Tables that are no part of an archive: the log is that of one installation, its users are too, and what the search
finds follows from the rest."""

DERIVED = {"person": frozenset({"name_key", "first_key", "last_key", "sound_key"})}
"""Columns that follow from others, and so are not written."""


def fields_of(table: Table) -> list[str]:
    """The names of what an archive tells of each row."""
    derived = DERIVED.get(table.name, frozenset())
    return [column.name for column in table.columns if column.name not in derived]


def rows_kept(table: Table) -> ColumnElement[bool] | None:
    """Which rows of a table an archive holds; None for all of them.

    Leave to be named is asked for anew by each installation, but a leave that was taken back stays taken back.
    """
    if table.name != "consent":
        return None
    standing = aliased(Consent)
    stands = select(standing.id).where(
        standing.person_id == Consent.person_id, standing.purpose == Consent.purpose, standing.withdrawn_at.is_(None)
    )
    return Consent.withdrawn_at.is_not(None) & ~stands.exists()
