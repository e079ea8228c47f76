"""Motions on their pages, without scripts; into the announcement and back from a file."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.gather import gather
from agm.facts import Amendment, AmendmentOutcome, Motion, MotionOutcome, PersonName, Vote
from agm.meetings import models
from agm.meetings.models import Meeting
from agm.meetings.operations.motions import movers
from agm.people.models import KnownFor, Person, PersonUnit
from tests.support.client import Field, StrictClient
from tests.support.records import facts_of, make_organisation, make_region, record

Typed = dict[str, Field]
FULL: Typed = {
    "kind": "rule_change", "title": "Quorum", "text": "In rule 6, *forty*.", "outcome": "carried",
    "mover-0-name": "Cllr Ann Bell", "seconder-0-name": "Bo Rope", "votes_for": "23", "votes_against": "4",
    "abstentions": "2", "threshold": "two_thirds", "share_of": "votes", "is_announced": True, "are_movers_named": True,
}  # fmt: skip
ENOUGH = "Two thirds of 27 votes for and against means 18; 23 were for it. That is enough."


def path(meeting: Meeting, page: str = "") -> str:
    return f"/desk/meetings/{meeting.id}/motions{page}"


def test_a_motion_is_recorded_and_told_in_the_announcement(
    chair: StrictClient, meeting: Meeting, session: Session
) -> None:
    page = chair.get_page(path(meeting, "/new"))
    answer = chair.page(chair.submit(page, FULL, button="Save the motion"))
    assert ENOUGH in answer.text
    (motion,) = gather(session, meeting.id).motions
    assert motion.movers == (PersonName("Ann Bell", "Cllr"), PersonName("Bo Rope"))
    assert (motion.title, motion.outcome, motion.vote) == ("Quorum", MotionOutcome.CARRIED, Vote(23, 4, 2))
    told = "The rule change “Quorum” was carried by 23 votes to 4, with two abstentions. The motion was moved by"
    assert told in answer.text.replace("\u00a0", " ")
    page = chair.get_page(path(meeting, f"/{session.scalars(select(models.Motion.id)).one()}"))
    chair.submit(page, {"are_movers_named": False, "mover-0-name": "", "title": "Quorums"}, button="Save the motion")
    (motion,) = gather(session, meeting.id).motions
    assert (motion.title, motion.movers) == ("Quorums", ())
    assert set(session.scalars(select(Person.name))) == {"Bo Rope"}, "nothing names Ann Bell any more"
    assert session.scalars(select(PersonUnit.reason)).all() == [KnownFor.MOTION]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"title": ""}, "Enter what it is called, or what it asks, for example “To hold the AGM in May”"),
        ({"votes_against": ""}, "Enter how many were against it too: 0 where nobody was."),
        ({"votes_for": "most"}, "Enter the votes as a number, for example 34"),
        ({"votes_for": "-3"}, "Enter 0 or more"),
        ({"votes_for": "17", "votes_against": "9"}, "Two thirds of 26 votes for and against means 18; 17 were for it."),
        ({"outcome": "lost"}, "That is enough. Correct a figure or the outcome"),
        ({"outcome": "withdrawn"}, "What is withdrawn or accepted is not voted on."),
        ({"seconder-0-name": "Cllr Ann Bell"}, "Nobody seconds what they move."),
        ({"mover-0-name": "nobody"}, "nobody"),
        ({"mover-0-name": "Executive Committee"}, "“Executive Committee” is no person."),
        ({"mover-0-name": "the Wharf branch"}, "“the Wharf branch” is no person."),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(
    chair: StrictClient, meeting: Meeting, session: Session, typed: Typed, message: str
) -> None:
    page = chair.get_page(path(meeting, "/new"))
    refused = chair.submit(page, {**FULL, **typed}, button="Save the motion")
    assert refused.status_code == 422
    assert message in chair.page(refused).text
    assert "In rule 6, *forty*." in chair.page(refused).text
    assert session.scalars(select(models.Motion)).all() == []


def test_words_for_what_decided_it_stand_against_the_figures(
    chair: StrictClient, meeting: Meeting, session: Session
) -> None:
    tie: Typed = {**FULL, "votes_for": "9", "votes_against": "9", "votes_words": "on the chair’s casting vote"}
    chair.submit(chair.get_page(path(meeting, "/new")), tie, button="Save the motion")
    assert gather(session, meeting.id).motions[0].vote.words == "on the chair’s casting vote"


def test_amendments_are_added_without_scripts(chair: StrictClient, meeting: Meeting, session: Session) -> None:
    page = chair.page(chair.submit(chair.get_page(path(meeting, "/new")), FULL, button="Add an amendment"))
    assert page.heading == "A motion"
    amended: Typed = {"amendments-0-text": "For forty read fifty", "amendments-0-mover-name": "Flo Chime"}
    voted: Typed = {"amendments-0-outcome": "carried", "amendments-0-votes_for": "9", "amendments-0-votes_against": "8"}
    empty: Typed = {**amended, **voted, "amendments-0-text": ""}
    refused = chair.submit(page, empty, button="Save the motion")
    assert refused.status_code == 422
    assert "Enter what the amendment changes, or take it away" in chair.page(refused).text
    chair.submit(chair.page(refused), amended, button="Save the motion")
    for name, did in (("Flo Chime", "Moved or seconded an amendment of"), ("Bo Rope", "Seconded")):
        person_id = session.scalars(select(Person.id).where(Person.name == name)).one()
        assert f"{did} the motion “Quorum”" in chair.get_page(f"/desk/{meeting.unit.slug}/people/{person_id}").text
    (motion,) = gather(session, meeting.id).motions
    vote, mover = Vote(9, 8), PersonName("Flo Chime")
    assert motion.amendments == (Amendment("For forty read fifty", AmendmentOutcome.CARRIED, vote, mover),)
    assert len(movers(session, meeting.id)) == 3
    page = chair.get_page(path(meeting, f"/{session.scalars(select(models.Motion.id)).one()}"))
    page = chair.page(chair.submit(page, {}, button="Add an amendment"))
    half: Typed = {"amendments-1-text": "And a clock", "amendments-1-seconder-name": "Hal Rope"}
    refused = chair.submit(page, {**half, "amendments-1-votes_for": "3"}, button="Save the motion")
    assert "Enter how many were against it too" in chair.page(refused).text
    chair.submit(chair.page(refused), {**half, "amendments-1-votes_for": ""}, button="Save the motion")
    session.expire_all()
    assert [one.text for one in gather(session, meeting.id).motions[0].amendments] == [
        "For forty read fifty",
        "And a clock",
    ]


def test_motions_are_put_in_order_and_taken_away(chair: StrictClient, meeting: Meeting, session: Session) -> None:
    for title in ("Ropes", "Ladders"):
        chair.submit(
            chair.get_page(path(meeting, "/new")), {"title": title, "kind": "motion"}, button="Save the motion"
        )
    titles = select(models.Motion.title).order_by(models.Motion.position)
    chair.submit(chair.get_page(path(meeting)), {}, button="Down: Ropes")
    assert session.scalars(titles).all() == ["Ladders", "Ropes"]
    first = session.scalars(select(models.Motion.id).where(models.Motion.title == "Ropes")).one()
    chair.submit(chair.get_page(path(meeting, f"/{first}")), {}, button="Take this motion off the list")
    session.expire_all()
    assert session.scalars(titles).all() == ["Ladders"]
    assert gather(session, meeting.id).motions == (), "nobody asked for it to be told"


def test_somebody_else_who_saved_meanwhile_is_not_overwritten(
    chair: StrictClient, meeting: Meeting, session: Session
) -> None:
    chair.submit(chair.get_page(path(meeting, "/new")), {"title": "Ropes", "kind": "motion"}, button="Save the motion")
    page = chair.get_page(path(meeting, f"/{session.scalars(select(models.Motion.id)).one()}"))
    chair.submit(page, {"title": "Bells"}, button="Save the motion")
    overtaken = chair.submit(page, {"title": "Ladders"}, button="Save the motion")
    assert overtaken.status_code == 409
    assert {"Bells", "Ladders"} <= set(chair.page(overtaken).text.split())


def test_motions_come_through_a_file_of_facts(session: Session) -> None:
    make_organisation(session)
    make_region(session)
    motion = Motion("Ropes", outcome=MotionOutcome.CARRIED, mover=PersonName("Ann Bell"), text="New ones.",
                    amendments=(Amendment("Longer", AmendmentOutcome.LOST, Vote(3, 9)),))  # fmt: skip
    facts = facts_of(motions=(motion, Motion("Ladders")))
    assert gather(session, record(session, facts).id) == facts
