"""What a strict reader found in further announcements: claims that nobody can make, words said twice, clumsy ones."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from agm.facts import Figure, HeldAs, MeetingKind, OfficeState, Outcome, Speaker, SpeakerKind, SupportMessage
from agm.language.partial_date import PartialDate
from agm.wording.compose import compose
from agm.wording.compose.grammar import placed, tie_words, to_office, with_the
from agm.wording.document import AnnouncementKind
from agm.wording.render import Format, render
from agm.wording.style import HouseStyle
from tests.support.announced import AWAITED, FACTS, LIST, RON, VOTES, results, text_of
from tests.support.wording_facts import co_opted, elected, not_elected, office, person

JUNE, AUTUMN = PartialDate(2019, 6, 1), PartialDate(2019, 9)


def deferred(label: str, to: PartialDate | None, seats: int = 1) -> Outcome:
    return office(label, state=OfficeState.DEFERRED, deferred_to=to, seats=seats)


def test_what_takes_an_article_and_what_somebody_is_elected_as() -> None:
    labels = (
        "Councillor for Dock Ward",
        "Member of the Policy Committee",
        "Northern seat",
        "Policy Committee",
    )
    assert [with_the(label) for label in labels] == [
        "Councillor for Dock Ward", "Member of the Policy Committee", "the Northern seat", "the Policy Committee",
    ]  # fmt: skip
    assert [to_office(label) for label in labels] == [
        "as Councillor for Dock Ward", "as Member of the Policy Committee", "to the Northern seat",
        "to the Policy Committee",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("offices", "text"),
    [
        ((office("Councillor for Dock Ward"),), "The office of Councillor for Dock Ward is vacant."),
        ((office("Committee"),), "The place on the Committee is vacant."),
        ((office("Policy Committee", seats=2),), "Two places on the Policy Committee are vacant."),
        ((office("Auditor", seats=2),), "Two places for Auditors are vacant."),
    ],
)
def test_nobody_says_that_a_committee_is_vacant(offices: tuple[Outcome, ...], text: str) -> None:
    assert results(*offices).startswith(text)


def test_elections_deferred_to_several_dates_are_told_in_one_sentence() -> None:
    offices = (deferred("Chair", None), deferred("Clerk", AUTUMN, 2), deferred("Whip", JUNE))
    assert results(*offices) == (
        "The election for Whip has been deferred to Saturday 1 June 2019, the elections for Clerks to September 2019 "
        "and the election for Chair to a later date."
    )


def test_a_by_election_names_its_one_office_once() -> None:
    told: dict[str, Any] = {"kind": MeetingKind.BY_ELECTION, "held_on": PartialDate(2019, 5, 12)}
    text = text_of(results=(deferred("Clerk", JUNE),), **told)
    assert text.endswith("Sunday 12 May 2019. The election has been deferred to Saturday 1 June 2019.")


def test_nominations_to_be_re_opened_are_told_in_a_sentence() -> None:
    lost = office("Chair", replace(not_elected("Bo"), votes=3), RON)
    assert results(lost, office("Clerk", elected("Ann"))).startswith(
        "Ann was elected as Clerk. Nominations for the office of Chair are to be re-opened."
    )


def test_who_followed_whom_is_said_only_where_it_is_known() -> None:
    old = (person("Old Ann"), person("Old Bo"))
    for entries, line in (
        ((elected("A", unopposed=True),), "A (unopposed; one place vacant); previously: Old Ann and Old Bo"),
        ((elected("A"), elected("B")), "A and B (in place of Old Ann and Old Bo)"),
        ((elected("A"), co_opted("B")), "A and B (co-opted); previously: Old Ann and Old Bo"),
    ):
        assert (
            f"Delegates: {line} " in f"{results(office('Delegate', *entries, seats=2, predecessors=old), style=LIST)} "
        )
    shared = office("Chair", elected("A"), predecessors=old)
    assert results(shared).startswith("A was elected as Chair in place of Old Ann and Old Bo.")


def test_people_who_were_only_co_opted_are_led_in_to() -> None:
    offices = (office("Chair", co_opted("A")), office("Committee", co_opted("B"), co_opted("C"), seats=4))
    assert results(*offices, kind=MeetingKind.OTHER).startswith(
        "The offices stand as follows: Chair: A (co-opted) Committee: B and C (both co-opted); two places vacant"
    )


def test_a_winner_with_fewer_votes_is_no_slip() -> None:
    votes = replace(elected("A"), votes=51), replace(elected("B"), votes=17), replace(not_elected("C"), votes=38)
    told = "C (38 votes); not all places went by the number of votes"
    assert told in results(office("Auditor", *votes, seats=2), style=VOTES)
    assert "number of votes" not in results(office("Auditor", *votes[:2], RON, seats=2), style=VOTES)
    assert "number of votes" not in results(office("Auditor", *votes, seats=2))
    assert "number of votes" not in results(office("Auditor", *votes[1:]), style=VOTES)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("By lot.", "by lot"),
        ("toss of a coin", "by toss of a coin"),
        ("Drawing lots", "by drawing lots"),
        ("Lots were drawn by the returning officer.", ": lots were drawn by the returning officer"),
        ("The Chair had a casting vote", ": the Chair had a casting vote"),
        ("Decided by the casting vote of the Chair", "by the casting vote of the Chair"),
        ("Ann Fox stood aside", ": Ann Fox stood aside"),
    ],
)
def test_how_a_tie_was_settled_goes_on_from_its_sentence(typed: str, words: str) -> None:
    assert tie_words(typed) == words


def test_candidates_of_a_by_election_are_not_announced_twice() -> None:
    standing = replace(AWAITED, entries=(replace(elected("Ann"), elected=None),))
    facts = replace(
        FACTS, kind=MeetingKind.BY_ELECTION, held_on=PartialDate(2031, 4, 7),
        results=(standing, office("Committee", state=OfficeState.UNDECIDED)),
    )  # fmt: skip
    text = " ".join(render(compose(facts, HouseStyle(), today=date(2031, 4, 6)), Format.TEXT).split())
    assert "by-elections for Clerk and the Committee on Monday 7 April 2031. The candidates so far are:" in text


@pytest.mark.parametrize(
    ("venue", "held_as", "where"),
    [
        ("Zoom", HeldAs.ONLINE, "via Zoom"),
        ("MS Teams", HeldAs.ONLINE, "via MS Teams"),
        ("The Hall", HeldAs.ONLINE, "online"),
        ("Online", HeldAs.ONLINE, "online"),
        ("Link on request", HeldAs.ONLINE, "online (link on request)"),
        ("Zoom, link on request.", HeldAs.ONLINE, "online (Zoom, link on request)"),
        ("The members’ page", HeldAs.ONLINE, "online (the members’ page)"),
        ("By telephone", HeldAs.ONLINE, "online (by telephone)"),
        ("https://meet.example/agm", HeldAs.ONLINE, "online at https://meet.example/agm"),
        ("The Hall and Zoom", HeldAs.HYBRID, "at the Hall and on Zoom"),
        ("The Hall, Hill Street, and on Zoom", HeldAs.HYBRID, "at the Hall, Hill Street, and on Zoom"),
        ("The Hall (and online)", HeldAs.HYBRID, "at the Hall (and online)"),
        ("Zoom", HeldAs.HYBRID, "in person and on Zoom"),
        ("Zoom and the Hall", HeldAs.HYBRID, "at the Hall and on Zoom"),
    ],
)
def test_where_people_met_is_said_once(venue: str, held_as: HeldAs, where: str) -> None:
    assert text_of(venue=venue, held_as=held_as).endswith(f"held its AGM {where}.")


def test_small_words_fit_their_sentence() -> None:
    assert placed("In person and Zoom") == "in person and on Zoom"
    for words, told in (
        ("40 or more", "40 or more people"),
        ("A score or so (and a dog)", "a score or so people (and a dog)"),
        ("31 in the room and 12 online", "31 people in the room and 12 online"),
    ):
        assert text_of(attendance=Figure(None, words)).endswith(f"attended by {told}.")
    for words, told in (
        ("Friends and neighbours", "friends and neighbours"),
        ("Friends of the Earthworks", "Friends of the Earthworks"),
        ("Labour councillors", "Labour councillors"),
    ):
        messages = (SupportMessage(person("A")), SupportMessage(person("B")))
        assert f"messages of support from {told}. Our" in text_of(messages=messages, messages_from=words)


def test_what_nobody_knows_is_not_printed() -> None:
    speaker = Speaker(person("Ann"), "TBC", SpeakerKind.CHAIR)
    text = text_of(venue="To be confirmed", attendance=Figure(None, "n/a"), speakers=(speaker,))
    assert text.endswith("held its AGM. Ann chaired the meeting.")


def test_a_title_is_not_said_twice() -> None:
    for suffix, role in (("MSP", "Member of the Scottish Parliament"), ("MS", "Member of the Senedd"), ("MLA", "MLA")):
        message = SupportMessage(person("Bo", suffix=suffix), role)
        assert text_of(messages=(message,)).endswith(f". Bo {suffix}")


def test_a_chair_presides() -> None:
    for role, told in (
        ("Chair of the meeting", "Ann chaired the meeting."),
        ("Regional Chair", "Regional Chair Ann presided."),
        ("Agent", "Agent Ann chaired the meeting."),
    ):
        assert text_of(speakers=(Speaker(person("Ann"), role, SpeakerKind.CHAIR),)).endswith(told)


def test_one_message_is_from_its_sender() -> None:
    facts = replace(
        FACTS, messages=(SupportMessage(person("Ann"), "Leader"),), messages_from="the council's leadership"
    )
    text = render(compose(facts, HouseStyle(), kind=AnnouncementKind.MESSAGES_OF_SUPPORT), Format.TEXT)
    assert "to receive a message of support. Our thanks" in text.replace("\u00a0", " ")
    assert "leadership" not in text
