"""A made-up meeting with something of everything, for the preview of a house style while none is recorded."""

from __future__ import annotations

from agm.facts import (
    FORMAT_VERSION,
    Entry,
    MeetingFacts,
    OfficeState,
    OrganisationFacts,
    Outcome,
    Paragraph,
    PersonName,
    RegionFacts,
    Speaker,
)
from agm.language.partial_date import PartialDate
from agm.organisation.models import Organisation, Unit


def sample_facts(organisation: Organisation, region: Unit | None) -> MeetingFacts:
    """The facts of the meeting, under the organisation's own name and the region's (or a made-up region's)."""
    return MeetingFacts(
        format_version=FORMAT_VERSION,
        organisation=OrganisationFacts(name=organisation.name, short_name=organisation.short_name or None),
        region=RegionFacts(name="Anytown") if region is None else RegionFacts(region.name, region.short_name),
        ordinal=12,
        held_on=PartialDate(2017, 4, 2),
        venue="the Town Hall",
        speakers=(
            Speaker(PersonName("Jane Black", suffix="MP"), "our President"),
            Speaker(PersonName("Tom Green", prefix="Cllr"), "Leader of the Council"),
        ),
        said=(Paragraph("Jane Black spoke about the year behind us. A lively discussion followed."),),
        results=(
            office("Chair", elected("Ann Field", unopposed=True)),
            office("Vice Chair", elected("Mary Hill", "Sam Wood")),
            office("Secretary", elected("John Brook", re_elected=True)),
            office("Treasurer"),
            office("Campaigns", state=OfficeState.DEFERRED),
            office("Committee members", elected("Ruth Marsh"), elected("Paul Stone"), seats=3),
        ),
    )


def office(
    label: str,
    *candidacies: Entry,
    seats: int = 1,
    state: OfficeState = OfficeState.DECIDED,
) -> Outcome:
    return Outcome(label, seats=seats, state=state, entries=candidacies)


def elected(*names: str, unopposed: bool = False, re_elected: bool = False) -> Entry:
    """Somebody elected; several names share the seat."""
    people = tuple(PersonName(name) for name in names)
    return Entry(people, elected=True, unopposed=unopposed, re_elected=re_elected)
