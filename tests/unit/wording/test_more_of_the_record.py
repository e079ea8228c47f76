"""What else a record can hold, as a sentence or a line: holders without an election, figures, terms, quotations."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from agm.facts import (
    Entry,
    Holding,
    Language,
    Moment,
    NextMeeting,
    Outcome,
    Outgoing,
    Paragraph,
    PersonName,
    Stage,
    StageVotes,
    Turnout,
)
from agm.facts.contradictions import contradictions
from agm.facts.figures import turnout_contradiction
from agm.language.partial_date import PartialDate
from agm.wording.compose import compose
from agm.wording.compose.count import method_words, turnout_sentences
from agm.wording.render import Format, render
from agm.wording.style import HouseStyle
from tests.support.announced import FACTS, LIST, results, text_of
from tests.support.wording_facts import elected, not_elected, office, person

AT_LEEDS = Entry((PersonName("Ann", place="Leeds"),), True, unopposed=True)
OF_5_686 = (
    "Of 5,686 people with a vote, 1,108 voted, a turnout of 19.49%. "
    "Four voting papers were rejected, which left 1,104 valid votes."
)
OF_9 = "In all, 9 votes were cast. No voting paper was rejected. There were 9 valid votes."
VOTES = HouseStyle(show_votes=True, longest_sentence=0)


def held(name: str, holds: Holding) -> Entry:
    return Entry((PersonName(name),), holds=holds)


@pytest.mark.parametrize(
    ("outcome", "line"),
    [
        (office("Chair", held("Ann", Holding.CONTINUING)), "Chair: Ann (continuing)"),
        (office("Chair", held("Ann", Holding.EX_OFFICIO)), "Chair: Ann (ex officio)"),
        (replace(office("Delegate"), unnamed=11, seats=11), "Delegates: 11 places filled"),
        (replace(office("Delegate", elected("Ann")), unnamed=2, seats=3), "Delegates: Ann (two more places filled)"),
        (replace(office("Delegate", elected("Ann")), vacancies_told=4), "Delegates: Ann (four places vacant)"),
        (office("Chair", replace(elected("Ann"), until="2020-05-01")), "Chair: Ann (until 1 May 2020)"),
        (office("Chair", AT_LEEDS), "Chair: Ann (Leeds, unopposed)"),
        (replace(office("Chair", elected("Ann")), method="show of hands"), "Chair: Ann; by a show of hands"),
        (replace(office("Chair", elected("Ann")), term="two years"), "Chair: Ann; for two years"),
        (replace(office("Chair", elected("Ann")), label_alt="Cadeirydd"), "Chair (Cadeirydd): Ann"),
    ],
)  # fmt: skip
def test_a_line_tells_all_that_is_known(outcome: Outcome, line: str) -> None:
    text = results(outcome, style=replace(LIST, show_unopposed=True))
    assert f"{line} " in f"{text} "


def test_whoever_carries_on_is_not_said_to_be_elected() -> None:
    chair = office("Chair", elected("Ann", unopposed=True))
    text = results(chair, office("Clerk", held("Bo", Holding.CONTINUING)))
    assert text.startswith("Ann was elected unopposed as Chair. Bo continues as Clerk.")
    listed = results(
        office("Chair", elected("Ann", unopposed=True)), office("Clerk", held("Bo", Holding.APPOINTED)), style=LIST
    )
    assert "The following" not in listed
    assert "Clerk: Bo (appointed)" in listed


def test_shares_stand_beside_votes_and_losers_are_named_without_figures_too() -> None:
    won = replace(elected("Ann"), votes=214, percent=48.4)
    text = results(office("Chair", won, replace(not_elected("Bo"), percent=20.0), not_elected("Cy")), style=VOTES)
    assert "Chair: Ann (214 votes, 48.4%); not elected: Bo (20%) and Cy" in text


@pytest.mark.parametrize(
    ("figures", "text"),
    [
        (Turnout(eligible=5686, returned=1108, rejected=4, valid=1104, percent=19.49),
         OF_5_686),
        (Turnout(returned=90), "In all, 90 votes were cast."),
        (Turnout(issued=120, returned=90), "In all, 120 voting papers were given out, and 90 came back."),
        (Turnout(percent=31.0), "The turnout was 31%."),
        (Turnout(returned=9, rejected=0, valid=9), OF_9),
        (Turnout(rejected=1), "One of the votes cast was rejected."),
    ],
)  # fmt: skip
def test_turnout_is_told_by_what_is_known(figures: Turnout, text: str) -> None:
    assert " ".join(turnout_sentences(figures)) == text


def test_figures_that_do_not_add_up_are_refused() -> None:
    assert turnout_contradiction(Turnout(returned=10, rejected=1, valid=10)) is not None
    assert turnout_contradiction(Turnout(eligible=5, returned=10)) is not None
    assert turnout_contradiction(Turnout(eligible=12, issued=11, returned=10, rejected=1, valid=9)) is None
    both = replace(elected("Ann"), holds=Holding.CONTINUING)
    ghost = replace(office("Chair", elected("Ann")), stages=(Stage((StageVotes("Bo", 3.0),)),))
    differ = replace(office("Chair", elected("Ann"), seats=3), vacancies_told=1)
    for outcome in (office("Chair", both), ghost, differ):
        assert list(contradictions(outcome)), outcome


def test_the_stages_of_a_count_are_listed() -> None:
    stages = (
        Stage((StageVotes("Ann", 10), StageVotes("Bo", 7.5)), excluded=("Bo",)),
        Stage((StageVotes("Ann", 12.5),), elected=("Ann",), transferred="Bo's votes", not_transferable=5),
    )
    text = results(replace(office("Chair", elected("Ann"), not_elected("Bo")), stages=stages, quota=9.0), style=VOTES)
    assert "Chair, stage 1: Ann 10, Bo 7.5; excluded: Bo" in text
    assert "Chair, stage 2: Ann 12.5; after the transfer of Bo's votes; elected: Ann; not transferable: 5" in text
    assert "The quota for Chair was 9." in text


def test_the_last_words_tell_of_terms_and_of_who_left() -> None:
    told: dict[str, Any] = {
        "term": "2019–20",
        "takes_office": "2019-06-01",
        "outgoing": (
            Outgoing(person("Old Ann"), "Chair"),
            Outgoing(person("Old Bo"), "Clerk", "19 years", person("Cy")),
        ),
        "contact": "the secretary",
        "vacancies_until": Moment.parse("2019-07-01T12:00"),
        "next_meeting": NextMeeting(Moment(PartialDate(2019, 9, 4)), venue="Town Hall"),
    }
    text = text_of(results=(office("Chair", elected("Ann")), office("Clerk")), **told)
    assert "Ann takes office on 1 June 2019, for 2019–20." in text
    assert "please get in touch with the secretary by Monday 1 July 2019 at noon." in text
    assert (
        "Our thanks go to Old Ann, the outgoing Chair, and to Old Bo, who served as Clerk for 19 years and handed over "
        "to Cy."
    ) in text
    assert text.endswith("The next meeting is on Wednesday 4 September 2019 at the Town Hall.")


def test_a_quotation_is_set_apart_with_its_speaker_and_its_language() -> None:
    said = (
        Paragraph("Diolch i *bawb*.", quoted=person("Ann", suffix="MS"), quoted_role="Chair", language=Language.WELSH),
    )
    document = compose(replace(FACTS, said=said), HouseStyle())
    page = render(document, Format.HTML).replace("&nbsp;", " ")
    assert '<div lang="cy"><blockquote>' in page
    assert "<p>— Ann MS, Chair</p>" in page
    assert "> — Ann MS, Chair" in render(document, Format.MARKDOWN).replace("\u00a0", " ")
    assert [one.name.replace("\u00a0", " ") for one in document.people] == ["Ann MS"]


def test_offices_of_two_bodies_stand_under_their_names() -> None:
    offices = (
        replace(office("Chair", elected("Ann")), body="Executive"),
        replace(office("Chair", elected("Bo")), body="Council"),
    )
    document = compose(replace(FACTS, results=offices), HouseStyle())
    assert "Executive\n\nChair: Ann\n\nCouncil\n\nChair: Bo" in render(document, Format.TEXT)
    assert '<div class="axis"><h3 class="group">Council</h3></div>' in render(document, Format.HTML)


def test_how_people_voted_goes_on_from_elected() -> None:
    assert method_words("Secret ballot") == "by secret ballot"
    assert method_words("on a count of raised cards") == "on a count of raised cards"
    same = tuple(replace(office(label, elected(label)), method="stv") for label in ("A", "B"))
    assert "Voting was by single transferable vote." in results(*same, style=LIST)
