"""What a count was held under beside its rules, in words: unusual options, constraints, and that it is not finished."""

from dataclasses import fields
from fractions import Fraction

from agm.counting.model import Constraint, ShortagePolicy
from agm.counting.render.words import cite, counted, join, name_of, names_of
from agm.counting.result import CountResult
from agm.counting.rules import RULE_SETS, AvDenominator, AvStop, Method, ReopenNominations

OPTIONS = {
    ("reopen", ReopenNominations.STOPS): "re-opening nominations leaves its place and all those after it vacant",
    ("reopen", ReopenNominations.TAKES_SEATS): "re-opening nominations takes one place only",
    ("reopen", ReopenNominations.MUST_BE_BEATEN): "whoever does not beat re-opening nominations is not elected",
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

MOST_REPEATED = 2
"""So many constraints are said again wherever they bind."""


def unusual_options(result: CountResult) -> dict[str, object]:
    usual = RULE_SETS.get(result.rules.name, result.rules).options
    values = {field.name: getattr(result.rules.options, field.name) for field in fields(usual)}
    return {name: value for name, value in values.items() if value != getattr(usual, name)}


def conditions(result: CountResult) -> tuple[tuple[str, str], ...]:
    """Pairs for the head of a sheet, such as ("Options", "transferring goes on until two are left (stop=two_left)").

    Empty for a finished count by the usual rules without constraints.
    """
    options = [_option(result, name, value) for name, value in unusual_options(result).items()]
    constraints = [_constraint(result, constraint) for constraint in result.contest.constraints]
    if constraints and result.contest.shortage in SHORTAGE:
        constraints.append(SHORTAGE[result.contest.shortage])
    unfinished = "" if result.complete else " ".join(result.notes)
    found = {
        "Countback": countback(result), "Options": "; ".join(options), "Constraints": "; ".join(constraints),
        "Not finished": unfinished,
    }  # fmt: skip
    return tuple((label, text) for label, text in found.items() if text)


def countback(result: CountResult) -> str:
    sitting = result.contest.sitting
    if sitting is None:
        return ""
    sits = (
        f"; {names_of(result, sorted(sitting))} {'keeps' if len(sitting) == 1 else 'keep'} their seats"
        if sitting
        else ""
    )
    return f"for a casual vacancy, from the papers of the election{sits}{cite(result, '7.1')}"


def _option(result: CountResult, name: str, value: object) -> str:
    written = {"None": "none", "True": "yes", "False": "no"}.get(str(value), str(value))
    if isinstance(value, Fraction):
        approval = result.rules.method is Method.APPROVAL
        words = f"at least {value} of the valid papers is needed" if approval else f"more than {value} is needed"
    elif name == "votes_each" and isinstance(value, int):
        words = f"{counted(value, 'vote', 'votes')} each"
    else:
        words = OPTIONS[name, value]
    return f"{words} ({name}={written})"


def _constraint(result: CountResult, constraint: Constraint) -> str:
    members = [name_of(result, c.number) for c in result.contest.standing if constraint.group in c.groups]
    return f"{_limits(constraint)} ({join(members) if members else 'nobody stands'})"


def _limits(constraint: Constraint) -> str:
    low, high = constraint.minimum, constraint.maximum
    limits = {"at least": low, "at most": high} if low != high else {"exactly": low}
    number = " and ".join(f"{word} {limit}" for word, limit in limits.items() if limit is not None)
    return f"{number} from “{constraint.group}”"


def the_constraints(result: CountResult) -> str:
    """ "the constraint (at least 2 from “women”)"; where there are many, the head of the sheet has them."""
    constraints = result.contest.constraints
    if len(constraints) > MOST_REPEATED:
        return "the constraints"
    return f"the constraint{'s' * (len(constraints) > 1)} ({join(map(_limits, constraints))})"
