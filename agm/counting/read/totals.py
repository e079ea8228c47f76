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

import csv
import io
import re

from agm.counting.errors import CountingError
from agm.counting.model import Contest, RejectedPapers, VoteTotals
from agm.counting.read.files import ProblemList, Source, TotalsFile, candidates_of, csv_rows, shown, whole_number

NO_CANDIDATE = re.compile(
    r"abstain(ed)?|abstentions?|ballots|blanks?|electorate|informal|invalid|majority|papers|quota|rejected|spoil(ed|t)"
    r"|sub|sum|(sub)?totals?|turnout|unmarked|valid|void|voted|voters|votes"
)
"""Words for what people write below the candidates; a name of nothing else is no candidate's."""
BESIDE = re.compile(r"all|and|ballot|cast|counted|grand|in|number|of|or|overall|paper|the|vote")
"""Words that stand beside those."""
FORM_OF_OTHERS = "[papers] for the valid papers, [abstentions] or [rejected: why]"


def is_totals(first_line: str) -> bool:
    cells = first_line.removeprefix("\ufeff").split(",")
    return [cell.strip().strip('"').casefold() for cell in cells] == ["candidate", "votes"]


class _Rows:
    def __init__(self, problems: ProblemList) -> None:
        self.problems = problems
        self.votes: dict[str, int] = {}
        self.others: dict[str, int] = {}
        self.seen: dict[str, int] = {}
        self.rejected: list[RejectedPapers] = []

    def add(self, line: int, row: list[str]) -> None:
        if len(row) != 2:
            self.problems.add(line, 1, "two cells, a name and a number of votes", str(len(row)))
            return
        name, text = (cell.strip() for cell in row)
        number = whole_number(text.replace(",", ""))
        if number is None:
            self.problems.add(line, 2, "a whole number of votes, 0 or more", shown(text))
        elif name.startswith("["):
            self.add_other(line, name, number)
        elif is_summary(name):
            expected = f"a candidate (what is none goes into lines of {FORM_OF_OTHERS}; leave sums out)"
            self.problems.add(line, 1, expected, shown(name))
        else:
            self.problems.check_name(line, name)
            self.votes[name] = number

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
    words = [word for word in re.findall(r"\w+", name.casefold()) if not BESIDE.fullmatch(word)]
    return bool(words) and all(map(NO_CANDIDATE.fullmatch, words))


def read_totals(source: Source, *, seats: int = 1, title: str = "") -> TotalsFile:
    """Reads totals; the first row is ``Candidate,Votes``. Raises ``ReadingError`` with every problem found."""
    problems = ProblemList()
    found = _Rows(problems)
    rows = csv_rows(source, problems)
    last, heading = next(rows, (0, []))
    if not is_totals(",".join(heading)):
        problems.add(1, 1, "the first row “Candidate,Votes”", shown(",".join(heading)))
    for last, row in rows:
        if row:
            found.add(last, row)
    if not found.votes:
        problems.add(last + 1, 1, "at least one candidate", "none")
    problems.check()
    papers, abstentions = found.others.get("[papers]"), found.others.get("[abstentions]", 0)
    totals = VoteTotals(tuple(found.votes.values()), papers, abstentions, tuple(found.rejected))
    return TotalsFile(Contest(title, candidates_of(found.votes), seats), totals)


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
