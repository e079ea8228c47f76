"""The record: what was done, by whom and when, the newest first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, abort, render_template, request
from sqlalchemy.orm import Session

from agm.accounts.models import User
from agm.accounts.permissions import may_edit, visible_unit_ids
from agm.accounts.queries import names_by_id
from agm.audit.models import AuditEntry
from agm.audit.queries import recent_entries
from agm.organisation.queries import regions
from agm.web.desk.audit_log.subjects import subject_names
from agm.web.desk.audit_log.words import act, thing
from agm.web.kit.access import Access, access, signed_in_user
from agm.web.kit.dates import zone
from agm.web.kit.extensions import db

blueprint = Blueprint("record", __name__)

PAGE_SIZE = 50
LARGEST_SEQUENCE = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Line:
    sequence: int
    at: dt.datetime
    who: str
    did: str
    to: str
    unit: str


@blueprint.get("/desk/record")
@access(Access.SIGNED_IN)
def record() -> str:
    """Every entry for national officers; for regional officers those about their regions."""
    user = signed_in_user()
    if user is None:
        abort(403)
    session = db.session()
    before = request.args.get("before", type=int)
    if before is not None and not 1 <= before <= LARGEST_SEQUENCE:
        before = None
    found = recent_entries(session, unit_ids=readable_regions(user), before=before, limit=PAGE_SIZE + 1)
    return render_template(
        "desk/audit_log/audit_log.html",
        days=by_day(as_lines(session, found[:PAGE_SIZE])),
        older=found[PAGE_SIZE - 1].sequence if len(found) > PAGE_SIZE else None,
        is_first=before is None,
    )


def readable_regions(user: User) -> frozenset[int] | None:
    """The regions whose entries somebody may read; None for all. Ends with 403 for those who may change nothing."""
    regions = visible_unit_ids(user)
    if regions is None:
        return None
    own = frozenset(unit_id for unit_id in regions if may_edit(user, unit_id))
    if not own:
        abort(403)
    return own


def by_day(lines: list[Line]) -> list[tuple[dt.date, list[Line]]]:
    """The lines under the days on which they were written, in the organisation's time zone."""
    grouped = groupby(lines, key=lambda line: line.at.astimezone(zone()).date())
    return [(day, list(of_day)) for day, of_day in grouped]


def as_lines(session: Session, entries: list[AuditEntry]) -> list[Line]:
    """The entries in plain words, with the names of users, regions and what they are about. Ten statements."""
    users = names_by_id(session, {number for entry in entries for number in user_numbers(entry)})
    names = {unit.id: unit.name for unit in regions(session)}
    things = subject_names(session, {entry.subject for entry in entries})
    return [as_line(entry, users, names, things) for entry in entries]


def as_line(entry: AuditEntry, users: dict[int, str], regions: dict[int, str], things: dict[str, str]) -> Line:
    """One entry in plain words; what is gone since is named by its number."""
    to = things.get(entry.subject) or thing(entry.subject)
    if is_user(entry.subject) and entry.subject != entry.actor:
        to = users.get(number_of(entry.subject), "nobody who is known")
    return Line(
        sequence=entry.sequence,
        at=entry.at,
        who=users.get(number_of(entry.actor), "A former user") if is_user(entry.actor) else "The system",
        did=act(entry.action),
        to=to,
        unit="" if entry.unit_id is None else regions.get(entry.unit_id, ""),
    )


def user_numbers(entry: AuditEntry) -> set[int]:
    return {number_of(key) for key in (entry.actor, entry.subject) if is_user(key)}


def is_user(key: str) -> bool:
    return key.startswith("user:")


def number_of(key: str) -> int:
    """The number in `user:12`; 0 for nobody known."""
    number = key.partition(":")[2]
    return int(number) if number.isdigit() else 0
