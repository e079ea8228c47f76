"""What is said of motions: true of the figures, and good English for any title that people type."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from agm.facts import (
    Amendment,
    AmendmentOutcome,
    Figure,
    MeetingFacts,
    Motion,
    MotionKind,
    MotionOutcome,
    ShareOf,
    Threshold,
    Vote,
)
from agm.facts.files import check_facts, facts_from_json, facts_to_json
from agm.facts.majority import majority
from agm.language.partial_date import PartialDate
from agm.wording.compose import compose
from agm.wording.document import AnnouncementKind, BlockKey, Sentence, Typed
from agm.wording.style import HouseStyle
from tests.support.wording_facts import ORGANISATION, REGION, person

FACTS = MeetingFacts(format_version=1, organisation=ORGANISATION, region=REGION)
CARRIED, LOST, WITHDRAWN, REMITTED = MotionOutcome
AMENDED = (Amendment("Longer ropes", AmendmentOutcome.CARRIED),)


def told(*motions: Motion, style: HouseStyle | None = None) -> str:
    document = compose(replace(FACTS, motions=motions), style or HouseStyle(), kind=AnnouncementKind.REPORT)
    block = document.block(BlockKey.MOTIONS)
    parts = block.parts if block else ()
    text = "\n".join(part.text if isinstance(part, Sentence) else part.markdown for part in parts
                     if isinstance(part, Sentence | Typed))  # fmt: skip
    return text.replace("\u00a0", " ")


def motion(title: str = "Fair fares", outcome: MotionOutcome = CARRIED, vote: Vote = Vote(), **more: Any) -> Motion:  # noqa: ANN401, B008  fields by name; a frozen value
    return Motion(title, outcome=outcome, vote=vote, **more)


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Fair fares", "The motion “Fair fares” was carried."),
        ("“Fair fares”", "The motion “Fair fares” was carried."),
        ("Thanks to “The Ropes”", "The motion ‘Thanks to “The Ropes”’ was carried."),
        ("Motion 3: Fair fares.", "The motion “Fair fares” was carried."),
        ("Motion A – Fair fares", "The motion “Fair fares” was carried."),
        ("Motion on fair fares", "A motion on fair fares was carried."),
        ("Emergency motion on fares in York", "An emergency motion on fares in York was carried."),
        ("Motion of no confidence in the committee", "A motion of no confidence in the committee was carried."),
        ("To affiliate to the Fares Campaign.", "The meeting agreed to affiliate to the Fares Campaign."),
        ("Motion 2: to meet in May", "The meeting agreed to meet in May."),
        ("Motion to meet in May", "The meeting agreed to meet in May."),
        ("That the AGM be held in May", "The meeting agreed that the AGM be held in May."),
        ("This AGM resolves to meet in May", "The meeting agreed to meet in May."),
        ("This meeting agrees that buses matter", "The meeting agreed that buses matter."),
        ("Who pays for ropes?", "The motion “Who pays for ropes?” was carried."),
        ("Tolls", "The motion “Tolls” was carried."),
        ("Thatch", "The motion “Thatch” was carried."),
        ("Motions and how to write them", "The motion “Motions and how to write them” was carried."),
    ],
)
def test_a_title_goes_into_a_sentence(title: str, words: str) -> None:
    assert told(motion(title)) == words


@pytest.mark.parametrize(
    ("outcome", "vote", "words"),
    [
        (CARRIED, Vote(23, 4, 2), "carried by 23 votes to 4, with two abstentions."),
        (CARRIED, Vote(23, 4, 1), "carried by 23 votes to 4, with one abstention."),
        (CARRIED, Vote(23, 4, 0), "carried by 23 votes to 4."),
        (CARRIED, Vote(1, 0), "carried by 1 vote to none."),
        (CARRIED, Vote(1204, 1000), "carried by 1,204 votes to 1,000."),
        (CARRIED, Vote(10, 10, None, "On the chair's casting vote."),
         "carried with 10 votes for and 10 against, on the chair's casting vote."),
        (CARRIED, Vote(words="Unanimously"), "carried unanimously."),
        (CARRIED, Vote(words="nem. con."), "carried nem. con."),
        (CARRIED, Vote(words="on a show of hands"), "carried on a show of hands."),
        (CARRIED, Vote(words="Only three were against"), "carried (Only three were against)."),
        (CARRIED, Vote(words="In favour: most"), "carried (In favour: most)."),
        (CARRIED, Vote(words="nearly all"), "carried (nearly all)."),
        (LOST, Vote(4, 23, 2), "lost with 4 votes for, 23 against and two abstentions."),
        (LOST, Vote(0, 23), "lost with no votes for and 23 against."),
        (LOST, Vote(10, 10), "lost with 10 votes for and 10 against."),
        (WITHDRAWN, Vote(), "withdrawn."),
        (REMITTED, Vote(words="to the executive"), "remitted to the executive."),
        (REMITTED, Vote(20, 5), "remitted by 20 votes to 5."),
    ],
)  # fmt: skip
def test_a_vote_is_told_as_it_went(outcome: MotionOutcome, vote: Vote, words: str) -> None:
    assert told(motion(outcome=outcome, vote=vote)) == f"The motion “Fair fares” was {words}"


@pytest.mark.parametrize(
    ("share_of", "words"),
    [
        (ShareOf.VOTES, "two thirds had to be for it"),
        (ShareOf.VOTING, "two thirds, abstentions included, had to be for it"),
        (ShareOf.PRESENT, "two thirds of those present had to be for it"),
    ],
)
def test_a_motion_that_more_were_for_was_lost_for_a_reason(share_of: ShareOf, words: str) -> None:
    lost = motion("Quorum", LOST, Vote(14, 10), kind=MotionKind.RULE_CHANGE, threshold=Threshold.TWO_THIRDS)
    sentence = "The rule change “Quorum” was lost with 14 votes for and 10 against; "
    assert told(replace(lost, share_of=share_of)) == f"{sentence}{words}."


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (motion("To meet in May", vote=Vote(9, 2)), "The meeting agreed to meet in May, by 9 votes to 2."),
        (motion("To meet in May", vote=Vote(words="One left")), "The meeting agreed to meet in May (One left)."),
        (motion("To meet", LOST, Vote(2, 9)), "A motion to meet was lost with 2 votes for and 9 against."),
        (motion("To meet in May", WITHDRAWN), "A motion to meet in May was withdrawn."),
        (motion("To meet in May", amendments=AMENDED), "A motion to meet in May was carried as amended."),
        (motion(vote=Vote(9, 2), amendments=AMENDED),
         "The motion “Fair fares” was carried as amended, by 9 votes to 2."),
        (motion(outcome=LOST, vote=Vote(2, 9), amendments=AMENDED),
         "The motion “Fair fares” was amended, and then lost, with 2 votes for and 9 against."),
        (motion(amendments=(Amendment("No", AmendmentOutcome.LOST),)), "The motion “Fair fares” was carried."),
    ],
)  # fmt: skip
def test_a_motion_is_told_with_what_became_of_it(found: Motion, words: str) -> None:
    assert told(found) == words


def test_movers_are_named_where_the_facts_name_them() -> None:
    ann, bo = person("Ann Bell", prefix="Cllr"), person("Bo Rope")
    both = "The motion was moved by Cllr Ann Bell and seconded by Bo Rope."
    assert told(motion(mover=ann, seconder=bo)) == f"The motion “Fair fares” was carried. {both}"
    assert told(motion(mover=ann)).endswith("carried. The motion was moved by Cllr Ann Bell.")
    assert told(motion(seconder=bo)).endswith("carried. The motion was seconded by Bo Rope.")
    assert told(motion(outcome=WITHDRAWN, mover=ann)) == "The motion “Fair fares” was withdrawn."
    document = compose(replace(FACTS, motions=(motion(mover=ann, seconder=bo),)), HouseStyle())
    assert [one.name for one in document.people] == ["Cllr Ann Bell", "Bo Rope"]


def test_texts_are_printed_where_the_house_style_says_so() -> None:
    with_text = motion(text="*Fares* shall be fair.")
    assert told(with_text) == "The motion “Fair fares” was carried."
    style = HouseStyle(show_motion_texts=True)
    assert told(with_text, style=style) == "The motion “Fair fares” was carried.\n*Fares* shall be fair."


def test_what_nothing_came_of_yet_is_not_told_and_makes_no_report() -> None:
    assert told(Motion("Fair fares")) == ""
    ahead = replace(FACTS, held_on=PartialDate(2027, 4, 2), motions=(Motion("Fair fares"),))
    document = compose(ahead, HouseStyle(), today=PartialDate(2027, 1, 1).full)
    assert "will hold" in "".join(part.text for part in document.blocks[1].parts if isinstance(part, Sentence))


def test_motions_come_back_from_a_file() -> None:
    full = motion("Quorum", LOST, Vote(14, 10, 3), kind=MotionKind.RULE_CHANGE, text="Forty.", mover=person("Ann"),
                  threshold=Threshold.TWO_THIRDS, share_of=ShareOf.PRESENT, amendments=AMENDED)  # fmt: skip
    facts = replace(FACTS, motions=(full, Motion("Fair fares")))
    assert facts_from_json(facts_to_json(facts)) == facts


@pytest.mark.parametrize(
    ("vote", "threshold", "share_of", "is_reached"),
    [
        (Vote(11, 10), Threshold.SIMPLE, ShareOf.VOTES, True),
        (Vote(10, 10), Threshold.SIMPLE, ShareOf.VOTES, False),
        (Vote(0, 0), Threshold.SIMPLE, ShareOf.VOTES, False),
        (Vote(0, 0), Threshold.TWO_THIRDS, ShareOf.VOTES, False),
        (Vote(18, 9), Threshold.TWO_THIRDS, ShareOf.VOTES, True),
        (Vote(18, 10), Threshold.TWO_THIRDS, ShareOf.VOTES, False),
        (Vote(19, 9), Threshold.TWO_THIRDS, ShareOf.VOTES, True),
        (Vote(18, 9, 1), Threshold.TWO_THIRDS, ShareOf.VOTING, False),
        (Vote(18, 9), Threshold.TWO_THIRDS, ShareOf.VOTING, None),
        (Vote(20, 4), Threshold.SIMPLE, ShareOf.PRESENT, False),
        (Vote(21, 4), Threshold.SIMPLE, ShareOf.PRESENT, True),
        (Vote(30, 25), Threshold.SIMPLE, ShareOf.PRESENT, True),
        (Vote(3, 2), Threshold.THREE_FIFTHS, ShareOf.VOTES, True),
        (Vote(3, 1), Threshold.THREE_QUARTERS, ShareOf.VOTES, True),
        (Vote(23, 0), Threshold.UNANIMOUS, ShareOf.VOTES, True),
        (Vote(23, 1), Threshold.UNANIMOUS, ShareOf.VOTES, False),
        (Vote(words="most"), Threshold.SIMPLE, ShareOf.VOTES, None),
    ],
)
def test_a_majority_is_reckoned_exactly(
    vote: Vote, threshold: Threshold, share_of: ShareOf, is_reached: bool | None
) -> None:
    assert majority(vote, threshold, share_of, 40).is_reached is is_reached


def test_a_share_of_those_present_needs_their_number() -> None:
    assert majority(Vote(9, 1), Threshold.SIMPLE, ShareOf.PRESENT, None).is_reached is None
    assert majority(Vote(18, 10), Threshold.TWO_THIRDS, ShareOf.VOTES, None).words == (
        "Two thirds of 28 votes for and against means 19; 18 were for it. That is not enough."
    )


@pytest.mark.parametrize(
    ("wrong", "places"),
    [
        (motion(vote=Vote(4, 23)), ["motions[0].outcome"]),
        (motion(outcome=LOST, vote=Vote(23, 4)), ["motions[0].outcome"]),
        (motion(vote=Vote(17, 9), threshold=Threshold.TWO_THIRDS), ["motions[0].outcome"]),
        (motion(vote=Vote(20, 9), share_of=ShareOf.PRESENT), ["motions[0].outcome"]),
        (motion(vote=Vote(3)), ["motions[0].vote.votes_against"]),
        (motion(vote=Vote(None, 3)), ["motions[0].vote.votes_for"]),
        (motion(vote=Vote(None, None, 3)), ["motions[0].vote.votes_for"]),
        (motion(outcome=WITHDRAWN, vote=Vote(3, 4)), ["motions[0].outcome"]),
        (motion(mover=person("Ann"), seconder=person("Ann")), ["motions[0].seconder"]),
        (motion(amendments=(Amendment("x", AmendmentOutcome.ACCEPTED, Vote(3, 1)),)),
         ["motions[0].amendments[0].outcome"]),
        (motion(amendments=(Amendment("x", AmendmentOutcome.CARRIED, Vote(1, 3)),)),
         ["motions[0].amendments[0].outcome"]),
        (motion(vote=Vote(10, 10, None, "on the chair’s casting vote")), []),
        (motion(outcome=REMITTED, vote=Vote(3, 9)), []),
        (motion(outcome=LOST, vote=Vote(17, 9), threshold=Threshold.TWO_THIRDS), []),
    ],
)  # fmt: skip
def test_what_contradicts_its_figures_is_refused_in_a_file(wrong: Motion, places: list[str]) -> None:
    facts = replace(FACTS, motions=(wrong,), attendance=Figure(number=40))
    assert [problem.path for problem in check_facts(facts)] == places
