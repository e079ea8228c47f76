"""What a house style's items are for, and which {fields} a pattern may use: enough to make a form of it."""

from __future__ import annotations

from dataclasses import dataclass

from agm.wording.codec import Note

MEANINGS: dict[str, str] = {
    "also": "“also”, if the announcement has told of something before the elections; otherwise empty",
    "any_of_these_offices": "“this office”, or “any of these offices”",
    "as_guest_speakers": "“as the guest speaker”, or “as guest speakers”",
    "attendance": "how many came, in words: “45 people”",
    "a_vacant_office": "“the vacant office”, or “one of the vacant offices”",
    "body_long": "who met, at length",
    "body_long's": "the same with an apostrophe s",
    "body_short": "who met, in short",
    "body_short's": "the same with an apostrophe s: “JLM's”, “Labour Students'”",
    "chairs": "who chaired the meeting",
    "committee": "your word for the officers together",
    "date": "the date in full: “Sunday 2 April 2017”",
    "day": "the date without its year: “Sunday 2 April”",
    "deferred_to": "the date that all elections are deferred to, with “to”; empty if they differ or have none",
    "elected_were": "“was” or “were”, for the people elected",
    "elections": "“election” or “elections”",
    "elections_have": "“election has” or “elections have”",
    "guest_speakers": "“guest speaker A”, “guest speakers A and B”, or their number from four on",
    "guests": "the guests with their roles",
    "have": "“have” or “has”, for the body that met",
    "held": "“held”; empty if nobody stood",
    "holders": "the people elected, or what is open",
    "how": "what is true of everyone elected: “elected unopposed”, “re-elected”, “co-opted” …",
    "meeting": "the kind of meeting: “AGM”",
    "messages_from": "from whom the messages came, as recorded",
    "messages_of_support": "“a message of support”, or “messages of support”",
    "messages_title": "“message of support”, or “messages of support”",
    "name": "the name with what stands before and after it",
    "office": "the office, in the plural where it has several seats",
    "offices": "the offices of a by-election; empty from four on",
    "online": "“online”, if it was held online only",
    "ordinal": "“109th”, if recorded",
    "ordinal_meeting": "“109th AGM”, or “AGM” where no number is recorded",
    "organisation": "the organisation's name",
    "organisation_short": "the organisation's short name",
    "others": "those who spoke beside the guests, with their roles",
    "people": "the people concerned",
    "places": "“one place”, “two places” …",
    "quorum": "how many had to be there",
    "region": "the region's name",
    "region_short": "the region's short name, or its name where it has none",
    "results_were": "“result was” or “results were”",
    "role": "the role at that date",
    "senders": "who sent the messages: up to three names, otherwise “everyone who wrote”",
    "the_committee": "“the new committee”, “the committee” if all were re-elected, or the name of a single person",
    "the_speakers_were": "“the speaker was”, or “the speakers were”",
    "their": "“their” or “its”, for the body that met",
    "their_meeting": "“their 109th AGM”, “its AGM”, “an EGM”, “a by-election” …",
    "them_all": "“them”, or “them all” for several people",
    "those_who_stood": "“all those who stood”; empty unless two or more stood, or where one job share was all",
    "to": "the date that this election is deferred to",
    "were": "“were” or “was”, for the body that met",
    "when": "“on Sunday 2 April 2017”, “in April 2017”",
    "where": "“at the Town Hall”, “at the Town Hall and online”",
    "year": "the year",
}
"""What each field of a pattern stands for, in words for the person who edits it."""

NAMING = frozenset({"organisation", "organisation_short", "region", "region_short"})
BODY = NAMING | {
    "body_long", "body_long's", "body_short", "body_short's", "committee", "date", "day", "have", "meeting", "online",
    "ordinal", "ordinal_meeting", "their", "their_meeting", "were", "when", "where", "year",
}  # fmt: skip
SPEAKERS = frozenset({"guests", "guest_speakers", "as_guest_speakers", "others", "the_speakers_were", "chairs"})
MESSAGES = frozenset({"messages_of_support", "messages_title", "messages_from", "senders", "them_all"})
ELECTIONS = frozenset({
    "also", "any_of_these_offices", "a_vacant_office", "deferred_to", "elected_were", "elections", "elections_have",
    "held", "how", "offices", "quorum", "results_were", "the_committee", "those_who_stood",
})  # fmt: skip
EVERYTHING = BODY | SPEAKERS | MESSAGES | ELECTIONS | {"attendance"}

GROUPS: dict[str, str] = {
    "names": "Names",
    "lists": "Dates, lists and order",
    "title": "Title",
    "opening": "Opening",
    "messages": "Messages of support",
    "results": "Results",
    "remarks": "Beside a name",
    "open": "Open seats",
    "closing": "Closing",
    "headings": "Words in the margin",
}
"""The groups that the items of a house style are shown in."""


@dataclass(frozen=True, slots=True)
class Item(Note):
    """One item of a house style. `fields` is None for plain text and choices; a pattern may use exactly these fields.

    `needs` are fields that the pattern cannot do without, because a fact would be lost.
    """

    label: str = ""
    group: str = "names"
    example: str = ""
    fields: frozenset[str] | None = None
    needs: tuple[str, ...] = ()


def words(group: str, label: str, hint: str, *, example: str = "", longest: int = 100, empty: bool = False) -> Item:
    """An item of plain text."""
    return Item(text=hint, label=label, group=group, example=example, longest=longest, may_be_empty=empty)


def pattern(
    group: str,
    label: str,
    hint: str,
    fields: frozenset[str],
    *,
    example: str = "",
    needs: tuple[str, ...] = (),
    empty: bool = True,
) -> Item:
    """An item that is a pattern."""
    return Item(
        text=hint,
        label=label,
        group=group,
        example=example,
        longest=1000,
        may_be_empty=empty,
        fields=fields,
        needs=needs,
    )
