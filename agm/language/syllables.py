"""Where a long word may be parted at the end of a line: between syllables, as near as one rule tells in any language.

Browsers know the syllables of the page's language, if at all, and leave names alone.
"""

import re
import unicodedata

SOFT_HYPHEN = "\u00ad"
LONGEST_WHOLE = 14
"""In letters: a longer word can be parted."""
_FEWEST, _MOST = 3, 8
_LETTER = "A-Za-zÀ-ÖØ-öø-ɏ\u0370-\u03ff\u0400-\u04ffḀ-ỿ"
_VOWELS = "aeiouyæøœαεηιουωаеиоуыэюя"
_BETWEEN_VOWELS = re.compile(f"(?<=[{_VOWELS}])[^{_VOWELS}]+(?=[{_VOWELS}])")
_SPOKEN_AS_ONE = re.compile("(?:(?<=.)s[tpk]r?|sch|[sctpkg]h|[bcdfgkptv]r|[bcfgkp]l|.)$")


def with_soft_hyphens(text: str, longest: int = LONGEST_WHOLE) -> str:
    """The text with a soft hyphen between the syllables of each word of more than `longest` letters."""
    words = rf"(?<![\w@/.#=&])[{_LETTER}]{{{longest + 1},}}(?![\w@/=]|[.:][\w/])"  # not within an address
    return re.sub(words, lambda found: SOFT_HYPHEN.join(syllables(found[0])), text)


def syllables(word: str) -> list[str]:
    """The parts of a word: of three letters or more, and of not many more than eight."""
    plain = "".join(unicodedata.normalize("NFD", letter)[0] for letter in word.lower())
    consonants = (found.span() for found in _BETWEEN_VOWELS.finditer(plain))
    # The last letter at least is found.
    onsets = {end - len(_SPOKEN_AS_ONE.search(plain[start:end])[0]) for start, end in consonants}  # type: ignore[index]
    parts, begin = [], 0
    for place in range(_FEWEST, len(word) - _FEWEST + 1):
        if place - begin >= _MOST or (place - begin >= _FEWEST and place in onsets):
            parts.append(word[begin:place])
            begin = place
    return [*parts, word[begin:]]
