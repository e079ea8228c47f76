"""Numbers of a count: scaled integers, or exact fractions, and never a float.

A value is held as an ``int`` in units of ``1 / scale`` (Scottish STV: scale 100 000, so 12.5 votes is 1 250 000), or,
for the exact Gregory rules, as a ``Fraction`` with scale 1.
"""

from fractions import Fraction
from typing import TypeAlias

Value: TypeAlias = int | Fraction


def decimals_of(scale: int) -> int:
    """How many decimal places a scale stands for; raises ``ValueError`` when it is not a power of ten."""
    digits = len(str(scale)) - 1
    if scale != 10**digits:
        raise ValueError(f"a scale is a power of ten, not {scale}")
    return digits


def as_fraction(value: Value, scale: int) -> Fraction:
    return Fraction(value) / scale


def as_decimal_text(value: Value, scale: int, decimals: int | None = None) -> str:
    """A value in decimal figures, such as ``"249.00000"`` or ``"-466.00000"``.

    ``decimals`` defaults to those of the scale. Figures that do not fit are cut off, never rounded up, so that a
    printed value never claims more than was counted.
    """
    places = decimals_of(scale) if decimals is None else decimals
    scaled = abs(as_fraction(value, scale)) * 10**places
    units = scaled.numerator // scaled.denominator
    digits = str(units).rjust(places + 1, "0")
    sign = "-" if value < 0 and units else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def divide_up(numerator: int, denominator: int) -> int:
    """Whole-number division that rounds any remainder up; both numbers are at least 0."""
    return -(-numerator // denominator)
