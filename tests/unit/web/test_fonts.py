"""Fonts are kept by browsers for a year: the name of each tells its content, and pages load the very same ones."""

from __future__ import annotations

import hashlib
import re

from agm.settings import PACKAGE, shipped

FONTS = PACKAGE / "web/static/fonts"


def test_a_font_is_named_for_its_content() -> None:
    named = {path.name: path.name.split(".")[1] for path in FONTS.glob("*.woff2")}
    assert named
    assert named == {name: hashlib.sha256((FONTS / name).read_bytes()).hexdigest()[:12] for name in named}


def test_the_stylesheet_and_the_pages_name_the_fonts_that_there_are() -> None:
    sheet = (PACKAGE / "web/static/style.css").read_text(encoding="utf-8")
    loaded = set(re.findall(r"url\(fonts/([^)]+)\)", sheet))
    assert loaded == {path.name for path in FONTS.glob("*.woff2")}
    frame = (shipped("templates") / "public/frame.html").read_text(encoding="utf-8")
    preloaded = set(re.findall(r"fonts/([^']+)'", frame))
    assert preloaded
    assert preloaded <= loaded
