"""Where long words can be parted."""

from __future__ import annotations

import pytest

from agm.language.syllables import LONGEST_WHOLE, SOFT_HYPHEN, syllables, with_soft_hyphens


@pytest.mark.parametrize(
    "parted",
    [
        "Ven-kata-nara-sim-hara-juva-ripeta", "Wol-fesch-legel-stein-hau-sen-ber-ger-dorff", "misun-der-stan-dings",
        "res-pon-sibi-lities", "Παπα-δοπου-λοσα-ναγ-νωσ-τοπου-λος", "bcdfghjk-lmnpqrst-vwxyz",
    ],
)  # fmt: skip
def test_a_long_word_is_parted_between_syllables(parted: str) -> None:
    word = parted.replace("-", "")
    assert "-".join(syllables(word)) == parted
    assert with_soft_hyphens(f"({word})!") == f"({parted.replace('-', SOFT_HYPHEN)})!"


def test_no_part_is_short_or_long() -> None:
    word = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
    assert "".join(syllables(word)) == word
    assert all(3 <= len(part) <= 10 for part in syllables(word))


@pytest.mark.parametrize(
    "whole",
    [
        "A" * LONGEST_WHOLE, "counterrevolutionaries@example.org", "www.counterrevolutionaries.org",
        "https://counterrevolutionaries.org/counterrevolutionaries", "file_of_misunderstandings.txt",
        "אבגדהוזחטיכלמנסעפצקר", "1234567890123456",
    ],
)  # fmt: skip
def test_short_words_addresses_and_other_scripts_stay_whole(whole: str) -> None:
    assert with_soft_hyphens(whole) == whole
