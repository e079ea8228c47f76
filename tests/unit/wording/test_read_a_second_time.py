"""What a second reading of odd announcements found: dates that are past, offices of two bodies, places, and Welsh."""

import datetime as dt
from dataclasses import replace
from typing import Any

from agm.facts import Figure, Language, Moment, Motion, MotionOutcome, Outcome, Paragraph
from agm.facts.announcement import (
    Declaration,
    FreeStatement,
    Inquorate,
    MeetingChange,
    Notice,
    OfficeChange,
    OfficeChanges,
)
from agm.facts.motions import Vote
from agm.facts.outcome import Entry, PersonName
from agm.language.partial_date import PartialDate
from agm.wording.kinds import compose_any
from agm.wording.kinds.notices import who_comes
from agm.wording.render import Format, render
from agm.wording.second import in_both_languages
from agm.wording.style import HouseStyle
from tests.support.announced import FACTS
from tests.support.wording_facts import ORGANISATION, REGION, elected, office

TODAY = dt.date(2027, 3, 1)
WHOSE: dict[str, Any] = {"format_version": 1, "organisation": ORGANISATION, "region": REGION}
WELSH = HouseStyle().with_overrides({"second_language": "cy"})
STANDING = Outcome("Chair", entries=(Entry((PersonName("Ann Bell"),)),))


def text(facts: Any, style: HouseStyle = HouseStyle(), to: Format = Format.TEXT) -> str:  # noqa: ANN401, B008
    """An announcement as it is read on 1 March 2027, in both languages where the style says so."""
    document = in_both_languages(compose_any(facts, style, TODAY), facts, style, TODAY)
    return render(document, to).replace("\u00a0", " ")


def test_nominations_that_closed_before_the_text_was_made_are_told_so() -> None:
    told: dict[str, Any] = {"announcement": "postponement", **WHOSE, "nominations_close": Moment.parse("2027-02-20")}
    again = text(MeetingChange(**told, nominations_stand=False))
    assert "Nominations had to be made again, and closed on Saturday 20 February 2027." in again
    stand = text(MeetingChange(**told, nominations_stand=True))
    assert "Nominations that were made still count. Nominations closed on Saturday 20 February 2027." in stand
    open_ = text(MeetingChange(**told | {"nominations_close": Moment.parse("2027-03-20")}, nominations_stand=True))
    assert "Nominations that were made still count, and more can be made until Saturday 20 March 2027." in open_


def test_offices_of_a_body_stand_together_and_those_of_none_before_them() -> None:
    results = tuple(
        replace(office(label, elected(name)), body=body)
        for label, name, body in (("Chair", "Ann", "Crew"), ("Chair", "Bo", "Alumni"), ("Cox", "Cy", "Crew"))
    )
    found = text(replace(FACTS, results=(*results, office("Patron", elected("Di")))))
    lines = [line for line in found.splitlines() if ": " in line or line in ("Crew", "Alumni")]
    assert lines == ["Patron: Di", "Crew", "Chair: Ann", "Cox: Cy", "Alumni", "Chair: Bo"]


def test_whose_place_is_to_be_filled_and_how_many_places_is_told_before_the_meeting() -> None:
    ahead = replace(FACTS, held_on=PartialDate(2027, 5, 12))
    standing = replace(STANDING, predecessors=(PersonName("Old Bo"),))
    several = (Outcome("Delegate", "Delegates", 2), Outcome("Policy Committee", seats=3), standing)
    found = text(replace(ahead, results=several), WELSH)
    assert "held for two Delegates, three places on the Policy Committee and Chair." in found
    assert "Chair: Ann Bell; in place of Old Bo" in found
    assert "Chair: Ann Bell; yn lle Old Bo" in found
    call = Notice(announcement="call_for_nominations", **WHOSE, results=(replace(standing, entries=()),))
    assert "Chair: one place; in place of Old Bo" in text(call, WELSH)
    assert "Chair: 1 lle; yn lle Old Bo" in text(call, WELSH)


def test_nobody_who_came_and_several_places_of_a_committee_are_told_in_full() -> None:
    told = text(
        Inquorate(
            announcement="inquorate", **WHOSE, attendance=Figure(0), quorum=Figure(5),
            results=(Outcome("Northern seat"), Outcome("Policy Committee", seats=2)),
        )
    )  # fmt: skip
    assert "Nobody came, so the quorum of five was not reached." in told
    assert "The elections for the Northern seat and two places on the Policy Committee could not be held." in told
    won = Outcome("Policy Committee", seats=3, unnamed=3)
    assert "its election for three places on the Policy Committee" in text(
        Declaration(announcement="declaration", **WHOSE, results=(won,), declared_on=PartialDate(2027, 2, 3))
    )


def test_whoever_resigned_to_a_later_day_stays_in_office_until_then() -> None:
    change = OfficeChange(PersonName("Ann"), "Chair", PartialDate(2027, 2), "2027-04-01")
    told = text(OfficeChanges(announcement="resignation", **WHOSE, changes=(change,)))
    assert " in February 2027, staying in office until 1 April 2027." in told


def test_who_may_come_alone_is_told_in_the_usual_order() -> None:
    assert who_comes("Only members") == "It is open to members only."


def test_a_statement_that_is_all_in_welsh_is_told_once() -> None:
    said = (Paragraph("Rydym yn falch.", language=Language.WELSH),)
    page = text(FreeStatement(announcement="statement", **WHOSE, title="Datganiad", said=said), WELSH, Format.HTML)
    assert page.count("Datganiad") == 1
    assert 'lang="cy"' in page
    assert page.count("Rydym yn falch.") == 1


def test_how_a_vote_went_stands_beside_its_outcome_in_welsh() -> None:
    vote = Vote(4, 4, words="on the chair's casting vote")
    motion = Motion("A motion about dredging", outcome=MotionOutcome.LOST, vote=vote)
    found = text(replace(FACTS, motions=(motion,)), WELSH)
    assert "“A motion about dredging” – gwrthodwyd (on the chair's casting vote). O blaid: 4; yn erbyn: 4." in found
