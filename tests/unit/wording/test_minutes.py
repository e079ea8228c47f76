"""Minutes are drafted from the record: nothing that it does not know, and every figure that it does."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from agm.facts import (
    Amendment,
    AmendmentOutcome,
    Figure,
    HeldAs,
    MeetingFacts,
    Motion,
    MotionKind,
    MotionOutcome,
    Paragraph,
    Speaker,
    SpeakerKind,
    SupportMessage,
    Threshold,
    Vote,
)
from agm.language.partial_date import PartialDate
from agm.wording.compose.minutes import NoMinutesError, draft_minutes
from agm.wording.style import HouseStyle
from tests.support.wording_facts import ORGANISATION, REGION, elected, not_elected, office, person

TODAY = dt.date(2026, 1, 1)
HELD = MeetingFacts(
    format_version=1, organisation=ORGANISATION, region=REGION, ordinal=12, held_on=PartialDate(2025, 4, 20),
    starts_at=dt.time(14), venue="the Old Sail Loft, Arlingham Reach", held_as=HeldAs.HYBRID,
    quorum=Figure(number=12), attendance=Figure(number=52),
    speakers=(
        Speaker(person("Ruth Sable", prefix="Cllr"), kind=SpeakerKind.CHAIR),
        Speaker(person("Helen Marsh", suffix="MP"), "Shadow Minister for Housing"),
        Speaker(person("Bo Rope"), kind=SpeakerKind.OTHER),
    ),
    said=(Paragraph("Helen spoke of *houses*."),),
    messages=(SupportMessage(person("Avner Lavi"), "Leader", "Well done."), SupportMessage(person("Ann Lee"))),
    motions=(
        Motion("To meet in May", outcome=MotionOutcome.CARRIED, vote=Vote(words="on a show of hands")),
        Motion(
            "Quorum", MotionKind.RULE_CHANGE, "In rule 6,\nfor 12 read 15.", MotionOutcome.CARRIED, Vote(38, 9, 3),
            Threshold.TWO_THIRDS, mover=person("Ann Bell"), seconder=person("Bo Rope"),
            amendments=(
                Amendment("For 15 read 20.", AmendmentOutcome.LOST, Vote(9, 30), person("Flo Chime")),
                Amendment("Add “members”.", AmendmentOutcome.ACCEPTED),
            ),
        ),
    ),
    results=(office("Chair", elected("Ruth Sable", votes=30), not_elected("Bernard Loe")),
             office("Auditor"), office("Clerk"), office("Scribe")),
)  # fmt: skip
MINUTES = """\
# Minutes of the 12th AGM of the Northern Vale Region of the Civic Commonweal Movement

The meeting was held on Sunday 20 April 2025 at 14:00 at the Old Sail Loft, Arlingham Reach, and online.

Cllr Ruth Sable chaired the meeting.

The meeting was attended by 52 people. The quorum of 12 was reached.

The guest speaker was Shadow Minister for Housing Helen Marsh MP.

Bo Rope spoke as well.

## What was said

Helen spoke of *houses*.

## Messages of support

From Avner Lavi, Leader:

> Well done.

From Ann Lee.

## Motions

### 1. To meet in May

The motion was carried on a show of hands.

### 2. Quorum (change of the rules)

The motion was moved by Ann Bell and seconded by Bo Rope.

> In rule 6,
> for 12 read 15.

Amendment 1, moved by Flo Chime, was lost with 9 votes for and 30 against:

> For 15 read 20.

Amendment 2 was accepted by the mover of the motion:

> Add “members”.

The motion, as amended, was carried by 38 votes to 9, with three abstentions. Two thirds had to be for it.

## Elections
"""


def drafted(style: HouseStyle | None = None, **changes: object) -> str:
    return draft_minutes(replace(HELD, **changes), style or HouseStyle(), TODAY)  # type: ignore[arg-type]  # fields by name


def test_everything_that_is_recorded_is_minuted_in_the_order_of_business() -> None:
    text = drafted()
    assert text.startswith(MINUTES)
    assert "- Chair: Ruth Sable" in text


def test_figures_of_elections_are_minuted_where_the_house_style_shows_them() -> None:
    assert "30" not in drafted().partition("## Elections")[2]
    assert "30 votes" in drafted(HouseStyle(show_votes=True)).partition("## Elections")[2]


def test_how_many_were_helped_to_vote_is_a_number_among_the_elections() -> None:
    elections = draft_minutes(HELD, HouseStyle(), TODAY, 3).partition("## Elections")[2]
    assert elections.endswith("\n\nThree voters were helped to vote.\n")


def test_what_nobody_recorded_is_left_out() -> None:
    bare = MeetingFacts(format_version=1, organisation=ORGANISATION, held_on=PartialDate(2025))
    assert draft_minutes(bare, HouseStyle(), TODAY) == (
        "# Minutes of the AGM of the Civic Commonweal Movement\n\nThe meeting was held in 2025.\n"
    )


@pytest.mark.parametrize(
    ("attendance", "quorum", "words"),
    [
        (Figure(11), Figure(12), "The meeting was attended by 11 people. The quorum of 12 was not reached.\n"),
        (Figure(words="about forty members"), Figure(12), "by about forty members. The quorum was 12.\n"),
        (None, Figure(12), "\nThe quorum was 12.\n"),
        (Figure(52), None, "by 52 people.\n"),
    ],
)
def test_the_quorum_is_said_to_be_reached_only_where_numbers_say_so(
    attendance: Figure | None, quorum: Figure | None, words: str
) -> None:
    assert words in drafted(attendance=attendance, quorum=quorum)


@pytest.mark.parametrize(
    ("title", "heading"), [("A boat of our own.", "A boat of our own"), ("a new hall", "a new hall")]
)
def test_a_motion_keeps_the_capital_of_its_title_as_a_heading(title: str, heading: str) -> None:
    assert f"## Motion\n\n### {heading}\n\n" in drafted(motions=(Motion(title),))


@pytest.mark.parametrize(
    ("amendment", "words"),
    [
        (Amendment("x"), "An amendment was moved:"),
        (Amendment("x", mover=person("Flo Chime")), "An amendment, moved by Flo Chime:"),
        (Amendment("x", AmendmentOutcome.CARRIED, Vote(9, 8), person("Flo"), person("Bo")),
         "An amendment, moved by Flo and seconded by Bo, was carried by 9 votes to 8:"),
        (Amendment("x", AmendmentOutcome.WITHDRAWN), "An amendment was withdrawn:"),
    ],
)  # fmt: skip
def test_an_amendment_is_minuted_with_what_came_of_it(amendment: Amendment, words: str) -> None:
    text = drafted(motions=(Motion("Ropes", amendments=(amendment,)),))
    assert f"## Motion\n\n### Ropes\n\n{words}\n\n> x\n\nThe record does not say what came of it.\n" in text


def test_a_meeting_to_come_has_no_minutes() -> None:
    ahead = replace(HELD, held_on=PartialDate(2026, 5, 1), said=(), attendance=None, results=(), motions=())
    with pytest.raises(NoMinutesError):
        draft_minutes(ahead, HouseStyle(), TODAY)


def test_signs_in_names_are_no_markdown() -> None:
    assert "Bo \\*Rope\\* spoke as well." in drafted(
        speakers=(HELD.speakers[1], Speaker(person("Bo *Rope*"), kind=SpeakerKind.OTHER))
    )
