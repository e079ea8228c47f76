"""The house style: how an organisation words its announcements. Every sentence that is not a fact comes from here.

The defaults are British: no serial comma, the organisation in the singular. The patterns: `docs/house-style.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Annotated, Any, TypeAlias, get_args, get_type_hints

from agm.facts import MeetingKind
from agm.facts.plain import Stored, from_plain, json_schema, to_plain
from agm.wording.pattern import parse_pattern
from agm.wording.style_fields import Item, pattern, places, sentence, words
from agm.wording.style_meeting import MeetingStyle
from agm.wording.terms import ENGLISH, Terms

Kind: TypeAlias = Any
"""A type as an annotation holds it: a class, or a tuple of one type. Python has no type for these."""

MEETING_NAMES = {
    MeetingKind.AGM: "agm_name",
    MeetingKind.EGM: "egm_name",
    MeetingKind.INAUGURAL: "inaugural_name",
    MeetingKind.BY_ELECTION: "by_election_name",
    MeetingKind.COUNTBACK: "countback_name",
    MeetingKind.OTHER: "other_meeting_name",
}
"""The item with the house's word for each kind of meeting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseStyle(MeetingStyle):
    """How an organisation words its announcements; a region can override any item (`with_overrides`)."""

    bridge: Annotated[str, pattern("results", "Bridge", "Before the results of elections")] = (
        "[{Body_short} {also} held {their} {elections}. The {results_were}|The election {results_were}] as follows:"
    )
    bridge_alike: Annotated[
        str, pattern("results", "Bridge, all alike", "Where all were unopposed, re-elected or co-opted")
    ] = "The following {elected_were} {how}:"
    bridge_re_elected: Annotated[
        str, pattern("results", "Bridge, re-elected", "Where all elected were re-elected, but some seats stay open")
    ] = "The election {results_were} as follows; everyone named was re-elected:"
    bridge_no_contest: Annotated[
        str, pattern("results", "Bridge, unopposed", "Where all elected were unopposed, but some seats stay open")
    ] = "The election {results_were} as follows; everyone named was elected unopposed:"
    bridge_by_election: Annotated[
        str, pattern("results", "Bridge of a by-election", "After an opening that names it")
    ] = "The {results_were} as follows:"
    bridge_without_elections: Annotated[
        str, pattern("results", "Bridge, no elections", "Where none were held, or people were co-opted only")
    ] = "The {offices_stand} as follows:"
    bridge_nobody_stood: Annotated[
        str, pattern("results", "Bridge, all vacant", "Where every office is vacant and nobody is recorded as standing")
    ] = "Nobody was elected to {any_of_these_offices}:"
    bridge_deferred: Annotated[str, pattern("results", "Bridge, deferred", "Where all elections are deferred")] = (
        "The {elections_have} been deferred[ {deferred_to}]:"
    )
    bridge_nobody_elected: Annotated[str, pattern("results", "Bridge, nobody elected", "In all other such cases")] = (
        "Nobody was elected at this meeting. The {offices_stand} as follows:"
    )
    no_elections: Annotated[str, pattern("results", "No elections", "Where it is recorded that none were held")] = (
        "No elections were held at this meeting."
    )
    inquorate: Annotated[
        str, pattern("results", "Too few came", "Where the quorum was missed and nobody was elected")
    ] = "The meeting did not reach its quorum of {quorum}, so no officers could be elected."
    elections_ahead: Annotated[
        str,
        pattern("results", "Elections to come", "Where the meeting lies ahead", frozenset({"elections", "offices"})),
    ] = "{Elections} will be held for {offices}."
    candidates_ahead: Annotated[
        str,
        pattern("results", "Candidates", "Before the names, where some are known and the meeting lies ahead",
                frozenset({"elections", "offices"}), empty=False),
    ] = (
        "[{Elections} will be held for {offices}. The candidates so far are:"
        "|{Elections} will be held with these candidates:|The candidates so far are:]"
    )  # fmt: skip
    longest_sentence: Annotated[
        int,
        Item(text="So many offices or fewer are told in sentences, without a list", label="Results as sentences",
             group="results", largest=10),
    ] = 3  # fmt: skip
    sentence_elected: Annotated[
        str,
        pattern("results", "Sentence, elected", "Instead of a list", frozenset({"people", "were", "how", "offices"}),
                needs=("people", "offices"), empty=False),
    ] = "{People} {were} {how} {offices}."  # fmt: skip
    sentence_vacant: Annotated[str, sentence("vacant")] = "{Offices} {are} vacant."
    sentence_deferred: Annotated[str, sentence("deferred", "to")] = "{Elections} {have} been deferred[ to {to}]."
    sentence_reopened: Annotated[str, sentence("nominations re-opened")] = (
        "Nominations for {offices} are to be re-opened."
    )
    sentence_suspended: Annotated[str, sentence("suspended")] = "{Elections} {have} been suspended."
    sentence_undecided: Annotated[str, sentence("no result yet")] = "{Results} {are} to follow."
    results_table: Annotated[
        bool, Item(text="Office, name and votes in columns", label="Results as a table", group="results")
    ] = False
    capital_labels: Annotated[
        bool, Item(text="Begin the name of each office with a capital letter", label="Capitals", group="results")
    ] = True
    line: Annotated[
        str,
        pattern("results", "A line of the results", "Office and names", frozenset({"office", "holders"}),
                needs=("office", "holders"), empty=False, example="Vice Chair: A"),
    ] = "{office}: {holders}"  # fmt: skip

    motion_agreed: Annotated[
        str,
        pattern("motions", "A motion, agreed", "Where it says what is to be done, and was carried",
                frozenset({"motion", "clause", "outcome", "vote"}), needs=("clause",), empty=False,
                example="The meeting agreed to hold its AGM in May, by 23 votes to 4."),
    ] = "The meeting agreed {clause}[ {vote}]."  # fmt: skip
    motion_outcome: Annotated[
        str,
        pattern("motions", "Any other motion", "What came of it", frozenset({"motion", "outcome", "vote"}),
                needs=("motion", "outcome"), empty=False),
    ] = "{Motion} was {outcome}[ {vote}]."  # fmt: skip
    motion_moved: Annotated[
        str,
        pattern("motions", "Who moved it", "Where their names are to be printed", frozenset({"mover", "seconder"})),
    ] = "[The motion was moved by {mover}[ and seconded by {seconder}].|The motion was seconded by {seconder}.]"
    show_motion_texts: Annotated[bool, Item(text="Print each text below it", label="Texts", group="motions")] = False

    show_votes: Annotated[bool, Item(text="Print votes where they are known", label="Votes", group="remarks")] = False
    not_elected: Annotated[
        str, pattern("remarks", "Not elected", "With their votes, where votes are printed", frozenset({"people"}))
    ] = "not elected: {people}"
    tie: Annotated[str, pattern("remarks", "A tie", "How it was settled", frozenset({"how"}))] = (
        "[there was a tie, settled {how}|there was a tie]"
    )
    not_by_votes: Annotated[
        str, words("remarks", "A reserved place", "Where somebody with fewer votes was elected, and votes are printed")
    ] = "not all places went by the number of votes"
    show_unopposed: Annotated[bool, Item(text="Print who was unopposed", label="Unopposed", group="remarks")] = True
    show_re_elected: Annotated[bool, Item(text="Print who was re-elected", label="Re-elected", group="remarks")] = True
    job_share: Annotated[str, words("remarks", "Job share", "After the names", example="A and B (job share)")] = (
        "job share"
    )
    unopposed: Annotated[str, words("remarks", "Unopposed", "After the name")] = "unopposed"
    re_elected: Annotated[str, words("remarks", "Re-elected", "After the name")] = "re-elected"
    re_elected_unopposed: Annotated[str, words("remarks", "Both", "After the name")] = "re-elected unopposed"
    co_opted: Annotated[str, words("remarks", "Co-opted", "After the name; always printed")] = "co-opted"
    in_place_of: Annotated[
        str,
        pattern("remarks", "Successor", "Who held the seat before a by-election or co-option", frozenset({"people"})),
    ] = "in place of {people}"
    predecessors: Annotated[
        str,
        pattern("remarks", "Predecessors", "Where nobody can tell who followed whom", frozenset({"people"})),
    ] = "previously: {people}"

    vacant: Annotated[str, words("open", "Vacant", "Instead of a name")] = "vacant"
    places_vacant: Annotated[str, places("Vacant places", "Where an office has several seats")] = "{places} vacant"
    reopened: Annotated[
        str, words("open", "Nominations re-opened", "Instead of a name, where “re-open nominations” had most votes")
    ] = "nominations to be re-opened"
    deferred: Annotated[str, pattern("open", "Deferred", "Instead of a name", frozenset({"to"}), empty=False)] = (
        "election deferred[ to {to}]"
    )
    places_deferred: Annotated[str, places("Deferred places", "Where other seats are filled", "to")] = (
        "election for {places} deferred[ to {to}]"
    )
    suspended: Annotated[str, words("open", "Suspended", "Instead of a name")] = "election suspended"
    places_suspended: Annotated[str, places("Suspended places", "Where other seats are filled")] = (
        "election for {places} suspended"
    )
    undecided: Annotated[str, words("open", "No result yet", "Where other results are known")] = "result to follow"
    places_undecided: Annotated[str, places("Places without a result yet", "Where other seats are filled")] = (
        "result for {places} to follow"
    )

    closing: Annotated[str, pattern("closing", "Closing", "After the results, where somebody was elected")] = (
        "[Our thanks to {those_who_stood} and good luck|Good luck] to {the_committee}."
    )
    closing_nobody_elected: Annotated[str, pattern("closing", "Closing, nobody elected", "Otherwise")] = (
        "[Our thanks to {those_who_stood}.]"
    )
    closing_no_elections: Annotated[str, pattern("closing", "Closing, no elections", "")] = ""
    closing_messages: Annotated[str, pattern("closing", "Closing of messages", "After the messages")] = ""
    vacancy_appeal: Annotated[str, pattern("closing", "Appeal", "Added where an office is vacant")] = (
        "If you would like to take on {a_vacant_office}, please get in touch[ with {contact}][ by {apply_by}]."
    )
    imprint: Annotated[
        str,
        Item(
            text="Who publishes, for whom, with addresses; on every page", label="Imprint", group="closing",
            longest=500, lines=True, may_be_empty=True,
        ),
    ] = ""  # fmt: skip

    heading_said: Annotated[str, words("headings", "Said", "Beside what was said")] = "What was said"
    heading_messages: Annotated[str, words("headings", "Messages", "Beside the messages")] = "Messages"
    heading_elected: Annotated[str, words("headings", "Elected", "Beside the results, where somebody was elected")] = (
        "Elected"
    )
    heading_elections: Annotated[str, words("headings", "Elections", "Instead, where nobody was elected")] = "Elections"
    heading_motions: Annotated[str, words("headings", "Motions", "Beside what came of motions")] = "Motions"
    national: Annotated[str, words("headings", "National", "In place of a region's name")] = "National"

    def with_overrides(self, overrides: Mapping[str, object]) -> HouseStyle:
        """This style with some items replaced (plain JSON values by name). Raises PlainValueError with all problems."""
        return style_from_plain({**to_plain(self, defaults=True), **overrides})

    @property
    def terms(self) -> Terms:
        return ENGLISH

    def meeting_name(self, kind: MeetingKind) -> str:
        """The house's word for a kind of meeting, as it stands within a sentence: "AGM", "by-election"."""
        return str(getattr(self, MEETING_NAMES[kind]))

    def fill(self, name: str, values: Mapping[str, str]) -> str:
        """The pattern of that item, filled. Raises PatternError where the style was built by hand with a wrong one."""
        return parse_pattern(getattr(self, name), _PATTERNS[name]).fill(values)


@lru_cache(maxsize=1)
def style_items() -> dict[str, tuple[Kind, Item]]:
    """Every item of a house style by name, in order, with its type and what a form needs to know of it."""
    hints = get_type_hints(HouseStyle, include_extras=True)
    return {field.name: get_args(hints[field.name])[:2] for field in fields(HouseStyle)}


USUAL_STYLE = HouseStyle()

_PATTERNS = {name: item.fields for name, (_, item) in style_items().items() if item.fields is not None}

STORED_STYLE = Stored(HouseStyle)
"""A style as a revision keeps it: complete, whatever the defaults become."""


def style_from_plain(value: object) -> HouseStyle:
    """Read a style from JSON values; what is left out has its default. Raises PlainValueError with all problems."""
    return from_plain(HouseStyle, value)


def style_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a house style. Whether a pattern is right is checked by `check_pattern`."""
    return json_schema(HouseStyle, "House style")


def check_pattern(name: str, text: str) -> None:
    """Check a pattern for one item. Raises PatternError with the place of the error, and KeyError for other items."""
    if name not in _PATTERNS:
        raise KeyError(name)
    style_items()[name][1].check_pattern(text)
