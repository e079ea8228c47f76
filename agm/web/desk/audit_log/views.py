"""The record: what was done, by whom and when, the newest first."""

import datetime as dt
from itertools import groupby

from flask import Blueprint, abort, render_template, request

from agm.accounts.models import User
from agm.accounts.permissions import may_edit, visible_unit_ids
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
    shown = found[:PAGE_SIZE]
    return render_template(
        "desk/audit_log/audit_log.html",
        days=by_day(shown),
        names=subject_names(session, {key for entry in shown for key in (entry.actor, entry.subject)}),
        regions={unit.id: unit.name for unit in regions(session)},
        did=act,
        thing=thing,
        older=shown[-1].sequence if len(found) > PAGE_SIZE else None,
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


def by_day(entries: list[AuditEntry]) -> list[tuple[dt.date, list[AuditEntry]]]:
    """The entries under the days on which they were written, in the organisation's time zone."""
    grouped = groupby(entries, key=lambda entry: entry.at.astimezone(zone()).date())
    return [(day, list(of_day)) for day, of_day in grouped]
