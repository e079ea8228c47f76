"""Addresses on the web that are made of names: lower-case words with hyphens."""

from __future__ import annotations

import re

from agm.rules.letters import plain_letters

LONGEST_ADDRESS = 60
TAKEN_WORDS = frozenset({
    "accessibility", "account", "api",
    "calendar", "data", "desk", "favicon.ico", "feed", "feeds", "health", "imprint", "national",
    "people", "privacy", "regions", "robots.txt", "search", "sitemap.xml", "statements", "static",
})  # fmt: skip
"""Words that the site uses for pages of its own, so that no region can have them as its address."""

SIGNS = str.maketrans({"&": " and ", "+": " plus "})


def address_of(name: str) -> str:
    """The address that a name gives: "Yorkshire & the Humber" is yorkshire-and-the-humber; "" where nothing is left."""
    plain = plain_letters(name.translate(SIGNS)).lower()
    words = re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’ʼ`]", "", plain)).strip("-")
    return words[:LONGEST_ADDRESS].rstrip("-")


def address_fault(address: str) -> str | None:
    """What is wrong with an address, with what to do; None where it can be used."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", address):
        return "Use small letters, figures and single hyphens only, for example north-west."
    if len(address) > LONGEST_ADDRESS:
        return f"Shorten this to {LONGEST_ADDRESS} letters or fewer."
    if address in TAKEN_WORDS:
        return f"The site itself uses “{address}”. Choose another address."
    return None
