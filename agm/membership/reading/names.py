"""The names of a row: of one person, or of two who are joint members."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agm.language.letters import plain_letters
from agm.language.names import TITLES_BEFORE, name_key, parse_name, sort_name
from agm.language.typed_names import is_nobody

_AND = re.compile(r"\s+(?:and|a'r|ac|&|\+)\s+|\s*[&+]\s*|\s*/(?!o\b)\s*", re.IGNORECASE)
_ORGANISATION = re.compile(r"\b(?:ltd|limited|plc|llp|inc|trust|council|society|club|sons|co)\b\.?", re.IGNORECASE)
_LOST_LETTER = re.compile(r"\ufffd|(?<=[^\W\d_])\?(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class PersonNames:
    """``given`` and ``family`` are known only where the list has a column for each; a whole name is never cut."""

    whole: str
    given: str | None = None
    family: str | None = None


@dataclass(frozen=True, slots=True)
class NamesOfRow:
    """Whom a row names; ``is_joint`` where they are several, ``is_complete`` where all of their names are whole."""

    people: tuple[PersonNames, ...]
    is_joint: bool = False
    is_complete: bool = True


def names_of(whole: str | None, given: str | None, family: str | None) -> NamesOfRow:
    if whole is not None:
        return _of_whole(whole)
    given, family = given or "", family or ""
    text = f"{given} {family}".strip()
    if not text or is_nobody(text):
        return NamesOfRow(())
    first, second = _two(given), _two(family)
    if first is None and second is None:
        return NamesOfRow((PersonNames(text, given, family),))
    if first is None or (second is not None and len(second) != len(first)) or len(first) != 2:
        return NamesOfRow((PersonNames(text, given, family),), is_joint=True, is_complete=False)
    families = second or [family, family]
    people = tuple(PersonNames(f"{a} {b}".strip(), a, b) for a, b in zip(first, families, strict=True))
    return NamesOfRow(people, is_joint=True, is_complete=all(_untitled(name) for name in first))


def _of_whole(text: str) -> NamesOfRow:
    if not text or is_nobody(text):
        return NamesOfRow(())
    parts = _two(text)
    if parts is None:
        return NamesOfRow((PersonNames(text),))
    unclear = NamesOfRow((PersonNames(text),), is_joint=True, is_complete=False)
    if len(parts) != 2:
        return unclear
    first, second = (_untitled(part) for part in parts)
    if not first or len(second) < 2:
        return unclear
    if len(first) == 1:
        shared = sort_name(" ".join(second)).split(",")[0]
        return NamesOfRow((PersonNames(f"{parts[0]} {shared}"), PersonNames(parts[1])), is_joint=True)
    return NamesOfRow((PersonNames(parts[0]), PersonNames(parts[1])), is_joint=True)


def _two(text: str) -> list[str] | None:
    """The parts of a cell that names several; None for one person, and for an organisation."""
    if _ORGANISATION.search(text):
        return None
    parts = [part for part in _AND.split(text) if part]
    return parts if len(parts) > 1 else None


def _untitled(text: str) -> list[str]:
    """The words of a name without titles: none of "Mr" alone."""
    return [word for word in text.split() if word.casefold().replace(".", "").strip(",") not in TITLES_BEFORE]


def with_partner(name: str | None, given: str | None, family: str | None, shared: str | None) -> PersonNames | None:
    """The partner whom columns of their own name; nothing where they are empty."""
    if name:
        return PersonNames(name)
    if not given and not family:
        return None
    family = family or shared or ""
    return PersonNames(f"{given or ''} {family}".strip(), given or "", family)


def has_lost_letters(name: str) -> bool:
    """Whether a program put a sign for a letter that it did not know: "Si?n"."""
    return bool(_LOST_LETTER.search(name))


def person_key(name: str) -> str:
    """What two spellings of one person's whole name have in common, titles apart: "Mrs Siân Cole" is "Sian Cole".

    A title is told of two people who share a name and one number: Mr and Mrs R Plumley are two.
    """
    parsed = parse_name(name)
    bare = name_key(parsed.name)
    is_initial = len(bare.split(" ", 1)[0]) == 1
    return name_key(f"{parsed.prefix} {bare}") if is_initial and parsed.prefix else bare


def may_be_one(first: str, second: str) -> bool:
    """Whether two whole names may be one person's, one of them with an initial: "R Cole" and "Rhian Cole"."""
    one, other = person_key(first).split(), person_key(second).split()
    if not one or not other or one[-1] != other[-1]:
        return False
    return one[0] == other[0] or (1 in {len(one[0]), len(other[0])} and one[0][0] == other[0][0])


def given_key(name: str) -> str:
    return person_key(name).split(" ", 1)[0]


def family_keys(name: str) -> set[str]:
    """The words of a name after the first."""
    return set(plain_letters(person_key(name)).split()[1:])
