"""Cast vote records in XML and in several parts, and OpenSTV's text: what is read, and what is refused in words."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import pytest

from agm.counting import RULE_SETS
from agm.counting.errors import CountingError
from agm.counting.model import Ballots, Candidate, Contest
from agm.counting.read.any_file import read_votes
from agm.counting.read.files import BallotFile
from tests.samples import CONTESTS, sample_ballots
from tests.support.ballot_forms import dominion_export, nist_xml, papers_of
from tests.support.counting import count_with_lots

TWO = Contest("Chair", (Candidate(1, "Ann"), Candidate(2, "Bo")), 1)
PAPERS = Ballots.of([(1, 2), (2,), (1,)])


def read(data: bytes, contest: str = "") -> dict[tuple[Any, ...], int]:
    file = read_votes(data, contest=contest)
    assert isinstance(file, BallotFile)
    return {group.ranking: group.papers for group in file.ballots.groups}


def packed(parts: Mapping[str, object]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, value in parts.items():
            archive.writestr(name, value if isinstance(value, str) else json.dumps(value))
    return out.getvalue()


def parts(*marks: dict[str, object], **session: object) -> dict[str, object]:
    """An export of one paper with these marks."""
    said = {"IsCurrent": True, "Contests": [{"Id": 1, "Marks": list(marks)}]}
    people = [{"Id": 1, "Description": "Ann", "ContestId": 1}, {"Id": 2, "Description": "Bo", "ContestId": 1},
              {"Id": 3, "Description": "Write-in", "ContestId": 1, "Type": "WriteIn"}]  # fmt: skip
    return {
        "ContestManifest.json": {"List": [{"Id": 1, "Description": "Chair", "VoteFor": 1}]},
        "CandidateManifest.json": {"List": people},
        "CvrExport.json": {"Sessions": [{"Original": said, **session}]},
    }


def mark(candidate: int, rank: int = 1, *, is_ambiguous: bool = False) -> dict[str, object]:
    return {"CandidateId": candidate, "Rank": rank, "IsAmbiguous": is_ambiguous}


@pytest.mark.parametrize(
    ("marks", "ranking"),
    [
        ((mark(1), mark(2, 2)), (1, 2)),
        ((mark(2, 2), mark(1)), (1, 2)),
        ((mark(1, is_ambiguous=True), mark(2)), (2,)),
        ((mark(1), mark(2)), ((1, 2),)),
        ((mark(3), mark(2, 2)), (0, 2)),
        ((), ()),
    ],
)
def test_the_marks_of_a_paper(marks: tuple[dict[str, object], ...], ranking: tuple[Any, ...]) -> None:
    [(found, number)] = read(packed(parts(*marks))).items()
    assert number == 1
    assert [set(one) if isinstance(one, tuple | frozenset) else one for one in found] == [
        set(one) if isinstance(one, tuple) else one for one in ranking
    ]


def test_an_adjudicated_paper_is_read_and_one_that_waits_is_told() -> None:
    original = {"IsCurrent": False, "Contests": [{"Id": 1, "Marks": [mark(1)]}]}
    modified = {"IsCurrent": True, "Contests": [{"Id": 1, "Marks": [mark(2)]}]}
    sessions = [{"Original": original, "Modified": modified}, {"Original": original}]
    file = read_votes(packed({**parts(), "CvrExport.json": {"Sessions": sessions}}))
    assert isinstance(file, BallotFile)
    assert [(group.ranking, group.papers) for group in file.ballots.groups] == [((2,), 1)]
    assert "1 papers await adjudication, and are not read." in file.notes


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"ContestManifest.json": {"List": "x"}}, "ContestManifest.json is not as Dominion"),
        ({"ContestManifest.json": "no JSON"}, "ContestManifest.json is not as Dominion"),
        ({"CandidateManifest.json": {"List": [{}]}}, "CandidateManifest.json is not as Dominion"),
        ({"CvrExport.json": {"Sessions": [{"Original": None}]}}, "CvrExport.json, line 1: this session"),
        ({"CvrExport.json": parts(mark(9))["CvrExport.json"]}, "CvrExport.json, line 1: this session"),
        ({"CvrExport.json": parts(mark(1, 10**6))["CvrExport.json"]}, "CvrExport.json, line 1: this session"),
        ({"CvrExport.json": '{"Sessions": [{"Original"'}, "expected"),
        ({"again/CvrExport.json": "{}"}, "more than once"),
    ],
)
def test_a_part_of_an_export_that_is_otherwise_is_named(changed: dict[str, object], told: str) -> None:
    with pytest.raises(CountingError, match=told):
        read_votes(packed({**parts(mark(1)), **changed}))


def test_damaged_exports_are_refused_in_words() -> None:
    whole = dominion_export(TWO, PAPERS)
    told = []
    for place in range(0, len(whole), 7):
        data = bytearray(whole)
        data[place] ^= 0xFF
        try:
            read_votes(bytes(data), contest="Chair")
        except CountingError as error:
            told.append(str(error))
    assert len(told) > 20
    assert all(told)


def test_the_papers_of_an_export_alone_ask_for_the_whole() -> None:
    with pytest.raises(CountingError, match="whole export of Dominion’s system"):
        read_votes(json.dumps(parts()["CvrExport.json"]).encode())


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("</CVR>", "", "mismatched tag"),
        ("<CVR>", "<CVR>&big;", "undefined entity"),
        ("yes</IsAllocable>", "unknown</IsAllocable>", "an adjudicator has to say"),
        ("<NumberVotes>1", "<NumberVotes>2", "one vote for each mark"),
        ("o1</ContestSelectionId>", "o9</ContestSelectionId>", "an option of the contest"),
        ("<Rank>1</Rank>", "<Rank>first</Rank>", "a number “Rank”"),
        ("CastVoteRecordReport", "CastVoteRecordReports", "“CastVoteRecordReport”"),
    ],
)
def test_xml_that_is_otherwise_is_refused_with_its_place(old: str, new: str, told: str) -> None:
    with pytest.raises(CountingError, match=told):
        read_votes(nist_xml(TWO, PAPERS).replace(old, new).encode())


def test_xml_with_entities_of_its_own_is_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    with pytest.raises(CountingError, match="without entities"):
        read_votes(nist_xml(TWO, PAPERS).replace("?>\n", f"?>{bomb}\n", 1).encode())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_xml_of_any_encoding_with_a_prefix(encoding: str) -> None:
    text = nist_xml(TWO, PAPERS).replace("<", "<cdf:").replace("<cdf:/", "</cdf:").replace("<cdf:?", "<?")
    text = text.replace("xmlns=", "xmlns:cdf=").replace("UTF-8", encoding.upper().removesuffix("-SIG"))
    assert read(text.encode(encoding)) == {(1, 2): 1, (2,): 1, (1,): 1}


@pytest.mark.parametrize("name", CONTESTS)
@pytest.mark.parametrize("is_packed", [True, False])
def test_text_of_openstv_elects_the_same(name: str, is_packed: bool) -> None:
    known = sample_ballots(name)
    words = {candidate.number: f"n{candidate.number}" for candidate in known.contest.candidates}
    if is_packed:
        groups = known.ballots.groups
        lines = [f"{group.papers}: {' '.join(words[int(str(n))] for n in group.ranking)}  # papers" for group in groups]
    else:
        papers = [" ".join(words[number] for number in paper) for paper in papers_of(known.ballots) if paper]
        lines = papers[::101] + [paper for place, paper in enumerate(papers) if place % 101]
    file = read_votes("\n".join(lines).encode(), seats=known.contest.seats)
    assert isinstance(file, BallotFile)
    result = count_with_lots(file.contest, file.ballots, RULE_SETS["scottish"])
    expected = count_with_lots(known.contest, known.ballots, RULE_SETS["scottish"])
    names = {candidate.number: candidate.name for candidate in file.contest.candidates}
    assert {names[one.candidate] for one in result.elected} == {words[one.candidate] for one in expected.elected}


@pytest.mark.parametrize(
    ("text", "told"),
    [("3: Ann Bo\nAnn Ann", "each candidate once"), ("2: Ann Bo\nBo, Ann", "a list|candidate|cells|name")],
)
def test_text_of_openstv_that_is_otherwise_is_refused(text: str, told: str) -> None:
    with pytest.raises(CountingError, match=told):
        read_votes(text.encode())


def test_a_column_of_whole_names_is_no_text_of_openstv() -> None:
    file = read_votes(b"Choice\nAnn Bell\nBo Fenn\nAnn Bell\n")
    assert isinstance(file, BallotFile)
    assert [candidate.name for candidate in file.contest.candidates] == ["Ann Bell", "Bo Fenn"]
