"""What the columns of a table of papers hold: a candidate, a preference, a number of papers, or nothing that counts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from agm.counting.read.files import ProblemList, shown
from agm.counting.read.totals import is_summary
from agm.language.letters import same_name

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
NUMBER = rf"(?P<digits>[0-9]{{1,4}})(?:\.0+|st|nd|rd|th)?|(?P<word>{'|'.join(ORDINALS)})"
PREFERENCE = re.compile(
    rf"(?:preference|choice|rank|vote)?\s*#?\s*(?:{NUMBER})(?:\s+(?:preference|choice|rank))?", re.IGNORECASE
)
ORDINAL_INSIDE = re.compile(
    rf"\b(?:(?P<nth>[0-9]{{1,4}})(?:st|nd|rd|th)|(?:preference|choice|rank)\s*#?\s*(?P<digits>[0-9]{{1,4}})"
    rf"|(?P<word>{'|'.join(ORDINALS)}))\b",
    re.IGNORECASE,
)
"""How a heading of more words says which preference it is for: "Your second choice for chair", "Chair 2nd choice"."""
IN_BRACKETS = re.compile(r"(?P<question>.*\S)\s*\[(?P<answer>[^\[\]]+)\]\s*", re.DOTALL)
"""How forms head a column of a grid: "Rank the candidates [Ann Lee]"."""

NO_CANDIDATE = re.compile(
    r"address|ballots?|batch|bemerkung|box|browser|code|comments?|completed|completion|counting|cvr|date|device|duration"
    r"|e-?mails?|entered|entry|envelope|id|ids|imprinted|index|ip|key|language|line|mail|member(ship)?|name|notes"
    r"|nr|papers?|pollbook|precincts?|receipt|record|ref|reference|respondents?|response|row|score|serial|sheet"
    r"|slip|station|style|submitted|submission|tabulator|ticket|time|timestamp|token|username|user|voters?"
)
"""Words that head columns beside the candidates'; a heading of nothing else is none of theirs."""
IN_ONE_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""Where "BallotID" and "CvrNumber" are two words."""
BESIDE = re.compile(
    r"a|and|at|by|cast|end|first|full|group|in|last|modified|no|num|number|of|on|paper|polling|portion|start"
    r"|started|the|type|vote|voting|your|#"
)
PAPERS = re.compile(
    r"count|weight|frequency|multiplicity|papers|ballots|votes|(?:number|no\.?|#) of (?:papers|ballots|votes)|n(?:um)?"
    r"|papers of this kind",
    re.IGNORECASE,
)
PAPER_OF_ROW = re.compile(r"(?:ballot|paper|voter|cvr|vote)(?:[ _-]?(?:id|no|number|nr))?|id", re.IGNORECASE)
RANK_OF_ROW = re.compile(r"rank(?:ing)?|preference|choice|position|order", re.IGNORECASE)
CANDIDATE_OF_ROW = re.compile(r"candidate(?:[ _-]?name)?|name|option|selection", re.IGNORECASE)

CHOICE = re.compile(r"(?:your |my )?(?:vote|choice|candidate|preferences?|selection|ranking)s?", re.IGNORECASE)
MARKS = frozenset({"x", "✓", "✔", "✗", "✘", "☑", "☒", "✅"})
DASHES = frozenset({"-", "--", "–", "—"})
"""What people write into a cell that holds nothing."""
NOBODY = re.compile(
    r"under ?vote[sd]?|skip(ped)?|blanks?|empty|none|no (?:preference|choice|vote|selection|answer|response)|n ?a"
    r"|null|nil|unranked|not ranked|unmarked|abstain(ed)?|abstentions?|uwi|(?:(?:undeclared|unqualified|unresolved"
    r"|uncertified|rejected) )?write ?ins?(?: ?[0-9]+)?"
)
"""What programs and people write where no candidate is chosen (or nobody who stands)."""
SEVERAL = re.compile(r"over ?vot(?:e|es|ed)")
NO_NAME = re.compile(r"|disqualified|error|illegible|others?|tba|tbc|tbd|unclear|unknown|withdrawn|write ?ins? .*")
"""What could mean more than one thing, and is nobody's name."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Column numbers count from 1. Either ``candidates`` or ``preferences`` (with their numbers) has entries."""

    candidates: dict[int, str]
    preferences: dict[int, int]
    papers: int | None
    unused: dict[int, str]

    @property
    def only_candidate(self) -> int:
        """The one column that counts, where it is not known to be a preference; 0 where there are others."""
        return next(iter(self.candidates)) if len(self.candidates) == 1 else 0

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
    names = _as_preferences(_without_question([" ".join(cell.split()) for cell in heading]))
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


def _as_preferences(names: list[str]) -> list[str]:
    """Headings that differ by nothing but an ordinal ("Your first choice", "Your second choice") as numbers."""
    found = [ORDINAL_INSIDE.search(name) if preference_number(name) is None else None for name in names]
    beside = [match and (name[: match.start()], name[match.end() :]) for name, match in zip(names, found, strict=True)]
    numbers = [match and _number_of(match["nth"] or match["digits"], match["word"]) for match in found]
    alike = {
        words: [n for n, other in zip(numbers, beside, strict=True) if other == words] for words in beside if words
    }
    several = {
        words
        for words, of in alike.items()
        if len(of) > 1 and sorted(map(int, filter(None, of))) == list(range(1, len(of) + 1))
    }
    return [str(n) if words in several else name for name, n, words in zip(names, numbers, beside, strict=True)]


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
    return match and _number_of(match["digits"], match["word"])


def _number_of(digits: str | None, word: str) -> int:
    return int(digits) if digits else ORDINALS.index(word.casefold()) + 1


def says_nobody(cell: str) -> bool:
    return cell in DASHES or NOBODY.fullmatch(_plain(cell)) is not None


def says_several(cell: str) -> bool:
    return SEVERAL.fullmatch(_plain(cell)) is not None


def is_no_name(text: str) -> bool:
    """Whether a text is a word for a sum, a spoilt paper or the like, or has no letter: nobody is called so."""
    plain = _plain(text)
    return says_nobody(text) or says_several(text) or NO_NAME.fullmatch(plain) is not None or is_summary(text)


@lru_cache(maxsize=1000)
def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def is_choice(heading: str) -> bool:
    """Whether a heading says that names stand below it."""
    return CHOICE.fullmatch(heading.strip()) is not None


def is_mark(text: str) -> bool:
    """Whether somebody marks a candidate so."""
    return text.casefold() in MARKS


def is_no_candidate(heading: str) -> bool:
    """Whether a heading is a word for what stands beside the votes: "Timestamp", "Ballot no.", "E-mail address"."""
    apart = IN_ONE_WORD.sub(" ", heading.replace("_", " "))
    words = re.findall(r"[\w-]+|#", apart.casefold())
    return any(map(NO_CANDIDATE.fullmatch, words)) and all(
        NO_CANDIDATE.fullmatch(word) or BESIDE.fullmatch(word) for word in words
    )
