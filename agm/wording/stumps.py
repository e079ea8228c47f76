"""What an empty field of a pattern would leave of its clause: "Thanks to .", "met on , with present"."""

import re

_GONE, _NO_DATE, _NOBODY, _VALUE = "\x01", "\x02", "\x03", "\x04"
"""In place of an empty field: one that stands by itself, a date or number, and whom or what a clause is about. The
last stands before a field that is filled."""
_STUMP = dict.fromkeys(("date", "day", "year", "time", "ordinal", "to"), _NO_DATE) | dict.fromkeys(
    ("attendance", "chairs", "guests", "guest_speakers", "messages_from", "name", "offices", "others", "people",
     "quorum", "role", "senders", "the_committee", "them_all", "those_who_stood"), _NOBODY,
)  # fmt: skip
_HELD = {ord(sign): 0x10 + number for number, sign in enumerate(".!?,;:–()")}
_LET_GO = {held: sign for sign, held in _HELD.items()}
_STUMPS = (
    (re.compile(rf"\(\s*[{_GONE}{_NO_DATE}{_NOBODY}]\s*\)"), _GONE),
    (re.compile(rf"[{_NO_DATE}{_NOBODY}]\s+(?:and|or|&)\s+(?={_VALUE})"), ""),
    (re.compile(rf"(?<![,;:])\s+(?:and|or|&)\s+{_NOBODY}(?=\W|$)"), _GONE),
    (re.compile(rf",\s*[{_GONE}{_NO_DATE}{_NOBODY}]\s*(?=[.,;:!?]|$)"), ""),
    (re.compile(rf"\b(?:[Oo]n|[Ii]n|[Aa]t|[Oo]f|[Ff]or|[Ff]rom|[Ss]ince|[Uu]ntil|[Tt]o)\s+{_NO_DATE}"), _GONE),
    (re.compile(rf"(?:\s*[{_GONE}{_NO_DATE}])+(?=[,.;:!?)])"), ""),
)
_ASKED_FOR = re.compile(rf"[a-z’']\s+{_NOBODY}|^\s*\w+\s+{_NOBODY}|^\s*(?:and\s+)?{_NOBODY}(?:\s+[a-z]|\s*$)")
"""A clause with a word before the empty field, or one that begins with it and goes on."""


def marked(name: str, value: str) -> str:
    """A field's value with its stops hidden, or the sign of what is missing."""
    return _VALUE + value.translate(_HELD) if value else _STUMP.get(name, _GONE)


def without_stumps(text: str) -> str:
    """The text without what stands around a field that is empty.

    Brackets around it go, and the "and" that would join it; a preposition before a date; and the whole clause, where a
    word of it asks for what is not there.
    """
    for pattern, replacement in _STUMPS:
        text = pattern.sub(replacement, text)
    sentences = [_whole_clauses(sentence) for sentence in re.split(r"(?<=[.!?])(?=\s|$)", text)]
    return re.sub(rf"[{_GONE}{_NO_DATE}{_NOBODY}{_VALUE}]", "", "".join(sentences)).translate(_LET_GO)


def _whole_clauses(sentence: str) -> str:
    if _NOBODY not in sentence:
        return sentence
    body = sentence.rstrip(".!?")
    stop = sentence[len(body) :]
    clauses = re.split(r"([,;:]|\s–)(?=\s|$)", body)
    kept = ""
    for sign, clause in zip(["", *clauses[1::2]], clauses[::2], strict=True):
        if not _ASKED_FOR.search(clause):
            kept += sign + clause if kept else re.sub(r"^(\s*)(?:and|but|or)\s+", r"\1", clause)
    first = re.search(r"\w", kept)
    if first is None:
        return ""
    if _ASKED_FOR.search(clauses[0]):
        kept = kept[: first.start()] + kept[first.start()].upper() + kept[first.end() :]
    return kept + stop
