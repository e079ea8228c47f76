"""Which offices of a meeting's unit somebody held before it: what a limit of terms is asked of."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agm.language.names import name_key
from agm.language.partial_date import PartialDate
from agm.meetings.models import Meeting
from agm.office_holders.models import OfficeTerm, OfficeTermPerson
from agm.office_holders.queries import stood
from agm.organisation.models import Office
from agm.people.models import Person
from agm.rules.eligibility import Served
from agm.rules.standing import TermLimit
from agm.rules.terms import AppointmentKind

DAYS_A_YEAR = 365

TermsServed = Mapping[str, tuple[Served, ...]]
"""By the key of a name (`name_key`) as it was in office."""


def terms_served(session: Session, meeting: Meeting, limit: TermLimit | None) -> TermsServed:
    """Everybody's terms in the unit's offices that began before a meeting. One statement; none without a limit.

    A register says nothing of records of people, so that names are all that leads from one to the other.
    """
    if limit is None or meeting.held_on is None:
        return {}
    term, named = OfficeTerm, OfficeTermPerson
    rows = session.execute(
        select(
            func.coalesce(Person.merged_into_id, Person.id), named.name, Office.label, term.since, term.until,
            term.end_reason, term.appointment_kind,
        )
        .join(term, term.id == named.term_id)
        .join(Office, Office.id == term.office_id)
        .join(Person, Person.id == named.person_id)
        .where(Office.unit_id == meeting.unit_id, stood(), term.since < meeting.held_on)
        .order_by(term.since, term.id)
    )  # fmt: skip
    by_person: dict[int, list[Served]] = {}
    names: dict[str, set[int]] = {}
    for person_id, name, office, since, until, end_reason, kind in rows:
        if since is None:
            continue  # without a day it cannot be counted
        end = ((until or since) if end_reason else None) or meeting.held_on
        served = Served(office, since.year, end.year, share(since, end, limit.new_term_years))
        before = by_person.setdefault(person_id, [])
        if kind is AppointmentKind.CONTINUED and before and before[-1].office == office:
            # they only stayed when whoever shared the seat left: it is one term
            earlier = before.pop()
            served = Served(office, earlier.start, end.year, min(1.0, earlier.part + served.part))
        before.append(served)
        names.setdefault(name_key(name), set()).add(person_id)
    return {
        name: tuple(one for person_id in sorted(ids) for one in by_person[person_id]) for name, ids in names.items()
    }


def share(since: PartialDate, end: PartialDate, years: int) -> float:
    """How much of a whole term was served; all of it where a day is not known."""
    if since.full is None or end.full is None:
        return 1
    return min(1.0, (end.full - since.full).days / (years * DAYS_A_YEAR))
