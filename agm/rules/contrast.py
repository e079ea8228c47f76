"""Whether a house colour can be read: contrast after WCAG 2.2, success criterion 1.4.3."""

import re
from dataclasses import dataclass

LIGHT_PAPER = "#fbfaf6"
DARK_PAPER = "#141518"
LIGHT_TEXT_ON_DARK_BUTTON = "#ebe8e1"
LEAST_CONTRAST = 4.5


@dataclass(frozen=True, slots=True)
class ColourUse:
    name: str
    against: str
    place: str
    remedy: str


COLOUR_USES = (
    ColourUse("accent_light", LIGHT_PAPER, "light paper", "darker"),
    ColourUse("accent_dark", DARK_PAPER, "dark paper", "lighter"),
    ColourUse("button_dark", LIGHT_TEXT_ON_DARK_BUTTON, "the words on a button", "darker"),
)
"""Each of a house style's three colours, and what it has to stand out from."""


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours (#rrggbb), from 1 to 21. Raises ValueError for anything that is no colour."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of a colour (WCAG 2.2, "relative luminance"), from 0 to 1."""
    if not is_colour(colour):
        raise ValueError(f"{colour!r} is not a colour like #a3122f")
    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def is_colour(text: str) -> bool:
    return re.fullmatch(r"#[0-9a-fA-F]{6}", text) is not None


def colour_fault(use: ColourUse, colour: str) -> str | None:
    if not is_colour(colour):
        return "Enter a colour as # and six figures or letters from a to f, for example #a3122f."
    found = contrast(colour, use.against)
    if found >= LEAST_CONTRAST:
        return None
    return (
        f"{colour} is hard to read against {use.place}: its contrast is {found:.1f}, and it needs at least "
        f"{LEAST_CONTRAST}. Choose a {use.remedy} colour."
    )
