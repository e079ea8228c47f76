"""The declarative base with its naming convention: every constraint has a name that a message can be found by."""

import datetime as dt
import enum
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import JSON, Enum, MetaData, String
from sqlalchemy.orm import DeclarativeBase

from agm.database.types import PartialDateText, UTCDateTime
from agm.language.partial_date import PartialDate

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def stored_values(enumeration: type[enum.Enum]) -> list[str]:
    """The values by which an enumeration is stored: its values, not its names."""
    return [str(member.value) for member in enumeration]


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        dt.datetime: UTCDateTime,
        PartialDate: PartialDateText,
        dict[str, Any]: JSON,
        str: String,
        enum.StrEnum: Enum(
            enum.StrEnum, native_enum=False, create_constraint=False, length=40, values_callable=stored_values
        ),
    }


def load_models() -> None:
    """Import every chapter's tables, a file or a folder of them, so that `Base.metadata` knows all."""
    for path in sorted(Path(__file__).parents[1].glob("*/models*")):
        import_module(f"agm.{path.parent.name}.models")
