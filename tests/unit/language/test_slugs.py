"""Slugs that are made of names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agm.language.slugs import LONGEST_SLUG, slug_of, slug_problem


@pytest.mark.parametrize(
    ("name", "slug"),
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
def test_slug_of_a_name(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@pytest.mark.parametrize("slug", ["", "North", "north west", "-north", "north--west", "a" * 61, "desk", "national"])
def test_sluges_that_cannot_be_used(slug: str) -> None:
    assert slug_problem(slug) is not None


@settings(max_examples=200)
@given(st.text(max_size=90))
def test_every_slug_made_of_a_name_can_be_used_or_is_taken_by_the_site(name: str) -> None:
    slug = slug_of(name)
    assert len(slug) <= LONGEST_SLUG
    fault = slug_problem(slug)
    assert fault is None or slug == "" or "site itself" in fault
