"""Names as a pasted list writes them: "Bell, Ann", "A, B and C", "Ann Bell (34 votes, re-elected)".

What is said of somebody besides their name is read into an `Aside`; what is neither is kept apart, as not understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

from agm.language.names import GENERATIONS, LETTERS_AFTER, LETTERS_IN_SMALL, PARTICLES, name_key, parse_name
from agm.language.typed_names import AS_ABOVE, is_ballot_option, is_nobody, tidied_name, what_is_no_name

MOST_WORDS_BEHIND = 8
"""More words than any remark behind a name has."""
MOST_WORDS_OF_A_NAME = 12
IN_SENTENCES = frozenset({
    "to", "at", "is", "are", "was", "were", "will", "by", "for", "with", "not", "we", "our", "has", "have", "be",
    "been", "this", "that", "held", "their",
})  # fmt: skip
LONGEST = 2000
"""More characters than any line has that names people."""


@dataclass(slots=True)
class PastedLine:
    """One line of a list: its number, what it says as it was understood, and what of it was not."""

    number: int
    text: str
    understood: str = ""
    trouble: str = ""
    may_mean: tuple[str, ...] = ()
    """What else than is written could be meant; it is asked, and never guessed."""


@dataclass(frozen=True, slots=True)
class Aside:
    """What is said of those who are named: how they came to the office, and their votes."""

    elected: bool | None = None
    unopposed: bool = False
    re_elected: bool = False
    co_opted: bool = False
    shared: bool = False
    votes: int | None = None
    figures: str = ""
    """What the figures are, if they are not all the votes: "first preference" or "final stage"."""
    of_all: bool = False
    """Whether it is said of everybody before it as well: "both re-elected"."""

    def and_also(self, other: Aside) -> Aside:
        said = {field.name: getattr(other, field.name) for field in fields(other)}
        return replace(
            self, **{name: value for name, value in said.items() if value not in {None, ""} and value is not False}
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody, or several who share a place, with what is said of them."""

    people: tuple[str, ...]
    aside: Aside = Aside()


@dataclass(frozen=True, slots=True)
class ListedNames:
    """What a text names. `nobody` are the words for an empty place, `tie` how a tie was settled, `unread` what was not
    understood; `is_as_above` says that it points to the names of the line above."""

    listed: tuple[Listed, ...] = ()
    nobody: str | None = None
    tie: str | None = None
    unread: tuple[str, ...] = ()
    is_as_above: bool = False


_VOTES = re.compile(r"(?:(?:with|by) )?(\d[\d ]*)(?: (?:votes?|(first preference)s?))?(?: at the (final stage))?")
_OF_ALL = re.compile(r"(?:both|all)(?: were)? ")
_SHARE = re.compile(r"(?:(?:as|in) a )?job[ -]?shar(?:e|ing)|jointly|shared|sharing")
_HOW = re.compile(
    r"(?:was |were |duly )*"
    r"(?:(?P<again>re-? ?elected)|(?P<lost>not elected|unsuccessful|defeated)|(?P<won>elected|returned)"
    r"|(?P<chosen>co-? ?opted(?: by the committee)?))?"
    r"(?: ?(?P<alone>un-?opposed|uncontested|without a contest))?"
    r"(?: (?:with|by) (?P<votes>\d+) votes?)?"
)
_BEGINS_REMARK = r"\d|(?:was|were|duly|re-?elected|not elected|un-?opposed|uncontested|elected|co-?opted|both|all)\b"
_REMARK_BEHIND = re.compile(_BEGINS_REMARK, re.IGNORECASE)
_DASH_BEFORE_REMARK = re.compile(rf"\s*(?:\s-+\s|[–—:=])\s*(?={_BEGINS_REMARK})", re.IGNORECASE)
_EMPTY = re.compile(
    r"(?:(?:the )?(?:elections?|results?|nominations?|places?) )?(?:for )?(?:\w+ (?:places?|seats?|posts?) )?"
    r"(?:is |are |was |remains? |left |to be |still )*"
    r"(?:vacant|unfilled|filled later|deferred|postponed|suspended|to follow|re-?opened|elected later)"
    r"(?: (?:to|until) [\w ,]+)?",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]](?=\s*([^\W\d])?)")
BRACKETED_ADDRESS = re.compile(r"\s*[<(\[][^<>()\[\]\s]*@[^<>()\[\]\s]*[>)\]]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_JOINED = re.compile(r"\s+(?:and|&|\+)\s+|\s*/\s*", re.IGNORECASE)
_LEADING_AND = re.compile(r"^\s*(?:and|&)\s+", re.IGNORECASE)
_NOT_ELECTED = re.compile(r"(?:not elected|also stood|unsuccessful)\s*[:–—-]\s*", re.IGNORECASE)
_TIE = re.compile(r"(?:there was a )?tie(?:,? settled (?P<how>.+))?", re.IGNORECASE)
_DASH = re.compile(r"\s+[–—-]+\s+|\s*:\s+")
_FIRST_MARK = 0xE000  # of the private characters, which no text as typed holds
_MARK = re.compile("[\ue000-\uf8ff]")


def read_aside(text: str) -> Aside | None:
    """What a remark says, if it says nothing else: "re-elected unopposed", "34 votes"."""
    said = " ".join(text.casefold().split()).strip(" .")
    of_all = _OF_ALL.match(said)
    if of_all:
        said = said[of_all.end() :]
    found = Aside(of_all=bool(of_all))
    if _SHARE.fullmatch(said):
        return replace(found, shared=True)
    if (votes := _VOTES.fullmatch(said)) is not None:
        return replace(found, votes=_number(votes[1]), figures=votes[2] or votes[3] or "")
    if (how := _HOW.fullmatch(said)) is None or not any(how.groups()):
        return None
    return replace(
        found,
        elected=not how["lost"],
        unopposed=bool(how["alone"]),
        re_elected=bool(how["again"]),
        co_opted=bool(how["chosen"]),
        votes=_number(how["votes"]) if how["votes"] else None,
    )


def _number(figures: str) -> int:
    return int(figures.replace(" ", "")[:9])


def is_sentence(text: str) -> bool:
    """Whether a text holds words that stand in sentences, and in no name."""
    return len(text.split()) > MOST_WORDS_OF_A_NAME or not IN_SENTENCES.isdisjoint(text.split())


def says_nobody(text: str) -> bool:
    """Whether a text says that a place is empty: "vacant", "two places vacant", "election deferred to June"."""
    is_word = is_nobody(text) and not is_ballot_option(text)
    return is_word or _EMPTY.fullmatch(" ".join(text.split()).strip(" .")) is not None


def read_names(text: str, *, is_one_place: bool) -> ListedNames:
    """Take a list of names apart. Where there is one place, those whom "and" joins share it."""
    text = _THOUSANDS.sub("", BRACKETED_ADDRESS.sub("", text)).strip()
    bare = tidied_name(text)
    if len(text) > LONGEST:
        return ListedNames(unread=(text,))
    if name_key(bare) in AS_ABOVE:
        return ListedNames(is_as_above=True)
    if says_nobody(bare):
        return ListedNames(nobody=bare)
    return _Reading(is_one_place).read(bare)


class _Reading:
    """One text that is taken apart, and what was found in it so far."""

    def __init__(self, is_one_place: bool) -> None:
        self.is_one_place = is_one_place
        self.listed: list[Listed] = []
        self.asides: list[Aside] = []
        self.unread: list[str] = []
        self.nobody: str | None = None
        self.tie: str | None = None

    def read(self, text: str) -> ListedNames:
        for group in _DASH_BEFORE_REMARK.sub(" ", _BRACKET.sub(self.mark, text)).split(";"):
            self.read_group(_LEADING_AND.sub("", group).strip())
        last = self.listed[-1] if self.listed else None
        if last and last.aside.shared and self.is_one_place and all(one.aside == Aside() for one in self.listed[:-1]):
            self.listed = [Listed(tuple(person for one in self.listed for person in one.people), last.aside)]
        return ListedNames(tuple(self.listed), self.nobody, self.tie, tuple(self.unread))

    def mark(self, found: re.Match[str]) -> str:
        """A sign in place of a remark in brackets; the bracket itself where it is part of a name."""
        parts = [part.strip() for part in re.split("[,;]", found[1]) if part.strip()]
        total = Aside()
        for part in parts:
            if says_nobody(part):
                self.nobody = part
            elif (aside := read_aside(part)) is not None:
                total = total.and_also(aside)
            elif found[2]:
                return found[0]
            else:
                self.unread.append(part)
        if total == Aside():
            return ""
        self.asides.append(total)
        return chr(_FIRST_MARK + len(self.asides) - 1)

    def read_group(self, words: str) -> None:
        if (tie := _TIE.fullmatch(words)) is not None:
            self.tie = tie["how"] or ""
            return
        before = len(self.listed)
        lost = _NOT_ELECTED.match(words)
        for piece in pieces_of(words[lost.end() :] if lost else words):
            self.read_piece(piece)
        if lost:
            self.listed[before:] = [
                replace(one, aside=replace(one.aside, elected=False)) for one in self.listed[before:]
            ]

    def read_piece(self, piece: str) -> None:
        """What stands between two commas: somebody, several whom "and" joins, or a remark on those before."""
        taken = [self.taken_apart(part) for part in _JOINED.split(piece) if part.strip()]
        if all(not name for name, _ in taken):
            for _, aside in taken:
                self.say_of_those_before(aside)
            return
        people = [(name, aside) for name, aside in taken if self.is_somebody(name)]
        if not people:
            return
        aside = people[-1][1]
        is_alike = all(one == Aside() for _, one in people[:-1])
        if is_alike and len(people) > 1 and (aside.shared or self.is_one_place):
            self.listed.append(Listed(tuple(name for name, _ in people), replace(aside, shared=True, of_all=False)))
        else:
            self.listed += [Listed((name,), replace(one, of_all=False)) for name, one in people]
            if aside.of_all:
                self.say_of_those_before(aside)

    def say_of_those_before(self, aside: Aside) -> None:
        said = replace(aside, of_all=False)
        start = 0 if aside.of_all else len(self.listed) - 1
        self.listed[start:] = [replace(one, aside=one.aside.and_also(said)) for one in self.listed[start:]]
        if not self.listed and aside != Aside():
            self.unread.append("votes of nobody" if aside.votes is not None else "a remark on nobody")

    def is_somebody(self, name: str) -> bool:
        if not name or is_ballot_option(name):
            return bool(name)
        if says_nobody(name):
            self.nobody = name
            return False
        if what_is_no_name(name) is not None or is_sentence(name) or re.search(r"\d+(?!st|nd|rd|th|\d)", name):
            self.unread.append(name)
            return False
        return True

    def taken_apart(self, part: str) -> tuple[str, Aside]:
        """A name, and what is said behind it; no name for a remark alone."""
        aside = Aside()
        for mark in _MARK.findall(part):
            aside = aside.and_also(self.asides[ord(mark) - _FIRST_MARK])
        name, *behind = _DASH.split(_MARK.sub("", part).strip())
        if (alone := read_aside(name)) is not None:
            name, aside = "", aside.and_also(alone)
        for words in behind:
            if says_nobody(words):
                self.nobody = words
            elif (said := read_aside(words)) is not None:
                aside = aside.and_also(said)
            else:
                self.unread.append(words)
        name, said_behind = without_remark(name)
        return tidied_name(name), aside.and_also(said_behind)


def without_remark(name: str) -> tuple[str, Aside]:
    """ "Ann Bell re-elected 34" as the name and what is said of her."""
    words = name.split()
    for start in range(max(1, len(words) - MOST_WORDS_BEHIND), len(words)):
        behind = " ".join(words[start:])
        if not _REMARK_BEHIND.match(behind):
            continue
        figure = re.fullmatch(r"(.+?),? (\d+)(?: votes?)?", behind)
        said = read_aside(behind) or (read_aside(figure[1]) if figure else None)
        if said is not None:
            return " ".join(words[:start]), replace(said, votes=said.votes if not figure else _number(figure[2]))
    return " ".join(words), Aside()


def pieces_of(text: str) -> Iterator[str]:
    """What commas part, but for those within names: "Bell, Ann" is Ann Bell, "Ann Bell, MP" is one piece."""
    joined = re.split(r"\s+(?:and|&)\s+", text)
    chunks = [[part.strip() for part in chunk.split(",")] for chunk in joined]
    if all(len(chunk) == 2 and is_surname_first(*chunk) for chunk in chunks):
        yield " and ".join(turned(*chunk) for chunk in chunks)
        return
    parts = _with_letters([part for part in (_LEADING_AND.sub("", one).strip() for one in text.split(",")) if part])
    pairs = list(zip(parts[::2], parts[1::2], strict=False))
    if len(parts) % 2 == 0 and all(is_surname_first(*pair) for pair in pairs):
        yield from (turned(*pair) for pair in pairs)
    else:
        yield from parts


def _with_letters(parts: Sequence[str]) -> list[str]:
    """The parts, those that are letters or a generation put to the name before them."""
    found: list[str] = []
    for part in parts:
        bare = _MARK.sub("", part)
        if found and stands_behind_a_name(bare):
            found[-1] += f", {part}" if bare.strip(". ").casefold() in GENERATIONS else f" {part}"
        else:
            found.append(part)
    return found


def stands_behind_a_name(part: str) -> bool:
    """Whether what a comma parts is the letters or the generation of the name before it."""
    words = part.replace(".", "").split()
    is_letters = all(
        (word in LETTERS_IN_SMALL or word.casefold() in LETTERS_AFTER) and word[:1].isupper() for word in words
    )
    return bool(words) and (is_letters or (len(words) == 1 and words[0].casefold() in GENERATIONS))


def is_surname_first(surname: str, given: str) -> bool:
    """Whether two parts of a list are one name, as a register writes it: "van Dijk, Anna"."""
    *before, _last = surname.split() or [""]
    bare, _ = without_remark(_MARK.sub("", given))
    is_given = 0 < len(parse_name(bare).name.split()) <= 3 and not re.search(r"\d|[:;/]", bare)
    is_surname = bool(_last) and not _MARK.search(surname) and all(word.casefold() in PARTICLES for word in before)
    return is_surname and is_given and not any(says_nobody(one) or read_aside(one) for one in (surname, bare))


def turned(surname: str, given: str) -> str:
    """ "Bell", "Cllr Ann MP (34)" as Cllr Ann Bell MP (34)."""
    bare, _ = without_remark(_MARK.sub("", given))
    name = parse_name(bare)
    whole = " ".join(part for part in (name.prefix, name.name, surname, name.suffix) if part)
    return given.replace(bare, whole, 1) if bare in given else f"{whole}{given[len(bare) :]}"
