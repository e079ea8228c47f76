"""What a house style says of who met, of dates, lists and order, and of the parts before the results."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator

from agm.facts.fields import Value, refuse
from agm.wording.document import BlockKey
from agm.wording.style_choices import Article, BodyVerb, DateStyle, OfficeOrder, SecondLanguage
from agm.wording.style_fields import Item, naming, pattern, words

DEFAULT_ORDER = (
    BlockKey.OPENING, BlockKey.SAID, BlockKey.MESSAGES, BlockKey.RESULTS, BlockKey.MOTIONS, BlockKey.CLOSING
)  # fmt: skip
PERSON = frozenset({"name", "role"})


def _check_order(order: tuple[BlockKey, ...]) -> tuple[BlockKey, ...]:
    if BlockKey.MOTIONS not in order and BlockKey.RESULTS in order:  # an order from before there were any
        at = order.index(BlockKey.RESULTS) + 1
        order = (*order[:at], BlockKey.MOTIONS, *order[at:])
    if sorted(order) != sorted(DEFAULT_ORDER):
        raise refuse(f"List each of these once, in the order that you want: {', '.join(DEFAULT_ORDER)}.")
    return order


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingStyle(Value):
    """The items that word a meeting, up to its results; `HouseStyle` has the others."""

    region_long: Annotated[
        str,
        naming(
            "A region at length",
            "How a region is named when it is first mentioned",
            example="the North West Region of the Jewish Labour Movement",
        ),
    ] = "the {region} {unit_word} of {the_organisation}"
    region_short: Annotated[
        str, naming("A region in short", "How it is named after that", example="North West JLM")
    ] = "{region_short} {organisation_short}"
    national_long: Annotated[str, naming("The organisation at length", "For national meetings")] = "{the_organisation}"
    national_short: Annotated[str, naming("The organisation in short", "For national meetings", example="JLM")] = (
        "{organisation_short}"
    )
    unit_word: Annotated[str, words("names", "A unit", "Your word for it", example="Region, Branch or Society")] = (
        "Region"
    )
    article: Annotated[Article, Item(text="Before the organisation's name", label="Article of the organisation")] = (
        Article.BY_NAME
    )
    verb: Annotated[BodyVerb, Item(text="“was … its” or “were … their”", label="Verb of the organisation")] = (
        BodyVerb.BY_NAME
    )
    agm_name: Annotated[str, words("names", "Annual general meeting", "Your word for it")] = "AGM"
    egm_name: Annotated[str, words("names", "Extraordinary general meeting", "Your word for it")] = "EGM"
    inaugural_name: Annotated[str, words("names", "First meeting", "Your word for it")] = "inaugural meeting"
    by_election_name: Annotated[str, words("names", "By-election", "Your word for it")] = "by-election"
    countback_name: Annotated[str, words("names", "Countback", "Your word for it")] = "countback"
    other_meeting_name: Annotated[str, words("names", "Any other meeting", "Your word for it")] = "meeting"
    committee: Annotated[str, words("names", "The officers together", "For example committee or executive")] = (
        "committee"
    )

    second_language: Annotated[SecondLanguage, Item(text="Everything once more, below", label="Second language")] = (
        SecondLanguage.NONE
    )

    joiner: Annotated[
        str,
        words(
            "lists", "Between the last two", "The word or sign between the last two names of a list", example="and or &"
        ),
    ] = "and"
    serial_comma: Annotated[
        bool, Item(text="“A, B, and C” instead of “A, B and C”", label="Comma before the joiner", group="lists")
    ] = False
    date_style: Annotated[DateStyle, Item(text="2 April or 2nd April", label="Dates", group="lists")] = DateStyle.PLAIN
    office_order: Annotated[
        OfficeOrder,
        Item(text="In the organisation's order, or the empty ones last", label="Order of offices", group="lists"),
    ] = OfficeOrder.AS_RECORDED
    block_order: Annotated[
        tuple[BlockKey, ...],
        Item(text="All parts after the title, in the order to print", label="Order of the parts", group="lists"),
        AfterValidator(_check_order),
    ] = DEFAULT_ORDER
    blank_lines: Annotated[
        int,
        Item(text="Empty lines between two results in the plain text", label="Empty lines", group="lists", largest=2),
    ] = 1

    title: Annotated[
        str,
        pattern("title", "Title", "The headline of a report", empty=False,
                example="North West JLM AGM with guest speaker A"),
    ] = "{body_short} {meeting}[ with {guest_speakers}| {year}]"  # fmt: skip
    title_by_election: Annotated[str, pattern("title", "Title of a by-election", "The headline", empty=False)] = (
        "{body_short} {meeting}[ for {offices}[ with {guest_speakers}]| with {guest_speakers}| {year}]"
    )
    title_messages: Annotated[
        str, pattern("title", "Title of messages", "The headline of messages of support", empty=False)
    ] = "{Messages_title} for {body_short's} {meeting}"

    opening: Annotated[str, pattern("opening", "Opening with guests", "The first sentence, where guests spoke")] = (
        "{Body_long} {were} delighted to welcome {guests} {as_guest_speakers} at {their_meeting}"
        "[ for {offices}][, held {online}][ {when}][ {where}][, alongside {others}]."
    )
    opening_without_guests: Annotated[
        str, pattern("opening", "Opening without guests", "The first sentence otherwise")
    ] = "{Body_long} held {their_meeting}[ {online}][ {when}][ {where}].[ {The_speakers_were} {others}.]"
    opening_by_election: Annotated[str, pattern("opening", "Opening of a by-election", "Where no guest spoke")] = (
        "[{Body_long} {held} {their_meeting}[ for {offices}][ {online}][ {when}][ {where}]."
        "|{Body_long} called {their_meeting}[ for {offices}]"
        "[, to be held {when}[ {online}][ {where}]|, to be held {where}].][ {The_speakers_were} {others}.]"
    )
    opening_ahead: Annotated[
        str, pattern("opening", "Opening of a meeting to come", "Where the date lies ahead and nothing is reported yet")
    ] = (
        "{Body_long} will hold {their_meeting}[ for {offices}][ {online}][ {when}][ at {time}][ {where}]"
        "[, with {guests} {as_guest_speakers}].[ {Others} will speak.][ {Chairs} will {chair_the_meeting}.]"
    )
    chaired: Annotated[str, pattern("opening", "Who chaired", "Printed where it is recorded")] = (
        "{Chairs} {chaired_the_meeting}."
    )
    attended: Annotated[str, pattern("opening", "How many came", "Printed where it is recorded")] = (
        "The meeting was attended by {attendance}."
    )
    quorum_words: Annotated[
        str, pattern("opening", "The quorum", "Where the record does not tell in figures whether it was reached")
    ] = "The quorum was {quorum}."
    quorum_reached: Annotated[
        str, pattern("opening", "The quorum was reached", "Where as many came as it asks for")
    ] = "The quorum of {quorum} was reached."
    quorum_not_reached: Annotated[
        str, pattern("opening", "The quorum was not reached", "Where somebody was elected all the same")
    ] = "The quorum of {quorum} was not reached."
    quorum_ahead: Annotated[str, pattern("opening", "The quorum of a meeting to come", "Where the date lies ahead")] = (
        "The quorum is {quorum}."
    )
    guest: Annotated[
        str, pattern("opening", "A guest", "How a guest and the role are put", PERSON, needs=("name",))
    ] = "[{role} ]{name}"
    other_speaker: Annotated[
        str,
        pattern("opening", "Another speaker", "How other speakers and their roles are put", PERSON, needs=("name",)),
    ] = "[{role} ]{name}"
    role_after: Annotated[
        str,
        pattern("opening", "A role that is no title", "With an article, a comma or a verb, or long", PERSON,
                needs=("name", "role"), empty=False),
    ] = "{name}, {role}"  # fmt: skip

    opening_messages: Annotated[str, pattern("messages", "Opening of messages", "The first paragraph")] = (
        "[{Body_short} held {their_meeting} {when}. We were honoured to receive {messages_of_support}"
        "|We were honoured to receive {messages_of_support}[ for {body_short's} {ordinal} {meeting}]]"
        "[ from {messages_from}]. Our thanks for supporting {body_short} go to {senders}."
    )
    opening_messages_ahead: Annotated[
        str, pattern("messages", "Opening of messages to come", "Where the meeting lies ahead")
    ] = (
        "{Body_short} will hold {their_meeting} {when}. We were honoured to receive {messages_of_support}"
        "[ from {messages_from}]. Our thanks for supporting {body_short} go to {senders}."
    )
    messages_in_report: Annotated[
        bool, Item(text="Print them in the report too", label="Messages in a report", group="messages")
    ] = True
    messages_lead_in: Annotated[str, pattern("messages", "Lead-in within a report", "Before the list of senders")] = (
        "We were honoured to receive {messages_of_support}[ from {messages_from}]:"
    )
    message_line: Annotated[
        str, pattern("messages", "One message", "The sender on one line", PERSON, needs=("name", "role"), empty=False)
    ] = "[{role}: ]{name}"
