"""NIST's cast vote records (SP 1500-103) in XML, as the same objects as in JSON."""

from typing import Any
from xml.parsers import expat

from agm.counting.read.files import Problem, ReadingError, shown
from agm.counting.read.json_text import Entries, Object

REPORT = "CastVoteRecordReport"
LISTS = frozenset({
    "CVR", "CVRSnapshot", "CVRContest", "CVRContestSelection", "SelectionPosition", "Election", "Candidate", "Contest",
    "ContestSelection", "CandidateIds",
})  # fmt: skip
"""Elements of which there may be several in one."""
NUMBERS = frozenset({"NumberElected", "NumberVotes", "Rank", "VotesAllowed"})
RECORDS = frozenset({"CVR", "Election"})
PIECE = 1 << 16
MOST_ELEMENTS = 200_000
"""Of one record."""
DEEPEST = 30


def xml_entries(text: str) -> Entries:
    """The records and the election; raises ``ReadingError`` for what is no such report."""
    reading = _Reading()
    for start in range(0, len(text) + 1, PIECE):
        piece = text[start : start + PIECE]
        try:
            reading.parser.Parse(piece, len(piece) < PIECE)
        except expat.ExpatError as error:
            raise reading.error("a cast vote record in XML form", expat.ErrorString(error.code)) from None
        yield from reading.done
        reading.done.clear()
        if len(piece) < PIECE:
            break


class _Reading:
    """Elements that are open, from the outermost, each with its name and what it holds so far."""

    def __init__(self) -> None:
        self.done: list[tuple[str, tuple[int, int], Any]] = []
        self.open: list[tuple[str, Object, list[str]]] = []
        self.at = (1, 1)
        self.elements = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.EntityDeclHandler = self.entity

    def error(self, expected: str, found: str) -> ReadingError:
        place = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        return ReadingError([Problem(*place, f"{expected} (NIST SP 1500-103)", found)])

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(" ")[2]
        if not self.open and name != REPORT:
            raise self.error(f"“{REPORT}”", shown(name))
        if len(self.open) == 1:
            self.at, self.elements = (self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1), 0
        self.elements += 1
        if len(self.open) > DEEPEST or self.elements > MOST_ELEMENTS:
            raise self.error("a record that a paper can have", "one that is too large")
        self.open.append((name, {"@id": attributes["ObjectId"]} if "ObjectId" in attributes else {}, []))

    def text(self, words: str) -> None:
        self.open[-1][2].append(words)

    def end(self, _name: str) -> None:
        name, found, words = self.open.pop()
        value: Any = found or _value(name, "".join(words).strip())
        if len(self.open) == 1:
            if name in RECORDS:
                self.done.append((name, self.at, value))
        elif self.open and name == "CandidateIds":
            self.open[-1][1].setdefault(name, []).extend(str(value).split())
        elif self.open and name in LISTS:
            self.open[-1][1].setdefault(name, []).append(value or {})
        elif self.open:
            self.open[-1][1][name] = value

    def entity(self, name: str, *_: object) -> None:
        raise self.error("a report without entities of its own", shown(name))


def _value(name: str, words: str) -> Any:  # noqa: ANN401  a value as in JSON
    if name in NUMBERS and words.isascii() and words.isdigit() and len(words) < 10:
        return int(words)
    return words in {"true", "1"} if name == "IsWriteIn" else words
