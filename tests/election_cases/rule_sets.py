"""Facts of real organisations' rules: what a set of rules of the product can hold of them.

A fact that the product checks goes into its field; any other is kept in the words of the rules (`other`), a line each.
What comes back must be the facts that went in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from agm.rules.deadlines import OpeningRule
from agm.rules.notice import Counting, NoticeRule
from agm.rules.quorum import Quorum, QuorumOf
from agm.rules.rule_set import RuleSet, TieMethod

Case = Mapping[str, Any]
NOT_RULES = {"id", "name", "kind", "source"}
COUNTINGS = {"clear": Counting.CLEAR, "at least": Counting.PLAIN, "plain": Counting.PLAIN}


def is_case(case: Case, _path: Path) -> bool:
    return "notice_days" in case


def expected(case: Case) -> dict[str, Any]:
    """What a set of rules has to hold: every fact that the page read says."""
    return {name: value for name, value in case.items() if name not in NOT_RULES and value not in (None, [], {})}


def answer(case: Case, _folder: Path) -> dict[str, Any]:
    """The facts of a case, read back from the product's set of rules as it is stored."""
    return facts_of(RuleSet.model_validate_json(rule_set(case).model_dump_json()))


def rule_set(case: Case) -> RuleSet:
    facts = expected(case)
    typed: dict[str, Any] = {}
    days, counting = facts.get("notice_days"), COUNTINGS.get(facts.get("notice_count", ""))
    if counting and isinstance(days, Mapping) and all(isinstance(number, int) for number in days.values()):
        typed["notice"] = {kind: NoticeRule(number, counting) for kind, number in days.items()}
        del facts["notice_days"]
    if isinstance(facts.get("ron"), bool):
        typed["reopen_nominations"] = facts.pop("ron")
    if isinstance(facts.get("term_years"), int):
        typed["term_years"] = facts.pop("term_years")
    if facts.get("tie") in set(TieMethod):
        typed["tie"] = TieMethod(facts.pop("tie"))
    if isinstance(facts.get("quorum"), int):
        typed["quorums"] = (Quorum(facts.pop("quorum")),)
    elif set(facts.get("quorum", ())) == {"percent_of_members"}:
        typed["quorums"] = (Quorum(percent=Fraction(facts.pop("quorum")["percent_of_members"]), of=QuorumOf.MEETING),)
    if set(facts.get("ballot_window", ())) == {"online_hours_min"}:
        typed["voting_for"] = OpeningRule(min_hours=facts.pop("ballot_window")["online_hours_min"])
    other = tuple(f"{name}: {json.dumps(value)}" for name, value in facts.items())
    return RuleSet(name=case["name"], sources=tuple(case["source"]), other=other, **typed)


def facts_of(rules: RuleSet) -> dict[str, Any]:
    return dict(typed_facts(rules)) | {
        name: json.loads(value) for name, value in (line.split(": ", 1) for line in rules.other)
    }


def typed_facts(rules: RuleSet) -> Iterator[tuple[str, Any]]:
    if rules.notice:
        yield "notice_days", {kind: rule.days for kind, rule in rules.notice.items()}
    if rules.reopen_nominations is not None:
        yield "ron", rules.reopen_nominations
    if rules.term_years is not None:
        yield "term_years", rules.term_years
    if rules.tie is not None:
        yield "tie", str(rules.tie)
    for quorum in rules.quorums:
        yield "quorum", {"percent_of_members": int(quorum.percent)} if quorum.percent else quorum.number
    if rules.voting_for is not None:
        yield "ballot_window", {"online_hours_min": rules.voting_for.min_hours}
