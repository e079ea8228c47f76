"""What a count was held under beside its rules, in words: unusual options, constraints, and that it is not finished."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from fractions import Fraction

from agm.counting.model import Constraint, ShortagePolicy
from agm.counting.registry import RULE_SETS
from agm.counting.render.words import counted, join, name_of
from agm.counting.result import CountResult
from agm.counting.rules import AvDenominator, AvStop, Method, ReopenNominations

OPTIONS = {
    ("reopen", ReopenNominations.STOPS): "re-opening nominations leaves its place and all those after it vacant",
    ("reopen", ReopenNominations.TAKES_SEATS): "re-opening nominations takes one place only",
    ("of_all_papers", True): "abstentions count as papers too",
    ("denominator", AvDenominator.VALID): "the majority is of all valid papers",
    ("stop", AvStop.TWO_LEFT): "transferring goes on until two are left",
    ("bulk_exclusion", False): "the lowest are excluded one at a time",
    ("votes_each", None): "as many votes each as places",
}
"""Values that are not usual in some rule set."""
SHORTAGE = {
    ShortagePolicy.REDUCE_MINIMUM: "a group with too few candidates needs only as many as it has",
    ShortagePolicy.LEAVE_VACANT: "places of a group with too few candidates stay vacant",
}


def unusual_options(result: CountResult) -> dict[str, object]:
    """The options that differ from the usual ones of the rule set, by name."""
    usual = RULE_SETS.get(result.rules.name, result.rules).options
    values = {field.name: getattr(result.rules.options, field.name) for field in dataclasses.fields(usual)}
    return {name: value for name, value in values.items() if value != getattr(usual, name)}


def conditions(result: CountResult) -> tuple[tuple[str, str], ...]:
    """Pairs for the head of a sheet, such as ("Options", "transferring goes on until two are left (stop=two_left)").

    Empty for a finished count by the usual rules without constraints.
    """
    return tuple(_conditions(result))


def _conditions(result: CountResult) -> Iterator[tuple[str, str]]:
    options = unusual_options(result)
    if options:
        yield "Options", "; ".join(_option(result, name, value) for name, value in options.items())
    constraints = [_constraint(result, constraint) for constraint in result.contest.constraints]
    if constraints and result.contest.shortage in SHORTAGE:
        constraints.append(SHORTAGE[result.contest.shortage])
    if constraints:
        yield "Constraints", "; ".join(constraints)
    if not result.complete:
        yield "Not finished", " ".join(result.notes)


def _option(result: CountResult, name: str, value: object) -> str:
    """What the option does, and as it is written on a command line."""
    written = "none" if value is None else {"True": "yes", "False": "no"}.get(str(value), str(value))
    return f"{_in_words(result, name, value)} ({name}={written})"


def _in_words(result: CountResult, name: str, value: object) -> str:
    if isinstance(value, Fraction):
        approval = result.rules.method is Method.APPROVAL
        return f"at least {value} of the valid papers is needed" if approval else f"more than {value} is needed"
    if name == "votes_each" and isinstance(value, int):
        return f"{counted(value, 'vote', 'votes')} each"
    return OPTIONS[name, value]


def _constraint(result: CountResult, constraint: Constraint) -> str:
    low, high = constraint.minimum, constraint.maximum
    limits = {"at least": low, "at most": high} if low != high else {"exactly": low}
    number = " and ".join(f"{word} {limit}" for word, limit in limits.items() if limit is not None)
    members = [name_of(result, c.number) for c in result.contest.standing if constraint.group in c.groups]
    return f"{number} from “{constraint.group}” ({join(members) if members else 'nobody stands'})"
