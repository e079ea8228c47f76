"""What compose says follows from the facts. Whole announcements are in the golden files; here are the single rules."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from agm.facts import (
    Figure,
    HeldAs,
    MeetingFacts,
    MeetingKind,
    OfficeState,
    OrganisationFacts,
    Outcome,
    Paragraph,
    Speaker,
    SpeakerKind,
    SupportMessage,
)
from agm.language.en import counted, number_word, ordinal, possessive, with_article
from agm.language.partial_date import PartialDate
from agm.wording.compose import ComposeError, announcement_kind, compose, source_digest
from agm.wording.compose.grammar import date_text, join, printed, squeeze, when_text
from agm.wording.document import AnnouncementKind, BlockKey, Document, Listing, Sentence, Typed
from agm.wording.render import Format, render
from agm.wording.style import HouseStyle
from agm.wording.style_choices import BodyVerb, DateStyle
from tests.support.wording_facts import (
    ORGANISATION,
    REGION,
    co_opted,
    elected,
    meetings,
    not_elected,
    office,
    person,
)

STYLE = HouseStyle(longest_sentence=0)
FACTS = MeetingFacts(format_version=1, organisation=ORGANISATION, region=REGION)
GUEST = Speaker(person("Helen Marsh", suffix="MP"), "Shadow Minister")
CHAIR = office("Chair", elected("Ruth Sable"), not_elected("Bernard Loe"))


def block_text(document: Document, key: BlockKey) -> str:
    """The sentences and lines of a block, one per line, no-break spaces as spaces."""
    block = document.block(key)
    lines: list[str] = []
    for part in block.parts if block else ():
        if isinstance(part, Sentence):
            lines.append(part.text)
        elif isinstance(part, Listing):
            lines += [entry.line for entry in part.entries]
        elif isinstance(part, Typed):
            lines.append(part.markdown)
    return "\n".join(lines).replace("\u00a0", " ")


def results_text(facts: MeetingFacts, style: HouseStyle = STYLE) -> str:
    """The results block of a report on these facts."""
    return block_text(compose(facts, style, kind=AnnouncementKind.REPORT), BlockKey.RESULTS)


@pytest.mark.parametrize(
    ("items", "comma", "text"),
    [
        ([], False, ""),
        (["A"], True, "A"),
        (["A", "B"], True, "A and B"),
        (["A", "B", "C"], False, "A, B and C"),
        (["A", "B", "C"], True, "A, B, and C"),
        (["A, b", "C"], False, "A, b; and C"),
        (["A", "C, d"], False, "A; and C, d"),
        (["A, b", "C", "D"], False, "A, b; C; and D"),
    ],
)
def test_lists_are_joined_in_british_style(items: list[str], comma: bool, text: str) -> None:
    assert join(items, HouseStyle(serial_comma=comma)) == text


def test_numbers_are_words_up_to_ten() -> None:
    assert [number_word(number) for number in (0, 1, 10, 11, 1234)] == ["no", "one", "ten", "11", "1,234"]
    assert [counted(number, "place", "places", in_words=True) for number in (1, 2)] == ["one place", "two places"]
    assert [counted(number, "vote", "votes") for number in (1, 1234)] == ["1 vote", "1,234 votes"]
    ordinals = [ordinal(number) for number in (1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 109, 111, 112, 1001)]
    assert " ".join(ordinals) == "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 101st 109th 111th 112th 1,001st"


def test_apostrophes_and_articles() -> None:
    names = ["JLM", "Labour Students", "the NUS", "the Press", "Wales JLM"]
    assert [possessive(name) for name in names] == [
        "JLM's",
        "Labour Students'",
        "the NUS's",
        "the Press's",
        "Wales JLM's",
    ]
    nouns = ["EGM", "SGM", "by-election", "open meeting", "UGM", "meeting"]
    assert [with_article(noun) for noun in nouns] == [
        "an EGM",
        "an SGM",
        "a by-election",
        "an open meeting",
        "a UGM",
        "a meeting",
    ]


def test_dates_say_what_is_known() -> None:
    full, month, year = PartialDate(2017, 4, 2), PartialDate(2017, 4), PartialDate(2017)
    plain, nth = DateStyle.PLAIN, DateStyle.ORDINAL
    assert date_text(full, plain) == "Sunday 2\u00a0April 2017"
    assert date_text(full, nth, year=False) == "Sunday 2nd\u00a0April"
    assert date_text(full, plain, weekday=False) == "2\u00a0April 2017"
    assert [date_text(when, nth, year=False) for when in (month, year, None)] == ["April 2017", "2017", ""]
    assert [when_text(when, plain) for when in (full, month, year, None)] == [
        "on Sunday 2\u00a0April 2017",
        "in April 2017",
        "in 2017",
        "",
    ]


def test_names_are_glued_to_their_letters() -> None:
    assert printed(person("Angela  Rayner", suffix="MP")) == "Angela Rayner\u00a0MP"
    assert printed(person("Jane Black", "Cllr"), whole=True) == "Cllr\u00a0Jane\u00a0Black"
    assert printed(person("Aoibheann Ní Dhomhnaill-Fitzgerald"), whole=True) == "Aoibheann Ní Dhomhnaill-Fitzgerald"
    assert squeeze("  a \n b\u00a0c ") == "a b\u00a0c"


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        (FACTS, AnnouncementKind.REPORT),
        (replace(FACTS, messages=(SupportMessage(person("A")),)), AnnouncementKind.MESSAGES_OF_SUPPORT),
        (replace(FACTS, messages=(SupportMessage(person("A")),), speakers=(GUEST,)), AnnouncementKind.REPORT),
        (replace(FACTS, messages=(SupportMessage(person("A")),), elections=False), AnnouncementKind.REPORT),
        (replace(FACTS, messages=(SupportMessage(person("A")),), results=(CHAIR,)), AnnouncementKind.REPORT),
    ],
)
def test_the_kind_follows_from_the_facts(facts: MeetingFacts, kind: AnnouncementKind) -> None:
    assert announcement_kind(facts) is kind
    assert compose(facts, STYLE).kind is kind


def test_messages_can_be_announced_beside_the_report() -> None:
    facts = replace(FACTS, messages=(SupportMessage(person("A")),), results=(CHAIR,))
    document = compose(facts, STYLE, kind=AnnouncementKind.MESSAGES_OF_SUPPORT)
    assert [block.key for block in document.blocks] == [BlockKey.TITLE, BlockKey.OPENING, BlockKey.MESSAGES]
    without = compose(facts, HouseStyle(messages_in_report=False))
    assert without.block(BlockKey.MESSAGES) is None


def test_messages_cannot_be_announced_where_there_are_none() -> None:
    with pytest.raises(ComposeError, match="No message of support is recorded"):
        compose(FACTS, STYLE, kind=AnnouncementKind.MESSAGES_OF_SUPPORT)


def test_many_senders_are_not_named_twice() -> None:
    facts = replace(FACTS, messages=tuple(SupportMessage(person(name)) for name in "ABCD"))
    opening = block_text(compose(facts, STYLE), BlockKey.OPENING)
    assert opening.endswith("Our thanks for supporting Northern Vale CCM go to everyone who wrote.")


def test_a_headline_names_no_guest_where_there_was_none() -> None:
    other = replace(GUEST, kind=SpeakerKind.OTHER)
    assert compose(replace(FACTS, speakers=(other,)), STYLE).title == "Northern Vale CCM AGM"


def test_the_organisation_may_have_no_short_name_and_take_the_plural() -> None:
    facts = replace(FACTS, region=None, organisation=OrganisationFacts("Labour Students"), ordinal=12)
    document = compose(facts, HouseStyle(verb=BodyVerb.PLURAL, national_long="{organisation}"))
    assert block_text(document, BlockKey.OPENING) == "Labour Students held their 12th AGM."
    assert document.place == "National"


@pytest.mark.parametrize(
    ("changes", "opening"),
    [
        ({"held_as": HeldAs.HYBRID}, "held its AGM in person and online."),
        ({"held_as": HeldAs.IN_PERSON, "venue": "the Hall"}, "held its AGM at the Hall."),
        ({"held_as": HeldAs.ONLINE, "venue": "the Hall"}, "held its AGM online."),
        ({"kind": MeetingKind.EGM, "ordinal": 3}, "held its 3rd EGM."),
        ({"kind": MeetingKind.OTHER}, "held a meeting."),
        ({"attendance": Figure(1)}, "held its AGM. The meeting was attended by one person."),
        (
            {"attendance": Figure(60, "some sixty members")},
            "held its AGM. The meeting was attended by some sixty members.",
        ),
        ({"attendance": Figure(0)}, "held its AGM."),
        ({"attendance": Figure()}, "held its AGM."),
    ],
)
def test_openings(changes: dict[str, object], opening: str) -> None:
    facts = replace(FACTS, **changes)  # type: ignore[arg-type]  # any field of the facts
    text = block_text(compose(facts, STYLE), BlockKey.OPENING)
    assert text == f"The Northern Vale Region of the Civic Commonweal Movement {opening}"


def test_quorum_in_words_is_printed_with_an_inquorate_meeting() -> None:
    facts = replace(FACTS, attendance=Figure(3), quorum=Figure(5, "a tenth of the members"))
    assert (
        results_text(facts)
        == "The meeting did not reach its quorum of a tenth of the members, so no officers could be elected."
    )
    assert results_text(replace(facts, quorum=Figure(None, "a tenth"))) == ""
    assert results_text(replace(facts, results=(CHAIR,))).startswith("The election result was as follows:")


def test_a_by_election_with_a_guest_tells_of_the_guest() -> None:
    facts = replace(FACTS, kind=MeetingKind.BY_ELECTION, speakers=(GUEST,), results=(CHAIR,))
    document = compose(facts, STYLE)
    title = "Northern Vale CCM by-election for Chair with guest speaker Helen Marsh MP"
    assert document.title.replace("\u00a0", " ") == title
    assert block_text(document, BlockKey.OPENING).endswith("as the guest speaker at a by-election for Chair.")
    assert block_text(document, BlockKey.RESULTS).startswith("The result was as follows:")
    nobody = compose(replace(facts, results=()), STYLE)
    assert nobody.title.replace("\u00a0", " ") == "Northern Vale CCM by-election with guest speaker Helen Marsh MP"


def test_a_by_election_for_many_offices_wishes_them_all_luck() -> None:
    results = tuple(office(f"Office {name}", elected(name), not_elected("Z")) for name in "ABCD")
    document = compose(replace(FACTS, kind=MeetingKind.BY_ELECTION, results=results), STYLE)
    assert document.title == "Northern Vale CCM by-elections"
    assert block_text(document, BlockKey.CLOSING) == "Our thanks to all those who stood and good luck to them all."


def test_elected_and_co_opted_without_a_contest_is_said_of_each() -> None:
    facts = replace(FACTS, results=(office("Chair", elected("A", unopposed=True)), office("Treasurer", co_opted("B"))))
    assert results_text(facts).split("\n") == [
        "The election results were as follows:",
        "Chair: A (unopposed)",
        "Treasurer: B (co-opted)",
    ]


def test_the_seat_of_several_can_pass_to_several() -> None:
    one = office("Delegate", elected("A"), elected("B"), seats=3, predecessors=(person("C"),))
    assert results_text(replace(FACTS, results=(one,))).endswith("Delegates: A and B (one place vacant); previously: C")


def test_a_job_share_of_three_takes_the_house_commas() -> None:
    facts = replace(FACTS, results=(office("Chair", elected("A", "B", "C")),))
    assert results_text(facts).endswith("Chair: A, B and C (job share)")
    assert results_text(facts, HouseStyle(serial_comma=True, longest_sentence=0)).endswith(
        "Chair: A, B, and C (job share)"
    )


def test_what_a_lead_in_does_not_say_stays_beside_the_names() -> None:
    facts = replace(FACTS, results=(office("Chair", elected("A", unopposed=True)),))
    assert results_text(facts).endswith("Chair: A (unopposed)")
    facts = replace(FACTS, results=(*facts.results, office("Clerk", elected("B", unopposed=True))))
    assert results_text(facts) == "The following were elected unopposed:\nChair: A\nClerk: B"
    assert results_text(facts, HouseStyle(bridge_alike="", longest_sentence=0)).startswith("Chair: A (unopposed)")


def test_remarks_can_be_left_out() -> None:
    results = (office("Chair", elected("A", unopposed=True, re_elected=True)), CHAIR, office("Auditor"))
    style = HouseStyle(show_unopposed=False, show_re_elected=False, longest_sentence=0)
    assert results_text(replace(FACTS, results=results), style).split("\n")[1] == "Chair: A"


def test_elections_deferred_to_different_days_are_dated_one_by_one() -> None:
    dates = (PartialDate(2019, 6, 11), PartialDate(2019, 7))
    results = tuple(office(f"Office {date}", state=OfficeState.DEFERRED, deferred_to=date) for date in dates)
    assert results_text(replace(FACTS, results=results)).replace("\u00a0", " ").split("\n") == [
        "The elections have been deferred:",
        "Office 2019-06-11: election deferred to Tuesday 11 June 2019",
        "Office 2019-07: election deferred to July 2019",
    ]


def test_a_vacant_place_among_several_is_named_so() -> None:
    facts = replace(FACTS, results=(CHAIR, office("Auditors", elected("A"), seats=3)))
    closing = block_text(compose(facts, STYLE), BlockKey.CLOSING)
    assert closing.endswith("If you would like to take on one of the vacant places, please get in touch.")


def test_an_empty_paragraph_is_no_paragraph() -> None:
    assert compose(replace(FACTS, said=(Paragraph(" \n"),)), STYLE).block(BlockKey.SAID) is None


def test_own_words_replace_a_block_and_can_add_one() -> None:
    facts = replace(FACTS, results=(CHAIR,))
    words = {BlockKey.TITLE: "A new\nchair ", BlockKey.SAID: "We *talked*.", BlockKey.CLOSING: "  "}
    document = compose(facts, STYLE, words)
    generated = compose(facts, STYLE)
    assert document.title == "A new chair"
    assert [(block.key, block.own) for block in document.blocks] == [
        (BlockKey.TITLE, True),
        (BlockKey.OPENING, False),
        (BlockKey.SAID, True),
        (BlockKey.RESULTS, False),
        (BlockKey.CLOSING, False),
    ]
    said = document.block(BlockKey.SAID)
    assert said is not None
    assert said.parts == (Typed("We *talked*."),)
    assert document.block(BlockKey.CLOSING) == generated.block(BlockKey.CLOSING)


def digests_of(facts: MeetingFacts) -> dict[BlockKey, str]:
    """The digest of what each block was made of."""
    return {key: source_digest(facts, announcement_kind(facts), key) for key in BlockKey}


def test_the_record_changing_under_own_words_is_noticed() -> None:
    facts = replace(FACTS, results=(CHAIR,), speakers=(GUEST,))
    digests = digests_of(facts)
    assert len(set(digests.values())) == len(BlockKey)
    after = digests_of(replace(facts, results=(office("Chair", elected("Ruth Sables")),)))
    assert {key for key in BlockKey if after[key] != digests[key]} == {BlockKey.RESULTS, BlockKey.CLOSING}


def test_messages_are_part_of_the_record_behind_their_announcement() -> None:
    facts = replace(FACTS, messages=(SupportMessage(person("A")),))
    before, after = digests_of(facts), digests_of(replace(facts, messages=(*facts.messages, *facts.messages)))
    changed = {key for key in BlockKey if before[key] != after[key]}
    assert changed == {BlockKey.TITLE, BlockKey.OPENING, BlockKey.MESSAGES}


def test_a_title_pattern_that_leaves_nothing_gives_way_to_the_built_in_one() -> None:
    assert compose(FACTS, HouseStyle(title="[{guest_speakers}]")).title == "Northern Vale CCM AGM"


@given(meetings())
@settings(max_examples=30)
def test_nothing_is_claimed_that_did_not_happen(facts: MeetingFacts) -> None:
    typed_nothing = replace(facts, said=(Paragraph("Talk."),), messages=())
    text = render(compose(typed_nothing, STYLE), Format.TEXT)
    entries = [entry for result in facts.results for entry in result.entries]
    winners = [entry for entry in entries if entry.elected]
    stood = [entry for entry in entries if not entry.co_opted]
    assert facts.guests or "guest speaker" not in text
    assert stood or "all those who stood" not in text
    assert stood or "held its elections" not in text
    assert winners or "good luck" not in text.lower()
    assert winners or "elected unopposed" not in text
    assert not all(entry.re_elected for entry in winners) or "new committee" not in text
    assert not all(entry.co_opted for entry in winners) or "new committee" not in text


@pytest.mark.parametrize(
    ("results", "closing"),
    [
        ((CHAIR,), "Our thanks to all those who stood and good luck to Ruth Sable."),
        ((office("Chair", elected("A", "B")),), "Good luck to A and B."),
        ((office("Chair", elected("A", "B", "C", "D")),), "Good luck to those elected."),
        ((office("Chair", elected("A")), office("Auditor", elected("A"))), "Good luck to A."),
        (
            (CHAIR, office("Auditor", elected("A"))),
            "Our thanks to all those who stood and good luck to Ruth Sable and A.",
        ),
    ],
)
def test_a_closing_names_the_only_ones_elected(results: tuple[Outcome, ...], closing: str) -> None:
    document = compose(replace(FACTS, results=results), STYLE)
    assert block_text(document, BlockKey.CLOSING) == closing
