"""What was put right after every kind was written at the desk of the demonstration, and read in every form."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from agm.facts import (
    FORMAT_VERSION,
    HeldAs,
    MeetingKind,
    OfficeState,
    OrganisationFacts,
    Outcome,
    PersonName,
    RegionFacts,
)
from agm.facts.announcement import AnyFacts, Declaration, Inquorate, MeetingChange, OfficeChange, OfficeChanges
from agm.language.partial_date import PartialDate
from agm.wording.kinds import compose_any
from agm.wording.kinds.meetings import because
from agm.wording.render import Format, render
from agm.wording.second import in_both_languages
from agm.wording.style import USUAL_STYLE
from tests.support.wording_facts import elected, office

OURS = OrganisationFacts("Guild of Thatchers", "GT")
FENLAND = RegionFacts("Fenland")
DAY = PartialDate.parse("2026-11-03")
SEVEN = time(19)
WELSH_TOO = USUAL_STYLE.with_overrides({"second_language": "cy"})


def text_of(facts: AnyFacts) -> str:
    return " ".join(render(compose_any(facts, USUAL_STYLE), Format.TEXT).split())


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("Flooding at the hall.", " because of flooding at the hall"),
        ("Heavy snow", " because of heavy snow"),
        ("Strikes were announced", " because strikes were announced"),
        ("Storm Agnes", " because of Storm Agnes"),
        ("Reading is cut off", " because Reading is cut off"),
        ("Icelandic ash", " because of Icelandic ash"),
        ("", ""),
    ],
)
def test_a_reason_goes_on_within_its_sentence(reason: str, told: str) -> None:
    assert because(reason) == told


def test_a_by_election_is_not_declared_at_itself() -> None:
    facts = Declaration(
        format_version=FORMAT_VERSION, announcement="by_election", organisation=OURS, region=FENLAND,
        kind=MeetingKind.BY_ELECTION, held_on=DAY, venue="the Town Hall", held_as=HeldAs.IN_PERSON,
        results=(office("Clerk", elected("Mei Lin")),),
    )  # fmt: skip
    told = "declared the result of its by-election for Clerk on Tuesday 3 November 2026 at the Town Hall."
    assert told in text_of(facts)
    both = render(in_both_languages(compose_any(facts, WELSH_TOO), facts, WELSH_TOO), Format.TEXT)
    assert "Cyfarfod: isetholiad" not in both
    assert "Lleoliad: the Town Hall." in both
    at_agm = replace(facts, kind=MeetingKind.AGM)
    assert "for Clerk at its AGM on Tuesday 3 November 2026 at the Town Hall." in text_of(at_agm)


def changes(*found: OfficeChange) -> OfficeChanges:
    return OfficeChanges(
        format_version=FORMAT_VERSION, announcement="co_option", organisation=OURS, changes=found, by="the committee"
    )


ANN, BO, CY = (
    OfficeChange(PersonName(name), label, DAY)
    for name, label in (("Ann Marsh", "Press Officer"), ("Bo Rope", "Events Officer"), ("Cy Dumb", "Auditor"))
)
FIRST = "Ann Marsh was co-opted as Press Officer of the Guild of Thatchers by the committee on Tuesday 3 November 2026"


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (changes(ANN), f"{FIRST}."),
        (changes(ANN, BO), f"{FIRST}, and Bo Rope as Events Officer."),
        (changes(ANN, BO, CY), f"{FIRST}, Bo Rope as Events Officer, and Cy Dumb as Auditor."),
        (changes(ANN, replace(BO, on=None)), f"{FIRST}. Bo Rope was co-opted as Events Officer by the committee."),
        (changes(ANN, replace(BO, in_place_of=(PersonName("Di Peal"),))), "in place of Di Peal."),
        (changes(ANN, replace(BO, until="2027-05")), "until May 2027."),
    ],
)
def test_those_who_came_together_share_a_sentence(facts: OfficeChanges, told: str) -> None:
    assert told in text_of(facts)


def test_the_groups_of_a_list_are_headings_beside_their_offices() -> None:
    facts = MeetingChange(
        format_version=FORMAT_VERSION, announcement="cancellation", organisation=OURS, held_on=DAY,
        results=(Outcome("Chair", body="Executive"), Outcome("Clerk", body="Trust")),
    )  # fmt: skip
    source = render(compose_any(facts, USUAL_STYLE), Format.HTML)
    assert '<div class="axis"><h3 class="group">Executive</h3></div>' in source


def called(*offices: Outcome) -> Inquorate:
    return Inquorate(
        format_version=FORMAT_VERSION, announcement="inquorate", organisation=OURS, held_on=DAY, starts_at=SEVEN,
        venue="the Town Hall", results=offices,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("offices", "told", "in_welsh"),
    [
        ((Outcome("Chair"),), "The election for Chair could not be held.", "Chair."),
        (
            (Outcome("Chair"), Outcome("Steward", seats=3)),
            "The elections for Chair and three Stewards could not be held.",
            "Chair, Stewards (3 o leoedd).",
        ),
    ],
)
def test_a_meeting_to_which_too_few_came_leaves_no_result_to_follow(
    offices: tuple[Outcome, ...], told: str, in_welsh: str
) -> None:
    facts = called(*offices)
    text = text_of(facts)
    assert "called its AGM for Tuesday 3 November 2026 at 19:00 at the Town Hall." in text
    assert told in text
    assert "to follow" not in text
    both = render(in_both_languages(compose_any(facts, WELSH_TOO), facts, WELSH_TOO), Format.TEXT)
    assert f"Ni ellid cynnal etholiad ar gyfer y canlynol: {in_welsh}" in both
    deferred = called(Outcome("Clerk", state=OfficeState.DEFERRED))
    assert "could not be held" not in text_of(deferred)
    assert "Clerk: election deferred" in text_of(deferred)


def test_a_meeting_that_is_cancelled_is_told_with_its_hour_and_place() -> None:
    facts = MeetingChange(
        format_version=FORMAT_VERSION, announcement="cancellation", organisation=OURS, held_on=DAY, starts_at=SEVEN,
        venue="the Town Hall", held_as=HeldAs.HYBRID,
    )  # fmt: skip
    told = "which was to be held on Tuesday 3 November 2026 at 19:00 at the Town Hall and online, has been cancelled."
    assert told in text_of(facts)


def test_who_reads_on_a_screen_can_follow_an_address() -> None:
    facts = MeetingChange(
        format_version=FORMAT_VERSION, announcement="postponement", organisation=OURS, held_on=DAY,
        held_as=HeldAs.ONLINE, online_link="https://meet.example.org/a?b=1&c='2'", contact="Bo & Fenn, bo@example.org",
    )  # fmt: skip
    source = render(compose_any(facts, USUAL_STYLE), Format.HTML)
    address = "https://meet.example.org/a?b=1&amp;c=&#x27;2&#x27;"
    assert f'<a href="{address}" rel="noopener noreferrer">{address}</a></p>' in source
    assert '>Questions go to Bo &amp; Fenn, <a href="mailto:bo@example.org" rel="noopener noreferrer">bo@' in source
    other = render(compose_any(replace(facts, contact="javascript://alert@x"), USUAL_STYLE), Format.HTML)
    assert "<a" not in other.partition("Questions go to")[2]
