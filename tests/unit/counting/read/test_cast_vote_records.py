"""Cast vote records: the table that Dominion's system exports, and NIST's form in JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agm.counting.model import BallotGroup, Ballots
from agm.counting.read.dominion_csv import is_dominion, read_dominion
from agm.counting.read.files import BallotFile, ReadingError
from agm.counting.read.nist import read_nist

CHAIR = '"Chair (Number of positions=1, Number of ranks=2)"'
DOMINION = f"""Our election,5.17.17.1,,,,,,,,,,,,,
,,,,,,,{",".join([CHAIR] * 6)},Stewards (Vote For=2),Stewards (Vote For=2)
,,,,,,,Ann(1),Bo(1),Write-in(1),Ann(2),Bo(2),Write-in(2),Cy,Di
CvrNumber,TabulatorNum,BatchId,RecordId,ImprintedId,PrecinctPortion,BallotType,DEM,REP,,DEM,REP,,,
1,1,1,1,="1-1-1",P,B,1,0,0,0,1,0,1,1
2,1,1,2,1-1-2,P,B,0,0,1,1,0,0,1,0
3,1,1,3,1-1-3,P,B,,,,,,,0,1
4,1,1,4,1-1-4,P,B,0,0,0,0,0,0,,
5,1,1,5,1-1-5,P,B,1,1,0,0,0,0,0,0
"""
ADJUDICATE = "expected “yes” or “no” whether a mark counts; an adjudicator has to say, found neither."
Reader = Callable[..., BallotFile]


def refused(reader: Reader, text: str, contest: str = "") -> list[str]:
    with pytest.raises(ReadingError) as caught:
        reader(text, contest=contest)
    return list(caught.value.problems)


def test_the_contest_asked_for_is_read_from_the_papers_that_had_it() -> None:
    chair = read_dominion(DOMINION.encode(), contest="chair")
    assert [candidate.name for candidate in chair.contest.candidates] == ["Ann", "Bo"]
    assert (chair.contest.title, chair.contest.seats) == ("Chair", 1)
    overvote = BallotGroup(((1, 2),))
    assert chair.ballots == Ballots((BallotGroup((1, 2)), BallotGroup((0, 1)), BallotGroup(()), overvote))
    assert chair.notes == (
        "Counted is the contest “Chair”, on the papers that had it.",
        "“write-in” (1) is read as a preference for no candidate.",
    )
    stewards = read_dominion(DOMINION, contest="Stewards")
    assert (stewards.contest.seats, read_dominion(DOMINION, contest="Stewards", seats=3).contest.seats) == (2, 3)
    assert stewards.ballots == Ballots((BallotGroup(((1, 2),)), BallotGroup((1,)), BallotGroup((2,)), BallotGroup(())))


@pytest.mark.parametrize(
    "text",
    [
        ",,,Mayor,Mayor,Mayor,Mayor\nCvrNumber,RecordId,BallotType,Ann,Bo,Ann,Bo\n1,X,25,1,0,0,1\n",
        ",,,Mayor,Mayor,Mayor,Mayor\n,,,Ann,Bo,Ann,Bo\nCvrNumber,RecordId,BallotType,,,,\n1,X,25,1,0,0,1\n",
        "Vote\n,,,Mayor,Mayor,Mayor,Mayor\nCvrNumber,RecordId,BallotType,Ann,Bo,Ann,Bo\n1,X,25,1,0,0,1\n",
    ],
)
def test_fewer_rows_of_headings(text: str) -> None:
    assert is_dominion(text.splitlines())
    read = read_dominion(text)
    assert (read.contest.title, read.ballots) == ("Mayor", Ballots.of([(1, 2)]))


def test_a_write_in_beside_a_candidate_is_one_mark_too_many() -> None:
    """Unless the paper may have as many marks; two columns of write-ins are no ranks."""
    ranked = DOMINION.replace("1-1-2,P,B,0,0,1", "1-1-2,P,B,0,1,1")
    assert read_dominion(ranked, contest="Chair").ballots.groups[1] == BallotGroup(((1, 2), 1))
    for votes, paper in ((1, ((1, 2),)), (2, (1,)), (3, (1,))):
        head = ",".join([f"Clerk (Vote For={votes})"] * 4)
        table = f",{head}\n,Ann,Bo,Write-in,Write-in\nCvrNumber,,,,\n1,1,0,0,1\n"
        assert read_dominion(table).ballots == Ballots((BallotGroup(paper),))
        election = report()["Election"][0]
        election["Contest"][0]["VotesAllowed"] = votes
        unranked = json.dumps({"CVR": [record((0, "o1"), (0, "w"))], "Election": [election]})
        assert read_nist(unranked, contest="Chair").ballots == Ballots((BallotGroup(paper),))
    assert read(record((1, "o1"), (1, "w"), (2, "o2"))).ballots == Ballots((BallotGroup(((1, 2), 2)),))
    assert read(record((1, "w"), (1, ""), (2, "o2"))).ballots == Ballots((BallotGroup(((1, 2), 2)),))


def test_what_is_open_in_a_table_is_asked() -> None:
    asked = "expected the name of one contest (--contest) of those in the file, found Chair; Stewards."
    assert (
        refused(read_dominion, DOMINION) == refused(read_dominion, DOMINION, "Clerk") == [f"Line 4, column 1: {asked}"]
    )
    assert refused(read_dominion, DOMINION.replace("1-1-4,P,B,0", "1-1-4,P,B,2"), "Chair") == [
        "Line 8, column 8: expected 1 or 0, or nothing, found “2”."
    ]
    assert refused(read_dominion, DOMINION.replace("1-1-4,P,B,", "1-1-4,P,"), "Chair") == [
        "Line 8, column 1: expected 15 cells, as in the first row, found 14."
    ]
    cut = DOMINION.replace("Cy,Di", "Cy").replace(",DEM,REP,,,\n", ",DEM,REP\n")
    assert refused(read_dominion, cut, "Stewards") == [
        "Line 4, column 15: expected the name of a candidate above this cell, found nothing."
    ]
    assert "begins with “CvrNumber”" in refused(read_dominion, "a\nb\nc\nd\nCvrNumber\n")[0]
    assert "begins with “CvrNumber”" in refused(read_dominion, "a\n")[0]
    assert "found none" in refused(read_dominion, ",\n,\nCvrNumber,Ann\n1,1\n")[0]
    many = ",".join(f"Contest {n}" for n in range(30))
    assert refused(read_dominion, f",{many}\nCvrNumber{',x' * 30}\n")[0].endswith("; Contest 19 ….")


def position(**other: object) -> dict[str, object]:
    return {"HasIndication": "yes", "IsAllocable": "yes", "NumberVotes": 1, **other}


def record(*marks: tuple[int, str], contest: str = "c1", **other: object) -> dict[str, Any]:
    """The record of one paper; each mark is a rank and an option."""
    selections = [
        {"ContestSelectionId": option, "SelectionPosition": [position(Rank=rank, **other)]} for rank, option in marks
    ]
    return {
        "@type": "CVR.CVR",
        "CurrentSnapshotId": "s2",
        "CVRSnapshot": [
            {"@id": "s1", "CVRContest": [{"ContestId": contest}]},
            {"@id": "s2", "CVRContest": [{"ContestId": contest, "CVRContestSelection": selections}]},
        ],
    }


def report(*records: object, **other: object) -> dict[str, Any]:
    """A report on two contests."""
    people = [{"@id": f"p{n}", "Name": name} for n, name in enumerate(("Ann", "Bo", "Cy"), start=1)]
    options = [
        {"@id": "o1", "CandidateIds": ["p1"]},
        {"@id": "o2", "CandidateIds": ["p2", "p3"]},
        {"@id": "w", "IsWriteIn": True},
    ]
    contests = [
        {"@id": "c1", "Name": "Chair", "ContestSelection": options},
        {"@id": "c2", "Name": "Rules", "NumberElected": 2, "ContestSelection": [
            {"@id": "y", "Selection": "Yes"}, {"@id": "n", "Selection": "No"}]},
    ]  # fmt: skip
    return {
        "@type": "CVR.CastVoteRecordReport",
        "CVR": records,
        "Election": [{"Candidate": people, "Contest": contests}],
        **other,
    }


def read(*records: object, contest: str = "Chair", **other: object) -> BallotFile:
    return read_nist(json.dumps(report(*records, **other)), contest=contest)


def test_the_current_snapshot_counts() -> None:
    records = record((1, "o1"), (2, "o2")), record((2, "o1"), (1, "w")), record(), record((1, "o2"), (1, "o1"))
    file = read(*records, records[0], record((1, "y"), contest="c2"))
    assert [candidate.name for candidate in file.contest.candidates] == ["Ann", "Bo & Cy"]
    ranked = BallotGroup((1, 2), 2), BallotGroup((0, 1)), BallotGroup(()), BallotGroup(((1, 2),))
    assert file.ballots == Ballots(ranked)
    assert file.notes == (
        "Counted is the contest “Chair”, on the papers that had it.",
        "“write-in” (1) is read as a preference for no candidate.",
    )
    rules = read(*records, record((0, "n"), contest="c2"), contest="rules")
    assert (rules.contest.seats, rules.contest.title, rules.ballots) == (2, "Rules", Ballots.of([(2,)]))


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_any_order_and_writing_of_the_same_values(indent: int | None, encoding: str) -> None:
    made = report(record((1, "o1")))
    turned = json.dumps(dict(reversed(made.items())), indent=indent).encode(encoding)
    assert read_nist(turned, contest="Chair").ballots == Ballots.of([(1,)])


def test_a_record_longer_than_usual_and_one_without_end() -> None:
    assert read({**record((1, "o1")), "Note": "x" * 20_000}).ballots == Ballots.of([(1,)])
    text = json.dumps(report({**record((1, "o1")), "Note": "x" * 5_000_000}))
    assert "of at most 4 MiB" in refused(read_nist, text)[0]


def test_marks_that_are_not_allocable_are_told() -> None:
    file = read(record((1, "o1")), record((1, "o2"), IsAllocable="no"), record((1, "o2"), HasIndication="no"))
    assert file.ballots == Ballots((BallotGroup((1,)), BallotGroup((), 2)))
    assert file.notes[-1] == "1 marks are not allocable, and not read."


def test_one_snapshot_needs_no_id() -> None:
    one = record((1, "o1"))
    del one["CurrentSnapshotId"], one["CVRSnapshot"][0]
    assert read(one).ballots == Ballots.of([(1,)])


def with_twice(made: dict[str, Any]) -> dict[str, Any]:
    made["CVRSnapshot"][1]["CVRContest"] *= 2
    return made


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (record((1, "o1"), IsAllocable="unknown"), ADJUDICATE),
        (record((1, "o1"), HasIndication=""), ADJUDICATE),
        (record((1, "o1"), NumberVotes=2), "expected one vote for each mark, found 2."),
        (record((1, "o1"), NumberVotes=True), "expected a number “NumberVotes” up to 1000, found “True”."),
        (record((1001, "o1")), "expected a number “Rank” up to 1000, found “1001”."),
        (record((1, "y")), "expected an option of the contest “Chair”, found “y”."),
        ({**record(), "CurrentSnapshotId": "s3"}, "expected one snapshot that is the current one ("),
        ({**record(), "CurrentSnapshotId": 3}, "expected a text “CurrentSnapshotId”, as in NIST"),
        ({**record(), "CVRSnapshot": [3]}, "“CVRSnapshot”, as in NIST SP 1500-103, found “[3]”."),
        (3, "expected a list of objects “CVRSnapshot”, as in NIST SP 1500-103, found “None”."),
        (with_twice(record()), "expected each contest once in a snapshot, found one twice."),
    ],
)  # fmt: skip
def test_what_is_open_in_a_record_is_asked(wrong: object, problem: str) -> None:
    text = json.dumps(report(record((1, "o1")), wrong), indent=1)
    (told,) = refused(read_nist, text, "Chair")
    assert problem in told
    line = text[: text.rindex("{" if isinstance(wrong, dict) else "3", 0, text.index('"Election"'))].count("\n") + 1
    assert 1 < int(told.split(",")[0].removeprefix("Line ")) <= line


def election(*options: object, people: object = (), title: str = "Chair") -> dict[str, object]:
    return {"Candidate": people, "Contest": [{"@id": "c", "Name": title, "ContestSelection": options}]}


@pytest.mark.parametrize(
    ("election", "problem"),
    [
        (
            election({"@id": "o", "CandidateIds": ["p"]}, people=[{"@id": "p", "Name": "A\x1bB"}]),
            "expected text that can be printed, found the unprintable character U+001B.",
        ),
        (election(title="A\x1bB"), "expected text that can be printed, found the unprintable character U+001B."),
        (
            election({"@id": "o", "CandidateIds": ["p"]}),
            "expected the ids of candidates (“CandidateIds”), found “['p']”.",
        ),
        (election({"@id": "o", "CandidateIds": "p"}), "expected the ids of candidates (“CandidateIds”), found “p”."),
        (
            {"Contest": [{"@id": "c", "Name": "Chair"}, {"@id": "d", "Name": "Chair"}]},
            "expected a name of its own for each contest, found “Chair”.",
        ),
        (election({"@id": "y", "Selection": "Yes"}, {"@id": "n", "Selection": "yes"}), "has the same, found “yes”."),
        (election({"@id": "y"}), "expected the name of a candidate, found an empty name."),
        ({"Contest": []}, "expected the name of one contest (--contest) of those in the file, found none."),
        (3, "expected a list of objects “Candidate”, as in NIST SP 1500-103, found “None”."),
    ],
)
def test_an_election_that_says_nothing_clear(election: object, problem: str) -> None:
    assert problem in str(refused(read_nist, json.dumps({"Election": election})))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "Line 1, column 2: expected a value in JSON form, of at most 4 MiB, found the end of the file."),
        (
            '{"CVR": [\n',
            "Line 2, column 1: expected a value in JSON form, of at most 4 MiB, found the end of the file.",
        ),
        ('{"a"\n 1}', "Line 2, column 2: expected “:”, found “1}”."),
        ("{} {}", "Line 1, column 4: expected nothing after the last “}”, found “{}”."),
        ("[1]", "Line 1, column 1: expected “{”, found “[1]”."),
        ('{"a": ' + "[" * 100_000, "Line 1, column 7: expected a value that a cast vote record can have, found “[["),
        ('{"a": ' + "1" * 5000 + "}", "Line 1, column 7: expected a value that a cast vote record can have, found “11"),
        ('{"a": ' + "1." + "1" * 5_000_000 + "}", "expected a value in JSON form, of at most 4 MiB"),
    ],
    ids=range(8),
)
def test_what_is_no_json(text: str, problem: str) -> None:
    assert problem in refused(read_nist, text)[0]


def test_a_report_cut_off_is_noticed() -> None:
    text = json.dumps(report(record((1, "o1"))))
    for end in range(1, len(text), 7):
        assert refused(read_nist, text[:end], "Chair")


@settings(max_examples=60)
@given(st.lists(st.lists(st.sampled_from(["o1", "o2"]), max_size=3), max_size=6))
def test_rankings_come_back_as_they_were_written(papers: list[list[str]]) -> None:
    file = read(*(record(*enumerate(options, start=1)) for options in papers))
    wanted = Ballots.of([tuple(int(option[1]) for option in options) for options in papers])
    assert {g.ranking: g.papers for g in file.ballots.groups} == {
        ranking: sum(g.papers for g in wanted.groups if g.ranking == ranking)
        for ranking in {g.ranking for g in wanted.groups}
    }
