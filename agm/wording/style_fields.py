"""What a house style's items are for, and which {fields} a pattern may use: enough to make a form of it."""

from dataclasses import dataclass
from typing import ClassVar

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from agm.facts.fields import Text, Whole, refuse
from agm.wording.pattern import PatternError, parse_pattern

MEANINGS: dict[str, str] = {
    "also": "“also”, if the announcement has told of something before the elections; otherwise empty",
    "any_of_these_offices": "“this office”, or “any of these offices”",
    "apply_by": "the last day on which somebody can come forward",
    "are": "“is” or “are”",
    "as_guest_speakers": "“as the guest speaker”, or “as guest speakers”",
    "attendance": "how many came, in words: “45 people”",
    "a_vacant_office": "“the vacant office”, or “one of the vacant offices”",
    "body_long": "who met, at length",
    "body_long's": "the same with an apostrophe s",
    "body_short": "who met, in short",
    "body_short's": "the same with an apostrophe s: “JLM's”, “Labour Students'”",
    "chair_the_meeting": "“chair the meeting”, or “preside” where the role is that of a chair",
    "chaired_the_meeting": "“chaired the meeting”, or “presided” where the role is that of a chair",
    "chairs": "who chaired the meeting",
    "clause": "what was agreed: “to hold the AGM in May”, “that the AGM be held in May”",
    "contact": "whom to write to about a vacant office",
    "committee": "your word for the officers together",
    "date": "the date in full: “Sunday 2 April 2017”",
    "day": "the date without its year: “Sunday 2 April”; empty where the day is not known",
    "deferred_to": "the date that all elections are deferred to, with “to”; empty if they differ or have none",
    "elected_were": "“was” or “were”, for the people elected",
    "elections": "“election” or “elections”; in a sentence of its own “the election for Chair”",
    "elections_have": "“election has” or “elections have”",
    "guest_speakers": "“guest speaker A”, “guest speakers A and B”, or their number from four on",
    "guests": "the guests with their roles",
    "have": "“have” or “has”, for the body that met",
    "held": "“held”; empty if nobody stood, came or spoke",
    "holders": "the people elected, or what is open",
    "how": "what is true of everyone elected: “elected unopposed”, “re-elected”, “co-opted” …",
    "meeting": "the kind of meeting: “AGM”",
    "messages_from": "from whom the messages came, as recorded",
    "messages_of_support": "“a message of support”, or “messages of support”",
    "messages_title": "“message of support”, or “messages of support”",
    "motion": "“the motion “Fair fares””, “the rule change “Quorum””, or “a motion to hold the AGM in May”",
    "mover": "who moved it",
    "name": "the name with what stands before and after it",
    "office": "the office, in the plural where it has several seats",
    "offices": (
        "the offices concerned; those of a by-election are empty from four on, of candidates if each office has some"
    ),
    "offices_stand": "“office stands”, or “offices stand”",
    "online": "“online”, if it was held online only, or “via Zoom”, “online (link on request)”",
    "ordinal": "“109th”, if recorded",
    "ordinal_meeting": "“109th AGM”, or “AGM” where no number is recorded",
    "organisation": "the organisation's name",
    "organisation_short": "the organisation's short name",
    "others": "those who spoke beside the guests, with their roles",
    "outcome": "“carried”, “carried as amended”, “lost”, “withdrawn”, “remitted”",
    "people": "the people concerned",
    "places": "“one place”, “two places” …",
    "quorum": "how many had to be there",
    "region": "the region's name",
    "region_short": "the region's short name, or its name where it has none",
    "results": "“the result for Chair”, “the results for Chair and Secretary”",
    "results_were": "“result was” or “results were”",
    "role": "the role at that date",
    "seconder": "who seconded it",
    "senders": "who sent the messages: up to three names, otherwise “everyone who wrote”",
    "the_committee": (
        "“the new committee” where an AGM filled it, “the committee” if all were re-elected, up to three names, or "
        "“those elected”"
    ),
    "the_organisation": "the organisation's name with its article, if it takes one",
    "the_speakers_were": "“the speaker was”, or “the speakers were”",
    "their": "“their” or “its”, for the body that met",
    "their_meeting": "“their 109th AGM”, “its AGM”, “an EGM”, “a by-election” …",
    "them_all": "“them”, or “them all” for several people",
    "those_who_stood": (
        "“all those who stood”; empty unless two or more stood, where one job share was all, or all were unopposed"
    ),
    "time": "when it begins: “19:30”",
    "to": "the date that this election is deferred to",
    "unit_word": "your word for a unit: “Region”",
    "vote": "how the vote went: “by 23 votes to 4, with two abstentions”",
    "were": "“were” or “was”, for the body that met",
    "when": "“on Sunday 2 April 2017”, “in April 2017”",
    "where": "“at the Town Hall”, “at the Town Hall and online”",
    "year": "the year",
}
"""What each field of a pattern stands for, in words for the person who edits it."""

NAMING = frozenset({"organisation", "organisation_short", "region", "region_short", "the_organisation", "unit_word"})
BODY = NAMING | {
    "body_long", "body_long's", "body_short", "body_short's", "committee", "date", "day", "have", "meeting", "online",
    "ordinal", "ordinal_meeting", "their", "their_meeting", "time", "were", "when", "where", "year",
}  # fmt: skip
SPEAKERS = frozenset({"guests", "guest_speakers", "as_guest_speakers", "others", "the_speakers_were"}) | {
    "chairs", "chair_the_meeting", "chaired_the_meeting",
}  # fmt: skip
MESSAGES = frozenset({"messages_of_support", "messages_title", "messages_from", "senders", "them_all"})
ELECTIONS = frozenset({
    "also", "any_of_these_offices", "apply_by",
    "contact", "a_vacant_office", "deferred_to", "elected_were", "elections", "elections_have",
    "held", "how", "offices", "offices_stand", "quorum", "results_were", "the_committee", "those_who_stood",
})  # fmt: skip
EVERYTHING = BODY | SPEAKERS | MESSAGES | ELECTIONS | {"attendance"}

GROUPS: dict[str, str] = {
    "names": "Names",
    "lists": "Dates, lists and order",
    "title": "Title",
    "opening": "Opening",
    "messages": "Messages of support",
    "results": "Results",
    "motions": "Motions",
    "remarks": "Beside a name",
    "open": "Open seats",
    "closing": "Closing",
    "headings": "Words in the margin",
}
"""The groups that the items of a house style are shown in."""


@dataclass(frozen=True, slots=True)
class Item(Text):
    """One item of a house style: what a form says of it, and its limits.

    `text` is the hint. `fields` is None for plain text and choices; a pattern may use exactly these fields. `needs` are
    fields that the pattern cannot do without, because a fact would be lost.
    """

    text: str = ""
    label: str = ""
    group: str = "names"
    example: str = ""
    fields: frozenset[str] | None = None
    needs: tuple[str, ...] = ()
    largest: int = 0
    smallest: ClassVar[int] = 0

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        if source is str:
            return core_schema.no_info_plain_validator_function(self.check)
        if source is int:
            return core_schema.no_info_plain_validator_function(Whole(largest=self.largest).check)
        return core_schema.bool_schema(strict=True) if source is bool else handler(source)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        if schema["type"] != "function-plain":
            made = handler(schema)
        elif self.largest:
            made = Whole(largest=self.largest).__get_pydantic_json_schema__(schema, handler)
        else:
            made = Text.__get_pydantic_json_schema__(self, schema, handler)
        return made | {"description": self.text}

    def check(self, value: object) -> str:
        """The text or the pattern itself. Raises PydanticCustomError."""
        text = Text.check(self, value)
        try:
            self.check_pattern(text)
        except PatternError as error:
            raise refuse(str(error)) from None
        return text

    def check_pattern(self, text: str) -> None:
        """Raise PatternError, with the place, where this is a pattern and the text cannot be one."""
        if self.fields is None:
            return
        used = parse_pattern(text, self.fields).used
        missing = [f"{{{need}}}" for need in self.needs if need not in used]
        if missing:
            raise PatternError(text, len(text), f"This pattern needs {' and '.join(missing)}.", sorted(self.fields))


def words(group: str, label: str, hint: str, *, example: str = "") -> Item:
    return Item(longest=100, text=hint, label=label, group=group, example=example)


def pattern(
    group: str,
    label: str,
    hint: str,
    fields: frozenset[str] = EVERYTHING,
    *,
    example: str = "",
    needs: tuple[str, ...] = (),
    empty: bool = True,
) -> Item:
    return Item(1000, False, empty, hint, label, group, example, fields, needs)


def naming(label: str, hint: str, *, example: str = "") -> Item:
    """How a unit or the organisation is named."""
    return pattern("names", label, hint, NAMING, empty=False, example=example)


def sentence(what: str, *others: str) -> Item:
    """What is said of offices that nobody was elected to, in place of lines."""
    fields = frozenset({"offices", "elections", "results", "are", "have", *others})
    return pattern("results", f"Sentence, {what}", "Instead of a list", fields, empty=False)


def places(label: str, hint: str, *others: str) -> Item:
    """What is said of the open places of an office with several."""
    return pattern("open", label, hint, frozenset({"places", *others}), needs=("places",), empty=False)
