"""People, and the leave they gave to be named in public."""

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, validates

from agm.database import Base
from agm.facts import PersonName
from agm.language.names import first_key, last_key, phonetic_key, sort_key
from agm.organisation.models import Unit


class Person(Base):
    """One human, as their name is displayed today. Records of acts keep copies of the name as it was then.

    Two records of one person are merged by pointing one at the other: nothing that referred to either is rewritten,
    so all history stays, and the merge can be taken back.
    """

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name="not_merged_into_itself"),
        Index("ix_person_name_key", "name_key"),
        Index("ix_person_first_key", "first_key"),
        Index("ix_person_last_key", "last_key"),
        Index("ix_person_sound_key", "sound_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    prefix: Mapped[str | None]
    suffix: Mapped[str | None]
    sort_name: Mapped[str]
    sort_key: Mapped[str] = mapped_column(server_default="")
    """Made from it, for every list of people to be sorted by."""
    name_key: Mapped[str]
    """The name with case, accents, apostrophes and hyphens taken away; see `agm.language.names`.

    The three keys that follow are made from it; they find names that are nearly alike without reading every person.
    """
    first_key: Mapped[str]
    last_key: Mapped[str]
    sound_key: Mapped[str]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[dt.datetime]
    version: Mapped[int] = mapped_column(default=1)

    @validates("sort_name")
    def derive_sort_key(self, _name: str, sort_name: str) -> str:
        self.sort_key = sort_key(sort_name)
        return sort_name

    @validates("name_key")
    def derive_keys(self, _name: str, key: str) -> str:
        self.first_key, self.last_key = first_key(key), last_key(key)
        self.sound_key = phonetic_key(key)
        return key


class NotSamePerson(Base):
    """Somebody said that two people with like names are not the same person; they are not pointed out again."""

    __tablename__ = "not_same_person"
    __table_args__ = (CheckConstraint("first_id < second_id", name="in_order"),)

    first_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    said_at: Mapped[dt.datetime]


class KnownFor(enum.StrEnum):
    """Why a unit knows somebody."""

    OFFICE = "office"
    CANDIDACY = "candidacy"
    SPEAKER = "speaker"
    MESSAGE = "message"
    MOTION = "motion"


class PersonUnit(Base):
    """Why a unit's officials may see somebody's record, not change it: written and removed by the act that makes it
    true."""

    __tablename__ = "person_unit"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id), primary_key=True, index=True)
    reason: Mapped[KnownFor] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """The office or the meeting; no foreign key, because those are later chapters' tables."""


class PersonHome(Base):
    """A unit that keeps somebody's record: the one that recorded them first, and those let in by who keeps it already.

    Naming somebody writes no row here; `agm.web.kit.visibility.is_home` says which other units keep a record too.
    """

    __tablename__ = "person_home"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id), primary_key=True, index=True)


class ConsentPurpose(enum.StrEnum):
    NAME_PUBLISHED = "name_published"
    NAME_NOT_ELECTED = "name_not_elected"
    VOTES = "votes"
    PHOTO = "photo"
    STATEMENT = "statement"


class ConsentSource(enum.StrEnum):
    CONFIRMED_BY_CHAIR = "confirmed_by_chair"
    MADE_PUBLIC_BEFORE = "made_public_before"
    TOLD_BY_PERSON = "told_by_person"


class Consent(Base):
    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint("withdrawn_at IS NULL OR withdrawn_at >= given_at", name="withdrawn_after_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[ConsentPurpose]
    source: Mapped[ConsentSource]
    given_at: Mapped[dt.datetime]
    withdrawn_at: Mapped[dt.datetime | None]


class ProposalOutcome(enum.StrEnum):
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


OPEN = text("outcome IS NULL")


class NameProposal(Base):
    """A unit that only names somebody asks those who keep the record to put the name right; open until it has an
    outcome. Who asked and who answered are kept as they were called then."""

    __tablename__ = "name_proposal"
    __table_args__ = (
        CheckConstraint("(outcome IS NULL) = (answered_at IS NULL)", name="outcome_has_a_time"),
        Index("uq_name_proposal_open", "person_id", "unit_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    person_version: Mapped[int]
    """The version of the record for which it was asked; where it has another now, somebody has to look afresh."""
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id), index=True)
    name: Mapped[str]
    prefix: Mapped[str | None]
    suffix: Mapped[str | None]
    reason: Mapped[str | None]
    proposed_by: Mapped[str]
    proposed_at: Mapped[dt.datetime]
    outcome: Mapped[ProposalOutcome | None]
    answer: Mapped[str | None]
    answered_by: Mapped[str | None]
    answered_at: Mapped[dt.datetime | None]

    @property
    def wanted(self) -> PersonName:
        return PersonName(self.name, self.prefix, self.suffix)


class LinkPurpose(enum.StrEnum):
    """What a link lets somebody do, and nothing else."""

    NOMINATE = "nominate"
    ACCEPT = "accept"
    """To say whether one stands, and what may be shown."""
    SUPPORT = "support"
    """To say whether one supports a nomination."""
    CONFIRM = "confirm"
    """To say whether one sent a nomination that came by the open form."""
    PREVIEW = "preview"
    """To read the draft of an announcement."""
    CHECK_IN = "check_in"
    DOOR = "door"
    OWN_ANSWER = "own_answer"
    """To read why one may vote, nominate or stand, or not."""


class PersonalLink(Base):
    """A link that somebody was given, of which only a digest is kept: it cannot be made again, only given anew."""

    __tablename__ = "personal_link"
    __table_args__ = (CheckConstraint("expires_at > created_at", name="expires_after_it_is_made"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_digest: Mapped[str] = mapped_column(unique=True)
    purpose: Mapped[LinkPurpose]
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id), index=True)
    meeting_id: Mapped[int | None] = mapped_column(index=True)
    """Like `record_id`, no foreign key, because those are later chapters' tables."""
    record_id: Mapped[int | None]
    """What it is about, in the table that its purpose means."""
    is_single_use: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]
    """When something was done by it last; reading it is no use."""
    revoked_at: Mapped[dt.datetime | None]
