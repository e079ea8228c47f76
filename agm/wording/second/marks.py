"""What is in English within a text in another language: marked while sentences are made, and told beside them after."""

import re
from dataclasses import fields, replace
from typing import Any, TypeVar

from agm.wording.document import ListEntry, Person, Sentence

_BEGIN, _END = "\x0e", "\x0f"
_MARKED = re.compile(f"{_BEGIN}([^{_BEGIN}{_END}]*){_END}")
_ADDRESS = re.compile(r"\S+@\S+|\w+://\S+")

T = TypeVar("T", Sentence, ListEntry)


def in_english(words: str) -> str:
    """The words, marked; figures and addresses are of no language."""
    has_words = any(map(str.isalpha, _ADDRESS.sub("", words)))
    return f"{_BEGIN}{words}{_END}" if has_words else words


def plain(text: str) -> str:
    return _MARKED.sub(r"\1", text)


def without_marks(part: T) -> T:
    """A sentence or an entry of a list without the marks in its texts, which are then told as `in_english`."""
    found: dict[str, None] = {}

    def read(value: Any) -> Any:  # noqa: ANN401  whatever a field holds
        if isinstance(value, str):
            found.update(dict.fromkeys(_MARKED.findall(value)))
            return plain(value)
        if isinstance(value, tuple):
            return tuple(read(one) for one in value)
        if isinstance(value, Person):
            return replace(value, name=read(value.name), remark=read(value.remark))
        return value

    texts = {one.name: read(getattr(part, one.name)) for one in fields(part) if one.name != "in_english"}
    return replace(part, **texts, in_english=tuple(found))
