"""The values of a reading: what is set before it, and what comes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from agm.language.partial_date import PartialDate


class ListRefused(ValueError):  # noqa: N818  a refusal, as those of the operations
    """The file as a whole cannot be read; the message says why, and what to do."""


class DateOrder(StrEnum):
    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


class Meaning(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    NAME = "name"
    GIVEN = "given"
    FAMILY = "family"
    EMAIL = "email"
    JOINED = "joined"
    PAID_TO = "paid_to"
    STATUS = "status"
    CLASS = "class"
    REGION = "region"
    POSTCODE = "postcode"
    ADDRESS = "address"
    ADDRESS_2 = "address_2"
    ADDRESS_3 = "address_3"
    TOWN = "town"
    PARTNER_NAME = "partner_name"
    PARTNER_GIVEN = "partner_given"
    PARTNER_FAMILY = "partner_family"
    PARTNER_EMAIL = "partner_email"


class Code(StrEnum):
    """What can be wrong or must be asked, of a cell, a row, a column or the whole list."""

    DATE_ORDER = "date_order"
    DATES_MIXED = "dates_mixed"
    DAY_NUMBERS = "spreadsheet_day_numbers"
    PARTIAL_DATE = "partial_date"
    DATE_UNREADABLE = "date_unreadable"
    START_DATE_MEANING = "start_date_meaning"
    TWO_EMAILS = "two_emails"
    EMAIL_INNER_SPACE = "email_inner_space"
    EMAIL_BAD = "email_bad"
    NO_USABLE_EMAIL = "no_usable_email"
    SHARED_EMAIL = "shared_email"
    JOINT_ROW = "joint_row"
    JOINT_TWO_MEMBERS = "joint_two_members"
    SECOND_NAME_MISSING = "second_name_missing"
    SAME_NUMBER = "same_number_two_people"
    DUPLICATE = "duplicate_of_line"
    POSSIBLE_DUPLICATE = "possible_duplicate"
    LEADING_ZEROS_LOST = "leading_zeros_lost"
    NUMBER_DIFFERS = "number_differs_from_held"
    NUMBER_OF_ANOTHER = "number_belongs_to_other_name"
    NUMBER_DAMAGED = "number_damaged"
    NOT_IN_FILE = "not_in_file"
    UNKNOWN_CLASS = "unknown_class"
    UNKNOWN_REGION = "unknown_region"
    NO_REGION = "no_region"
    UNKNOWN_STATUS = "unknown_status"
    FORMULA_TEXT_USED = "formula_text_used"
    FORMULA_REFUSED = "formula_refused"
    DOUBLE_ENCODED = "double_encoded"
    LETTERS_LOST = "letters_lost"
    TOO_MANY_CELLS = "too_many_cells"
    QUOTE_LEFT_OPEN = "quote_left_open"
    CELL_UNUSABLE = "cell_unusable"
    NO_NAME = "no_name"
    SHEET_CHOICE = "sheet_choice"
    HIDDEN_ROW = "hidden_row"
    HIDDEN_ROWS = "hidden_rows"
    MERGED_CELLS = "merged_cells"
    MERGED_VALUE_FILLED = "merged_value_filled"
    NO_HEADINGS = "no_headings"
    AGE_YES_NO_ONLY = "age_yes_no_only"


class Effect(StrEnum):
    ROW_REFUSED = "row_refused"
    ASK = "ask"
    CELL_DROPPED = "cell_dropped"
    NOTE = "note"


class Decision(StrEnum):
    ACCEPTED = "accepted"
    ASK = "ask"
    REFUSED = "refused"
    LEFT_OUT = "left_out"
    """By an answer."""
    BLANK = "blank"
    NOT_A_MEMBER = "not_a_member"


class WhyLeftOut(StrEnum):
    LAPSED = "lapsed"
    NOT_PAID_UP = "not_paid_up"
    RESIGNED = "resigned"
    REMOVED = "removed"
    DECEASED = "deceased"
    NOT_YET_MEMBER = "not_yet_member"
    JOINED_AFTER_FREEZE = "joined_after_freeze"
    CLASS_WITHOUT_VOTE = "class_without_vote"


class WhyNotKept(StrEnum):
    SENSITIVE = "sensitive"
    NOT_NEEDED = "not_needed"


class WhyNoMember(StrEnum):
    HEADINGS_AGAIN = "headings_again"
    TOTAL_OR_NOTE = "total_or_note"


@dataclass(frozen=True, slots=True)
class MemberClass:
    """A class of membership; ``also`` are other spellings of its name, ``lapses`` is no for life members."""

    name: str
    votes: bool = True
    also: tuple[str, ...] = ()
    lapses: bool = True


@dataclass(frozen=True, slots=True)
class RegionNames:
    name: str
    also: tuple[str, ...] = ()
    postcode_areas: tuple[str, ...] = ()
    """The letters that postcodes there begin with: CF, SA."""


@dataclass(frozen=True, slots=True)
class HeldMember:
    """Somebody who is on the roll from an earlier list; ``id`` tells two of them apart who are alike."""

    name: str
    number: str | None = None
    email: str | None = None
    joined: PartialDate | None = None
    paid_to: PartialDate | None = None
    member_class: str | None = None
    region: str | None = None
    says_paid: bool | None = None
    id: int | None = None
    postal_address: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What was answered of one problem of a row: one of `agm.membership.reading.choices`, with what was typed."""

    key: str
    text: str = ""
    date: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered about a list, where nothing is said before; empty for what nobody has answered.

    ``rows`` are by line, code and column; ``statuses`` tell which words for a status are a member's.
    """

    rows: Mapping[tuple[int, Code, str | None], Choice] = field(default_factory=dict)
    statuses: Mapping[str, bool] = field(default_factory=dict)
    hidden_are_meant: bool | None = None
    joined_is_term: bool | None = None
    has_no_headings: bool = False
    """Whether the columns of a list without headings are what they seem to be."""
    are_day_numbers: bool = False


@dataclass(frozen=True, slots=True)
class RollSettings:
    """What an organisation has set before a list is read.

    ``date_order`` is for columns that could be read either way; ``freeze_date`` the last day of joining that counts;
    ``paid_up_at`` the day that a subscription must reach; ``joint_are_two`` whether partners of a joint membership are
    two members (nothing: nobody has said); ``age_rule`` the words of a rule about age.
    """

    date_order: DateOrder | None = None
    freeze_date: date | None = None
    paid_up_at: date | None = None
    classes: tuple[MemberClass, ...] = ()
    regions: tuple[RegionNames, ...] = ()
    joint_are_two: bool | None = None
    held: tuple[HeldMember, ...] = ()
    age_rule: str | None = None
    with_addresses: bool = False
    """Whether postal addresses are wanted, of those who have no e-mail."""
    answers: Answers = Answers()


@dataclass(frozen=True, slots=True)
class Found:
    """What the file is; ``delimiter`` is empty for a workbook, ``header_line`` where there are no headings."""

    encoding: str
    delimiter: str | None = None
    sheet: str | None = None
    header_line: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing about a row: of the column with this heading, or of the whole row. ``value`` is the cell that it is
    about, ``held`` the number that is held; only cells of columns that are kept are ever in them."""

    code: Code
    effect: Effect
    column: str | None = None
    value: str = ""
    held: str = ""
    other_line: int | None = None


@dataclass(frozen=True, slots=True)
class RowOutcome:
    line: int
    decision: Decision
    problems: tuple[Problem, ...] = ()
    why: WhyNoMember | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A member as the list has them. ``given`` and ``family`` are known only where the list has a column for each;
    ``says_paid`` is what the status says, and ``held_id`` who they are among those held."""

    line: int
    name: str
    given: str | None = None
    family: str | None = None
    number: str | None = None
    email: str | None = None
    joined: PartialDate | None = None
    paid_to: PartialDate | None = None
    member_class: str | None = None
    region: str | None = None
    says_paid: bool | None = None
    held_id: int | None = None
    postal_address: str | None = None
    """Its lines; of those alone who have no address for e-mail, and where that was asked for."""


FieldValue: TypeAlias = "str | bool | PartialDate | None"


@dataclass(frozen=True, slots=True)
class ChangedMember:
    """``changes`` has what is held and what is new by the name of the field."""

    member: Member
    held: HeldMember
    changes: Mapping[str, tuple[FieldValue, FieldValue]]


@dataclass(frozen=True, slots=True)
class LeftOut:
    member: Member
    why: WhyLeftOut


@dataclass(frozen=True, slots=True)
class TwoNumbers:
    in_file: str
    held: str


@dataclass(frozen=True, slots=True)
class Question:
    """What must be asked, about lines, values or headings."""

    code: Code
    about: tuple[int | str | TwoNumbers, ...]


@dataclass(frozen=True, slots=True)
class NotKept:
    column: str
    why: WhyNotKept


@dataclass(frozen=True, slots=True)
class RollReading:
    """All that comes of a list. Every row below the headings is in ``rows``, in their order."""

    found: Found
    mapping: Mapping[str, Meaning] = field(default_factory=dict)
    not_kept: tuple[NotKept, ...] = ()
    rows: tuple[RowOutcome, ...] = ()
    added: tuple[Member, ...] = ()
    changed: tuple[ChangedMember, ...] = ()
    unchanged: tuple[Member, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    missing: tuple[HeldMember, ...] = ()
    """Those held of whom the list says nothing."""
    questions: tuple[Question, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        decided = Counter(row.decision for row in self.rows)
        told = (one for one in Decision if one is not Decision.LEFT_OUT or decided[one])
        return {str(decision): decided[decision] for decision in told} | {
            "members_added": len(self.added),
            "members_changed": len(self.changed),
            "members_unchanged": len(self.unchanged),
            "members_left_out": len(self.left_out),
        }
