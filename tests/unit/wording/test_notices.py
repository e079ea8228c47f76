"""The notice, the call for nominations and the reminder, from facts to words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from agm.facts import HeldAs
from agm.facts.notices import NoticeFacts, OfficeToFill
from agm.wording.notices import call_for_nominations, nominations_reminder, nominations_window, notice

FACTS = NoticeFacts(
    meeting="9th Severn Vale JLM AGM",
    held_on=dt.date(2027, 4, 18),
    starts_at=dt.time(14),
    venue="the Quaker Meeting House, Tewkesmouth",
    agenda=("Apologies", "Election of officers"),
    offices=(OfficeToFill("Chair"), OfficeToFill("Other officer", 2, "Other officers")),
    nominations_open=dt.datetime(2027, 3, 21, 9, tzinfo=dt.UTC),
    nominations_close=dt.datetime(2027, 4, 9, 12, tzinfo=dt.UTC),
    needs_roles=("proposer", "seconder"),
    returning_officer="Beatrix Olumide",
    contact="secretary@severn-vale.example",
)


def test_a_notice_says_when_where_what_and_how_to_stand() -> None:
    found = notice(FACTS)
    assert found.title == "Notice of the 9th Severn Vale JLM AGM"
    assert found.text.split("\n\n") == [
        "The 9th Severn Vale JLM AGM is on Sunday 18 April 2027 at 14:00 at the Quaker Meeting House, Tewkesmouth.",
        "Every member may come.",
        "## Agenda",
        "1. Apologies\n2. Election of officers",
        "## Election",
        "To be elected: Chair and two Other officers.",
        "Nominations open on Sunday 21 March 2027 at 09:00 and close on Friday 9 April 2027 at noon.",
        "Nominate a member who agrees to stand. A nomination needs a proposer and a seconder.",
        "Beatrix Olumide is the returning officer. Questions to secretary@severn-vale.example.",
    ]


@pytest.mark.parametrize(
    ("held_as", "venue", "link", "first", "joining"),
    [
        (HeldAs.ONLINE, "", "https://example.org/x", "at 14:00, online.", "To join online: https://example.org/x"),
        (HeldAs.HYBRID, "the hall", "", "at the hall and online.", "To join online, ask Beatrix Olumide for the link."),
        (HeldAs.HYBRID, "", "", "at 14:00, in a hall and online.", "ask Beatrix Olumide"),
        (HeldAs.IN_PERSON, "", "https://example.org/x", "at 14:00.", ""),
    ],
)
def test_how_to_take_part_is_said_for_each_way(
    held_as: HeldAs, venue: str, link: str, first: str, joining: str
) -> None:
    text = notice(replace(FACTS, held_as=held_as, venue=venue, online_link=link)).text
    assert text.split("\n\n")[0].endswith(first)
    assert joining in text
    assert ("To join online" in text) == bool(joining)


def test_a_call_says_how_many_must_support_and_that_one_may_stand_oneself() -> None:
    found = call_for_nominations(replace(FACTS, needs_roles=(), needs_supporters=2, self_allowed=True))
    assert found.title == "Call for nominations: 9th Severn Vale JLM AGM"
    assert "You can stand yourself, or nominate a member who agrees to stand." in found.text
    assert "A nomination needs two members who support it." in found.text
    assert "##" not in found.text


def test_what_is_not_known_is_left_out() -> None:
    bare = NoticeFacts(meeting="JLM AGM", held_on=FACTS.held_on, starts_at=FACTS.starts_at)
    assert notice(bare).text == "The JLM AGM is on Sunday 18 April 2027 at 14:00.\n\nEvery member may come."
    assert nominations_reminder(bare).title == "Nominations close soon"


def test_a_reminder_tells_the_last_moment() -> None:
    found = nominations_reminder(FACTS)
    assert found.title == "Nominations close on Friday 9 April 2027 at noon"
    assert "What arrives later does not count." in found.text


def test_what_is_over_is_told_as_over() -> None:
    opens, closes = FACTS.nominations_open, FACTS.nominations_close
    assert opens
    assert closes
    told = [nominations_window(opens, closes, at) for at in (opens - dt.timedelta(days=1), opens, closes)]
    assert told == [
        "Nominations open on Sunday 21 March 2027 at 09:00 and close on Friday 9 April 2027 at noon.",
        "Nominations opened on Sunday 21 March 2027 at 09:00 and close on Friday 9 April 2027 at noon.",
        "Nominations closed on Friday 9 April 2027 at noon.",
    ]
    assert nominations_window(opens, None, closes) == "Nominations opened on Sunday 21 March 2027 at 09:00."
