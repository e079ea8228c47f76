"""What was told as over while it was not, twice, at the wrong place in a sentence, or not at all."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from agm.facts import (
    Figure,
    HeldAs,
    MeetingFacts,
    MeetingKind,
    Moment,
    Motion,
    MotionOutcome,
    NextMeeting,
    Outcome,
    Outgoing,
)
from agm.facts.announcement import (
    Declaration,
    MeetingChange,
    Notice,
    OfficeChange,
    OfficeChanges,
    RegionReport,
    RoundUp,
)
from agm.facts.motions import Vote
from agm.facts.outcome import Entry, OfficeState, PersonName
from agm.language.cy import is_welsh
from agm.language.partial_date import PartialDate
from agm.wording.compose.grammar import figure_words, how_online, placed, tie_words, to_office
from agm.wording.compose.particulars import next_meeting_sentence, outgoing_sentence
from agm.wording.document import Sentence, Typed
from agm.wording.kinds import compose_any
from agm.wording.render import Format, render
from agm.wording.second import in_both_languages
from agm.wording.style import HouseStyle
from agm.wording.terms import ENGLISH
from tests.support.announced import FACTS
from tests.support.wording_facts import ORGANISATION, REGION, elected, office, person

TODAY = dt.date(2027, 3, 1)
WHOSE: dict[str, Any] = {"format_version": 1, "organisation": ORGANISATION, "region": REGION}
WELSH = HouseStyle().with_overrides({"second_language": "cy"})
STANDING = Outcome("Chair", entries=(Entry((PersonName("Ann Bell"),)),))


def text(facts: Any, style: HouseStyle = HouseStyle(), to: Format = Format.TEXT) -> str:  # noqa: ANN401, B008
    """An announcement as it is read on 1 March 2027, in both languages where the style says so."""
    document = in_both_languages(compose_any(facts, style, TODAY), facts, style, TODAY)
    return render(document, to).replace("\u00a0", " ")


def statement(closes: str, *offices: Outcome) -> Notice:
    return Notice(
        announcement="statement_of_nominations",
        **WHOSE,
        results=offices,
        unopposed_elected=True,
        nominations_close=Moment.parse(closes),
    )


def test_who_stands_before_nominations_close_stands_so_far() -> None:
    told = text(statement("2027-03-04T12:00", STANDING, Outcome("Clerk")), WELSH)
    assert "Nominations close on Thursday 4 March 2027 at noon." in told
    assert "These candidates have been nominated so far:" in told
    assert "Clerk: nobody so far" in told
    assert "No vote is held" not in told
    assert "Ymgeiswyr hyd yma:" in told
    assert "neb hyd yma" in told
    assert "Ni chynhelir pleidlais" not in told
    nobody = text(statement("2027-03-04T12:00", Outcome("Clerk")), WELSH)
    assert "Nobody has been nominated so far for Clerk." in nobody
    assert "Ni enwebwyd neb hyd yma ar gyfer: Clerk." in nobody


def test_who_stands_once_nominations_are_closed_was_nominated() -> None:
    told = text(statement("2027-02-26T12:00", STANDING, Outcome("Clerk")), WELSH)
    assert "Nominations closed on Friday 26 February 2027 at noon." in told
    assert "These candidates were nominated:" in told
    assert "Clerk: nobody nominated" in told
    assert "No vote is held: whoever stands is declared elected at the meeting." in told
    assert "Enwebwyd:" in told
    assert "Nobody was nominated for Clerk." in text(statement("2027-02-26T12:00", Outcome("Clerk")))


@pytest.mark.parametrize(("closes", "told"), [("2027-03-04", "nobody so far"), ("2027-02-26", "nobody nominated")])
def test_a_call_with_candidates_says_of_the_others_that_nobody_stands_so_far(closes: str, told: str) -> None:
    call = Notice(
        announcement="call_for_nominations",
        **WHOSE,
        results=(STANDING, Outcome("Clerk")),
        nominations_close=Moment.parse(closes),
    )
    assert f"Clerk: {told}" in text(call)


def test_nobody_is_appointed_to_an_interim_chief_executive() -> None:
    assert to_office("interim Chief Executive") == "as interim Chief Executive"
    change = OfficeChange(PersonName("Jo Bell"), "interim Chief Executive", PartialDate(2027, 2, 1))
    told = text(OfficeChanges(announcement="appointment", **WHOSE, changes=(change,)))
    assert "Jo Bell was appointed as interim Chief Executive of the" in told
    assert to_office("National Executive") == "to the National Executive"


def test_whoever_left_is_thanked_once_and_handed_over_to_somebody() -> None:
    ann, bo, cy = PersonName("Ann"), PersonName("Bo"), PersonName("Cy")
    jo = PersonName("Jo Bell", "interim Chief Executive")
    style = HouseStyle()
    assert outgoing_sentence((Outgoing(ann, "Chair"), Outgoing(bo, "Clerk", "two years", cy)), style) == (
        "Our thanks go to Ann, the outgoing Chair, and to Bo, who served as Clerk for two years and handed over to Cy."
    )
    assert outgoing_sentence((Outgoing(ann, "Chair"), Outgoing(ann, "Clerk")), style) == (
        "Our thanks go to Ann, the outgoing Chair and Clerk."
    )
    several = (Outgoing(ann), Outgoing(bo), Outgoing(cy, "Chief Executive", None, jo))
    assert outgoing_sentence(several, style, besides=True) == (
        "We also thank Ann and Bo; and Cy, who served as Chief Executive and handed over to Jo Bell, interim Chief "
        "Executive."
    )
    assert outgoing_sentence((), style) == ""


def test_after_the_thanks_to_those_who_stood_nobody_is_thanked_in_the_same_words() -> None:
    results = (office("Chair", elected("Ann"), Entry((PersonName("Al"),), elected=False)),)
    told = text(replace(FACTS, results=results, outgoing=(Outgoing(person("Old Bo"), "Chair"),)))
    assert "Our thanks to all those who stood and good luck to Ann. We also thank Old Bo, the outgoing Chair." in told
    assert told.count("Our thanks") == 1


VACANT = Outcome("Clerk", state=OfficeState.DECIDED)
CHAIR = office("Chair", elected("Ann"))


@pytest.mark.parametrize(
    ("offices", "lead"),
    [
        ((CHAIR,), "They elected:"),
        ((CHAIR, VACANT), "The results were as follows:"),
        ((VACANT,), "The offices stand as follows:"),
        ((replace(CHAIR, seats=2),), "The results were as follows:"),
    ],
)
def test_regions_elected_whom_they_did_elect(offices: tuple[Outcome, ...], lead: str) -> None:
    regions = (RegionReport("North", results=offices), RegionReport("South", results=(CHAIR,)))
    regions = regions if any(one.elected for one in offices) else (regions[0], RegionReport("East", results=offices))
    told = text(RoundUp(announcement="round_up", **WHOSE, regions=regions))
    assert lead in told
    assert ("They elected:" in told) == (lead == "They elected:")


@pytest.mark.parametrize(
    ("venue", "how"),
    [
        ("Online", "online"),
        ("online via Zoom", "online via Zoom"),
        ("Online (link on request)", "online (link on request)"),
        ("Online, by Zoom", "online by Zoom"),
        ("Zoom", "via Zoom"),
    ],
)
def test_online_stands_where_it_is_said(venue: str, how: str) -> None:
    assert how_online(venue) == how
    when = Moment.parse("2027-05-12T19:30")
    assert next_meeting_sentence(NextMeeting(when, venue=venue), HouseStyle()).replace("\u00a0", " ") == (
        f"The next meeting is {how} on Wednesday 12 May 2027 at 19:30."
    )
    facts = replace(FACTS, held_on=PartialDate(2027, 5, 12), starts_at=dt.time(19, 30), venue=venue, results=())
    assert f" will hold its AGM {how} on Wednesday 12 May 2027 at 19:30." in text(facts)


def test_a_place_and_online_is_no_place_online() -> None:
    facts = replace(FACTS, venue="online and at the Hall", held_as=None, results=())
    assert " online and at the Hall." in text(facts)
    assert " at the Hall and online." in text(replace(facts, venue="the Hall", held_as=HeldAs.HYBRID))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("women", "reserved for women"),
        ("for women", "reserved for women"),
        ("members under 27", "reserved for members under 27"),
        ("two places for women", "two places for women"),
        ("one must be held by a woman", "one must be held by a woman"),
        ("open to members under 27", "open to members under 27"),
        ("reserved for a woman", "reserved for a woman"),
        ("", ""),
    ],
)
def test_for_whom_a_place_is_reserved_is_said_in_full(typed: str, told: str) -> None:
    assert ENGLISH.reserved(typed) == told


def test_a_reserved_place_reads_well_in_every_list() -> None:
    reserved = replace(STANDING, label="Officer", reserved="women")
    assert "Officer (one place; reserved for women): Ann Bell" in text(statement("2027-02-26", reserved))
    assert "Officer (1 lle; ar gyfer: women): Ann Bell" in text(statement("2027-02-26", reserved), WELSH)
    won = replace(FACTS, results=(replace(office("Officer", elected("Ann")), reserved="for women"),))
    assert "Officer: Ann; reserved for women" in text(won)


def test_a_motion_in_welsh_is_marked_and_stands_in_both_texts() -> None:
    motion = Motion("Tai i bawb", text="Dylai’r Cyngor godi tai.", outcome=MotionOutcome.CARRIED, vote=Vote(9, 2))
    style = WELSH.with_overrides({"show_motion_texts": True})
    facts = replace(FACTS, motions=(motion,))
    page = text(facts, style, Format.HTML)
    assert 'The motion “<span lang="cy">Tai i bawb</span>” was carried by 9 votes to 2.' in page
    assert page.count("Dylai’r Cyngor godi tai.") == 1
    assert page.index("Dylai’r Cyngor") > page.index("Cynnig: “Tai i bawb”")
    alone = compose_any(facts, HouseStyle().with_overrides({"show_motion_texts": True}), TODAY)
    parts = [part for block in alone.blocks for part in block.parts if block.key == "motions"]
    assert [part.in_welsh for part in parts if isinstance(part, Sentence)] == [("Tai i bawb",)]
    assert [part.language for part in parts if isinstance(part, Typed)] == ["cy"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Tai i bawb", True),
        ("Y Gymraeg yn y gweithle", True),
        ("Bod y gangen hon yn cefnogi’r streic", True),
        ("Fair fares", False),
        ("Generation Y", False),
        ("Solidarity with Cymdeithas yr Iaith Gymraeg", False),
    ],
)
def test_what_is_welsh(typed: str, expected: bool) -> None:
    assert is_welsh(typed) is expected


def test_who_left_what_is_no_office_is_told_in_one_sentence() -> None:
    def left(label: str) -> str:
        change = OfficeChange(PersonName("Ann Bell", "Dr"), label, PartialDate(2027, 2, 1))
        return text(OfficeChanges(announcement="resignation", **WHOSE, changes=(change,)))

    body = "the Northern Vale Region of the Civic Commonweal Movement"
    assert f"\nDr Ann Bell resigned from the office of Membership in {body} on Monday 1 February 2027." in left(
        "Membership"
    )
    assert f"\nDr Ann Bell resigned from the Policy Committee of {body} on" in left("Policy Committee")
    assert f"\nDr Ann Bell resigned from the Northern seat in {body} on" in left("Northern seat")


MET = replace(FACTS, results=(replace(CHAIR, rejected_papers=2), office("Clerk", elected("Bo"))))


def test_papers_that_were_set_aside_are_told_in_a_report() -> None:
    told = text(MET, WELSH)
    assert "Two voting papers for Chair could not be counted." in told
    assert "Papurau na ellid eu cyfrif (Chair): 2." in told


@pytest.mark.parametrize(
    ("changes", "told", "welsh"),
    [
        ({"attendance": Figure(20), "quorum": Figure(12)}, "The quorum of 12 was reached.",
         "Cyrhaeddwyd y cworwm, sef 12."),
        ({"attendance": Figure(9), "quorum": Figure(12)}, "The quorum of 12 was not reached.",
         "Ni chyrhaeddwyd y cworwm, sef 12."),
        ({"attendance": Figure(words="forty"), "quorum": Figure(12)}, "The quorum was 12.", "Cworwm: 12."),
        ({"attendance": Figure(20)}, "attended by 20 people.", "Yn bresennol: 20"),
    ],
)  # fmt: skip
def test_the_quorum_is_told_where_it_is_recorded(changes: dict[str, Any], told: str, welsh: str) -> None:
    found = text(replace(MET, **changes), WELSH)
    assert told in found
    assert welsh in found
    assert found.count("quorum") == ("quorum" in changes)


def test_the_quorum_of_a_meeting_to_come_is_no_past_one() -> None:
    facts: MeetingFacts = replace(FACTS, held_on=PartialDate(2027, 5, 12), quorum=Figure(12), results=())
    assert "The quorum is 12." in text(facts)


@pytest.mark.parametrize(("offered", "told"), [((CHAIR,), True), ((CHAIR, VACANT), False)])
def test_the_last_day_to_come_forward_is_told_once(offered: tuple[Outcome, ...], told: bool) -> None:
    until: dict[str, Any] = {"vacancies_until": Moment.parse("2027-07-01"), "contact": "the secretary"}
    found = text(replace(FACTS, results=offered, **until), WELSH)
    assert ("The last day to come forward is Thursday 1 July 2027. Questions go to the secretary." in found) == told
    assert found.count("1 July 2027") == 1
    assert found.count("Dyddiad olaf: dydd Iau 1 Gorffennaf 2027") == 1


def test_a_result_declared_on_a_later_day_tells_of_both_days() -> None:
    told: dict[str, Any] = {
        "held_on": PartialDate(2027, 2, 1),
        "declared_on": PartialDate(2027, 2, 3),
        "venue": "Online",
    }
    found = text(Declaration(announcement="declaration", **WHOSE, results=(CHAIR,), kind=MeetingKind.AGM, **told))
    assert "its election for Chair on Wednesday 3 February 2027. Its AGM was held online on Monday 1 February" in found
    del told["declared_on"]
    found = text(Declaration(announcement="declaration", **WHOSE, results=(CHAIR,), kind=MeetingKind.AGM, **told))
    assert "the result of its election for Chair at its AGM, held online on Monday 1 February 2027." in found


def test_a_cancelled_meeting_online_was_to_be_held_online_on_its_day() -> None:
    was: dict[str, Any] = {"was_on": PartialDate(2027, 3, 9), "starts_at": dt.time(12), "venue": "Online"}
    found = text(MeetingChange(announcement="cancellation", **WHOSE, **was), WELSH)
    assert ", which was to be held online on Tuesday 9 March 2027 at noon, has been cancelled." in found
    assert "ddydd Mawrth 9 Mawrth 2027 am hanner dydd. Lleoliad: ar-lein." in found


def test_nominations_that_have_to_be_made_again_close_in_the_same_sentence() -> None:
    again: dict[str, Any] = {"nominations_stand": False, "nominations_close": Moment.parse("2027-03-20T12:00")}
    found = text(MeetingChange(announcement="postponement", **WHOSE, **again))
    assert "Nominations have to be made again, and now close on Saturday 20 March 2027 at noon." in found


def test_in_welsh_a_place_online_and_an_interim_successor_read_well() -> None:
    jo = PersonName("Jo Bell", "interim Clerk")
    again = NextMeeting(Moment.parse("2027-05-12"), venue="Online, link on request")
    facts = replace(MET, venue="Online", outgoing=(Outgoing(PersonName("Bo"), "Clerk", None, jo),), next_meeting=again)
    found = text(facts, WELSH)
    assert "Lleoliad: ar-lein.\n" in found
    assert "Olynydd: Jo Bell (interim Clerk)." in found
    assert "Cyfarfod nesaf: dydd Mercher 12 Mai 2027, ar-lein (link on request)." in found


@pytest.mark.parametrize(
    ("venue", "told"),
    [
        ("Town Hall", "at the Town Hall"),
        ("Town Hall, Leeds", "at the Town Hall, Leeds"),
        ("Leeds Town Hall", "at Leeds Town Hall"),
        ("Church House", "at Church House"),
    ],
)
def test_a_place_named_by_what_it_is_has_its_article(venue: str, told: str) -> None:
    assert placed(venue) == told


def test_numbers_and_ties_are_told_within_their_sentence() -> None:
    assert figure_words("Only five members") == "only five members"
    assert tie_words("Drawing of lots") == "by drawing lots"


def test_a_season_stands_behind_a_comma_in_a_title() -> None:
    for period, title in (("autumn 2026", "CCM regions: AGMs, autumn 2026"), ("2026", "CCM regions: AGMs 2026")):
        regions = (RegionReport("North"), RegionReport("South"))
        found = text(RoundUp(announcement="round_up", **WHOSE, period=period, regions=regions), WELSH)
        assert found.startswith(title)
        assert f"cyfarfodydd cyffredinol blynyddol{title.removeprefix('CCM regions: AGMs')}" in found
