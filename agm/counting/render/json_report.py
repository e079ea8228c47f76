"""A result as JSON: for other programs in the words of NIST SP 1500-100, and exactly, for digests.

NIST SP 1500-100 (Election Results Common Data Format, version 2) gives the words: CandidateContest, CandidateSelection,
VoteCounts with Type and Round, OtherCounts, PostElectionStatus. Counts are decimal strings, so that no reader rounds
them; what the standard has no word for stands in objects named ``Count…`` beside them.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from enum import Enum
from fractions import Fraction
from typing import Any

from agm.counting.render.conditions import unusual_options
from agm.counting.render.explain import explain
from agm.counting.render.words import exact_text, name_of
from agm.counting.result import CandidateStatus, CountResult, Stage
from agm.counting.rules import Method
from agm.counting.values import Value, as_decimal_text

Json = dict[str, Any]
"""A JSON object: text, numbers, truth values, lists and objects."""

VOTE_VARIATION = {
    Method.PLURALITY: "plurality",
    Method.YES_NO: "majority",
    Method.APPROVAL: "approval",
    Method.EXHAUSTIVE_BALLOT: "majority",
    Method.AV: "rcv",
}
"""NIST VoteVariation; all else is the single transferable vote, "proportional"."""


def report_json(result: CountResult) -> str:
    """The report, indented, with its keys in a fixed order."""
    return json.dumps(_report(result), ensure_ascii=False, indent=2) + "\n"


def _report(result: CountResult) -> Json:
    return {
        "@type": "ElectionResults.CandidateContest",
        "Name": result.contest.title,
        "VoteVariation": _variation(result),
        "OtherVoteVariation": f"{result.rules.name} {result.rules.version}",
        "VotesAllowed": len(result.contest.candidates),
        "NumberElected": result.contest.seats,
        "Candidate": [_candidate(result, candidate.number) for candidate in result.contest.candidates],
        "ContestSelection": [_selection(result, candidate.number) for candidate in result.contest.candidates],
        "OtherCounts": _other_counts(result),
        "CountRules": _rules(result),
        **_constraints(result),
        "CountStatus": "complete" if result.complete else "in-process",
        "CountVotesTotal": exact_text(result.votes_total, result.scale),
        "CountElected": [_moment(e, result) for e in result.elected],
        "CountExcluded": [_moment(e, result) for e in result.excluded],
        "CountVacant": result.vacant if result.complete else 0,
        "CountStages": [_stage(result, *pair) for pair in zip(result.stages, explain(result), strict=True)],
        "CountNotes": list(result.notes),
    }


def _rules(result: CountResult) -> Json:
    """The rule set, with those of its options that are not the usual ones."""
    rules, options = result.rules, unusual_options(result)
    found: Json = {"Name": rules.name, "Version": rules.version, "Title": rules.title, "Source": rules.source}
    return {**found, "Options": plain(options)} if options else found


def _constraints(result: CountResult) -> Json:
    """The constraints with their candidates, where there are any."""
    contest = result.contest
    found = [
        {
            "Group": constraint.group,
            "Minimum": constraint.minimum,
            "Maximum": constraint.maximum,
            "CandidateIds": [f"candidate-{c.number}" for c in contest.candidates if constraint.group in c.groups],
        }
        for constraint in contest.constraints
    ]
    return {"CountConstraints": found, "CountShortage": contest.shortage.value} if found else {}


def _variation(result: CountResult) -> str:
    if result.rules.method is Method.PLURALITY and result.contest.seats > 1:
        return "n-of-m"
    return VOTE_VARIATION.get(result.rules.method, "proportional")


def _candidate(result: CountResult, number: int) -> Json:
    status = result.status(number)
    nist = {CandidateStatus.ELECTED: "winner", CandidateStatus.WITHDRAWN: "withdrawn"}.get(status)
    found: Json = {
        "@type": "ElectionResults.Candidate",
        "@id": f"candidate-{number}",
        "BallotName": name_of(result, number),
    }
    if nist:
        found["PostElectionStatus"] = nist
    unfinished = not result.complete and status is CandidateStatus.NOT_ELECTED
    return {**found, "CountStatus": "continuing" if unfinished else status.value}


def _selection(result: CountResult, number: int) -> Json:
    return {
        "@type": "ElectionResults.CandidateSelection",
        "@id": f"selection-{number}",
        "CandidateIds": [f"candidate-{number}"],
        "SequenceOrder": number,
        "VoteCounts": [_vote_count(result, stage, stage.totals[number - 1]) for stage in result.stages],
    }


def _vote_count(result: CountResult, stage: Stage, value: Value) -> Json:
    count = as_decimal_text(value, result.scale, result.rules.decimals)
    found: Json = {"@type": "ElectionResults.VoteCounts", "Type": "total", "Round": stage.number, "Count": count}
    exact = exact_text(value, result.scale)
    return {**found, "CountExact": exact} if "/" in exact else found


def _other_counts(result: CountResult) -> list[Json]:
    papers = result.papers
    return [
        {
            "@type": "ElectionResults.OtherCounts",
            "BallotsCast": papers.papers,
            "CountValid": papers.valid,
            "CountAbstentions": papers.abstentions,
            "CountRejected": [{"Reason": r.reason, "Papers": r.papers} for r in papers.rejected],
            "CountStopped": [{"Reason": r.reason, "Papers": r.papers} for r in papers.stopped],
        }
    ]


def _moment(moment: Any, result: CountResult) -> Json:  # noqa: ANN401  an ElectedCandidate or an ExcludedCandidate
    return {
        "CandidateId": f"candidate-{moment.candidate}",
        "BallotName": name_of(result, moment.candidate),
        "Round": moment.stage,
        "Test": moment.by.value,
        "Paragraph": moment.paragraph,
    }


def _stage(result: CountResult, stage: Stage, explanation: str) -> Json:
    text = {name: exact_text(getattr(stage, name), result.scale) for name in ("non_transferable", "loss_by_fraction")}
    return {
        "Round": stage.number,
        "Kind": stage.kind.value,
        "CandidateIds": [f"candidate-{number}" for number in stage.subjects],
        "Paragraph": stage.paragraph,
        "Quota": None if stage.quota is None else exact_text(stage.quota, result.scale),
        "Changes": [exact_text(change, result.scale) for change in stage.changes],
        "Totals": [exact_text(total, result.scale) for total in stage.totals],
        "NonTransferable": text["non_transferable"],
        "LossByFraction": text["loss_by_fraction"],
        "Explanation": explanation,
    }


def exact_json(value: object) -> str:
    """Any of this library's frozen values as JSON, all of it and exactly: the same value gives the same text.

    Fractions become "p/q", sets become sorted lists. For digests and comparison; raises ``TypeError`` for what is not
    such a value.
    """
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def plain(value: object) -> Any:  # noqa: ANN401  whatever JSON can hold
    """A value in terms of what JSON can hold."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if dataclasses.is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, frozenset):
        return sorted(plain(member) for member in value)
    if isinstance(value, tuple | list):
        return [plain(member) for member in value]
    if isinstance(value, Mapping):
        return {str(key): plain(member) for key, member in value.items()}
    raise TypeError(f"{type(value).__name__} has no place in a count")
