"""Colours that can be read."""

from __future__ import annotations

import pytest

from agm.rules.contrast import COLOUR_USES, colour_fault, contrast, luminance


def test_contrast_after_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#ffffff") == pytest.approx(1)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert luminance("#ff0000") == pytest.approx(0.2126)


@pytest.mark.parametrize("colours", [("#a3122f", "#e8898d", "#b8304a")])
def test_the_house_colours_can_be_read(colours: tuple[str, ...]) -> None:
    assert [colour_fault(use, colour) for use, colour in zip(COLOUR_USES, colours, strict=True)] == [None, None, None]


@pytest.mark.parametrize("text", ["", "red", "#fff", "#12345g", "url(x)", "#a3122f;", "＃a3122f"])
def test_what_is_no_colour(text: str) -> None:
    assert all("for example #a3122f" in str(colour_fault(use, text)) for use in COLOUR_USES)
    with pytest.raises(ValueError, match="not a colour"):
        luminance(text)
