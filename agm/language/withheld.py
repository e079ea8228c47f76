"""A person's name in texts: where it stands, and the texts without it."""

import re
from dataclasses import dataclass

from agm.language.names import name_key

WITHHELD = "name withheld"
SHORTEST_WORD = 3
"""A shorter word of a name alone tells of nobody."""
_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")
_OF = re.compile(r"[’']s?$")


@dataclass(frozen=True, slots=True)
class NameSought:
    """The names that one person has in the record, and what may stand beside them (title, letters, role)."""

    names: frozenset[str]
    beside: frozenset[str] = frozenset()

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(key for name in self.names if (key := name_key(name)) and key != name_key(WITHHELD))

    @property
    def words(self) -> frozenset[str]:
        """The words of the names, as they are written: "Ann", "Bell"."""
        return frozenset(
            word for name in self.names if name_key(name) in self.keys for word in name.split()
            if len(name_key(word)) >= SHORTEST_WORD
        )  # fmt: skip

    @property
    def surnames(self) -> frozenset[str]:
        return frozenset(name.split()[-1] for name in self.names if name_key(name) in self.keys) & self.words

    @property
    def probes(self) -> tuple[str, ...]:
        """Plain letters of which some stand in every text with one of the names; none where that cannot be said."""
        named = [name for name in self.names if name_key(name) in self.keys]
        runs = [max(re.findall(r"[A-Za-z]+", name), key=len, default="") for name in named]
        return tuple(sorted(set(runs))) if all(len(run) > 1 for run in runs) else ()

    def is_name(self, text: str) -> bool:
        """Whether a text is one of the names and nothing else, but for what may stand beside it."""
        key = name_key(text)
        return key in self.keys or key in {name_key(f"{one} {name}") for one in self.beside for name in self.names}

    def found(self, text: str) -> list[tuple[int, int]]:
        """Where the whole name stands."""
        plain = name_key(text)
        if not any(key in plain for key in self.keys):
            return []
        words = list(_WORD.finditer(text))
        most = max((len(key.split()) for key in self.keys), default=0)
        places: list[tuple[int, int]] = []
        for start, first in enumerate(words):
            for count in range(most, 0, -1):
                last = start + count - 1
                if last >= len(words) or (places and first.start() < places[-1][1]):
                    continue
                said = text[first.start() : words[last].end()]
                bare = _OF.sub("", said)
                if any(name_key(one) in self.keys for one in (said, bare)):
                    end = first.start() + len(bare if name_key(bare) in self.keys else said)
                    places.append((first.start(), end))
                    break
        return places

    def stands_in(self, text: str) -> bool:
        return bool(self.found(text))

    def may_stand_in(self, text: str) -> bool:
        """Whether the whole name stands in a text, or the surname alone."""
        return self.stands_in(text) or any(
            _OF.sub("", found[0]) in self.surnames for found in _WORD.finditer(text) if found[0][:1].isupper()
        )

    def without(self, text: str, *, words: bool = False) -> str:
        """The text with the name withheld, and what stood beside it taken away; with `words` single ones too."""
        for start, end in reversed(self.found(text)):
            head, tail = text[:start], text[end:]
            for one in sorted(self.beside, key=len, reverse=True):
                spelt = re.escape(one).replace(r"\ ", r"\s+")
                head = re.sub(rf"(?<!\w){spelt}[\s\u00a0]+$", "", head)
                tail = re.sub(rf"^,?[\s\u00a0]+{spelt}(?!\w)", "", tail)
            text = f"{head}{WITHHELD}{tail}"
        if words:
            text = _WORD.sub(self._word_withheld, text)
        return text

    def _word_withheld(self, found: re.Match[str]) -> str:
        bare = _OF.sub("", found[0])
        return WITHHELD + found[0][len(bare) :] if bare in self.words else found[0]
