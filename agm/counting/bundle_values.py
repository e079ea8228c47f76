"""The values of a bundle back from JSON: contest, rule set with its options, tie decisions, votes.

Whatever is missing or of another kind raises ``KeyError``, ``TypeError``, ``AttributeError`` or ``ValueError``; the
reader of the bundle turns these into one message.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from enum import Enum
from fractions import Fraction
from typing import Any, TypeAlias

from agm.counting.errors import CountingError
from agm.counting.model import (
    BallotGroup,
    Ballots,
    Candidate,
    CandidateKind,
    Constraint,
    Contest,
    Ranking,
    RejectedPapers,
    Rounds,
    ShortagePolicy,
    TieDecision,
    TieKind,
    TieMethod,
    VoteTotals,
)
from agm.counting.read.blt import read_blt
from agm.counting.rules import RuleSet

Votes: TypeAlias = "Ballots | VoteTotals | Rounds"
NUMBER = re.compile(r"[0-9]{1,6}")
SHARE = re.compile(r"[0-9]{1,6}(/[0-9]{1,6}|\.[0-9]{1,6})?")


def contest_from(data: Any) -> Contest:  # noqa: ANN401  whatever the JSON held
    """The contest as ``exact_json`` wrote it."""
    candidates = tuple(
        Candidate(c["number"], c["name"], frozenset(c["groups"]), CandidateKind(c["kind"])) for c in data["candidates"]
    )
    constraints = tuple(Constraint(c["group"], c["minimum"], c["maximum"]) for c in data["constraints"])
    withdrawn = frozenset(data["withdrawn"])
    shortage = ShortagePolicy(data["shortage"])
    return Contest(data["title"], candidates, data["seats"], withdrawn, constraints, shortage)


def rules_from(data: Any, known: Mapping[str, RuleSet]) -> RuleSet:  # noqa: ANN401  whatever the JSON held
    """The rule set by name, with the options of the bundle; its version must be the one known."""
    rules = known.get(data["name"])
    if rules is None or rules.version != data["version"]:
        raise CountingError([f"This version does not know the rules “{data['name']} {data['version']}”."])
    changes = {name: option_value(rules, name, value) for name, value in data["options"].items()}
    return rules.with_options(**changes)


def option_value(rules: RuleSet, name: str, value: Any) -> Any:  # noqa: ANN401  of the option's own type
    """A value from text or JSON in the type of the option; raises ``CountingError`` when it does not fit."""
    rules.with_options(**{name: None})  # tells of an option that there is not
    present = getattr(rules.options, name)
    try:
        if isinstance(present, Enum):
            return type(present)(value)
        if isinstance(present, bool):
            return {True: True, False: False, "true": True, "false": False, "yes": True, "no": False}[value]
        if isinstance(present, Fraction):
            return Fraction(_plain_figures(SHARE, value))
        return None if value in {None, "none"} else int(_plain_figures(NUMBER, value))
    except (KeyError, ValueError, TypeError, ZeroDivisionError) as error:
        choices = ", ".join(type(present)) if isinstance(present, Enum) else ""
        expected = choices or {bool: "yes or no", Fraction: "a fraction such as 2/3"}.get(type(present), "a number")
        raise CountingError([f"The option “{name}” needs {expected}, not “{value}”."]) from error


def _plain_figures(form: re.Pattern[str], value: object) -> str:
    """The value as text; raises ``ValueError`` for what only Python takes for a number, such as 1_0 or 1e9."""
    text = str(value)
    if not form.fullmatch(text):
        raise ValueError
    return text


def ties_from(data: Any) -> tuple[TieDecision, ...]:  # noqa: ANN401  whatever the JSON held
    """The tie decisions, in order."""
    return tuple(
        TieDecision(
            stage=tie["stage"],
            kind=TieKind(tie["kind"]),
            tied=frozenset(tie["tied"]),
            chosen=tuple(tie["chosen"]),
            method=TieMethod(tie["method"]),
            witnesses=tuple(tie["witnesses"]),
            note=tie["note"],
        )
        for tie in data
    )


def ballots_from(contest: Contest, blt: str, rejected: Any) -> Ballots:  # noqa: ANN401  whatever the JSON held
    """The papers of a BLT text, with those rejected beforehand; raises ``CountingError`` for another contest's."""
    file = read_blt(blt)
    if _on_the_ballot_paper(file.contest) != _on_the_ballot_paper(contest):
        raise CountingError(["ballots.blt and contest.json are not of the same contest."])
    return dataclasses.replace(file.ballots, rejected=_rejected(rejected))


def _on_the_ballot_paper(contest: Contest) -> tuple[object, ...]:
    """What BLT and JSON both say of a contest."""
    return contest.title, [c.name for c in contest.candidates], contest.seats, contest.withdrawn


def votes_from(data: Any) -> VoteTotals | Rounds:  # noqa: ANN401  whatever the JSON held
    """The totals or rounds as ``write_bundle`` wrote them."""
    if data["kind"] == Rounds.__name__:
        return Rounds(tuple(_one_round(found) for found in data["votes"]["rounds"]))
    return _totals(data["votes"])


def _one_round(data: Any) -> Ballots | VoteTotals:  # noqa: ANN401  whatever the JSON held
    if "groups" not in data:
        return _totals(data)
    groups = tuple(BallotGroup(_ranking(group["ranking"]), group["papers"]) for group in data["groups"])
    return Ballots(groups, _rejected(data["rejected"]))


def _ranking(data: Any) -> Ranking:  # noqa: ANN401  whatever the JSON held
    return tuple(tuple(entry) if isinstance(entry, list) else entry for entry in data)


def _totals(data: Any) -> VoteTotals:  # noqa: ANN401  whatever the JSON held
    return VoteTotals(tuple(data["votes"]), data["papers"], data["abstentions"], _rejected(data["rejected"]))


def _rejected(data: Any) -> tuple[RejectedPapers, ...]:  # noqa: ANN401  whatever the JSON held
    return tuple(RejectedPapers(found["reason"], found["papers"]) for found in data)


__all__ = ["Votes", "ballots_from", "contest_from", "option_value", "rules_from", "ties_from", "votes_from"]
