"""What is sent to members before a meeting, from facts to words: the same as what is announced of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from agm.facts import (
    FORMAT_VERSION,
    Entry,
    HeldAs,
    MeetingKind,
    Moment,
    OrganisationFacts,
    Outcome,
    PersonName,
    RegionFacts,
)
from agm.facts.announcement import Corrected, Correction, MeetingChange, Notice
from agm.language.partial_date import PartialDate
from agm.wording.kinds import compose_any
from agm.wording.kinds.frame import Frame
from agm.wording.kinds.notices import called_off, nominations_window, reminder
from agm.wording.letter import Letter, as_letter
from agm.wording.render import Format, render
from agm.wording.second import in_both_languages
from agm.wording.style import USUAL_STYLE, HouseStyle

OPENS, CLOSES = Moment.parse("2027-03-21T09:00"), Moment.parse("2027-04-09T12:00")
MET = "The Severn Vale Region of the Jewish Labour Movement will hold its 9th AGM"
THE_MEETING = "the 9th AGM of the Severn Vale Region of the Jewish Labour Movement"
NEEDS = (
    "You can nominate another member who agrees to stand, but not yourself. "
    "A nomination needs a proposer and a seconder. Nominations are invited for:"
)
FACTS = Notice(
    format_version=FORMAT_VERSION,
    announcement="notice",
    organisation=OrganisationFacts("Jewish Labour Movement", "JLM"),
    region=RegionFacts("Severn Vale"),
    kind=MeetingKind.AGM,
    ordinal=9,
    held_on=PartialDate.parse("2027-04-18"),
    starts_at=dt.time(14),
    venue="the Quaker Meeting House, Tewkesmouth",
    who_may_come="Every member may come.",
    agenda=("Apologies", "Election of officers"),
    results=(Outcome("Chair"), Outcome("Other officer", "Other officers", 2)),
    nominations_open=OPENS,
    nominations_close=CLOSES,
    needs_roles=("proposer", "seconder"),
    self_allowed=False,
    returning_officer="Beatrix Olumide",
    contact="secretary@severn-vale.example",
)
CALL = replace(FACTS, announcement="call_for_nominations", agenda=(), who_may_come=None)
WELSH_TOO = USUAL_STYLE.with_overrides({"second_language": "cy"})
DAY = dt.date(2027, 3, 1)


def letter(facts: Notice, style: HouseStyle = USUAL_STYLE) -> Letter:
    return as_letter(compose_any(facts, style, DAY))


def frame(facts: Notice = FACTS, style: HouseStyle = USUAL_STYLE) -> Frame:
    return Frame.of(facts, style, DAY)


def test_a_notice_says_when_where_what_and_how_to_stand() -> None:
    found = letter(FACTS)
    assert found.subject == "Notice of the 9th Severn Vale JLM AGM"
    assert found.text.split("\n\n") == [
        f"{MET} on Sunday 18 April 2027 at 14:00 at the Quaker Meeting House, Tewkesmouth. Every member may come.",
        "## Agenda",
        "1. Apologies\n2. Election of officers",
        "## Election",
        f"Nominations open on Sunday 21 March 2027 at 09:00 and close on Friday 9 April 2027 at noon. {NEEDS}",
        "Chair: one place  \nOther officers: two places",
        "Beatrix Olumide is the returning officer. Questions go to secretary@severn-vale.example.",
    ]


def test_it_is_worded_by_the_house() -> None:
    style = USUAL_STYLE.with_overrides({"date_style": "ordinal", "unit_word": "Branch", "line": "{office} – {holders}"})
    found = letter(FACTS, style).text
    assert "The Severn Vale Branch of the Jewish Labour Movement" in found
    assert "on Sunday 18th April 2027" in found
    assert "Chair – one place" in found


@pytest.mark.parametrize(
    ("held_as", "venue", "link", "first", "joining"),
    [
        (
            HeldAs.ONLINE,
            None,
            "https://example.org/x",
            "9th AGM online on",
            "\n\nTo join online: https://example.org/x\n\n",
        ),
        (
            HeldAs.HYBRID,
            "the hall",
            None,
            "at the hall and online.",
            "To join online, ask secretary@severn-vale.example",
        ),
        (HeldAs.HYBRID, None, None, "in person and online.", "for the link."),
        (HeldAs.IN_PERSON, None, "https://example.org/x", "at 14:00.", ""),
    ],
)
def test_how_to_take_part_is_said_for_each_way(
    held_as: HeldAs, venue: str | None, link: str | None, first: str, joining: str
) -> None:
    text = letter(replace(FACTS, held_as=held_as, venue=venue, online_link=link)).text
    assert first in text.split("\n\n")[0]
    assert joining in text
    assert ("To join online" in text) == bool(joining)


def test_a_call_says_how_many_must_support_and_that_one_may_stand_oneself() -> None:
    found = letter(replace(CALL, needs_roles=(), needs_supporters=2, self_allowed=True))
    assert found.subject == "Call for nominations: 9th Severn Vale JLM AGM"
    assert "You can stand yourself, or nominate a member who agrees to stand." in found.text
    assert "A nomination needs the support of two members." in found.text


def test_what_is_not_known_is_left_out() -> None:
    bare = Notice(
        format_version=FORMAT_VERSION, announcement="notice", organisation=FACTS.organisation,
        held_on=FACTS.held_on, starts_at=FACTS.starts_at,
    )  # fmt: skip
    assert letter(bare).text == "The Jewish Labour Movement will hold its AGM on Sunday 18 April 2027 at 14:00."
    assert as_letter(reminder(bare, frame(bare))).subject == "Nominations close soon"


def test_a_reminder_tells_the_last_moment_and_how_to_stand() -> None:
    found = as_letter(reminder(CALL, frame(CALL)))
    assert found.subject == "Nominations close on Friday 9 April 2027 at noon"
    assert found.text.split("\n\n") == [
        f"Nominations for {THE_MEETING} close on Friday 9 April 2027 at noon. What arrives later does not count.",
        "## Nominations",
        NEEDS,
        "Chair: one place  \nOther officers: two places",
        "Beatrix Olumide is the returning officer. Questions go to secretary@severn-vale.example.",
    ]


def test_what_is_over_is_told_as_over() -> None:
    told = [
        nominations_window(OPENS, CLOSES, USUAL_STYLE, have_opened=opened, are_closed=closed).replace("\u00a0", " ")
        for opened, closed in ((False, False), (True, False), (True, True))
    ]
    assert told == [
        "Nominations open on Sunday 21 March 2027 at 09:00 and close on Friday 9 April 2027 at noon.",
        "Nominations opened on Sunday 21 March 2027 at 09:00 and close on Friday 9 April 2027 at noon.",
        "Nominations opened on Sunday 21 March 2027 at 09:00 and closed on Friday 9 April 2027 at noon.",
    ]
    only = nominations_window(OPENS, None, USUAL_STYLE, have_opened=True, are_closed=False)
    assert only.replace("\u00a0", " ") == "Nominations opened on Sunday 21 March 2027 at 09:00."
    assert nominations_window(None, None, USUAL_STYLE, have_opened=False, are_closed=False) == ""


def standing(*offices: tuple[str, int, tuple[str, ...]], **changes: object) -> Notice:
    results = tuple(
        Outcome(label, None, seats, entries=tuple(Entry((PersonName(name),)) for name in names))
        for label, seats, names in offices
    )
    values = {"announcement": "statement_of_nominations", "results": results, "unopposed_elected": True}
    values |= {"nominations_open": None, "nominations_close": Moment.parse("2027-03-01T12:00")}
    return replace(CALL, **{**values, **changes})  # type: ignore[arg-type]  # by name


CHAIR, CLERK = ("Chair", 1, ("Ann Bell", "Bo Rope")), ("Clerk", 1, ("Cy Dumb",))
NOBODY = ("Auditor", 1, ())


@pytest.mark.parametrize(
    ("facts", "told", "in_welsh"),
    [
        (
            standing(CHAIR, CLERK),
            "No vote is held for Clerk: whoever stands is declared elected at the meeting.",
            "Clerk.",
        ),
        (
            standing(CLERK, NOBODY),
            "No vote is held: whoever stands is declared elected at the meeting.",
            "pleidlais: cy",
        ),
        (standing(CHAIR), "", ""),
        (standing(CHAIR, CLERK, unopposed_elected=False), "", ""),
        (standing(CHAIR, CLERK, unopposed_elected=None), "", ""),
        (standing(NOBODY), "", ""),
    ],
)
def test_for_whom_there_is_no_vote_is_said(facts: Notice, told: str, in_welsh: str) -> None:
    text = letter(facts).text
    assert ("No vote is held" in text) == bool(told)
    assert told in text
    both = in_both_languages(
        compose_any(facts, USUAL_STYLE), facts, USUAL_STYLE.with_overrides({"second_language": "cy"})
    )
    second = " ".join(getattr(part, "text", "") for block in both.blocks if block.language for part in block.parts)
    assert ("Ni chynhelir pleidlais" in second) == bool(told)
    assert in_welsh in second


def test_what_candidates_say_stays_as_it_was_typed_and_nothing_follows_that_would_read_as_theirs() -> None:
    share = Entry((PersonName("Ann Bell"), PersonName("Bo Rope")), statement="I keep books: 2 * 3 = 6, [always].")
    facts = standing(results=(Outcome("Clerk", entries=(share,)),))
    before, said = letter(facts).text.split("## What they say")
    assert said.strip() == "### Ann Bell and Bo Rope\n\nI keep books: 2 * 3 = 6, [always]."
    assert "Beatrix Olumide is the" in before


def test_what_follows_a_list_stands_below_it_on_the_page() -> None:
    source = render(compose_any(standing(CHAIR, CLERK), USUAL_STYLE), Format.HTML)
    assert source.index("were nominated:") < source.index("</dl>") < source.index("No vote is held")


@pytest.mark.parametrize(
    ("with_meeting", "subject", "first", "last"),
    [
        (True, "Called off: 9th Severn Vale JLM AGM", "The 9th AGM of the", "for this election alone."),
        (False, "Election called off: 9th Severn Vale JLM AGM", "The election at the 9th AGM", "held as announced."),
    ],
)
def test_what_is_called_off_is_told_with_its_reason(with_meeting: bool, subject: str, first: str, last: str) -> None:
    found = as_letter(called_off(FACTS, frame(), "The hall burned down.", with_meeting=with_meeting))
    assert found.subject == subject
    told, why, rest, _signature = found.text.split("\n\n")
    assert told.startswith(first)
    assert told.endswith("on Sunday 18 April 2027 at 14:00 is called off.")
    assert why == "The hall burned down."
    assert rest.endswith(last)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {"venue": "Link on request"},
            "It will be held online (link on request). To join online, ask the office for the",
        ),
        ({"online_link": "https://x.example/y"}, "It will be held online.\n\nTo join online: https://x.example/y\n\n"),
        ({"held_on": None}, "It will be held online."),
    ],
)
def test_a_postponed_meeting_tells_how_to_join(changes: dict[str, object], told: str) -> None:
    facts = MeetingChange(
        format_version=FORMAT_VERSION, announcement="postponement", organisation=FACTS.organisation,
        held_on=FACTS.held_on, held_as=HeldAs.ONLINE, contact="the office",
    )  # fmt: skip
    facts = replace(facts, **changes)  # type: ignore[arg-type]  # by name
    text = as_letter(compose_any(facts, USUAL_STYLE, DAY)).text
    assert told in text
    assert ("To join online" in text) == (facts.held_on is not None)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "In “AGM 2027”, published on Sunday 2 May 2027, {whose} said “Ann”; it should have said “Bo”."),
        ({"published_on": None}, "In “AGM 2027”, {whose} said “Ann”; it should have said “Bo”."),
        ({"of": None}, "On Sunday 2 May 2027, {whose} said “Ann”; it should have said “Bo”."),
        (
            {"of": None, "published_on": None},
            "The Severn Vale Region of the Jewish Labour Movement said “Ann”; it",
        ),
        (
            {"corrections": (Corrected("Bo"),)},
            "“AGM 2027”, published by {whose} on Sunday 2 May 2027, should have said “Bo”.",
        ),
        (
            {"corrections": (Corrected("Bo", "Ann"), Corrected("Di", "Cy"))},
            "It also said “Cy”; it should have said “Di”.",
        ),
        ({"corrections": (Corrected("Bo", "Ann"), Corrected("Di"))}, "It should also have said “Di”."),
    ],
)
def test_a_correction_says_whose_text_was_wrong(changes: dict[str, object], told: str) -> None:
    facts = Correction(
        format_version=FORMAT_VERSION, announcement="correction", organisation=FACTS.organisation,
        region=FACTS.region, of="AGM 2027", published_on=PartialDate.parse("2027-05-02"),
        corrections=(Corrected("Bo", "Ann"),),
    )  # fmt: skip
    facts = replace(facts, **changes)  # type: ignore[arg-type]  # by name
    text = as_letter(compose_any(facts, USUAL_STYLE, DAY)).text
    assert told.format(whose="the Severn Vale Region of the Jewish Labour Movement") in text
    both = render(in_both_languages(compose_any(facts, WELSH_TOO), facts, WELSH_TOO), Format.TEXT)
    assert "Cyhoeddwr: Jewish Labour Movement (Severn Vale)." in both
