"""A year of a region's story as the facts of its AGM."""

from __future__ import annotations

import datetime as dt

from agm.demo.fiction.story import DEFERRED, VACANT, Guest, RegionStory, Year, holders_by_year, people_of, person_name
from agm.facts import (
    FORMAT_VERSION,
    Entry,
    Figure,
    MeetingFacts,
    MeetingKind,
    OfficeState,
    OrganisationFacts,
    Outcome,
    Paragraph,
    RegionFacts,
    Speaker,
    SpeakerKind,
)
from agm.language.partial_date import PartialDate
from agm.organisation.commands import OfficeDetails

ORGANISATION = OrganisationFacts(name="Jewish Labour Movement", short_name="JLM")
RECORDED_SO_FAR = 4
"""How many offices of a draft have their result already."""
QUORUM = 12


def agm_facts(story: RegionStory, offices: tuple[OfficeDetails, ...], year: int, day: dt.date) -> MeetingFacts:
    """The AGM of a year."""
    special = story.years.get(year, Year())
    is_draft = story.this_year == "draft" and year == max(range(8))
    results = tuple(office_result(story, office, year) for office in offices)
    if is_draft:
        results = tuple(
            result if index < RECORDED_SO_FAR else not_recorded(result) for index, result in enumerate(results)
        )
    return MeetingFacts(
        format_version=FORMAT_VERSION,
        organisation=ORGANISATION,
        region=RegionFacts(name=story.name),
        held_on=PartialDate.of(day),
        starts_at=dt.time(14),
        venue=special.venue,
        held_as=special.held_as,
        quorum=Figure(number=QUORUM),
        attendance=attendance(special.attendance),
        speakers=tuple(speaker(guest) for guest in special.guests),
        said=said(special),
        results=results,
    )


def by_election_facts(
    story: RegionStory, office: OfficeDetails, successor: str, former: str, day: dt.date
) -> MeetingFacts:
    """A by-election to one office."""
    result = Outcome(
        label=office.label,
        canonical_key=office.canonical_key,
        state=OfficeState.DECIDED,
        entries=(Entry(people=people_of(successor), elected=True, unopposed=True),),
        predecessors=people_of(former),
    )
    return MeetingFacts(
        format_version=FORMAT_VERSION,
        organisation=ORGANISATION,
        region=RegionFacts(name=story.name),
        kind=MeetingKind.BY_ELECTION,
        held_on=PartialDate.of(day),
        results=(result,),
    )


def attendance(given: int | str | None) -> Figure | None:
    """A figure, or words."""
    if given is None:
        return None
    return Figure(number=given) if isinstance(given, int) else Figure(words=given)


def speaker(guest: Guest) -> Speaker:
    """One who spoke."""
    kind = SpeakerKind.GUEST if guest.is_guest else SpeakerKind.OTHER
    return Speaker(person=person_name(guest.name), role=guest.role, kind=kind)


def said(special: Year) -> tuple[Paragraph, ...]:
    """What was said; each paragraph tells of the guest of its place."""
    names = [person_name(guest.name).name for guest in special.guests]
    return tuple(Paragraph(text=text, speakers=tuple(names[at : at + 1])) for at, text in enumerate(special.said))


def office_result(story: RegionStory, office: OfficeDetails, year: int) -> Outcome:
    """What came of one office in a year."""
    lines = [holders_by_year(line) for line in story.terms[office.label]]
    now = [line[year] for line in lines]
    before = {line[year - 1] for line in lines} if year else set()
    is_deferred = all(entry == DEFERRED for entry in now)
    rival = (story.losers or {}).get((year, office.label))
    entries = tuple(
        Entry(
            people=people_of(entry),
            elected=True,
            unopposed=rival is None and (year + len(office.label)) % 5 == 0,
            re_elected=entry in before,
            votes=rival[1] if rival else None,
        )
        for entry in now
        if entry not in {VACANT, DEFERRED}
    )
    if rival:
        entries += (Entry(people=people_of(rival[0]), elected=False, votes=rival[2]),)
    return Outcome(
        label=office.label,
        plural_label=office.plural_label,
        seats=office.seats,
        canonical_key=office.canonical_key,
        state=OfficeState.DEFERRED if is_deferred else OfficeState.DECIDED,
        entries=entries,
        rejected_papers=1 if rival else None,
    )


def not_recorded(result: Outcome) -> Outcome:
    """The same office before its result is typed in."""
    return Outcome(
        label=result.label,
        plural_label=result.plural_label,
        seats=result.seats,
        canonical_key=result.canonical_key,
        state=OfficeState.UNDECIDED,
    )
