"""The organisation, its regions, their offices, and the house style."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any
from uuid import uuid4

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agm.database import Base

NATIONAL = "national"
"""The address of the national level."""
NATIONAL_ID = 0
"""The number of the national level: before every region, and known without asking."""


class UnitKind(enum.StrEnum):
    """The whole organisation, or a part of it."""

    NATIONAL = "national"
    REGION = "region"


class Reactions(enum.StrEnum):
    """Below which public texts a reader can add a reaction."""

    NONE = "none"
    FITTING = "fitting"
    """All but those under which it could hurt (`agm.announcements.reactions`)."""
    ALL = "all"


class Organisation(Base):
    __tablename__ = "organisation"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    name: Mapped[str]
    short_name: Mapped[str]
    identity: Mapped[str] = mapped_column(default=lambda: str(uuid4()), server_default="")
    """What names of entries for feed readers and calendars are made of, wherever the pages move."""
    time_zone: Mapped[str] = mapped_column(default="Europe/London")
    imprint: Mapped[str] = mapped_column(default="")
    """Promoter's name and address (Elections Act 2022, part 6); printed on every page."""
    is_political: Mapped[bool] = mapped_column(default=True)
    """Whether publishing is refused while the imprint is empty."""
    about: Mapped[str] = mapped_column(default="", server_default="")
    """Who they are, in a sentence: on the home page, and where the pages are shared."""
    website: Mapped[str] = mapped_column(default="", server_default="")
    """The address of their own site, with its scheme."""
    contact: Mapped[str] = mapped_column(default="", server_default="")
    """How readers and officials reach the national office: words and addresses on one line."""
    press_contact: Mapped[str] = mapped_column(default="", server_default="")
    reactions: Mapped[Reactions] = mapped_column(default=Reactions.NONE, server_default="none")
    accent_light: Mapped[str] = mapped_column(default="#a3122f")
    accent_dark: Mapped[str] = mapped_column(default="#e8898d")
    button_dark: Mapped[str] = mapped_column(default="#b8304a")
    house_style: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What differs from the wording library's defaults, in the form that `agm.wording` reads."""
    house_style_version: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)


class Unit(Base):
    """What holds meetings and has offices of its own: the national level, a region, a branch or any other unit."""

    __tablename__ = "unit"
    __table_args__ = (
        UniqueConstraint("name", name="uq_unit_name"),
        UniqueConstraint("slug", name="uq_unit_slug"),
        CheckConstraint("(kind = 'national') = (id = 0)", name="one_is_national"),
        CheckConstraint("(slug = 'national') = (id = 0)", name="slug_is_free"),
        CheckConstraint("closed_on IS NULL OR opened_on IS NULL OR opened_on <= closed_on", name="closed_after_opened"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[UnitKind] = mapped_column(default=UnitKind.REGION)
    name: Mapped[str]
    short_name: Mapped[str | None]
    slug: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    position: Mapped[int]
    opened_on: Mapped[dt.date | None]
    closed_on: Mapped[dt.date | None]
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    imprint: Mapped[str] = mapped_column(default="")
    """Overrides the organisation's imprint where it is not empty."""
    contact: Mapped[str] = mapped_column(default="", server_default="")
    """How readers reach the region; the national level's is the organisation's."""
    house_style: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What differs from the organisation's house style."""
    house_style_version: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)

    offices: Mapped[list[Office]] = relationship(back_populates="unit", order_by="Office.position")

    @property
    def is_national(self) -> bool:
        """Whether this is the organisation as a whole."""
        return self.id == NATIONAL_ID


class UnitAddress(Base):
    """A former address of a region; it redirects to the present one."""

    __tablename__ = "unit_address"
    __table_args__ = (UniqueConstraint("slug", name="uq_unit_address_slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"), index=True)


class AdoptedRules(Base):
    """A version of the organisation's rules of elections; a later one replaces it, and nothing changes it."""

    __tablename__ = "adopted_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    """The number of the version, from 1."""
    rules: Mapped[dict[str, Any]]
    """The whole set, in the form that `agm.rules.rule_set` reads."""
    adopted_at: Mapped[dt.datetime]
    adopted_by: Mapped[str]
    """Name of the user who adopted it, as it was then."""


class OfficeTemplate(Base):
    """One line of the organisation-wide list from which a new region's offices are copied."""

    __tablename__ = "office_template"
    __table_args__ = (
        UniqueConstraint("label", name="uq_office_template_label"),
        CheckConstraint("seats >= 1", name="seats_at_least_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str]
    plural_label: Mapped[str | None]
    seats: Mapped[int] = mapped_column(default=1)
    position: Mapped[int]
    canonical_key: Mapped[str | None]
    is_shareable: Mapped[bool] = mapped_column(default=True)
    label_alt: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)


class Office(Base):
    """A position that people hold: free text in its unit's own order."""

    __tablename__ = "office"
    __table_args__ = (
        UniqueConstraint("unit_id", "label", name="uq_office_unit_label"),
        CheckConstraint("seats >= 1", name="seats_at_least_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    label: Mapped[str]
    plural_label: Mapped[str | None]
    seats: Mapped[int] = mapped_column(default=1)
    position: Mapped[int]
    canonical_key: Mapped[str | None]
    """What the office is in any organisation's words, for example `chair`; None where nothing fits."""
    is_shareable: Mapped[bool] = mapped_column(default=True)
    """Whether two or more people may hold one seat together (a job share)."""
    label_alt: Mapped[str | None]
    """What it is called in the second language of announcements."""
    abolished_on: Mapped[dt.date | None]
    version: Mapped[int] = mapped_column(default=1)

    unit: Mapped[Unit] = relationship(back_populates="offices")


class OfficeIncompatibility(Base):
    """Two offices that nobody may hold together, for example treasurer and auditor; each pair stands once."""

    __tablename__ = "office_incompatibility"
    __table_args__ = (CheckConstraint("first_id < second_id", name="in_order"),)

    first_id: Mapped[int] = mapped_column(ForeignKey("office.id", ondelete="CASCADE"), primary_key=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("office.id", ondelete="CASCADE"), primary_key=True, index=True)
