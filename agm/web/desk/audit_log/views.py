"""The record: what was done, by whom and when, the newest first."""

import datetime as dt
from collections.abc import Mapping
from itertools import groupby

from flask import Blueprint, abort, render_template, request

from agm.accounts.models import User
from agm.accounts.permissions import may_edit, visible_unit_ids
from agm.audit.models import AuditEntry
from agm.audit.queries import Wanted, recent_entries
from agm.language.partial_date import PartialDate
from agm.organisation.queries import regions
from agm.web.desk.audit_log.subjects import subject_names
from agm.web.desk.audit_log.words import ABOUT, act, thing, what_changed
from agm.web.kit.access import Access, access, signed_in_user
from agm.web.kit.dates import zone
from agm.web.kit.extensions import db

blueprint = Blueprint("record", __name__)

PAGE_SIZE = 50
LARGEST_SEQUENCE = 2**31 - 1
FILTERS = ("who", "what", "from", "to")


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
    chosen = {name: value for name in FILTERS if (value := request.args.get(name, ""))}
    readable, wanted = readable_regions(user), wanted_of(chosen)
    found = recent_entries(session, wanted, unit_ids=readable, before=before, limit=PAGE_SIZE + 1)
    shown = found[:PAGE_SIZE]
    keys = {key for entry in shown for key in (entry.actor, entry.subject)}
    return render_template(
        "desk/audit_log/audit_log.html",
        days=by_day(shown),
        names=subject_names(session, keys),
        regions={unit.id: unit.name for unit in regions(session)},
        did=act,
        thing=thing,
        what_changed=what_changed,
        about=ABOUT,
        chosen=chosen,
        older=shown[-1].sequence if len(found) > PAGE_SIZE else None,
        is_first=before is None,
    )


def wanted_of(chosen: Mapping[str, str]) -> Wanted:
    """The filters of an address; what cannot be read narrows nothing."""
    first, last = (day_of(chosen.get(name, "")) for name in ("from", "to"))
    about = chosen.get("what")
    return Wanted(
        actor=chosen.get("who"),
        about=about if about in ABOUT else None,
        since=None if first is None else beginning_of(first),
        until=None if last is None else beginning_of(last + dt.timedelta(days=1)),
    )


def day_of(typed: str) -> dt.date | None:
    try:
        return PartialDate.parse(typed).full
    except ValueError:
        return None


def beginning_of(day: dt.date) -> dt.datetime:
    """The instant at which a day begins where the organisation is."""
    return dt.datetime.combine(day, dt.time(), zone()).astimezone(dt.UTC)


def readable_regions(user: User) -> frozenset[int] | None:
    """The regions whose entries somebody may read; None for all. Ends with 403 for those who may change nothing."""
    regions = visible_unit_ids(user)
    if regions is None:
        return None
    own = frozenset(unit_id for unit_id in regions if may_edit(user, unit_id))
    if not own:
        abort(403)
    return own


def by_day(entries: list[AuditEntry]) -> list[tuple[dt.date, list[AuditEntry]]]:
    """The entries under the days on which they were written, in the organisation's time zone."""
    grouped = groupby(entries, key=lambda entry: entry.at.astimezone(zone()).date())
    return [(day, list(of_day)) for day, of_day in grouped]
