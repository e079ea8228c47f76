"""Cast vote records in NIST's form (SP 1500-103, JSON or XML): of each paper its current snapshot, of that what is
allocable. Records are taken from the text one by one, wherever in it they stand.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

from agm.counting.model import SKIPPED
from agm.counting.read.contests import contest_asked
from agm.counting.read.files import BallotFile, ProblemList, Source, as_shown, shown, text_of
from agm.counting.read.json_text import Entries, JsonText, Object
from agm.counting.read.names import HIGHEST_PREFERENCE, Names
from agm.counting.read.nist_xml import xml_entries

WRITE_IN = "write-in"
WHOLE_EXPORT = "the whole export of Dominion’s system, a ZIP: the names stand in its other parts"
Marks: TypeAlias = "tuple[tuple[int, str], ...]"
"""The marks of a paper in one contest: rank and id of the option, which is empty for a write-in that has none."""


def read_nist(source: Source, *, contest: str = "", seats: int | None = None) -> BallotFile:
    """Reads the papers of one contest. Raises ``ReadingError`` with all problems."""
    text, records = text_of(source), _Records()
    for key, (line, column), value in _entries(text):
        try:
            if key == "CVR":
                records.add(line, value)
            elif key == "Election":
                for election in value if isinstance(value, list) else [value]:
                    records.add_election(line, election)
            elif key == "Sessions":
                records.problems.add(line, column, WHOLE_EXPORT, "its papers alone")
        except _OtherFormError as error:
            records.problems.add(line, column, *error.args)
    return records.file(contest, seats)


def _entries(text: str) -> Entries:
    return xml_entries(text) if text.lstrip().startswith("<") else JsonText(text, "CVR").entries()


class _OtherFormError(Exception):
    """What was expected in a record, and what stands there."""


def _objects(value: Any, key: str) -> list[Object]:  # noqa: ANN401  whatever the file holds
    found = value.get(key, []) if isinstance(value, dict) else None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise _OtherFormError(f"a list of objects “{key}”, as in NIST SP 1500-103", shown(str(found)))
    return found


def _string(value: Object, key: str) -> str:
    found = value.get(key, "")
    if not isinstance(found, str):
        raise _OtherFormError(f"a text “{key}”, as in NIST SP 1500-103", shown(str(found)))
    return found


def _number(value: Object, key: str) -> int:
    """The number, 0 where there is none."""
    found = value.get(key, 0)
    if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found <= HIGHEST_PREFERENCE:
        raise _OtherFormError(f"a number “{key}” up to {HIGHEST_PREFERENCE}", shown(str(found)))
    return found


@dataclass(slots=True)
class _Contest:
    title: str
    places: int
    votes: int
    """How many marks a paper may have, where it ranks nobody."""
    line: int
    names: list[str]
    options: dict[str, int]
    """The number of the candidate by the option's id; ``SKIPPED`` for write-ins."""


class _Records:
    def __init__(self) -> None:
        self.problems = ProblemList()
        self.contests: dict[str, _Contest] = {}
        self.papers: dict[tuple[str, Marks], list[int]] = {}
        self.not_allocable = 0

    def add_election(self, line: int, election: Object) -> None:
        people = {_string(one, "@id"): _string(one, "Name") for one in _objects(election, "Candidate")}
        for contest in _objects(election, "Contest"):
            title = as_shown(_string(contest, "Name"), line, self.problems)
            found = _Contest(title, _number(contest, "NumberElected"), _number(contest, "VotesAllowed"), line, [], {})
            for option in _objects(contest, "ContestSelection"):
                number = SKIPPED
                if not option.get("IsWriteIn"):
                    found.names.append(as_shown(_name(option, people), line, self.problems))
                    number = len(found.names)
                found.options[_string(option, "@id")] = number
            self.contests[_string(contest, "@id")] = found

    def add(self, line: int, record: Object) -> None:
        snapshots, current = _objects(record, "CVRSnapshot"), _string(record, "CurrentSnapshotId")
        found = [one for one in snapshots if _string(one, "@id") == current] if current else snapshots
        if len(found) != 1:
            raise _OtherFormError("one snapshot that is the current one (“CurrentSnapshotId”)", str(len(found)))
        contests = _objects(found[0], "CVRContest")
        papers = {_string(one, "ContestId"): self._marks(one) for one in contests}
        if len(papers) < len(contests):
            raise _OtherFormError("each contest once in a snapshot", "one twice")
        for paper in papers.items():
            self.papers.setdefault(paper, [0, line])[0] += 1

    def _marks(self, contest: Object) -> Marks:
        marks = []
        for selection in _objects(contest, "CVRContestSelection"):
            for position in _objects(selection, "SelectionPosition"):
                allocable = _string(position, "IsAllocable") or "yes"
                if {_string(position, "HasIndication"), allocable} - {"yes", "no"}:
                    raise _OtherFormError("“yes” or “no” whether a mark counts; an adjudicator has to say", "neither")
                if _number(position, "NumberVotes") > 1:
                    raise _OtherFormError("one vote for each mark", str(position["NumberVotes"]))
                if position["HasIndication"] == "yes" and allocable == "yes":
                    rank = _number(position, "Rank") or _number(selection, "Rank") or 1
                    marks.append((rank, _string(selection, "ContestSelectionId")))
                elif position["HasIndication"] == "yes":
                    self.not_allocable += 1
        return tuple(sorted(marks))

    def file(self, wanted: str, seats: int | None) -> BallotFile:
        self.problems.check()
        title = contest_asked((contest.title for contest in self.contests.values()), wanted, 1)
        ids = [key for key, contest in self.contests.items() if contest.title == title]
        contest = self.contests[ids[0]]
        if len(ids) > 1:
            self.problems.add(contest.line, 1, "a name of its own for each contest", shown(title))
        for name in contest.names:
            self.problems.check_name(contest.line, name)
        names = Names(self.problems, contest.names)
        ranked = any(rank > 1 for key, marks in self.papers if key == ids[0] for rank, _ in marks)
        most = 1 if ranked else max(contest.votes, 1)
        papers = []
        for (key, marks), (number, line) in self.papers.items():
            marked: dict[int, list[int]] = {}
            for rank, option in marks if key == ids[0] else ():
                if option and option not in contest.options:
                    self.problems.add(line, 1, f"an option of the contest {shown(title)}", shown(option))
                chosen = contest.options.get(option, SKIPPED)
                if chosen == SKIPPED:
                    names.left_out[WRITE_IN] += number
                marked.setdefault(rank, []).append(chosen)
            if key == ids[0]:
                papers.append((names.ranking(marked, most=most), number))
        notes = [f"Counted is the contest {shown(title, 60)}, on the papers that had it."]
        if self.not_allocable:
            notes.append(f"{self.not_allocable:,} marks are not allocable, and not read.")
        return names.file(contest.line, papers, seats=seats or contest.places or 1, title=title, notes=notes)


def _name(option: Object, people: dict[str, str]) -> str:
    """Of a candidate, of several who stand together, or the answer of a question."""
    ids = option.get("CandidateIds", [])
    if not isinstance(ids, list) or not all(isinstance(one, str) and one in people for one in ids):
        raise _OtherFormError("the ids of candidates (“CandidateIds”)", shown(str(ids)))
    return " & ".join(people[one] for one in ids) if ids else _string(option, "Selection")
