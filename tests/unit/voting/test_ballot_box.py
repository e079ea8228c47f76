"""Papers in their boxes, and the key as words."""

import pytest

from agm.voting.ballot_box import Opener, PlainPaper, UnreadablePaperError, length_for, new_key, public_of, seal
from agm.voting.key_words import KeyWordsError, halves_of, key_of, together, words_of

PAPER = PlainPaper(7, "A" * 16, "2 1 3")
LENGTH = length_for(PAPER) + 8


def test_only_the_key_opens_a_box_and_every_box_is_as_long() -> None:
    key = new_key()
    boxes = [seal(public_of(key), one, LENGTH) for one in (PAPER, PAPER, PlainPaper(7, "A" * 16, ""))]
    assert {len(one) for one in boxes} == {LENGTH + 48}
    assert len(set(boxes)) == len(boxes)
    assert [Opener(key).open(one) for one in boxes] == [PAPER, PAPER, PlainPaper(7, "A" * 16, "")]
    for wrong in (Opener(new_key()), Opener(public_of(key))):
        with pytest.raises(UnreadablePaperError):
            wrong.open(boxes[0])


@pytest.mark.parametrize("change", [lambda box: box[:-1], lambda box: box[:-1] + bytes([box[-1] ^ 1]), lambda _: b""])
def test_a_box_that_was_changed_does_not_open(change: object) -> None:
    key = new_key()
    with pytest.raises(UnreadablePaperError):
        Opener(key).open(change(seal(public_of(key), PAPER, LENGTH)))  # type: ignore[operator]  # a function above


def test_a_paper_that_is_longer_than_foreseen_is_no_paper() -> None:
    with pytest.raises(ValueError, match="longer"):
        seal(public_of(new_key()), PAPER, 12)


def test_a_key_is_typed_back_from_its_words() -> None:
    key = new_key()
    words = words_of(key)
    assert len(words.split()) == 24
    assert key_of(f" 1. {words.upper()}\n".replace(" ", "\n")) == key
    first, second = halves_of(key)
    assert together(first, second) == together(second, first) == key
    assert key not in (first, second)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda words: ["zzz", *words[1:]], r"Word 1 \(“zzz”\)"),
        (lambda words: words[:-1], "These are 23"),
        (lambda words: ["abandon" if words[0] != "abandon" else "zoo", *words[1:]], "do not belong together"),
    ],
)
def test_words_that_are_no_key_say_where_to_look(change: object, told: str) -> None:
    words = words_of(bytes(range(32))).split()
    with pytest.raises(KeyWordsError, match=told):
        key_of(" ".join(change(words)))  # type: ignore[operator]  # a function above
