"""Papers as cast vote records for other programs: NIST SP 1500-103 in JSON, which `read_nist` reads back."""

import json
from collections.abc import Iterator
from typing import Any

from agm.counting.model import SKIPPED, Ballots, Contest

Json = dict[str, Any]
CONTEST, SNAPSHOT = "contest", "current"


def cast_votes_json(contest: Contest, ballots: Ballots, *, ranked: bool, marks: int = 1) -> str:
    """A record for each paper, like ones together: their order says nothing of the voters.

    `marks` is how many a paper may have that ranks nobody. Papers that were set aside are none of the records.
    """
    report = {
        "@type": "CVR.CastVoteRecordReport",
        "Version": "1.0.0",
        "Election": [{"@id": "election", "@type": "CVR.Election", "Name": contest.title, **_names(contest, marks)}],
        "CVR": [record for group in ballots.groups for record in _records(group.ranking, group.papers, ranked)],
    }
    return json.dumps(report, ensure_ascii=False, separators=(",", ":")) + "\n"


def _names(contest: Contest, marks: int) -> Json:
    people = [{"@id": f"person-{one.number}", "@type": "CVR.Candidate", "Name": one.name} for one in contest.candidates]
    options = [
        {
            "@id": f"option-{one.number}", "@type": "CVR.CandidateSelection", "CandidateIds": [f"person-{one.number}"],
        }
        for one in contest.candidates
    ]  # fmt: skip
    asked = {
        "@id": CONTEST, "@type": "CVR.CandidateContest", "Name": contest.title, "NumberElected": contest.seats,
        "VotesAllowed": marks, "ContestSelection": options,
    }  # fmt: skip
    return {"Candidate": people, "Contest": [asked]}


def _records(ranking: tuple[Any, ...], papers: int, ranked: bool) -> Iterator[Json]:
    selections = [
        _selection(number, rank if ranked else None)
        for rank, place in enumerate(ranking, start=1)
        for number in (place if isinstance(place, tuple) else (place,))
        if number != SKIPPED
    ]
    marked = {"@type": "CVR.CVRContest", "ContestId": CONTEST, "CVRContestSelection": selections}
    snapshot = {"@id": SNAPSHOT, "@type": "CVR.CVRSnapshot", "Type": "interpreted", "CVRContest": [marked]}
    record = {"@type": "CVR.CVR", "CurrentSnapshotId": SNAPSHOT, "CVRSnapshot": [snapshot]}
    yield from (record for _ in range(papers))


def _selection(number: int, rank: int | None) -> Json:
    position = {"@type": "CVR.SelectionPosition", "HasIndication": "yes", "IsAllocable": "yes", "NumberVotes": 1}
    place = {} if rank is None else {"Rank": rank}
    selection = {"@type": "CVR.CVRContestSelection", "ContestSelectionId": f"option-{number}", **place}
    return selection | {"SelectionPosition": [position | place]}
