"""Numbers of a count: exact, cut and never rounded up in print."""

from __future__ import annotations

from fractions import Fraction

import pytest

from agm.counting.values import Value, as_decimal_text, as_fraction, decimals_of, divide_up


@pytest.mark.parametrize(("scale", "decimals"), [(1, 0), (10, 1), (100, 2), (10**9, 9)])
def test_decimals_of_a_scale(scale: int, decimals: int) -> None:
    assert decimals_of(scale) == decimals


@pytest.mark.parametrize("scale", [2, 50, 101])
def test_scale_must_be_a_power_of_ten(scale: int) -> None:
    with pytest.raises(ValueError, match="power of ten"):
        decimals_of(scale)


@pytest.mark.parametrize(
    ("value", "scale", "decimals", "text"),
    [
        (24_900_000, 100_000, None, "249.00000"),
        (-46_600_000, 100_000, None, "-466.00000"),
        (5, 100, None, "0.05"),
        (-5, 100, None, "-0.05"),
        (-5, 100, 1, "0.0"),
        (12, 1, None, "12"),
        (1999, 100, 0, "19"),
        (1999, 100, 1, "19.9"),
        (Fraction(2, 3), 1, 5, "0.66666"),
        (Fraction(-7, 3), 1, 2, "-2.33"),
        (0, 100, None, "0.00"),
    ],
)
def test_decimal_text_is_cut(value: Value, scale: int, decimals: int | None, text: str) -> None:
    assert as_decimal_text(value, scale, decimals) == text


def test_fraction_of_a_value() -> None:
    assert as_fraction(2642, 100) == Fraction(2642, 100)
    assert as_fraction(Fraction(1, 3), 1) == Fraction(1, 3)


@pytest.mark.parametrize(("numerator", "denominator", "result"), [(0, 3, 0), (1, 3, 1), (3, 3, 1), (4, 3, 2)])
def test_division_rounds_up(numerator: int, denominator: int, result: int) -> None:
    assert divide_up(numerator, denominator) == result
