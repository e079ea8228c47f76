"""No sentence of an announcement claims what the record does not say, and nothing of the record is lost."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from agm.facts import (
    Figure,
    MeetingKind,
    OfficeState,
    OrganisationFacts,
    Outcome,
    Speaker,
    SpeakerKind,
    SupportMessage,
    VotesAre,
)
from agm.facts.contradictions import contradictions
from agm.language.en import is_post, plural, possessive
from agm.language.partial_date import PartialDate
from agm.wording.compose import compose
from agm.wording.compose.grammar import placed, printed
from agm.wording.document import AnnouncementKind
from agm.wording.render import Format, render
from agm.wording.style import HouseStyle
from agm.wording.style_choices import Article, BodyVerb
from tests.support.announced import AWAITED, FACTS, LIST, RON, UNOPPOSED, VOTES, results, text_of
from tests.support.wording_facts import co_opted, elected, not_elected, office, person

HELD = "The Northern Vale Region of the Civic Commonweal Movement held its AGM."
DEFERRED = office("Clerk", state=OfficeState.DEFERRED, deferred_to=PartialDate(2019, 6, 11))
SUSPENDED = office("Clerk", state=OfficeState.SUSPENDED)


@pytest.mark.parametrize(
    ("offices", "text"),
    [
        ((UNOPPOSED,), "Ann was elected unopposed as Chair. Good luck to Ann."),
        (
            (UNOPPOSED, AWAITED),
            "Ann was elected unopposed as Chair. The result for Clerk is to follow. Good luck to Ann.",
        ),
        (
            (UNOPPOSED, SUSPENDED),
            "Ann was elected unopposed as Chair. The election for Clerk has been suspended. Good luck to Ann.",
        ),
        ((DEFERRED,), "The election for Clerk has been deferred to Tuesday 11 June 2019."),
        (
            (office("Chair"),),
            "The office of Chair is vacant. If you would like to take on the vacant office, please get in touch.",
        ),
        (
            (office("Chair", co_opted("Ann")), DEFERRED),
            (
                "Ann was co-opted as Chair. The election for Clerk has been deferred to Tuesday 11 June 2019. "
                "Good luck to Ann."
            ),
        ),
        (
            (UNOPPOSED, office("Clerk", elected("Bo", unopposed=True))),
            "Ann was elected unopposed as Chair and Bo as Clerk. Good luck to Ann and Bo.",
        ),
        (
            (office("Delegate", elected("Ann"), elected("Bo"), seats=2),),
            "Ann and Bo were elected as Delegates. Our thanks to all those who stood and good luck to Ann and Bo.",
        ),
        (
            (office("North Youth seat", elected("Ann")), office("Policy Committee", elected("Ann"))),
            "Ann was elected to the North Youth seat and to the Policy Committee. Good luck to Ann.",
        ),
        (
            (office("Chair", elected("Ann", unopposed=True), RON),),
            "Ann was elected unopposed as Chair. Good luck to Ann.",
        ),
        (
            (office("Chair", elected("Ann"), not_elected("Bo"), RON),),
            "Ann was elected as Chair. Our thanks to all those who stood and good luck to Ann.",
        ),
    ],
)
def test_a_few_results_are_told_in_sentences(offices: tuple[Outcome, ...], text: str) -> None:
    assert results(*offices) == text


@pytest.mark.parametrize("state", list(OfficeState))
def test_nobody_says_that_there_was_no_contest_for_an_open_office(state: OfficeState) -> None:
    text = results(UNOPPOSED, office("Clerk", elected("Bo", unopposed=True)), office("Whip", state=state), style=LIST)
    assert text.startswith(
        "The election results were as follows; everyone named was elected unopposed: Chair: Ann Clerk: Bo"
    )
    assert "contest" not in text
    text = results(UNOPPOSED, office("Clerk", co_opted("Bo")), office("Whip", state=state), style=LIST)
    assert text.startswith("The election results were as follows: Chair: Ann (unopposed) Clerk: Bo (co-opted) Whip:")


COMMITTEE = tuple(office(label, elected(label[0])) for label in ("National Chair", "Secretary", "Treasurer", "Whip"))


@pytest.mark.parametrize(
    ("kind", "offices", "wish"),
    [
        (MeetingKind.AGM, COMMITTEE, "the new committee"),
        (MeetingKind.INAUGURAL, COMMITTEE, "the new committee"),
        (MeetingKind.AGM, (*COMMITTEE, office("Clerk")), "the new committee"),
        (MeetingKind.EGM, COMMITTEE, "those elected"),
        (MeetingKind.OTHER, COMMITTEE[:2], "N and S"),
        (MeetingKind.AGM, COMMITTEE[1:], "S, T and W"),
        (MeetingKind.AGM, (*COMMITTEE, SUSPENDED), "those elected"),
        (MeetingKind.AGM, (*COMMITTEE, AWAITED), "those elected so far"),
        (MeetingKind.AGM, (*COMMITTEE, office("Scribe", co_opted("Z")), AWAITED), "those elected and co-opted so far"),
        (MeetingKind.AGM, (office("Delegates", *map(elected, "ABCD"), seats=4),), "those elected"),
    ],
)
def test_only_a_yearly_meeting_makes_a_new_committee(
    kind: MeetingKind, offices: tuple[Outcome, ...], wish: str
) -> None:
    assert f"good luck to {wish}." in results(*offices, kind=kind)


def test_a_meeting_to_come_is_not_told_in_the_past() -> None:
    guest = Speaker(person("Helen Marsh", suffix="MP"), "Minister")
    chair = Speaker(person("Isobel Rennick"), "Returning Officer", SpeakerKind.CHAIR)
    facts = replace(
        FACTS, held_on=PartialDate(2031, 4, 7), starts_at=time(19, 30), venue="the Town Hall", speakers=(guest, chair),
        results=(office("Chair", state=OfficeState.UNDECIDED), AWAITED),
    )  # fmt: skip
    before = " ".join(render(compose(facts, HouseStyle(), today=date(2031, 4, 6)), Format.TEXT).split())
    assert before.endswith(
        "will hold its AGM on Monday 7 April 2031 at 19:30 at the Town Hall, with Minister Helen Marsh MP as the guest "
        "speaker. Returning Officer Isobel Rennick will chair the meeting. Elections will be held for Chair and Clerk."
    )
    on_the_day = render(compose(facts, HouseStyle(), today=date(2031, 4, 7)), Format.TEXT)
    assert "was delighted to welcome" in on_the_day
    messages = replace(facts, speakers=(), results=(), messages=(SupportMessage(person("Bo")),))
    told = compose(messages, HouseStyle(), kind=AnnouncementKind.MESSAGES_OF_SUPPORT, today=date(2031, 4, 6))
    assert "Northern Vale CCM will hold its AGM on" in render(told, Format.TEXT).replace("\u00a0", " ")


def test_a_by_election_that_nobody_won_keeps_date_and_place() -> None:
    text = text_of(
        kind=MeetingKind.BY_ELECTION, held_on=PartialDate(2019, 5, 12), venue="the Hall", results=(office("Clerk"),)
    )
    assert (
        "called a by-election for Clerk, to be held on Sunday 12 May 2019 at the Hall. The office of Clerk is" in text
    )


def test_an_inquorate_meeting_appeals_for_no_office() -> None:
    text = results(office("Chair"), attendance=Figure(3), quorum=Figure(5))
    assert text.endswith("so no officers could be elected. The office of Chair is vacant.")


def test_a_quorum_in_words_is_printed() -> None:
    text = text_of(attendance=Figure(3), quorum=Figure(None, "a tenth of the members."))
    assert text.endswith("attended by three people. The quorum was a tenth of the members.")


def test_the_losers_stand_beside_the_votes_of_the_winner() -> None:
    chair = office("Chair", elected("Ann", votes=151), replace(not_elected("Bo"), votes=70), RON)
    document = compose(replace(FACTS, results=(chair,)), VOTES)
    line = "Chair: Ann (151 votes); not elected: Bo (70 votes); Re-open Nominations: 5 votes"
    assert line in render(document, Format.TEXT)
    assert "not elected: Bo (70 votes)" in render(document, Format.HTML)
    assert [one.name for one in document.people] == ["Ann", "Bo"]
    assert "Bo" not in results(chair)


def test_all_re_elected_is_said_once() -> None:
    offices = [office(label, elected(label[0], re_elected=True)) for label in ("Chair", "Secretary", "Treasurer")]
    text = results(*offices, office("Clerk"))
    assert "as follows; everyone named was re-elected: Chair: C Secretary: S Treasurer: T Clerk: vacant" in text


@pytest.mark.parametrize(
    ("words", "printed_words"),
    [
        ("Over 40 members.", "over 40 members"),
        ("Forty-five people", "forty-five people"),
        ("45", "45 people"),
        ("About forty", "about forty people"),
        ("one", "one person"),
        ("35 (including guests)", "35 people (including guests)"),
        ("a dozen or so", "a dozen or so people"),
        ("more than a hundred and twenty", "more than a hundred and twenty people"),
        ("More than last year", "more people than last year"),
        ("more than 40 members", "more than 40 members"),
        ("Three branches", "three branches"),
        ("The usual crowd", "the usual crowd"),
        ("Labour members from three branches", "Labour members from three branches"),
    ],
)
def test_a_figure_typed_in_words_fits_its_sentence(words: str, printed_words: str) -> None:
    assert text_of(attendance=Figure(None, words)).endswith(f"was attended by {printed_words}.")


def test_re_open_nominations_is_not_elected() -> None:
    assert [found.field for found in contradictions(office("Chair", replace(RON, elected=True)))] == ["people"]
    assert not list(contradictions(office("Chair", elected("Ron"))))


def test_a_tie_tells_how_it_was_settled() -> None:
    chair = office("Chair", elected("Ann", votes=25), replace(not_elected("Bo"), votes=25))
    assert "not elected: Bo (25 votes); there was a tie Our" in results(chair, style=VOTES)
    assert "tie" not in results(chair)
    assert "tie" not in results(replace(chair, votes_are=VotesAre.FIRST_PREFERENCES), style=VOTES)
    text = results(replace(chair, tie_settled="By lot."), style=VOTES)
    assert "Chair: Ann (25 votes); not elected: Bo (25 votes); there was a tie, settled by lot" in text
    assert "; there was a tie, settled: the Chair drew lots " in results(
        replace(chair, tie_settled="The Chair drew lots"), style=VOTES
    )


def test_a_tie_that_the_votes_do_not_show_is_refused() -> None:
    for votes, found in ((70, ["tie_settled"]), (151, []), (None, [])):
        chair = office("Chair", elected("Ann", votes=151), replace(not_elected("Bo"), votes=votes))
        assert [one.field for one in contradictions(replace(chair, tie_settled="by lot"))] == found
        ranked = replace(chair, tie_settled="by lot", votes_are=VotesAre.FINAL_STAGE)
        assert not list(contradictions(ranked))


def test_a_by_election_that_somebody_came_to_was_held() -> None:
    facts: dict[str, Any] = {
        "kind": MeetingKind.BY_ELECTION, "held_on": PartialDate(2019, 5, 12), "results": (office("Clerk"),)
    }  # fmt: skip
    text = text_of(attendance=Figure(12), ordinal=3, **facts)
    assert "held its 3rd by-election, for Clerk, on Sunday 12 May 2019. The meeting was attended by 12 people." in text
    assert "called its 3rd by-election, for Clerk, to be held on Sunday 12 May 2019. The office" in text_of(
        ordinal=3, **facts
    )


@pytest.mark.parametrize(
    ("outcome", "line"),
    [
        (office("Delegate", elected("Ann", unopposed=True), seats=3), "Delegates: Ann (unopposed; two places vacant)"),
        (
            office("Chair", elected("Ann", votes=30), predecessors=(person("Bo"),)),
            "Chair: Ann (30 votes), in place of Bo",
        ),
        (
            office("Committee", elected("Ann"), co_opted("Bo"), seats=3, predecessors=(person("Cy"),)),
            "Committee: Ann and Bo (co-opted, in place of Cy); one place vacant",
        ),
        (office("chair", elected("Ann"), elected("Bo"), seats=2), "Chairs: Ann and Bo"),
    ],
)
def test_brackets_are_joined(outcome: Outcome, line: str) -> None:
    text = results(outcome, style=replace(LIST, show_votes=True))
    assert f"{line} " in text


def test_a_place_is_no_office() -> None:
    short = (office("Policy Committee", elected("Ann"), seats=3), office("Finance Committee", elected("Bo"), seats=3))
    assert "take on one of the vacant places" in results(*short)
    assert "take on the vacant place," in results(office("Policy Committee", elected("Ann"), seats=2))


@pytest.mark.parametrize(
    ("guest", "welcome"),
    [
        (Speaker(person("Al May", "Cllr", "MP"), "MP"), "Cllr Al May MP as"),
        (Speaker(person("Al May", "Cllr"), "Councillor for Vale"), "Al May, Councillor for Vale, as"),
        (Speaker(person("Al May", "Dr"), "Doctor"), "Dr Al May as"),
        (Speaker(person("Al May"), "a former mayor"), "Al May, a former mayor, as"),
        (Speaker(person("Al May"), "Chair, Trades Council"), "Al May, Chair, Trades Council, as"),
        (Speaker(person("Al May"), "newly elected to Council"), "Al May, newly elected to Council, as"),
        (Speaker(person("Al May"), "Shadow Minister for Housing"), "Shadow Minister for Housing Al May as"),
        (Speaker(person("Al May"), "Bakers for Peace Vice Chair"), "Bakers for Peace Vice Chair Al May as"),
        (Speaker(person("Al May"), "Professor of Law at Vale"), "Al May, Professor of Law at Vale, as"),
        (Speaker(person("Al May"), "Chief Executive (interim)"), "Al May, Chief Executive (interim), as"),
        (Speaker(person("Al May"), "our candidate"), "Al May, our candidate, as"),
    ],
)
def test_a_role_stands_before_the_name_only_as_a_title(guest: Speaker, welcome: str) -> None:
    assert f"welcome {welcome} the guest speaker" in text_of(speakers=(guest,))


def test_whoever_chaired_keeps_the_role() -> None:
    chair = Speaker(person("Isobel Rennick"), "the Returning Officer", SpeakerKind.CHAIR)
    assert text_of(speakers=(chair,)).endswith("Isobel Rennick, the Returning Officer, chaired the meeting.")


@pytest.mark.parametrize(
    ("name", "style", "opening"),
    [
        ("Plaid Newydd", HouseStyle(), "Plaid Newydd held its AGM."),
        ("Vale Democrats", HouseStyle(), "Vale Democrats held their AGM."),
        ("the Harbour Society", HouseStyle(), "The Harbour Society held its AGM."),
        ("Union of Bakers", HouseStyle(), "The Union of Bakers held its AGM."),
        ("Plaid Newydd", HouseStyle(article=Article.THE), "The Plaid Newydd held its AGM."),
        ("Vale Union", HouseStyle(article=Article.NONE, verb=BodyVerb.PLURAL), "Vale Union held their AGM."),
    ],
)
def test_the_organisation_is_named_by_its_own_grammar(name: str, style: HouseStyle, opening: str) -> None:
    assert text_of(style, region=None, organisation=OrganisationFacts(name)) == opening


def test_a_unit_may_be_called_otherwise() -> None:
    assert text_of(HouseStyle(unit_word="Branch")) == HELD.replace("Region", "Branch")
    facts = replace(FACTS, region=None, organisation=OrganisationFacts("the Harbour Society"))
    assert compose(facts, HouseStyle()).title == "Harbour Society AGM"


def test_lines_begin_with_a_capital_unless_the_house_wants_otherwise() -> None:
    message = SupportMessage(person("Bo"), "the Mayor of Vale")
    assert text_of(messages=(message,)).endswith("The Mayor of Vale: Bo")
    assert text_of(HouseStyle(capital_labels=False), messages=(message,)).endswith("The Mayor of Vale: Bo")
    assert "clerk: vacant" in results(office("clerk"), style=replace(LIST, capital_labels=False))


def test_small_grammar() -> None:
    assert [possessive(name) for name in ("St James", "Labour Students", "Wales")] == [
        "St James's", "Labour Students'", "Wales's",
    ]  # fmt: skip
    labels = (
        "Committee Member",
        "Vice Captain",
        "Secretary",
        "Chairman",
        "Delegate to Conference",
        "Policy Committee",
        "Auditors",
    )
    assert [plural(label) for label in labels] == [
        "Committee Members", "Vice Captains", "Secretaries", "Chairmen", "Delegates to Conference", "Policy Committee",
        "Auditors",
    ]  # fmt: skip
    assert [label for label in ("Chair", "Membership", "Youth and Students", "Spokesperson") if not is_post(label)] == [
        "Membership", "Youth and Students",
    ]  # fmt: skip
    venues = (
        "In the Red Lion", "The Hall", "north London", "Zoom", "Hull", "Hull Hall", "1 High St",
        "County Down", "Room 3, Vale", "The Green Room", "Assembly Rooms", "An Lanntair", "A back garden",
    )  # fmt: skip
    assert [placed(venue) for venue in venues] == [
        "in the Red Lion", "at the Hall", "in north London", "on Zoom", "in Hull", "at Hull Hall", "at 1 High St",
        "in County Down", "in Room 3, Vale", "in the Green Room", "at Assembly Rooms",
        "at An Lanntair", "at a back garden",
    ]  # fmt: skip
    assert printed(person("Jane Black", "Prof.", ", FRSE")).replace("\u00a0", " ") == "Prof. Jane Black, FRSE"
