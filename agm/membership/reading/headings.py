"""Where the headings are, and which column is used for what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from agm.language.names import name_key
from agm.membership.reading.dates import is_date
from agm.membership.reading.rows import Row, text_of
from agm.membership.reading.values import Meaning, NotKept, RollSettings, WhyNotKept
from agm.membership.reading.vocabulary import CONTENT_SENSITIVE, heading_key, is_sensitive, meaning_of, part_of_address

SEARCHED_ROWS = 40
LONGEST_GROUP = 3
"""Words of a heading that stands over several columns."""
WHO = {Meaning.NAME, Meaning.GIVEN, Meaning.FAMILY, Meaning.EMAIL, Meaning.NUMBER}
ABOUT_THE_FILE = re.compile(r"\b(?:exported|printed|produced|generated|created|report|by|on|as at|date|total|page)\b")
NOT_IN_HEADINGS = re.compile(r"@|\d{3,}|\d+[/.-]\d+")


@dataclass(frozen=True, slots=True)
class Column:
    """``group`` is the heading above it, over several columns."""

    index: int
    heading: str
    group: str = ""

    @property
    def name(self) -> str:
        return " / ".join(part for part in (self.group, self.heading) if part) or f"Column {self.index + 1}"


@dataclass(frozen=True, slots=True)
class Headings:
    """``line`` is empty where there are none; ``rows`` are the rows up to and with the headings; ``again`` is how these
    would stand between the members a second time."""

    line: int | None
    columns: tuple[Column, ...]
    rows: int
    again: frozenset[tuple[str, ...]] = frozenset()


@dataclass(frozen=True, slots=True)
class ChosenColumns:
    by_meaning: Mapping[Meaning, Column]
    not_kept: tuple[NotKept, ...]

    def has(self, *meanings: Meaning) -> bool:
        return any(meaning in self.by_meaning for meaning in meanings)


def looks_like_a_list(head: list[Row]) -> bool:
    """Whether there are headings of a member list, and something below them."""
    headings = find_headings(head)
    return headings.line is not None and any(any(row.cells) for row in head[headings.rows :])


def find_headings(head: Sequence[Row]) -> Headings:
    """The first of the rows in which most columns are known; two rows where headings stand over one another."""
    best = 0
    found: tuple[int, list[tuple[str, str]]] | None = None
    for at, row in enumerate(head[:SEARCHED_ROWS]):
        texts = _texts(row)
        if not _may_be_headings(texts):
            continue
        alone = [(text, "") for text in texts]
        score = _known(alone)
        is_best = score > best
        if is_best:
            best, found = score, (at, alone)
        above = _texts(head[at - 1]) if at else []
        if at and head[at - 1].line == row.line - 1 and _may_be_headings(above):
            pairs = _paired(above, texts)
            score = _known(pairs)
            if score > best or (is_best and score == best and _is_group(above)):
                best, found = score, (at, pairs)
    if found is None:
        width = max((len(row.cells) for row in head), default=0)
        return Headings(None, tuple(Column(at, "") for at in range(width)), 0)
    at, pairs = found
    while pairs and not any(pairs[-1]):
        pairs.pop()
    columns = [Column(number, text, group) for number, (text, group) in enumerate(pairs)]
    again = {tuple(text.casefold() for text in _texts(row)[: len(columns)]) for row in head[max(at - 1, 0) : at + 1]}
    return Headings(head[at].line, tuple(columns), at + 1, frozenset(again))


def _texts(row: Row) -> list[str]:
    return [text_of(cell) for cell in row.cells]


def _may_be_headings(texts: Sequence[str]) -> bool:
    """Whether most of what stands in a row are words; "Paid 2026" may be among them, an address may not."""
    filled = [text for text in texts if text]
    data = sum(bool(NOT_IN_HEADINGS.search(text)) for text in filled)
    return data * 2 < len(filled) and not any("@" in text and len(text) > 3 for text in filled)


def _known(headings: Iterable[tuple[str, str]]) -> int:
    """How many columns are known; none where they do not say who somebody is."""
    headings = [pair for pair in headings if any(pair)]
    meanings = [meaning[0] for text, group in headings if (meaning := meaning_of(text, group))]
    others = sum(1 for text, group in headings if not meaning_of(text, group) and is_sensitive(text, group))
    return len(set(meanings)) * 2 + others if WHO.intersection(meanings) else 0


def _is_group(texts: Sequence[str]) -> bool:
    """Whether a row stands over the headings: short words over several columns; a title is alone in the first."""
    filled = [at for at, text in enumerate(texts) if text]
    words = [heading_key(texts[at]) for at in filled]
    is_short = all(len(text.split()) <= LONGEST_GROUP and not ABOUT_THE_FILE.search(text) for text in words)
    return is_short and (len(filled) > 1 or filled[0] > 0)


def _paired(above: Sequence[str], texts: Sequence[str]) -> list[tuple[str, str]]:
    """Each heading with the group over it. A group stands over the empty cells behind it too, where there is a heading
    below them; a heading that is merged over both rows is one."""
    pairs, last = [], ""
    for upper, lower in zip_longest(above, texts, fillvalue=""):
        last = upper or last
        if not lower:
            pairs.append((upper, ""))
        else:
            pairs.append((lower, "" if last == lower else last))
    return pairs


def choose_columns(headings: Headings, sample: Sequence[Row], settings: RollSettings) -> ChosenColumns:
    """Which column is used for what, by its heading and by what stands in it; the others are named and not kept."""
    values = {
        column.index: [
            text for row in sample if column.index < len(row.cells) and (text := text_of(row.cells[column.index]))
        ]
        for column in headings.columns
    }
    sensitive = {
        column.index
        for column in headings.columns
        if is_sensitive(column.heading, column.group) or _is_sensitive_content(values[column.index])
    }
    ranked = []
    for column in headings.columns:
        known = meaning_of(column.heading, column.group) if column.heading else None
        if known is None and settings.with_addresses:
            known = part_of_address(column.heading)
        meaning = _by_content(known[0] if known else None, values[column.index], settings)
        if meaning and column.index not in sensitive:
            ranked.append((known[1] if known else 100, column.index, meaning, column))
    chosen: dict[Meaning, Column] = {}
    for _, _, meaning, column in sorted(ranked, key=lambda one: one[:2]):
        chosen.setdefault(meaning, column)
    if headings.line is None:
        _guess(chosen, [column for column in headings.columns if column.index not in sensitive], values)
    _settle(chosen, settings)
    used = {column.index for column in chosen.values()}
    not_kept = [
        NotKept(column.name, WhyNotKept.SENSITIVE if column.index in sensitive else WhyNotKept.NOT_NEEDED)
        for column in headings.columns
        if column.index not in used and (column.heading or values[column.index])
    ]
    in_order = dict(sorted(chosen.items(), key=lambda one: one[1].index))
    return ChosenColumns(in_order, tuple(not_kept))


def _guess(chosen: dict[Meaning, Column], columns: Sequence[Column], values: Mapping[int, Sequence[str]]) -> None:
    """What the other columns of a list without headings seem to hold; somebody has to confirm it."""
    for column in columns:
        filled = values[column.index]
        if not filled or column in chosen.values():
            continue
        if all(map(is_date, filled)):
            chosen.setdefault(Meaning.PAID_TO if Meaning.JOINED in chosen else Meaning.JOINED, column)
        elif _are_numbers(filled):
            chosen.setdefault(Meaning.NUMBER, column)
        elif not any(sign.isdigit() for value in filled for sign in value):
            chosen.setdefault(Meaning.FAMILY if Meaning.GIVEN in chosen else Meaning.GIVEN, column)
    if Meaning.GIVEN in chosen and Meaning.FAMILY not in chosen:
        chosen[Meaning.NAME] = chosen.pop(Meaning.GIVEN)


def _settle(chosen: dict[Meaning, Column], settings: RollSettings) -> None:
    """Of two ways to say the same, the one that says more is used; what is not asked for is not kept."""
    if Meaning.NAME in chosen and Meaning.FAMILY in chosen:
        if Meaning.GIVEN not in chosen:
            chosen[Meaning.GIVEN] = chosen[Meaning.NAME]
        del chosen[Meaning.NAME]
    if not settings.regions:
        chosen.pop(Meaning.REGION, None)
    if not settings.with_addresses and not any(region.postcode_areas for region in settings.regions):
        chosen.pop(Meaning.POSTCODE, None)
    if not {Meaning.PARTNER_NAME, Meaning.PARTNER_GIVEN, Meaning.PARTNER_FAMILY} & set(chosen):
        chosen.pop(Meaning.PARTNER_EMAIL, None)


def _is_sensitive_content(values: Sequence[str]) -> bool:
    return bool(values) and all(CONTENT_SENSITIVE.fullmatch(value) for value in values)


def _by_content(meaning: Meaning | None, values: Sequence[str], settings: RollSettings) -> Meaning | None:
    """The meaning that what stands in the column allows; a heading alone does not make an address of “Yes”."""
    if not values:
        return meaning
    with_at = sum("@" in value for value in values) / len(values)
    classes = {name_key(name) for one in settings.classes for name in (one.name, *one.also)}
    in_classes = sum(name_key(value) in classes for value in values) / len(values)
    if meaning in {Meaning.EMAIL, Meaning.PARTNER_EMAIL}:
        return meaning if with_at or len(values) < 3 else None
    if with_at > 0.6:
        return Meaning.EMAIL
    if meaning is Meaning.CLASS and not in_classes and classes and _are_numbers(values):
        return Meaning.NUMBER
    if meaning is Meaning.STATUS and all(is_date(value) or "£" in value for value in values):
        return None
    if meaning in {Meaning.NAME, Meaning.PARTNER_NAME} and {value.casefold() for value in values} <= YES_NO:
        return None
    if meaning in {Meaning.NAME, Meaning.GIVEN, Meaning.FAMILY} and _are_numbers(values):
        return Meaning.NUMBER
    if meaning:
        return meaning
    return Meaning.CLASS if in_classes > 0.6 and classes else None


MEMBER_NUMBER = re.compile(r"[A-Za-z]{0,4}[ /-]?\d[\d/-]*[A-Za-z]?")
YES_NO = {"yes", "no", "y", "n", "true", "false", "1", "0", "x"}


def _are_numbers(values: Sequence[str]) -> bool:
    """Whether all are member numbers, each once: 217, FM1001, AB-12/3."""
    return len(set(values)) == len(values) and all(map(MEMBER_NUMBER.fullmatch, values))
