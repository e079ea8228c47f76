"""Addresses that are made of names, and colours that can be read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agm.rules.addresses import LONGEST_ADDRESS, address_fault, address_of
from agm.rules.contrast import COLOUR_USES, colour_fault, contrast, luminance


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("North West", "north-west"),
        ("Yorkshire & the Humber", "yorkshire-and-the-humber"),
        ("Ynys Môn", "ynys-mon"),
        ("King's Lynn", "kings-lynn"),
        ("LGBT+ network", "lgbt-plus-network"),
        ("Łódź / Straße", "lodz-strasse"),
        ("  --  ", ""),
        ("חיפה", ""),
        ("a" * 70, "a" * 60),
    ],
)
def test_address_of_a_name(name: str, address: str) -> None:
    assert address_of(name) == address


@pytest.mark.parametrize("address", ["", "North", "north west", "-north", "north--west", "a" * 61, "desk", "national"])
def test_addresses_that_cannot_be_used(address: str) -> None:
    assert address_fault(address) is not None


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=90))
def test_every_address_made_of_a_name_can_be_used_or_is_taken_by_the_site(name: str) -> None:
    address = address_of(name)
    assert len(address) <= LONGEST_ADDRESS
    fault = address_fault(address)
    assert fault is None or address == "" or "site itself" in fault


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
