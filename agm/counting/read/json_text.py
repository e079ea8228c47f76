"""A JSON object read from its text entry by entry, of one long list each value by itself: all of them as values would
fill the memory."""

import json
import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from agm.counting.read.files import Problem, ReadingError, shown

SPACE = re.compile(r"\s*")
USUAL_VALUE = 1 << 14
LARGEST_VALUE = 1 << 22
"""Characters."""
Object: TypeAlias = dict[str, Any]
Entries: TypeAlias = Iterator[tuple[str, tuple[int, int], Any]]
"""Of an object: the key, the line and column of the value, and the value."""


class JsonText:
    """`listed` is the key of the list whose values are given one by one."""

    def __init__(self, text: str, listed: str) -> None:
        self.text = text
        self.listed = listed
        self.at = 0
        self.decoder = json.JSONDecoder()
        self.passed = self.line_start = 0
        self.line = 1

    def place(self, at: int) -> tuple[int, int]:
        """Line and column; ``at`` does not go back."""
        self.line += self.text.count("\n", self.passed, at)
        self.line_start = max(self.line_start, self.text.rfind("\n", self.passed, at) + 1)
        self.passed = at
        return self.line, at - self.line_start + 1

    def here(self) -> tuple[int, int]:
        self.skip()
        return self.place(self.at)

    def entries(self) -> Entries:
        self.take("{")
        while not self.follows("}"):
            key = self.value()
            self.take(":")
            if key == self.listed and self.follows("["):
                while not self.follows("]"):
                    yield key, self.here(), self.value()
                    self.follows(",")
            else:
                yield str(key), self.here(), self.value()
            self.follows(",")
        self.skip()
        if self.at < len(self.text):
            raise self.error("nothing after the last “}”")

    def follows(self, sign: str) -> bool:
        """Whether the sign stands here, and is passed."""
        self.skip()
        found = self.text.startswith(sign, self.at)
        self.at += found
        return found

    def take(self, sign: str) -> None:
        if not self.follows(sign):
            raise self.error(f"“{sign}”")
        self.skip()

    def value(self) -> Any:  # noqa: ANN401  whatever the file holds
        """The next value: of a piece of the text, as a value takes some thirty times the memory of its text."""
        self.skip()
        for size in (USUAL_VALUE, LARGEST_VALUE):
            piece = self.text[self.at : self.at + size]
            try:
                value, length = self.decoder.raw_decode(piece)
            except json.JSONDecodeError as error:
                wrong = error.pos
            except (RecursionError, ValueError):  # values in values without end; more digits than Python takes
                raise self.error("a value that a cast vote record can have") from None
            else:
                if length < size:
                    self.at += length
                    return value
                wrong = length
        self.at += wrong
        raise self.error(f"a value in JSON form, of at most {LARGEST_VALUE >> 20} MiB")

    def skip(self) -> None:
        self.at = SPACE.match(self.text, self.at).end()  # type: ignore[union-attr]  # matches nothing, too

    def error(self, expected: str) -> ReadingError:
        rest = self.text[self.at : self.at + 30]
        return ReadingError(
            [Problem(*self.place(self.at), expected, shown(rest) if rest.strip() else "the end of the file")]
        )
