"""Slugs: the parts of web addresses that are made of names, in lower case with hyphens."""

import re

from agm.language.letters import plain_letters

LONGEST_SLUG = 60
RESERVED_SLUGS = frozenset({
    "accessibility", "account", "api",
    "calendar", "data", "desk", "favicon.ico", "feed", "feeds", "health", "imprint", "m", "national",
    "people", "privacy", "reactions", "regions", "robots.txt", "search", "sitemap.xml", "statements", "static", "vote",
})  # fmt: skip
"""The site's own pages, so that no region can have them as its address."""

SIGNS = str.maketrans({"&": " and ", "+": " plus "})


def slug_of(name: str) -> str:
    """ "Yorkshire & the Humber" is yorkshire-and-the-humber; "" where no Latin letter or figure is left."""
    plain = plain_letters(name.translate(SIGNS)).lower()
    words = re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’ʼ`]", "", plain)).strip("-")
    return words[:LONGEST_SLUG].rstrip("-")


def slug_problem(slug: str) -> str | None:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
        return "Use small letters, figures and single hyphens only, for example north-west."
    if len(slug) > LONGEST_SLUG:
        return f"Shorten this to {LONGEST_SLUG} letters or fewer."
    if slug in RESERVED_SLUGS:
        return f"The site itself uses “{slug}”. Choose another address."
    return None
