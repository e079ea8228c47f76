"""CSV of totals, for contests of which only the votes of each candidate are known.

::

    Candidate,Votes
    Ruth Adler,31
    Dylan Price,24
    [abstentions],2
    [papers],57
    [rejected: the paper has marks for more people than places],1

Only the names and votes are needed. ``[papers]`` are the valid ones, abstentions among them. What people write below
the candidates is known by its words: papers set aside and abstentions are taken for what they are, sums and turnouts
are left out, and both are said in the notes. A line of such words that could mean either is refused.
"""

import csv
import io
import re
from collections.abc import Sequence

from agm.counting.errors import CountingError
from agm.counting.model import Contest, RejectedPapers, VoteTotals
from agm.counting.read.files import (
    ProblemList,
    Source,
    TotalsFile,
    candidates_of,
    csv_rows,
    first_row,
    shown,
    whole_number,
)

NO_CANDIDATE = re.compile(
    r"abstain(ed)?|abstentions?|attendance|ballots?|blanks?|date|elect(ed|ors?|orate)|eligible|exhausted|informal|invalid"
    r"|issued|majority|members?|non|not|papers?|percent(age)?|poll(ed)?|present|quota|quorum|registered|registrations"
    r"|rejected|result|returned|roll|seats|spare|spoil(ed|t)|sub|sum|(sub)?totals?|transferable|turnout|unmarked|unused"
    r"|(over|under)(s|votes?)?|valid|vacanc(y|ies)|void|voted|vot(ers|es|ing)|winners?|writes?|writeins?|ins"
)
"""Words for what people write below the candidates; a name of nothing else is no candidate's."""
BESIDE = re.compile(
    r"all|and|at|by|cast|counted|did|for|grand|in|number|of|on|or|out|overall|post(al)?|proxy|the|to|vote|[0-9]+"
)
"""Words that stand beside those."""
ABSTENTIONS = re.compile(r"abstain(ed)?|abstentions?|blanks?|unmarked")
REJECTED = re.compile(r"rejected|spoil(ed|t)|invalid|void|informal")
EITHER = re.compile(r"ballots?|exhausted|ins|non|papers?|transferable|writes?|writeins?|(over|under)(s|votes?)?")
"""Words of papers without a word of what became of them."""
VOTES = re.compile(r"votes")
FORM_OF_OTHERS = "[papers] for the valid papers, [abstentions] or [rejected: why]"
GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
"""A number with commas at its thousands, and nowhere else: “31,0” may be thirty-one."""


def is_totals(source: Source) -> bool:
    """Whether the first row that holds something is that of totals."""
    return _votes_column(first_row(csv_rows(source, ProblemList()))[1]) is not None


def _votes_column(heading: Sequence[str]) -> int | None:
    """Where the votes stand, 0 or 1, if these are the headings of totals; empty cells may follow them."""
    cells = [cell.strip().casefold() for cell in heading]
    while cells and not cells[-1]:
        cells.pop()
    if sorted(cells) in (["candidate", "votes"], ["name", "votes"]):
        return cells.index("votes")
    return None


class _Rows:
    def __init__(self, problems: ProblemList) -> None:
        self.problems = problems
        self.votes: dict[str, int] = {}
        self.others: dict[str, int] = {}
        self.seen: dict[str, int] = {}
        self.rejected: list[RejectedPapers] = []
        self.notes: list[str] = []

    def add(self, line: int, row: list[str], votes: int) -> None:
        cells = [cell.strip() for cell in row]
        while len(cells) > 2 and not cells[-1]:
            cells.pop()
        if len(cells) != 2:
            self.problems.add(line, 1, "two cells, a name and a number of votes", str(len(cells)))
            return
        text, name = cells.pop(votes), cells[0]
        number = whole_number(text.replace(",", "") if GROUPED.fullmatch(text) else text.removesuffix(".0"))
        if is_summary(name) and not name.startswith("["):
            self.add_summary(line, name, number)
        elif number is None:
            self.problems.add(line, votes + 1, "a whole number of votes, 0 or more", shown(text))
        elif name.startswith("["):
            self.add_other(line, name, number)
        else:
            self.problems.check_name(line, name)
            self.votes[" ".join(name.split())] = number

    def add_summary(self, line: int, name: str, number: int | None) -> None:
        """A line such as “Spoilt (2)” or “Total poll”."""
        kinds = {_kind(word) for word in _words(name)} - {VOTES, EITHER} or {_kind(word) for word in _words(name)}
        if kinds <= {None, VOTES}:
            self.notes.append(f"Line {line}, {shown(name)}, is no candidate's and is not used.")
        elif kinds in ({ABSTENTIONS}, {REJECTED}) and number is not None:
            self.notes.append(f"Line {line}, {shown(name)}, is read as papers and not as a candidate.")
            if kinds == {ABSTENTIONS}:
                self.add_other(line, "[abstentions]", number)
            elif number:
                self.add_other(line, f"[rejected: {name}]", number)
        else:
            expected = f"a candidate (what is none goes into lines of {FORM_OF_OTHERS}; leave sums out)"
            self.problems.add(line, 1, expected, shown(name))

    def add_other(self, line: int, name: str, number: int) -> None:
        if name in self.seen:
            self.problems.add(line, 1, f"each such line once; line {self.seen[name]} has the same", shown(name))
        self.seen.setdefault(name, line)
        if name in {"[papers]", "[abstentions]"}:
            self.others[name] = number
        elif name.startswith("[rejected:") and name.endswith("]") and number:
            self.rejected.append(RejectedPapers(name[len("[rejected:") : -1].strip(), number))
        else:
            expected = "a name, [papers], [abstentions] or [rejected: why] with a number from 1"
            self.problems.add(line, 1, expected, shown(name))


def is_summary(name: str) -> bool:
    """Whether a name is a word for abstentions, rejected papers, a sum … and nobody's name."""
    words = _words(name)
    return bool(words) and all(map(NO_CANDIDATE.fullmatch, words))


def _words(name: str) -> list[str]:
    return [word for word in re.findall(r"\w+", name.casefold()) if not BESIDE.fullmatch(word)]


def _kind(word: str) -> re.Pattern[str] | None:
    """What a word below the candidates is about; nothing where it is a sum, a turnout or the like."""
    return next((kind for kind in (ABSTENTIONS, REJECTED, EITHER, VOTES) if kind.fullmatch(word)), None)


def read_totals(source: Source, *, seats: int = 1, title: str = "") -> TotalsFile:
    """Reads totals; the first row is ``Candidate,Votes``. Raises ``ReadingError`` with every problem found."""
    problems = ProblemList()
    found = _Rows(problems)
    rows = csv_rows(source, problems)
    last, heading = first_row(rows)
    votes = _votes_column(heading)
    if votes is None:
        problems.add(1, 1, "the first row “Candidate,Votes”", shown(",".join(heading)))
    for last, row in rows:
        if any(cell.strip() for cell in row):
            found.add(last, row, 1 if votes is None else votes)
    if not found.votes:
        problems.add(last + 1, 1, "at least one candidate", "none")
    problems.check()
    papers, abstentions = found.others.get("[papers]"), found.others.get("[abstentions]", 0)
    totals = VoteTotals(tuple(found.votes.values()), papers, abstentions, tuple(found.rejected))
    return TotalsFile(Contest(title, candidates_of(found.votes), seats), totals, tuple(found.notes))


def write_totals(contest: Contest, totals: VoteTotals) -> str:
    """The file's text. Raises ``CountingError`` for a name that would be read as something else."""
    names = [candidate.name for candidate in contest.candidates]
    wrong = [f"A file of totals cannot hold the name “{n}”: it begins with “[”." for n in names if n.startswith("[")]
    wrong += [f"A file of totals cannot hold “{n}” as the name of a candidate." for n in names if is_summary(n)]
    if wrong:
        raise CountingError(wrong)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("Candidate", "Votes"))
    writer.writerows((c.name, votes) for c, votes in zip(contest.candidates, totals.votes, strict=True))
    if totals.abstentions:
        writer.writerow(("[abstentions]", totals.abstentions))
    if totals.papers is not None:
        writer.writerow(("[papers]", totals.papers))
    writer.writerows((f"[rejected: {r.reason}]", r.papers) for r in totals.rejected)
    return out.getvalue()
