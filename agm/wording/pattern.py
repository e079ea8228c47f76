"""Patterns of a house style: text with {fields} and [parts] that vanish when a field inside them is empty.

    {body_short} {meeting}[ with {guest_speakers}| {year}]

- `{guests}` stands for a value; `{Guests}` gives the same with a capital first letter.
- `[...]` vanishes when any field inside is empty. With `|` it offers alternatives: the first one without an empty field
  is printed. A part without fields is always printed, so that it can stand last, for all other cases.
- A backslash before {, }, [, ], | or another backslash prints that sign.

A pattern is data: it is parsed here and filled from a fixed set of texts. It has no calls, no attributes and no code.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from agm.wording.stumps import marked, without_stumps

MAX_DEPTH = 5
MOST_LISTED = 8
SPECIAL = "{}[]|\\"
_WORDS = re.compile(r"[^{}\[\]|\\]+")
_NAME = re.compile(r"[^{}\[\]|\\]*")


class PatternError(ValueError):
    """A pattern is wrong. `position` counts characters from 0, `line` and `column` from 1; `known` are the fields."""

    def __init__(self, text: str, position: int, message: str, known: Iterable[str] = ()) -> None:
        before = text[:position]
        self.position = position
        self.line = before.count("\n") + 1
        self.column = position - (before.rfind("\n") + 1) + 1
        self.message = message
        self.known = tuple(known)
        place = f"Line {self.line}, character" if "\n" in text else "Character"
        super().__init__(f"{place} {self.column}: {message}")


@dataclass(frozen=True, slots=True)
class Field:
    """A place for a value; `capital` makes its first letter a capital."""

    name: str
    capital: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """Alternatives in square brackets: the first one without an empty field is printed."""

    parts: tuple[Nodes, ...]


Nodes = tuple[str | Field | Choice, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    nodes: Nodes
    bare: tuple[str, ...]
    """The names of the fields outside brackets."""

    def fill(self, values: Mapping[str, str]) -> str:
        """The text with its fields filled. `values` needs every field of the pattern; empty text is "nothing known".

        What an empty field outside brackets would leave of its clause ("Thanks to .") goes with it.
        """
        if "" not in [values[name] for name in self.bare]:
            return _fill(self.nodes, values)
        held = {name: marked(name, values[name]) for name in self.used}
        return without_stumps(
            "".join(_fill((node,), held if isinstance(node, Field) else values) for node in self.nodes)
        )

    @property
    def used(self) -> set[str]:
        return set(_names(self.nodes))


@lru_cache(maxsize=4096)
def parse_pattern(text: str, known: frozenset[str]) -> Pattern:
    """Parse a pattern whose fields must be among `known`. Raises PatternError with the place of the first error."""
    nodes = _Parser(text, known).whole()
    return Pattern(nodes, tuple(node.name for node in nodes if isinstance(node, Field)))


def _fill(nodes: Nodes, values: Mapping[str, str]) -> str:
    parts: list[str] = []
    for node in nodes:
        if isinstance(node, str):
            parts.append(node)
        elif isinstance(node, Field):
            value = values[node.name]
            parts.append(value[:1].upper() + value[1:] if node.capital else value)
        else:
            parts.append(next((_fill(part, values) for part in node.parts if _is_filled(part, values)), ""))
    return "".join(parts)


def _names(nodes: Nodes) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Field):
            yield node.name
        elif isinstance(node, Choice):
            for part in node.parts:
                yield from _names(part)


def _is_filled(nodes: Nodes, values: Mapping[str, str]) -> bool:
    return all(values[node.name] for node in nodes if isinstance(node, Field))


class _Parser:
    def __init__(self, text: str, known: frozenset[str]) -> None:
        self.text = text
        self.known = known
        self.at = 0

    def whole(self) -> Nodes:
        nodes = self._nodes(depth=0)
        if self.at < len(self.text):
            self._refuse(
                self.at, f"This {self.text[self.at]} closes nothing. Write \\{self.text[self.at]} to print it."
            )
        return nodes

    def _refuse(self, position: int, message: str) -> None:
        raise PatternError(self.text, position, message, sorted(self.known))

    def _nodes(self, depth: int) -> Nodes:
        nodes: list[str | Field | Choice] = []
        while self.at < len(self.text):
            sign = self.text[self.at]
            if sign in "]}" or (sign == "|" and depth):
                break
            if sign == "{":
                nodes.append(self._field())
            elif sign == "[":
                nodes.append(self._choice(depth + 1))
            else:
                nodes.append(self._words(sign))
        return tuple(nodes)

    def _words(self, sign: str) -> str:
        if sign == "|":
            self.at += 1
            return sign
        if sign == "\\":
            following = self.text[self.at + 1 : self.at + 2]
            if not following or following not in SPECIAL:
                self._refuse(self.at, "A backslash stands only before { } [ ] | or another backslash.")
            self.at += 2
            return following
        found = _WORDS.match(self.text, self.at)
        words = found.group() if found else ""
        self.at += len(words)
        return words

    def _field(self) -> Field:
        start = self.at
        found = _NAME.match(self.text, start + 1)
        name = found.group() if found else ""
        self.at = start + 1 + len(name)
        if self.text[self.at : self.at + 1] != "}":
            self._refuse(start, "This { has no } after its name.")
        self.at += 1
        plain = name.strip().replace("’", "'")
        lower = plain[:1].lower() + plain[1:]
        if lower not in self.known:
            self._refuse(start, self._unknown(plain))
        return Field(lower, capital=plain != lower)

    def _unknown(self, name: str) -> str:
        near = difflib.get_close_matches(name.lower(), self.known, n=1)
        if near:
            return f"There is no field {{{name}}} here. Did you mean {{{near[0]}}}?"
        if len(self.known) > MOST_LISTED:
            return f"There is no field {{{name}}} here."
        fields = ", ".join(f"{{{known}}}" for known in sorted(self.known))
        return f"There is no field {{{name}}} here. The fields are: {fields}."

    def _choice(self, depth: int) -> Choice:
        start = self.at
        if depth > MAX_DEPTH:
            self._refuse(start, f"Square brackets can stand inside each other {MAX_DEPTH} deep, not more.")
        parts: list[Nodes] = []
        sign = "|"
        while sign == "|":
            self.at += 1
            parts.append(self._nodes(depth))
            sign = self.text[self.at : self.at + 1]
        if sign != "]":
            self._refuse(start, "This [ has no ] that closes it.")
        self.at += 1
        return Choice(tuple(parts))
