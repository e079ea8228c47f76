"""Everything that the record holds about one person, to be given to them."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, LargeBinary, or_, select, type_coerce
from sqlalchemy.orm import Session

from agm.database import Base
from agm.database.types import StoredValue
from agm.people.models import Person
from agm.people.queries import records_of
from agm.workflows.erase_person import look

SECRET = frozenset({
    "password", "fs_uniquifier", "fs_webauthn_user_handle", "tf_totp_secret", "us_totp_secrets", "mf_recovery_codes",
    "tf_primary_method", "token_digest", "form_key",
})  # fmt: skip
"""Columns by which somebody signs in, or a link is known: they tell nothing about the person."""


def everything_about(session: Session, person_id: int, at: dt.datetime) -> dict[str, Any]:
    """The rows that name them by number, by table, and every text in which the name stands. Some forty statements."""
    ids = [one.id for one in records_of(session, person_id)]
    rows: dict[str, list[dict[str, Any]]] = {}
    for table in Base.metadata.sorted_tables:
        theirs = [
            column for column in table.columns for key in column.foreign_keys if key.column is Person.__table__.c.id
        ]
        if table is Person.__table__:
            theirs = [table.c.id]
        if not theirs:
            continue
        told = [
            type_coerce(one, JSON).label(one.name) if isinstance(one.type, StoredValue) else one
            for one in table.columns
            if one.name not in SECRET and not isinstance(one.type, LargeBinary)
        ]
        found = session.execute(select(*told).where(or_(*(column.in_(ids) for column in theirs)))).mappings()
        plain = [{name: value for name, value in row.items() if value is not None} for row in found]
        if plain:
            rows[table.name] = plain
    texts = look(session, person_id, everywhere=True).passages
    return {
        "made_at": at.isoformat(timespec="seconds"),
        "rows": rows,
        "texts": [{"where": passage.places, "text": passage.text} for passage in texts],
    }
