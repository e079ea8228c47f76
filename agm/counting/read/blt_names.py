"""The end of a BLT file: one name for each candidate, then the title."""

from __future__ import annotations

import re

from agm.counting.read.problems import ProblemList, shown

QUOTED = r'"(?:[^"]|"")*"'
SEVERAL = re.compile(rf"\s*{QUOTED}(?:[\s,]+{QUOTED})+\s*(?:#.*)?")
ONE = re.compile(rf"({QUOTED})\s*(?:#.*)?")
COMMENT_AFTER = re.compile(r'"\s+#[^"]*$')


class NameBlock:
    """Collects the texts after the lone 0: as many names as candidates, and perhaps a title."""

    names: list[str]

    def __init__(self, problems: ProblemList) -> None:
        self.problems = problems
        self.texts: list[tuple[int, str]] = []
        self.title = ""

    def add(self, line: int, text: str) -> None:
        stripped = text.strip()
        if not stripped or stripped.startswith("#"):
            return
        if not stripped.startswith('"'):
            self.texts.append((line, re.sub(r"\s+#.*$", "", stripped)))
        elif SEVERAL.fullmatch(stripped):
            self.texts += [(line, unquote(found)) for found in re.findall(QUOTED, stripped)]
        else:
            self.texts.append((line, self.quoted(line, stripped)))

    def quoted(self, line: int, stripped: str) -> str:
        """The text of one quoted name, whose inner quotes may be doubled or not."""
        if found := ONE.fullmatch(stripped):
            return unquote(found.group(1))
        stripped = COMMENT_AFTER.sub('"', stripped)
        if len(stripped) == 1 or not stripped.endswith('"'):
            self.problems.add(line, len(stripped) + 1, "a closing quote on the line that the name begins on")
        return stripped.removeprefix('"').removesuffix('"')

    def finish(self, end: int, candidates: int) -> None:
        """Shares the texts out between names and title, and checks them; ``end`` is the line after the last."""
        self.names = [text for _, text in self.texts[:candidates]]
        if len(self.names) < candidates:
            found = f"{len(self.names)} and then the end of the file; it may have been cut off"
            self.problems.add(end, 1, f"{candidates} names, one for each candidate", found)
        rest = self.texts[candidates:]
        if rest:
            self.title = rest[0][1]
        for line, text in rest[1:]:
            expected = f"nothing more after {candidates} names and a title"
            self.problems.add(line, 1, expected, shown(text))
        for line, text in self.texts[:candidates]:
            self.problems.check_name(line, text)


def unquote(text: str) -> str:
    return text[1:-1].replace('""', '"')
