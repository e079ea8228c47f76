"""What a careful sub-editor would not let pass: doubled stops and words, lists read wrongly, thanks to nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agm.facts import (
    Figure,
    HeldAs,
    MeetingFacts,
    MeetingKind,
    OfficeState,
    OrganisationFacts,
    Outcome,
    RegionFacts,
    Speaker,
    SpeakerKind,
    SupportMessage,
)
from agm.wording.compose import compose
from agm.wording.compose.grammar import closed, join, phrase, placed, undoubled
from agm.wording.document import BlockKey, Document, Listing, Sentence
from agm.wording.render import Format, render
from agm.wording.style import HouseStyle
from tests.support.wording_facts import ORGANISATION, REGION, co_opted, elected, not_elected, office, person

STYLE = HouseStyle(longest_sentence=0)
FACTS = MeetingFacts(format_version=1, organisation=ORGANISATION, region=REGION)
GUEST = Speaker(person("Bob"))


def words(document: Document, key: BlockKey) -> str:
    """The generated sentences and lines of a block, no-break spaces as spaces."""
    block = document.block(key)
    lines: list[str] = []
    for part in block.parts if block else ():
        if isinstance(part, Sentence):
            lines.append(part.text)
        elif isinstance(part, Listing):
            lines += [entry.line for entry in part.entries]
    return " ".join(lines).replace("\u00a0", " ")


def words_of(key: BlockKey, **changes: object) -> str:
    """That block of the announcement of a meeting with these facts."""
    return words(compose(replace(FACTS, **changes), STYLE), key)  # type: ignore[arg-type]  # any field of the facts


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Good luck to Sammy Davis Jr..", "Good luck to Sammy Davis Jr."),
        ("Good luck to Sammy Davis\u00a0Jr.. If you", "Good luck to Sammy Davis\u00a0Jr. If you"),
        ("in the U.S.A.. We", "in the U.S.A. We"),
        ("and so on....", "and so on..."),
        ("and so on….", "and so on…"),
        ("at Who's Next?.", "at Who's Next?"),
        ("by “the many.”.", "by “the many.”"),
        ("wait...", "wait..."),
        ("by us (at Hull Inc.).", "by us (at Hull Inc.)."),
        ("a   b.", "a b."),
    ],
)
def test_a_sentence_has_one_full_stop(text: str, sentence: str) -> None:
    assert closed(text) == sentence


def test_words_within_a_sentence_bring_no_full_stop() -> None:
    typed = ["friends abroad.", "friends abroad", "10 a.m.", "and so on...", "", "."]
    assert [phrase(text) for text in typed] == ["friends abroad", "friends abroad", "10 a.m.", "and so on...", "", ""]


@pytest.mark.parametrize(
    ("venue", "where"),
    [
        ("the Town Hall", "at the Town Hall"),
        ("at the Town Hall", "at the Town Hall"),
        ("At the Town Hall.", "at the Town Hall"),
        ("in the library", "in the library"),
        ("via Zoom", "via Zoom"),
        ("At Home Café", "at At Home Café"),
        ("Inn on the Park", "at Inn on the Park"),
        (" ", ""),
    ],
)
def test_a_venue_has_one_preposition(venue: str, where: str) -> None:
    assert placed(venue) == where


@pytest.mark.parametrize(
    ("name", "text", "once"),
    [
        ("The Wirral", "the The Wirral Region", "the Wirral Region"),
        ("Northern Region", "The Northern Region Region of", "The Northern Region of"),
        ("The Peak region", "the The Peak region Region", "the Peak region"),
        ("Walla Walla", "the Walla Walla Region", "the Walla Walla Region"),
        ("North", "the North Northern Region", "the North Northern Region"),
        ("Theale", "the Theale Region", "the Theale Region"),
    ],
)
def test_a_name_doubles_no_word_of_the_style(name: str, text: str, once: str) -> None:
    assert undoubled(text, [name]) == once


@pytest.mark.parametrize(
    ("region", "long", "title"),
    [
        (RegionFacts("The Wirral"), "The Wirral Region of the Civic Commonweal Movement", "The Wirral CCM AGM"),
        (
            RegionFacts("Northern Region"),
            "The Northern Region of the Civic Commonweal Movement",
            "Northern Region CCM AGM",
        ),
        (RegionFacts("Vale CCM"), "The Vale CCM Region of the Civic Commonweal Movement", "Vale CCM AGM"),
    ],
)
def test_regions_are_named_without_doubled_words(region: RegionFacts, long: str, title: str) -> None:
    document = compose(replace(FACTS, region=region), STYLE)
    assert (words(document, BlockKey.OPENING), document.title) == (f"{long} held its AGM.", title)


def test_an_organisation_may_bring_its_article() -> None:
    national = words_of(BlockKey.OPENING, region=None, organisation=OrganisationFacts("The Commonweal"))
    assert national == "The Commonweal held its AGM."
    regional = words_of(BlockKey.OPENING, organisation=OrganisationFacts("The Commonweal"))
    assert regional == "The Northern Vale Region of the Commonweal held its AGM."
    style = HouseStyle(committee="the executive")
    results = (office("Chair", elected("A")), office("Secretary", elected("B")), office("Auditor", elected("C")))
    closing = words(compose(replace(FACTS, results=results), style), BlockKey.CLOSING)
    assert closing == "Our thanks to all those who stood and good luck to the new executive."


def test_what_was_typed_with_a_full_stop_is_printed_with_one() -> None:
    opening = words_of(BlockKey.OPENING, attendance=Figure(None, "about forty members."), venue="at the Hall.")
    assert opening.endswith("held its AGM at the Hall. The meeting was attended by about forty members.")
    hybrid = words_of(BlockKey.OPENING, venue="at the Hall.", held_as=HeldAs.HYBRID)
    assert hybrid.endswith("held its AGM at the Hall and online.")
    facts = {"messages": (SupportMessage(person("Sam Jr.")),), "messages_from": "friends abroad."}
    assert "message of support from friends abroad. Our thanks" in words_of(BlockKey.OPENING, **facts)
    lead_in = words_of(BlockKey.MESSAGES, results=(office("Chair", elected("A")),), **facts)
    assert lead_in == "We were honoured to receive a message of support from friends abroad: Sam Jr."
    closing = words_of(BlockKey.CLOSING, results=(office("Chair", elected("Sam Jr.")), office("Clerk")))
    assert closing == "Good luck to Sam Jr. If you would like to take on the vacant office, please get in touch."


@pytest.mark.parametrize(
    ("venue", "where"),
    [
        ("Room 3, County Hall", "in Room 3, County Hall, and online"),
        ("the Bar and Grill", "at the Bar and Grill, and online"),
        ("the Hall", "at the Hall and online"),
    ],
)
def test_a_venue_with_a_comma_or_an_and_is_parted_from_online(venue: str, where: str) -> None:
    assert words_of(BlockKey.OPENING, venue=venue, held_as=HeldAs.HYBRID).endswith(f"held its AGM {where}.")


def test_with_guests_the_numbered_meeting_is_not_the_second_online() -> None:
    opening = words_of(BlockKey.OPENING, ordinal=2, held_as=HeldAs.ONLINE, speakers=(GUEST,))
    assert opening.endswith("Bob as the guest speaker at its 2nd AGM, held online.")


@pytest.mark.parametrize(
    ("items", "joiner", "text"),
    [
        (["Bob and Sons", "Al"], "and", "Bob and Sons, and Al"),
        (["Al", "Bob\u00a0and\u00a0Sons"], "and", "Al, and Bob\u00a0and\u00a0Sons"),
        (["Al", "Bob and Sons", "Cy"], "and", "Al, Bob and Sons, and Cy"),
        (["Bob & Sons", "Al"], "and", "Bob & Sons and Al"),
        (["Bob & Sons", "Al"], "&", "Bob & Sons, & Al"),
        (["Bob and Sons", "Smith, John"], "and", "Bob and Sons; and Smith, John"),
        (["Andy", "Sandy"], "and", "Andy and Sandy"),
    ],
)
def test_a_list_cannot_be_read_as_longer_than_it_is(items: list[str], joiner: str, text: str) -> None:
    assert join(items, HouseStyle(joiner=joiner)) == text


@pytest.mark.parametrize(
    ("result", "line"),
    [
        (office("Auditors", elected("Smith, John"), elected("B"), elected("D"), seats=3), "Smith, John; B; and D"),
        (office("Auditors", elected("B"), elected("Smith, John"), seats=2), "B; and Smith, John"),
        (office("Auditors", elected("Bob and Sons"), elected("Al"), seats=2), "Bob and Sons, and Al"),
        (office("Chair", elected("Smith, John", "B")), "Smith, John; and B (job share)"),
        (office("Chair", elected("Bob and Sons", "Al")), "Bob and Sons, and Al (job share)"),
        (
            office("Auditors", elected("A", "B", "C"), elected("D"), seats=2),
            "A, B and C (job share); and D",
        ),
        (
            office("Chair", elected("A"), predecessors=(person("Smith, John"), person("B"))),
            "A (in place of Smith, John; and B)",
        ),
    ],
)
def test_a_line_of_results_cannot_either(result: Outcome, line: str) -> None:
    facts = replace(FACTS, results=(result, office("Clerk", elected("Z"), not_elected("Y"))))
    assert f"{result.label}: {line} Clerk: Z" in words(compose(facts, STYLE), BlockKey.RESULTS)


def test_the_page_parts_the_names_by_the_same_signs() -> None:
    result = office("Auditors", elected("Smith, John"), elected("B"), elected("D"), seats=3)
    page = render(compose(replace(FACTS, results=(result,)), STYLE), Format.HTML)
    assert '<dd>Smith, John;</dd><dd>B; <span class="and">and</span></dd><dd>D</dd>' in page


@pytest.mark.parametrize(
    ("speakers", "welcome"),
    [
        ((GUEST, Speaker(person("Helen"), "Chair, Finance")), "Bob; and Helen, Chair, Finance,"),
        ((Speaker(person("Bob and Sons")), Speaker(person("Al"))), "Bob and Sons, and Al"),
    ],
)
def test_guests_are_told_apart(speakers: tuple[Speaker, ...], welcome: str) -> None:
    opening = words_of(BlockKey.OPENING, speakers=speakers)
    assert opening.endswith(f"was delighted to welcome {welcome} as guest speakers at its AGM.")
    others = tuple(replace(speaker, kind=SpeakerKind.OTHER) for speaker in speakers)
    assert words_of(BlockKey.OPENING, speakers=others).endswith(f"The speakers were {welcome.rstrip(',')}.")


def test_by_elections_in_the_plural_have_no_ordinal_and_several_seats_a_plural() -> None:
    results = (office("Chair", elected("A")), office("Delegate", seats=12, plural_label="Delegates"))
    changes = {"kind": MeetingKind.BY_ELECTION, "ordinal": 1}
    assert words_of(BlockKey.OPENING, results=results, **changes).endswith("held by-elections for Chair and Delegates.")
    assert words_of(BlockKey.TITLE, results=results, **changes).endswith("by-elections for Chair and Delegates")
    assert words_of(BlockKey.OPENING, results=results[:1], **changes).endswith("held its 1st by-election, for Chair.")


def test_only_by_elections_name_their_offices_in_the_opening() -> None:
    results = (office("Chair", elected("A")),)
    assert words_of(BlockKey.OPENING, speakers=(GUEST,), results=results).endswith("guest speaker at its AGM.")
    own = HouseStyle(
        opening="{Body_short} welcomed {guests}.", title_by_election="{body_short} {meeting}[ for {offices}]"
    )
    facts = replace(FACTS, kind=MeetingKind.BY_ELECTION, speakers=(GUEST,), results=results)
    assert compose(facts, own).title == "Northern Vale CCM by-election for Chair"


@pytest.mark.parametrize(
    ("results", "closing"),
    [
        (
            (office("Chair", co_opted("A")), office("Clerk", elected("B", unopposed=True))),
            "Good luck to A and B.",
        ),
        ((office("Chair", co_opted("A"), not_elected("B")),), "Good luck to A."),
        ((office("Chair", elected("A"), not_elected("B")),), "Our thanks to all those who stood and good luck to A."),
        (
            (office("Delegates", elected("A"), elected("A"), seats=2),),
            "Our thanks to all those who stood and good luck to A and A.",
        ),
        ((office("Chair", not_elected("A"), state=OfficeState.SUSPENDED),), ""),
        (
            (office("Chair", not_elected("A"), not_elected("B"), state=OfficeState.SUSPENDED),),
            "Our thanks to all those who stood.",
        ),
        (
            (
                office("Chair", not_elected("A"), state=OfficeState.SUSPENDED),
                office("Clerk", not_elected("A"), state=OfficeState.SUSPENDED),
            ),
            "",
        ),
    ],
)
def test_those_who_stood_are_thanked_where_two_did(results: tuple[Outcome, ...], closing: str) -> None:
    assert words_of(BlockKey.CLOSING, results=results) == closing


def test_two_people_of_one_name_are_two() -> None:
    twins = office("Delegates", elected("Sam", unopposed=True), elected("Sam", unopposed=True), seats=2)
    assert (
        words_of(BlockKey.RESULTS, results=(twins,)) == "The following were elected unopposed: Delegates: Sam and Sam"
    )
    mid_term = words_of(BlockKey.CLOSING, kind=MeetingKind.BY_ELECTION, results=(twins,))
    assert mid_term == "Good luck to Sam and Sam."


NONE_HELD = "No elections were held at this meeting."
STANDS = "The office stands as follows:"
STAND = "The offices stand as follows:"
TO_FOLLOW = office("Clerk", state=OfficeState.UNDECIDED)


@pytest.mark.parametrize(
    ("results", "text"),
    [
        ((TO_FOLLOW,), NONE_HELD),
        ((office("Chair"), TO_FOLLOW), f"{NONE_HELD} {STANDS} Chair: vacant"),
        ((office("Chair", co_opted("A")), TO_FOLLOW), f"{NONE_HELD} {STANDS} Chair: A (co-opted)"),
        ((office("Chair", co_opted("A")), office("Clerk")), f"{NONE_HELD} {STAND} Chair: A (co-opted) Clerk: vacant"),
        (
            (office("Delegates", co_opted("A"), seats=2, state=OfficeState.UNDECIDED),),
            f"{NONE_HELD} {STANDS} Delegates: A (co-opted)",
        ),
        (
            (office("Chair", not_elected("A")),),
            "Nobody was elected at this meeting. The office stands as follows: Chair: vacant",
        ),
    ],
)
def test_no_elections_stand_beside_no_results(results: tuple[Outcome, ...], text: str) -> None:
    assert words_of(BlockKey.RESULTS, elections=False, results=results) == text
    assert "so far" not in words_of(BlockKey.CLOSING, elections=False, results=results)


def test_a_meeting_too_small_to_elect_has_no_results_to_follow() -> None:
    figures = {"attendance": Figure(3), "quorum": Figure(5)}
    text = words_of(BlockKey.RESULTS, results=(office("Chair", state=OfficeState.DEFERRED), TO_FOLLOW), **figures)
    assert text.endswith("so no officers could be elected. The office stands as follows: Chair: election deferred")
