"""A result as JSON for other programs, in the words of NIST SP 1500-100.

NIST SP 1500-100 (Election Results Common Data Format, version 2) gives the words: CandidateContest, CandidateSelection,
VoteCounts with Type and Round, OtherCounts, PostElectionStatus. Counts are decimal strings, so that no reader rounds
them; what the standard has no word for stands in objects named ``Count…`` beside them.
"""

import json
from collections.abc import Iterable
from typing import Any

from agm.counting.exact_json import plain
from agm.counting.model import Poll, RejectedPapers
from agm.counting.render.conditions import unusual_options
from agm.counting.render.explain import explain
from agm.counting.render.words import exact_text, name_of, turnout
from agm.counting.result import CandidateStatus, CountResult, ElectedCandidate, ExcludedCandidate, SettledTie, Stage
from agm.counting.rules import Method
from agm.counting.values import Value, as_decimal_text

Json = dict[str, Any]
VOTE_VARIATION = {
    Method.PLURALITY: "plurality",
    Method.YES_NO: "majority",
    Method.APPROVAL: "approval",
    Method.EXHAUSTIVE_BALLOT: "majority",
    Method.AV: "rcv",
}
"""NIST VoteVariation; all else is the single transferable vote, "proportional"."""


def report_json(result: CountResult) -> str:
    return json.dumps(_report(result), ensure_ascii=False, indent=2) + "\n"


def _report(result: CountResult) -> Json:
    papers, rules, options = result.papers, result.rules, unusual_options(result)
    return {
        "@type": "ElectionResults.CandidateContest",
        "Name": result.contest.title,
        "VoteVariation": _variation(result),
        "OtherVoteVariation": f"{rules.name} {rules.version}",
        "VotesAllowed": len(result.contest.candidates),
        "NumberElected": result.contest.seats,
        "Candidate": [_candidate(result, candidate.number) for candidate in result.contest.candidates],
        "ContestSelection": [_selection(result, candidate.number) for candidate in result.contest.candidates],
        "OtherCounts": [
            {
                "@type": "ElectionResults.OtherCounts",
                "BallotsCast": papers.papers,
                "CountValid": papers.valid,
                "CountAbstentions": papers.abstentions,
                "CountRejected": _reasons(papers.rejected),
                "CountStopped": _reasons(papers.stopped),
            }
        ],
        "CountRules": {"Name": rules.name, "Version": rules.version, "Title": rules.title, "Source": rules.source}
        | ({"Options": plain(options)} if options else {}),
        **_poll(result),
        **_constraints(result),
        "CountStatus": "complete" if result.complete else "in-process",
        "CountVotesTotal": exact_text(result.votes_total, result.scale),
        "CountElected": [_moment(e, result) for e in result.elected],
        "CountExcluded": [_moment(e, result) for e in result.excluded],
        "CountVacant": result.vacant if result.complete else 0,
        "CountStages": [_stage(result, *pair) for pair in zip(result.stages, explain(result), strict=True)],
        "CountNotes": list(result.notes),
    }


def _poll(result: CountResult) -> Json:
    poll = result.contest.poll
    found: Json = {"Date": poll.held_on, "ReturningOfficer": poll.officer, "EligibleVoters": poll.eligible}
    if poll.eligible is not None:
        found["Turnout"] = turnout(result)
    return {"CountPoll": found} if poll != Poll() else {}


def _constraints(result: CountResult) -> Json:
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
    unfinished = not result.complete and status is CandidateStatus.NOT_ELECTED
    return {
        "@type": "ElectionResults.Candidate",
        "@id": f"candidate-{number}",
        "BallotName": name_of(result, number),
        **({"PostElectionStatus": nist} if nist else {}),
        "CountStatus": "continuing" if unfinished else status.value,
    }


def _selection(result: CountResult, number: int) -> Json:
    return {
        "@type": "ElectionResults.CandidateSelection",
        "@id": f"selection-{number}",
        "CandidateIds": [f"candidate-{number}"],
        "SequenceOrder": number,
        "VoteCounts": [_vote_count(result, stage, stage.totals[number - 1]) for stage in result.stages],
    }


def _vote_count(result: CountResult, stage: Stage, value: Value) -> Json:
    exact = exact_text(value, result.scale)
    return {
        "@type": "ElectionResults.VoteCounts",
        "Type": "total",
        "Round": stage.number,
        "Count": as_decimal_text(value, result.scale, result.rules.decimals),
        **({"CountExact": exact} if "/" in exact else {}),
    }


def _reasons(papers: Iterable[RejectedPapers]) -> list[Json]:
    return [{"Reason": found.reason, "Papers": found.papers} for found in papers]


def _moment(moment: ElectedCandidate | ExcludedCandidate, result: CountResult) -> Json:
    return {
        "CandidateId": f"candidate-{moment.candidate}",
        "BallotName": name_of(result, moment.candidate),
        "Round": moment.stage,
        "Test": moment.by.value,
        "Paragraph": moment.paragraph,
    }


def _tie(tie: SettledTie) -> Json:
    decision = tie.decision
    return {
        "About": tie.kind.value,
        "CandidateIds": [f"candidate-{number}" for number in tie.tied],
        "Chosen": [f"candidate-{number}" for number in tie.chosen],
        "Paragraph": tie.paragraph,
        **({"SettledByRound": tie.looked_back_to} if decision is None else {"Method": decision.method.value}),
        **({"Witnesses": list(decision.witnesses)} if decision else {}),
    }


def _stage(result: CountResult, stage: Stage, explanation: str) -> Json:
    return {
        "Round": stage.number,
        "Kind": stage.kind.value,
        "CandidateIds": [f"candidate-{number}" for number in stage.subjects],
        "Paragraph": stage.paragraph,
        "Quota": None if stage.quota is None else exact_text(stage.quota, result.scale),
        "Changes": [exact_text(change, result.scale) for change in stage.changes],
        "Totals": [exact_text(total, result.scale) for total in stage.totals],
        "NonTransferable": exact_text(stage.non_transferable, result.scale),
        "LossByFraction": exact_text(stage.loss_by_fraction, result.scale),
        "Ties": [_tie(tie) for tie in stage.ties],
        "Guarded": [f"candidate-{number}" for number in stage.guarded],
        "Explanation": explanation,
    }
