"""CSV of totals, for contests of which only the votes of each candidate are known.

::

    Candidate,Votes
    Ruth Adler,31
    Dylan Price,24
    [abstentions],2
    [papers],57
    [rejected: the paper has marks for more people than places],1

Only the names and votes are needed. ``[papers]`` are the valid ones, abstentions among them. What is no candidate must
stand in brackets: a line such as ``Spoilt,3`` or ``Total,60`` is refused, lest it be counted as a candidate.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field

from agm.counting.errors import CountingError
from agm.counting.model import Contest, RejectedPapers, VoteTotals
from agm.counting.names import same_name
from agm.counting.read.files import Source, TotalsFile, candidates_of, lines_of, whole_number
from agm.counting.read.problems import ProblemList, ReadingError, shown

HEADING = ("Candidate", "Votes")
NO_CANDIDATE = re.compile(
    r"abstain(ed)?|abstentions?|ballots|blanks?|electorate|informal|invalid|majority|papers|quota|rejected|spoil(ed|t)"
    r"|sub|sum|(sub)?totals?|turnout|unmarked|valid|void|voted|voters|votes"
)
"""Words for what people write below the candidates; a name of nothing else is no candidate's."""
BESIDE = re.compile(r"all|and|ballot|cast|counted|grand|in|number|of|or|overall|paper|the|vote")
"""Words that stand beside those."""
FORM_OF_OTHERS = "[papers] for the valid papers, [abstentions] or [rejected: why]"


def is_totals(first_line: str) -> bool:
    """Whether the first line of a CSV file is the heading of totals rather than of papers."""
    return tuple(cell.strip().strip('"').casefold() for cell in first_line.removeprefix("\ufeff").split(",")) == (
        "candidate",
        "votes",
    )


@dataclass(slots=True)
class _Rows:
    problems: ProblemList
    names: list[str] = field(default_factory=list)
    votes: list[int] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    papers: int | None = None
    abstentions: int = 0
    rejected: list[RejectedPapers] = field(default_factory=list)

    def add(self, line: int, row: list[str]) -> None:
        if len(row) != 2:
            self.problems.add(line, 1, "two cells, a name and a number of votes", str(len(row)))
            return
        name, text = (cell.strip() for cell in row)
        number = whole_number(text.replace(",", ""))
        if number is None:
            self.problems.add(line, 2, "a whole number of votes, 0 or more", shown(text))
            return
        if name.startswith("["):
            self.add_other(line, name, number)
        elif is_summary(name):
            expected = f"a candidate (what is none goes into lines of {FORM_OF_OTHERS}; leave sums out)"
            self.problems.add(line, 1, expected, shown(name))
        else:
            self.add_candidate(line, name, number)

    def add_candidate(self, line: int, name: str, number: int) -> None:
        key = same_name(name)
        if not key:
            self.problems.add(line, 1, "the name of a candidate", "an empty name")
        elif key in self.seen:
            expected = f"a name of its own for each candidate; line {self.seen[key]} has the same"
            self.problems.add(line, 1, expected, shown(name))
        else:
            self.seen[key] = line
        self.names.append(name)
        self.votes.append(number)

    def add_other(self, line: int, name: str, number: int) -> None:
        if name in self.seen:
            self.problems.add(line, 1, f"each such line once; line {self.seen[name]} has the same", shown(name))
        self.seen.setdefault(name, line)
        if name == "[papers]":
            self.papers = number
        elif name == "[abstentions]":
            self.abstentions = number
        elif name.startswith("[rejected:") and name.endswith("]") and number:
            self.rejected.append(RejectedPapers(name[len("[rejected:") : -1].strip(), number))
        else:
            expected = "a name, [papers], [abstentions] or [rejected: why] with a number from 1"
            self.problems.add(line, 1, expected, shown(name))


def is_summary(name: str) -> bool:
    """Whether a name is a word for abstentions, rejected papers, a sum … and nobody's name."""
    words = [word for word in re.findall(r"\w+", name.casefold()) if not BESIDE.fullmatch(word)]
    return bool(words) and all(map(NO_CANDIDATE.fullmatch, words))


def read_totals(source: Source, *, seats: int = 1, title: str = "") -> TotalsFile:
    """Reads totals; the first row is ``Candidate,Votes``. Raises ``ReadingError`` with every problem found."""
    problems = ProblemList()
    rows = _Rows(problems)
    reader = csv.reader((line + "\n" for line in lines_of(source)), strict=True)
    try:
        heading = next(reader, [])
        if not is_totals(",".join(heading)):
            problems.add(1, 1, "the first row “Candidate,Votes”", shown(",".join(heading)))
        for row in reader:
            if row:
                rows.add(reader.line_num, row)
    except csv.Error as error:
        problems.add(reader.line_num, 1, "cells in CSV form", str(error))
        raise ReadingError(problems.places, more=problems.more) from error
    if not rows.names:
        problems.add(reader.line_num + 1, 1, "at least one candidate", "none")
    problems.check()
    totals = VoteTotals(tuple(rows.votes), rows.papers, rows.abstentions, tuple(rows.rejected))
    return TotalsFile(Contest(title, candidates_of(rows.names), seats), totals)


def write_totals(contest: Contest, totals: VoteTotals) -> str:
    """The file's text. Raises ``CountingError`` for a name that would be read as something else."""
    names = [candidate.name for candidate in contest.candidates]
    wrong = [f"A file of totals cannot hold the name “{n}”: it begins with “[”." for n in names if n.startswith("[")]
    wrong += [f"A file of totals cannot hold “{n}” as the name of a candidate." for n in names if is_summary(n)]
    if wrong:
        raise CountingError(wrong)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADING)
    writer.writerows((c.name, votes) for c, votes in zip(contest.candidates, totals.votes, strict=True))
    if totals.abstentions:
        writer.writerow(("[abstentions]", totals.abstentions))
    if totals.papers is not None:
        writer.writerow(("[papers]", totals.papers))
    writer.writerows((f"[rejected: {r.reason}]", r.papers) for r in totals.rejected)
    return out.getvalue()
