"""What `agm count` is given on its command line: files, tie decisions, constraints and options, read into values."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

import click

from agm.counting.errors import CountingError, TieToDecide
from agm.counting.model import (
    CandidateKind,
    Constraint,
    Contest,
    Rounds,
    ShortagePolicy,
    TieDecision,
    TieKind,
    TieMethod,
    Votes,
    VoteTotals,
)
from agm.counting.papers import judge_marked, judge_ranked
from agm.counting.read.any_file import read_votes
from agm.counting.read.columns import CANDIDATE_OF_ROW
from agm.counting.read.files import (
    LARGEST_FILE,
    BallotFile,
    ProblemList,
    ReadingError,
    csv_rows,
)
from agm.counting.rules import Method, RankedPapers, RuleSet
from agm.language.letters import same_name
from agm.language.names import is_similar, name_key

Read = TypeVar("Read")

TIE = re.compile(
    r"(?P<stage>[0-9]{1,6}):(?P<kind>\w+):(?P<tied>[0-9]+(?:,[0-9]+)+)=(?P<chosen>[0-9]+(?:,[0-9]+)*)"
    r"(?::(?P<method>\w+))?(?::(?P<who>.+))?"
)
TIE_FORM = "STAGE:KIND:TIED=CHOSEN[:METHOD[:WITNESSES]], for example 2:exclusion:2,3=3:lot:Ann Lee,Bo Kaur"
CONSTRAINT = re.compile(r"(?P<group>[^<>=@:]+)(?P<sign>>=|<=|=) *(?P<number>[0-9]{1,6}):(?P<where>.+)", re.DOTALL)
SIGNS = {">=": ("minimum",), "<=": ("maximum",), "=": ("minimum", "maximum")}
CONSTRAINT_FORM = "GROUP>=NUMBER:@FILE.csv (or <=, or =), for example women>=2:@groups.csv"


def read_contest(
    files: Sequence[Path], rules: RuleSet, seats: int | None, candidates: Path | None = None, contest_name: str = ""
) -> tuple[Contest, Votes, list[str]]:
    """The contest and votes of the files given (one, or one for each round of an exhaustive ballot), and the notes.

    ``candidates`` is a list of names, one on each line, in ballot order; ``contest_name`` tells the contest that is
    counted of a file that has several.
    """
    if len(files) > 1 and rules.method is not Method.EXHAUSTIVE_BALLOT:
        raise CountingError(["Give one file. Only an exhaustive ballot has several, one for each round."])
    listed = _read(candidates, _names_of) if candidates else []
    reader = partial(read_votes, seats=seats, candidates=listed, contest=contest_name, alike=_are_alike)
    read = [
        _read(path, partial(reader, blt=path.suffix.lower() == ".blt", title=Path(shown_name(path)).stem))
        for path in files
    ]
    contest = read[0].contest
    votes = [file.ballots if isinstance(file, BallotFile) else file.totals for file in read]
    names = [same_name(candidate.name) for candidate in contest.candidates]
    for path, file in zip(files, read, strict=True):
        if [same_name(candidate.name) for candidate in file.contest.candidates] != names:
            raise CountingError([f"{shown_name(path)} has other candidates than {shown_name(files[0])}."])
    notes = [f"{shown_name(path)}: {note}" for path, file in zip(files, read, strict=True) for note in file.notes]
    return contest, Rounds(tuple(votes)) if rules.method is Method.EXHAUSTIVE_BALLOT else votes[0], notes


def shown_name(path: Path) -> str:
    """A file's name, whatever bytes it is made of."""
    return click.format_filename(path.name)


def read_bytes(path: Path) -> bytes:
    """What is in a file; raises ``CountingError`` for one that is too large, or has no end."""
    with path.open("rb") as file:
        data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise CountingError([f"{shown_name(path)} is larger than the {LARGEST_FILE >> 20} MiB that can be read."])
    return data


def _read(path: Path, reader: Callable[[bytes], Read]) -> Read:
    data = read_bytes(path)
    try:
        return reader(data)
    except CountingError as error:
        raise CountingError([f"{shown_name(path)}: {problem}" for problem in error.problems]) from error


def _are_alike(first: str, second: str) -> bool:
    return is_similar(_key(first), _key(second))


_key = cache(name_key)


def _names_of(data: bytes) -> list[str]:
    """The first cell of every row; a heading such as "Candidate" is none of them."""
    names: list[str] = []
    problems = ProblemList()
    for line, row in csv_rows(data, problems):
        name = " ".join((row or [""])[0].split())
        if name and not (not names and CANDIDATE_OF_ROW.fullmatch(name)):
            problems.check_name(line, name)
            names.append(name)
    problems.check()
    if not names:
        raise CountingError(["There is no name in the list of candidates."])
    return names


def nobody_voted(contest: Contest, votes: Votes, rules: RuleSet) -> bool:
    if isinstance(votes, Rounds):
        votes = votes.rounds[-1]
    if isinstance(votes, VoteTotals):
        return not any(votes.votes)
    if isinstance(rules.papers, RankedPapers):
        return judge_ranked(contest, votes, rules.papers).count.valid == 0
    return not any(judge_marked(contest, votes, rules.papers, None)[0])


def group_files(constraints: Sequence[str]) -> list[Path]:
    """The files that constraints name, whether or not there are such files."""
    return [Path(text.partition("@")[2].strip()) for text in constraints]


def refuse_to_overwrite(target: Path, read: Sequence[Path], *, force: bool) -> None:
    """Raises ``CountingError`` when writing to ``target`` would destroy what is read, or any file without ``force``."""
    if not target.exists():
        return
    if any(path.exists() and path.samefile(target) for path in read):
        raise CountingError([f"{target} is read for this count and would be lost; give --bundle another name."])
    if not force:
        raise CountingError([f"{target} is there already; give --bundle another name, or add --force to replace it."])


def tie_decision(text: str) -> TieDecision:
    """Raises ``CountingError`` for what is not of ``TIE_FORM``."""
    found = TIE.fullmatch(text.strip())
    if not found:
        raise CountingError([f"“{text}” is not a tie decision. Write {TIE_FORM}."])
    if found["kind"] not in set(TieKind):
        raise CountingError([f"“{found['kind']}” is not what a tie is about. Write one of {', '.join(TieKind)}."])
    if found["method"] and found["method"] not in set(TieMethod):
        methods = ", ".join(TieMethod)
        raise CountingError([f"“{found['method']}” is not a way to settle a tie. Write one of {methods}."])
    return TieDecision(
        stage=int(found["stage"]),
        kind=TieKind(found["kind"]),
        tied=frozenset(_numbers(found["tied"])),
        chosen=_numbers(found["chosen"]),
        method=TieMethod(found["method"] or TieMethod.LOT),
        witnesses=tuple(name.strip() for name in (found["who"] or "").split(",") if name.strip()),
    )


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number[:9]) for number in text.split(","))


def tie_hint(tie: TieToDecide) -> str:
    tied = ",".join(map(str, tie.tied))
    names = ", ".join(f"{number} is {name}" for number, name in zip(tie.tied, tie.names, strict=True))
    chosen = ",".join(["…"] * tie.choose)
    return (
        f"Decide it (by lot, if the rules say no more) and add --tie {tie.stage}:{tie.kind}:{tied}={chosen} ({names})."
    )


def with_constraints(contest: Contest, texts: Sequence[str], shortage: ShortagePolicy) -> Contest:
    limits: dict[str, dict[str, int]] = {}
    members: dict[str, set[int]] = {}
    problems: list[str] = []
    for text in texts:
        found = CONSTRAINT.fullmatch(text.strip())
        if not found:
            problems.append(f"“{text}” is not a constraint. Write {CONSTRAINT_FORM}.")
            continue
        group = found["group"].strip()
        new = dict.fromkeys(SIGNS[found["sign"]], int(found["number"]))
        if limits.setdefault(group, {}).keys() & new:
            problems.append(f"“{text}” says again what another constraint for {group} has said.")
        limits[group] |= new
        try:
            members.setdefault(group, set()).update(_members(contest, group, found["where"].strip()))
        except CountingError as error:
            problems += error.problems
    if problems:
        raise CountingError(problems)
    candidates = tuple(
        replace(c, groups=c.groups.union(group for group, numbers in members.items() if c.number in numbers))
        for c in contest.candidates
    )
    constraints = tuple(Constraint(group, **limit) for group, limit in limits.items())
    return replace(contest, candidates=candidates, constraints=constraints, shortage=shortage)


def _members(contest: Contest, group: str, where: str) -> list[int]:
    """The candidates of one group; each line of the file has a candidate's name, then one group or several.

    Raises ``CountingError`` with everything that is wrong.
    """
    if not where.startswith("@"):
        raise CountingError([f"“{where}” does not name a file. Write @ and the file that says who belongs to {group}."])
    path = Path(where[1:])
    try:
        data = read_bytes(path)
    except OSError as error:
        raise CountingError([f"{click.format_filename(path)} cannot be read: {error.strerror}."]) from error
    by_name = {same_name(candidate.name): candidate.number for candidate in contest.candidates}
    members, problems = [], ProblemList()
    try:
        for line, row in csv_rows(data, problems):
            name, *groups = [cell.strip() for cell in row] or [""]
            if not any((name, *groups)) or [name.casefold(), *map(str.casefold, groups[:1])] == ["candidate", "group"]:
                continue
            if same_name(name) not in by_name:
                problems.add(line, 1, "the name of a candidate", f"“{name}”")
            elif same_name(group) in {same_name(part) for cell in groups for part in cell.split(";")}:
                members.append(by_name[same_name(name)])
        problems.check()
    except ReadingError as error:
        raise CountingError([f"{shown_name(path)}: {problem}" for problem in error.problems]) from error
    return members


def with_reopen(contest: Contest, name: str | None) -> Contest:
    """The contest with the entry of that name as "re-open nominations" (in a yes/no vote, the "no")."""
    if name is None:
        return contest
    found = [candidate for candidate in contest.candidates if same_name(candidate.name) == same_name(name)]
    if not found:
        raise CountingError([f"Nobody on the ballot paper is called “{name}”."])
    kind = CandidateKind.REOPEN_NOMINATIONS
    return replace(contest, candidates=tuple(replace(c, kind=kind) if c in found else c for c in contest.candidates))


def with_options(rules: RuleSet, texts: Sequence[str]) -> RuleSet:
    """The rule set with options such as ``stop=two_left``; raises ``CountingError`` with all that is wrong."""
    changes: dict[str, object] = {}
    problems: list[str] = []
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals:
            problems.append(f"“{text}” is not an option of a rule set. Write NAME=VALUE, for example stop=two_left.")
        elif name in changes:
            problems.append(f"“{text}” says again what another option has said.")
        else:
            changes[name] = None
            try:
                changes[name] = rules.option_value(name, value)
            except CountingError as error:
                problems += error.problems
    if problems:
        raise CountingError(problems)
    return rules.with_options(**changes)
