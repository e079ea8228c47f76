"""Rule sets: named, versioned descriptions of how to count, with the text that each follows.

A ``RuleSet`` is data. It is chosen from ``RULE_SETS`` by name, and its options are changed with
``RuleSet.with_options``; the engine for its ``method`` is found by ``agm.counting.count``. Names and versions never
change meaning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from enum import Enum, StrEnum
from fractions import Fraction
from functools import partial
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar

from agm.counting.errors import CountingError

Needed = TypeVar("Needed")
NUMBER = re.compile(r"[0-9]{1,6}")
SHARE = re.compile(r"[0-9]{1,6}(/[0-9]{1,6}|\.[0-9]{1,6})?")
YES_OR_NO = {True: True, False: False, "true": True, "false": False, "yes": True, "no": False}


class Method(StrEnum):
    PLURALITY = "plurality"
    YES_NO = "yes_no"
    APPROVAL = "approval"
    EXHAUSTIVE_BALLOT = "exhaustive_ballot"
    AV = "av"
    SCOTTISH_STV = "scottish_stv"
    ERS97 = "ers97"
    MEEK = "meek"
    GREGORY = "gregory"


class OnError(StrEnum):
    """What becomes of a ranked paper from a doubtful preference on."""

    STOP = "stop"
    """The paper counts up to there and then becomes non-transferable (rejected when that is its first preference)."""
    PASS_OVER = "pass_over"  # noqa: S105  nothing secret: the paper passes over a preference
    """The doubtful preference is left out and the paper goes on to the next one."""
    REJECT = "reject"
    """The whole paper is set aside."""


@dataclass(frozen=True, slots=True)
class RankedPapers:
    """How a ranked paper is judged: what a skipped number, an equal rank and a candidate ranked twice do to it.

    ``first_preference_required``: a paper without a clear first preference is rejected whatever follows.
    """

    skipped: OnError = OnError.STOP
    equal: OnError = OnError.STOP
    repeated: OnError = OnError.STOP
    first_preference_required: bool = True


@dataclass(frozen=True, slots=True)
class MarkedPapers:
    """How a paper with marks (in no order) is judged; how many marks it may bear is an option of the rules.

    A paper without a mark is an abstention when ``empty_is_abstention``, otherwise it is rejected.
    """

    empty_is_abstention: bool = True


class AvDenominator(StrEnum):
    """Half of what a candidate needs under the alternative vote."""

    CONTINUING = "continuing"
    """Votes still in play: at least as many as all other continuing candidates together."""
    VALID = "valid"
    """All valid papers, those no longer in play included: more than half."""


class AvStop(StrEnum):
    MAJORITY = "majority"
    TWO_LEFT = "two_left"


class ReopenNominations(StrEnum):
    TAKES_SEATS = "takes_seats"
    """It is one candidate and can win one seat, which stays vacant."""
    STOPS = "stops"
    """Whoever is below it is not elected: the seats that remain when it is elected stay vacant."""
    MUST_BE_BEATEN = "must_be_beaten"
    """Nor is whoever has as many votes; for papers with marks."""


@dataclass(frozen=True, slots=True)
class PluralityOptions:
    """``votes_each``: how many marks a voter has (``None``: as many as seats); ``reopen``: see the enumeration."""

    votes_each: int | None = None
    reopen: ReopenNominations = ReopenNominations.STOPS


@dataclass(frozen=True, slots=True)
class YesNoOptions:
    """``threshold``: "yes" needs more than this share of yes and no; ``of_all_papers`` adds the abstentions."""

    threshold: Fraction = Fraction(1, 2)
    of_all_papers: bool = False


@dataclass(frozen=True, slots=True)
class ApprovalOptions:
    """``threshold``: a candidate also needs at least this share of the valid papers, abstentions included."""

    threshold: Fraction = Fraction(0)
    reopen: ReopenNominations = ReopenNominations.STOPS


@dataclass(frozen=True, slots=True)
class ExhaustiveOptions:
    """``of_all_papers``: the majority is of all valid papers, abstentions included, not only of the votes given."""

    of_all_papers: bool = False


@dataclass(frozen=True, slots=True)
class AvOptions:
    denominator: AvDenominator = AvDenominator.CONTINUING
    stop: AvStop = AvStop.MAJORITY
    bulk_exclusion: bool = True


@dataclass(frozen=True, slots=True)
class StvOptions:
    reopen: ReopenNominations = ReopenNominations.TAKES_SEATS


Options: TypeAlias = "PluralityOptions | YesNoOptions | ApprovalOptions | ExhaustiveOptions | AvOptions | StvOptions"
Papers: TypeAlias = "RankedPapers | MarkedPapers"


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One way to count. ``source`` names the text followed; ``scale`` is that of every value in its results.

    ``decimals`` is how many decimal places a sheet shows (the exact Gregory values are fractions, shown to that many).
    ``single_seat``: the rules are for one seat only. ``cited`` stands before the paragraphs of the source that a
    result names ("ERS97 " before "5.2.5"); it is ``None`` where the source is one sentence.
    """

    name: str
    title: str
    source: str
    method: Method
    papers: Papers = RankedPapers()
    options: Options = StvOptions()
    version: str = "1"
    scale: int = 1
    decimals: int = 0
    single_seat: bool = False
    cited: str | None = None

    @property
    def has_countback(self) -> bool:
        """Whether the papers can be counted again for a casual vacancy."""
        return self.method is Method.ERS97

    def needed(self, value: object, kind: type[Needed]) -> Needed:
        """The options or papers of this rule set as what its method counts by; raises ``TypeError`` for others."""
        if not isinstance(value, kind):
            raise TypeError(f"{self.title} needs {kind.__name__}")
        return value

    def option_value(self, name: str, value: Any) -> object:  # noqa: ANN401  text, or whatever JSON held
        """A value in the type of the option; raises ``CountingError`` when it does not fit."""
        self.with_options(**{name: None})  # raises for an option that there is not
        present = getattr(self.options, name)
        try:
            if isinstance(present, Enum):
                return type(present)(value)
            if isinstance(present, bool):
                return YES_OR_NO[value]
            if isinstance(present, Fraction):
                return Fraction(_matching(SHARE, value))
            return None if value in {None, "none"} else int(_matching(NUMBER, value))
        except (KeyError, ValueError, TypeError, ZeroDivisionError) as error:
            choices = ", ".join(type(present)) if isinstance(present, Enum) else ""
            expected = choices or {bool: "yes or no", Fraction: "a fraction such as 2/3"}.get(type(present), "a number")
            raise CountingError([f"The option “{name}” needs {expected}, not “{value}”."]) from error

    def with_options(self, **changes: object) -> RuleSet:
        """This rule set with some options changed, for instance ``with_options(stop=AvStop.TWO_LEFT)``.

        Raises ``CountingError`` when the rule set has no such option.
        """
        known = {field.name for field in fields(self.options)}
        unknown = sorted(set(changes) - known)
        if unknown:
            choices = ", ".join(sorted(known))
            raise CountingError([f"{self.title} has no option “{name}”; it has: {choices}." for name in unknown])
        # Any: the names were just checked, and each family's own types are checked where the options are used
        return replace(self, options=replace(self.options, **changes))  # type: ignore[arg-type]  # see above


def _matching(form: re.Pattern[str], value: object) -> str:
    """The value as text; raises ``ValueError`` for what only Python takes for a number, such as 1_0 or 1e9."""
    text = str(value)
    if not form.fullmatch(text):
        raise ValueError
    return text


_marked = partial(RuleSet, papers=MarkedPapers())
_most_votes = partial(RuleSet, method=Method.PLURALITY, papers=MarkedPapers(empty_is_abstention=False))
_SCOTTISH = RuleSet(
    name="scottish",
    version="2007",
    title="Scottish STV",
    source="Scottish Local Government Elections Order 2007 (SSI 2007/42), Schedule 1, rules 43 to 52; "
    "re-made in SSI 2011/399",
    method=Method.SCOTTISH_STV,
    cited="",
    scale=100_000,
    decimals=5,
)
_ALL = (
    _most_votes(
        name="plurality",
        title="Plurality",
        source="The candidate with the most votes is elected; each voter has one vote.",
        options=PluralityOptions(votes_each=1),
        single_seat=True,
    ),
    _most_votes(
        name="block_vote",
        title="Block vote",
        source="As many votes for each voter as there are seats; the candidates with the most votes are elected.",
        options=PluralityOptions(),
    ),
    _most_votes(
        name="limited_vote",
        title="Limited vote",
        source="Fewer votes for each voter than there are seats; the candidates with the most votes are elected.",
        options=PluralityOptions(votes_each=1),
    ),
    _marked(
        name="yes_no",
        title="Yes or no to a sole candidate",
        source="The sole candidate is elected when “yes” has more than half of the votes for yes and no.",
        method=Method.YES_NO,
        options=YesNoOptions(),
        single_seat=True,
    ),
    _marked(
        name="approval",
        title="Approval",
        source="Each voter marks any number of candidates; those with the most marks are elected.",
        method=Method.APPROVAL,
        options=ApprovalOptions(),
    ),
    _marked(
        name="exhaustive_ballot",
        title="Exhaustive ballot",
        source="Rounds of one vote each, the lowest excluded after each, until a candidate has more than half.",
        method=Method.EXHAUSTIVE_BALLOT,
        options=ExhaustiveOptions(),
        single_seat=True,
    ),
    RuleSet(
        name="av",
        title="Alternative vote",
        source="Alternative vote regulations of the Electoral Reform Society",
        method=Method.AV,
        cited="",
        options=AvOptions(),
        single_seat=True,
    ),
    _SCOTTISH,
    replace(_SCOTTISH, name="scottish_single", title="Scottish rules for one seat", single_seat=True),
    RuleSet(
        name="ers97",
        version="1997",
        title="ERS97 STV",
        source="Newland and Britton, How to conduct an election by the Single Transferable Vote, 3rd ed. 1997",
        method=Method.ERS97,
        cited="ERS97 ",
        scale=100,
        decimals=2,
    ),
    RuleSet(
        name="meek",
        version="prf-1",
        title="Meek STV",
        source="Proportional Representation Foundation, Reference Meek Rule",
        method=Method.MEEK,
        cited="Meek rule ",
        scale=10**9,
        decimals=9,
    ),
    RuleSet(
        name="gregory",
        title="Weighted inclusive Gregory STV",
        source="Order of stages and ties as in SSI 2007/42; transfer values are exact fractions",
        method=Method.GREGORY,
        cited="",
        decimals=5,
    ),
)

RULE_SETS = MappingProxyType({rules.name: rules for rules in _ALL})
"""Every rule set by name, in the order in which to offer them."""
