"""The search index has no foreign keys; its entries name records that exist all the same."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.commands import Retract
from agm.announcements.models import Announcement
from agm.announcements.operations import retract
from agm.audit.act import SYSTEM, Act
from agm.organisation.models import Office
from agm.people.commands import MergePeople
from agm.people.models import Person
from agm.people.operations import merge_people
from agm.search_index.models import Kind, SearchEntry
from tests.support.records import NOW, elected, facts_of, make_organisation, make_region, publish

RECORDS: dict[Kind, Any] = {Kind.ANNOUNCEMENT: Announcement, Kind.PERSON: Person, Kind.OFFICE: Office}


def test_every_search_entry_names_a_record_of_its_unit(session: Session) -> None:
    make_organisation(session)
    make_region(session)
    first = publish(session, facts_of(elected("Chair", "Ann Bell"), held_on="2023-04-23"))
    publish(session, facts_of(elected("Chair", "Anne Bell"), held_on="2024-04-21"))
    act = Act(session, SYSTEM, NOW)
    ids = {person.name: person.id for person in session.scalars(select(Person))}
    merge_people(act, MergePeople(ids["Anne Bell"], ids["Ann Bell"]))
    retract(act, Retract(first.announcement.id, "Published too early"))
    entries = session.scalars(select(SearchEntry)).all()
    assert sorted(entry.kind.value for entry in entries) == ["announcement", "office", "person"]
    for entry in entries:
        record = session.get_one(RECORDS[entry.kind], entry.record_id)
        assert getattr(record, "unit_id", entry.unit_id) == entry.unit_id
        assert getattr(record, "merged_into_id", None) is None
