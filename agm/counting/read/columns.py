"""What the columns of a table of papers hold: a candidate, a preference, a number of papers, or nothing that counts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agm.counting.read.files import ProblemList, shown
from agm.language.letters import same_name

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
NUMBER = rf"(?P<digits>[0-9]{{1,4}})(?:st|nd|rd|th)?|(?P<word>{'|'.join(ORDINALS)})"
PREFERENCE = re.compile(
    rf"(?:preference|choice|rank|vote)?\s*#?\s*(?:{NUMBER})(?:\s+(?:preference|choice|rank))?", re.IGNORECASE
)
IN_BRACKETS = re.compile(r"(?P<question>.*\S)\s*\[(?P<answer>[^\[\]]+)\]\s*", re.DOTALL)
"""How forms head a column of a grid: "Rank the candidates [Ann Lee]"."""

NO_CANDIDATE = re.compile(
    r"address|ballots?|batch|bemerkung|box|code|comments?|completion|cvr|date|e-?mails?|id|ids|imprinted|index|ip|key"
    r"|language|mail|member(ship)?|name|nr|papers?|pollbook|precincts?|record|ref|reference|respondents?|response|score"
    r"|serial|sheet|station|submitted|submission|tabulator|time|timestamp|token|username|user|voters?"
)
"""Words that head columns beside the candidates'; a heading of nothing else is none of theirs."""
BESIDE = re.compile(
    r"a|and|at|end|first|full|in|last|modified|no|num|number|of|on|paper|polling|start|started|the|your|#"
)
PAPERS = re.compile(
    r"count|weight|frequency|multiplicity|papers|ballots|votes|(?:number|no\.?|#) of (?:papers|ballots|votes)|n(?:um)?"
    r"|papers of this kind",
    re.IGNORECASE,
)
PAPER_OF_ROW = re.compile(r"(?:ballot|paper|voter|cvr|vote)(?:[ _-]?(?:id|no|number|nr))?|id", re.IGNORECASE)
RANK_OF_ROW = re.compile(r"rank(?:ing)?|preference|choice|position|order", re.IGNORECASE)
CANDIDATE_OF_ROW = re.compile(r"candidate(?:[ _-]?name)?|name|option|selection", re.IGNORECASE)

EMPTY_WORDS = frozenset({
    "undervote", "under vote", "skipped", "skip", "blank", "(blank)", "none", "no preference", "no choice", "no vote",
    "n/a", "na", "-", "--", "–", "—", "uwi", "write-in", "write in", "undeclared write-ins", "undeclared write-in",
    "unqualified write-in", "unresolved write-in",
})  # fmt: skip
"""What programs and people write where no candidate is chosen (or nobody who stands)."""
OVERVOTE_WORDS = frozenset({"overvote", "over vote", "overvoted"})


@dataclass(frozen=True, slots=True)
class Columns:
    """Column numbers count from 1. Either ``candidates`` or ``preferences`` (with their numbers) has entries."""

    candidates: dict[int, str]
    preferences: dict[int, int]
    papers: int | None
    unused: dict[int, str]

    def notes(self, heading: Sequence[str]) -> list[str]:
        """What is counted and what is not, where not everything is."""
        left_out = [name for name in self.unused.values() if name]
        if not left_out and not self.papers:
            return []
        counted = ", ".join(shown(heading[column - 1]) for column in [*self.candidates, *self.preferences])
        notes = [f"Counted are the columns {counted}."]
        if left_out:
            notes.append(f"Not used: {', '.join(map(shown, left_out))}.")
        if self.papers:
            notes.append(f"How many papers a row stands for is in the column {shown(heading[self.papers - 1])}.")
        return notes


def columns_of(line: int, heading: Sequence[str], candidates: Sequence[str], problems: ProblemList) -> Columns:
    """Tells columns by their headings; what cannot be told is noted as a problem of its cell."""
    names = _without_question([" ".join(cell.split()) for cell in heading])
    listed = {same_name(name): name for name in candidates}
    found = Columns({}, {}, None, {})
    papers = None
    for column, name in enumerate(names, start=1):
        if same_name(name) in listed:
            found.candidates[column] = listed[same_name(name)]
        elif (number := preference_number(name)) is not None:
            found.preferences[column] = number
        elif papers is None and PAPERS.fullmatch(name) and len(names) > 1:
            papers = column
        elif not name or is_no_candidate(name):
            found.unused[column] = name
        elif listed and not found.preferences:
            problems.add(line, column, "a candidate of the list that was given", shown(name))
        else:
            found.candidates[column] = name
    if found.candidates and found.preferences:
        _settle(line, names, found, problems)
    return Columns(found.candidates, found.preferences, papers, found.unused)


def _without_question(names: list[str]) -> list[str]:
    """What stands in the brackets, where forms repeat their question before them."""
    matches = [IN_BRACKETS.fullmatch(name) for name in names]
    questions = [match["question"] for match in matches if match]
    repeated = {question for question in questions if questions.count(question) > 1}
    return [
        match["answer"].strip() if match and match["question"] in repeated else name
        for name, match in zip(names, matches, strict=True)
    ]


def _settle(line: int, names: Sequence[str], found: Columns, problems: ProblemList) -> None:
    """Numbers among names are names; names beside the preferences 1, 2 … are asked about."""
    numbers = sorted(found.preferences.values())
    if len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1)):
        for column in found.candidates:
            expected = "a preference, or a heading that is known to be none (such as “Timestamp”); leave others out"
            problems.add(line, column, expected, shown(names[column - 1]))
        found.candidates.clear()
    else:
        named = {column: names[column - 1] for column in sorted([*found.candidates, *found.preferences])}
        found.candidates.clear()
        found.candidates.update(named)
        found.preferences.clear()


def preference_number(text: str) -> int | None:
    """Which preference a heading or a cell means: "2", "2nd choice", "Rank 2", "Second preference"."""
    match = PREFERENCE.fullmatch(text.strip())
    if match is None:
        return None
    return int(match["digits"]) if match["digits"] else ORDINALS.index(match["word"].casefold()) + 1


def is_no_candidate(heading: str) -> bool:
    """Whether a heading is a word for what stands beside the votes: "Timestamp", "Ballot no.", "E-mail address"."""
    words = re.findall(r"[\w-]+|#", heading.casefold().replace("_", " "))
    return any(map(NO_CANDIDATE.fullmatch, words)) and all(
        NO_CANDIDATE.fullmatch(word) or BESIDE.fullmatch(word) for word in words
    )
