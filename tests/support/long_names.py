"""A public record in which every name is long, or runs from right to left: what narrow pages are tried with."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy.orm import Session

from agm.announcements.models import RevisionAct
from agm.facts import Entry, HeldAs, OfficeState, Outcome, Paragraph, PersonName, Speaker, SpeakerKind, SupportMessage
from agm.organisation.models import Unit
from agm.wording.document import AnnouncementKind
from tests.support.public_data import MORNING, PublicData

REGION = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
LONGEST = "Abcdefghijklmnopqrstuvwxyzab"
ADDRESS_VALUES = {
    "region_slug": ("llanfair", "national"),
    "meeting_slug": ("agm-2017", "agm-2016", "agm-2099"),
    "statement_slug": ("gwrandewch", "taken-back"),
    "sequence": ("1",),
    "token": ("no-such-invitation",),
}
"""What stands for the variables of the public addresses; every page is found under some of it."""
QUESTIONS = (
    "/?page=2",
    "/?region=llanfair",
    "/?region=national",
    "/search?q=venkata",
    "/search?q=unverstaendlichkeiten",
    "/no-such-page/at-all",
)
"""What else of a public page depends on what is asked."""


def add_long_names(session: Session) -> None:
    """A region and the national level with officers through the years, reports, statements and a coming meeting."""
    data = PublicData(session)
    data.organisation.name = "Gewerkschaftszusammenschluss of Weavers, Spinners and Counterrevolutionaries"
    unit = data.unit(REGION)
    unit.slug = "llanfair"
    unit.is_demonstration = True
    unit.description = "Members in the hills, and their Interessengemeinschaften and misunderstandings."
    later = data.unit("Northumberland and Tyneside")
    data.office(later, "Chair", key="chair")
    add_officers(data, unit)
    add_meetings(data, unit)
    add_statements(data, unit)


def add_officers(data: PublicData, unit: Unit) -> None:
    """A chair for each of some years, a shared office, several seats, a vacancy."""
    chair = data.office(unit, "Chair", key="chair")
    names = (
        "Michael Featherstonehaugh-Cholmondeley", "Ada Venkatanarasimharajuvaripeta", "Ann " + LONGEST, "Jo Rubenstein",
        "Bronwen Northumberland", "Ioannis Papadopoulos", "Wilhelmina Wolfeschlegelsteinhausenbergerdorff", "שרה כהן",
    )  # fmt: skip
    for year, name in enumerate(names, start=2009):
        data.term(chair, data.person(name), f"{year}-05-01", f"{year + 1}-05-01" if name != names[-1] else None)
    data.term(chair, data.person("Zoë Szymanowska"), "2004-05-01", "2009-05-01")
    shared = data.office(unit, "Gleichstellungsbeauftragte", key="secretary", position=2)
    sharing = [data.person("Papadopoulos-Anagnostopoulou Ioannis"), data.person("Ann " + LONGEST)]
    data.term(shared, sharing, "2016-04-30")
    several = data.office(unit, "Councillor", plural="Councillors", seats=3, position=3)
    data.term(several, data.person("Oluwafunmilayo Adebayo-Oyelaran", prefix="Rt Hon Dr"), "2015-04-30")
    data.term(several, data.person("דוד לוי"), "2016-04-30", seat=2)
    data.office(unit, "Öffentlichkeitsarbeit and Communications", position=4, key="treasurer")
    data.term(data.office(None, "General Secretary"), data.person("Ada Venkatanarasimharajuvaripeta"), "2012-05-01")


def add_meetings(data: PublicData, unit: Unit) -> None:
    """A report that was corrected, one that was taken back, messages, and a meeting to come, at both levels."""
    for place in (unit, None):
        meeting = data.meeting(place, "2017-04-30", venue="Gemeinschaftsveranstaltungszentrum, Manchester")
        facts = replace(
            data.facts(meeting),
            speakers=(
                Speaker(PersonName("Katherine Featherstonehaugh", suffix="MP"), role="Shadow Minister"),
                Speaker(PersonName("Jo " + LONGEST), role="Rechtsschutzversicherungsgesellschaften"),
                Speaker(PersonName("שרה כהן")), Speaker(PersonName("דוד לוי")),
                Speaker(PersonName("Ann Lee"), kind=SpeakerKind.CHAIR),
            ),
            said=(
                Paragraph("Misunderstandings, counterrevolutionaries, *Donaudampfschifffahrtsgesellschaften* at all."),
                Paragraph("See https://weavers.example.org/a/very/long/address/that-nobody-can-remember and ring."),
            ),
            messages=(
                SupportMessage(
                    PersonName("Ada Venkatanarasimharajuvaripeta"), role="Sekretärin", text="Unverständlichkeiten!"
                ),
            ),
            results=tuple(
                Outcome(
                    label, canonical_key=key, state=OfficeState.DECIDED,
                    entries=(Entry(tuple(PersonName(name) for name in holders), elected=True),) if holders else (),
                )
                for label, key, holders in (
                    ("Chair", "chair", ("Ann " + LONGEST,)),
                    ("Gleichstellungsbeauftragte", "secretary", ("Ada Venkatanarasimharajuvaripeta", "שרה כהן")),
                    ("Membership, Communications and Responsibilities", None, ("Michael Rubenstein",)),
                    ("Öffentlichkeitsarbeit", "treasurer", ()),
                )
            ),
        )  # fmt: skip
        report = data.draft(meeting)
        report.first_published_at = MORNING
        data.revise(report, RevisionAct.PUBLISHED, MORNING, facts=facts)
        note = "The Rechtsschutzversicherungsgesellschaften were misrepresented."
        data.revise(report, RevisionAct.CORRECTED, MORNING + dt.timedelta(days=1), facts=facts, note=note)
        messages = data.draft(meeting, AnnouncementKind.MESSAGES_OF_SUPPORT)
        messages.first_published_at = MORNING
        data.revise(messages, RevisionAct.PUBLISHED, MORNING, facts=facts)
        data.revise(messages, RevisionAct.CORRECTED, MORNING + dt.timedelta(days=1), facts=facts, note=note)
        withdrawn = data.published(data.meeting(place, "2016-04-30"), chair="Jo " + LONGEST)
        data.retracted(withdrawn, MORNING, note)
        data.meeting(
            place, "2099-04-30", is_announced=True, ordinal=109, starts_at=dt.time(14), held_as=HeldAs.HYBRID,
            venue="Gemeinschaftsveranstaltungszentrum, Manchester",
        )  # fmt: skip


def add_statements(data: PublicData, unit: Unit) -> None:
    """One that was corrected, one that was taken back, and enough more for a second page of news."""
    for place in (unit, None):
        for slug in ("gwrandewch", "taken-back", *(f"further-{number}" for number in range(6))):
            text = "Unverständlichkeiten and misunderstandings: schools@weavers-and-spinners.example.org knows."
            title = f"Against counterrevolutionary Unverständlichkeiten in {unit.name}"
            told = data.statement(place, title, text, slug=slug, video_url="https://video.example.org/1")
            data.findable(title, text)
            if slug == "taken-back":
                data.retracted(told, MORNING, "It was a misunderstanding.")
