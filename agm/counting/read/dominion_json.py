"""What Dominion's system exports in parts, in one ZIP: papers (CvrExport), and the names of contests and candidates.

A paper is read as it stands after adjudication; marks that the machine found ambiguous are none.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from agm.counting.errors import CountingError
from agm.counting.model import SKIPPED
from agm.counting.read.contests import contest_asked
from agm.counting.read.damaged_zip import DAMAGED
from agm.counting.read.files import LARGEST_FILE, BallotFile, ProblemList, as_shown, shown
from agm.counting.read.json_text import JsonText, Object
from agm.counting.read.names import HIGHEST_PREFERENCE, Names

PAPERS = "CvrExport"
CONTESTS, CANDIDATES = "ContestManifest.json", "CandidateManifest.json"
LARGEST_MANIFEST = 4 * 1024 * 1024
NO_CANDIDATE = "WriteIn"
"""The type of a candidate who was written in and is not known by name."""
NOT_SO = "is not as Dominion's system writes it"


def is_dominion_export(data: bytes) -> bool:
    """Whether this is an archive with such parts."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {_bare(name) for name in archive.namelist()}
    except DAMAGED:
        return False
    return {CONTESTS, CANDIDATES} <= names and any(name.startswith(PAPERS) for name in names)


def read_dominion_export(data: bytes, *, contest: str = "", seats: int | None = None) -> BallotFile:
    """Reads the papers of one contest. Raises ``CountingError`` with what is wrong, and in which part."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _file(archive, contest, seats)
    except DAMAGED as error:
        raise CountingError([f"This is not a whole ZIP archive: {error}."]) from error


def _file(archive: zipfile.ZipFile, wanted: str, seats: int | None) -> BallotFile:
    parts = {_bare(entry.filename): entry for entry in archive.infolist()}
    if len([one for one in archive.namelist() if _bare(one).startswith((PAPERS, CONTESTS, CANDIDATES))]) > sum(
        name.startswith((PAPERS, CONTESTS, CANDIDATES)) for name in parts
    ):
        raise CountingError(["The archive has a part of the export more than once."])
    papers = sorted((name for name in parts if name.startswith(PAPERS)), key=lambda name: (len(name), name))
    manifests = [parts[CONTESTS], parts[CANDIDATES]]
    sizes = [parts[name].file_size for name in papers]
    if sum(sizes) > LARGEST_FILE or any(part.file_size > LARGEST_MANIFEST for part in manifests):
        raise CountingError([f"The parts of the export are larger than {LARGEST_FILE >> 20} MiB together."])
    contests, candidates = (_list(archive.read(part), part.filename) for part in manifests)
    found = _contest(contests, candidates, wanted)
    for name in papers:
        for key, (line, _), session in JsonText(archive.read(parts[name]).decode("utf-8-sig"), "Sessions").entries():
            if key == "Sessions":
                try:
                    found.add(session)
                except (KeyError, TypeError, AttributeError, ValueError):
                    raise CountingError([f"{name}, line {line}: this session {NOT_SO}."]) from None
    return found.file(seats)


def _bare(name: str) -> str:
    return name.rpartition("/")[2]


def _list(data: bytes, name: str) -> list[Object]:
    try:
        found = json.loads(data.decode("utf-8-sig"))["List"]
    except (ValueError, RecursionError, KeyError, TypeError):
        found = None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise CountingError([f"{name} {NOT_SO}: there is no “List” of objects."])
    return found


def _contest(contests: list[Object], candidates: list[Object], wanted: str) -> "_Contest":
    problems = ProblemList()
    try:
        titles = {int(one["Id"]): as_shown(str(one["Description"]), 1, problems) for one in contests}
        title = contest_asked(titles.values(), wanted, 1)
        [number] = [key for key, name in titles.items() if name == title]
        places = next(int(one["VoteFor"]) for one in contests if int(one["Id"]) == number)
        found = _Contest(number, title, max(places, 1), Names(problems))
        for one in candidates:
            if int(one["ContestId"]) == number:
                is_nobody = one.get("Type") == NO_CANDIDATE
                name = as_shown(str(one["Description"]), 1, problems)
                found.options[int(one["Id"])] = SKIPPED if is_nobody else found.names.add(1, 1, name)
                if not is_nobody:
                    problems.check_name(1, name)
    except (KeyError, TypeError, ValueError):
        raise CountingError([f"{CONTESTS} or {CANDIDATES} {NOT_SO}, or names a contest twice."]) from None
    found.names.places.clear()
    problems.check()
    return found


@dataclass(slots=True)
class _Contest:
    number: int
    title: str
    places: int
    names: Names
    options: dict[int, int] = field(default_factory=dict)
    """The number of the candidate by the id in the file; ``SKIPPED`` for write-ins."""
    papers: dict[tuple[tuple[int, int], ...], int] = field(default_factory=dict)
    ambiguous: int = 0
    not_current: int = 0

    def add(self, session: Any) -> None:  # noqa: ANN401  whatever the file holds
        """Take the paper of a session. Raises KeyError, TypeError, AttributeError or ValueError for what is none."""
        version = session["Original"]
        if not version["IsCurrent"]:
            if "Modified" not in session:
                self.not_current += 1
                return
            version = session["Modified"]
        for contest in _contests_of(version):
            if int(contest["Id"]) == self.number:
                paper = tuple(sorted(self.marks(contest["Marks"])))
                self.papers[paper] = self.papers.get(paper, 0) + 1

    def marks(self, marks: list[Object]) -> Iterator[tuple[int, int]]:
        """Rank and candidate of each mark that counts."""
        for mark in marks:
            if mark["IsAmbiguous"]:
                self.ambiguous += 1
                continue
            rank, option = int(mark.get("Rank", 1)) or 1, int(mark["CandidateId"])
            if not 0 < rank <= HIGHEST_PREFERENCE or option not in self.options:
                raise ValueError(option)
            yield rank, self.options[option]

    def file(self, seats: int | None) -> BallotFile:
        ranked = any(rank > 1 for paper in self.papers for rank, _ in paper)
        papers = []
        for paper, number in self.papers.items():
            marked: dict[int, list[int]] = {}
            for rank, chosen in paper:
                marked.setdefault(rank, []).append(chosen)
                if chosen == SKIPPED:
                    self.names.left_out["write-in"] += number
            papers.append((self.names.ranking(marked, most=1 if ranked else self.places), number))
        notes = [
            f"Counted is the contest {shown(self.title, 60)}, on the papers that had it.",
            *([f"{self.ambiguous:,} marks are ambiguous, and not read."] if self.ambiguous else []),
            *([f"{self.not_current:,} papers await adjudication, and are not read."] if self.not_current else []),
        ]
        return self.names.file(1, papers, seats=seats or self.places, title=self.title, notes=notes)


def _contests_of(version: Object) -> Iterator[Object]:
    for card in version.get("Cards", [version]):
        yield from card["Contests"]
