"""What a PDF of ours is: tagged, in its language, with its fonts inside, and with nothing fetched."""

from __future__ import annotations

import pytest

from agm.files.pdf import pdf
from tests.support.pdfs import read_pdf

pytestmark = pytest.mark.usefixtures("pango")

PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><title>Voting paper</title>
<style>@page { size: A5 }
body { font-family: "Notice Sans", "Notice Hebrew" } h1 { font-family: "Notice Display" }</style>
</head><body><h1>Chair</h1><p>Wŷn Łódź <b>bold</b> שלום</p>PART</body></html>"""


def test_a_page_is_tagged_named_and_carries_its_fonts() -> None:
    made = read_pdf(pdf(PAGE.replace("PART", "")))
    assert (made.is_tagged, made.language, made.title, made.sizes) == (True, "en-GB", "Voting paper", [(148, 210)])
    assert "Wŷn Łódź bold שלום" in made.texts[0]
    faces = ["Notice-Display-Bold", "Notice-Sans", "Notice-Sans-Semi-Bold", "Notice-Hebrew"]
    assert made.fonts == dict.fromkeys(faces, True)


@pytest.mark.parametrize(
    "part",
    [
        '<img alt="" src="http://192.0.2.1/a.png">',
        '<img alt="" src="a.png">',
        '<img alt="" src="file:///etc/hostname">',
        '<link rel="stylesheet" href="//192.0.2.1/a.css">',
        "<style>body { background: url(https://192.0.2.1/a.png) }</style>",
    ],
)
def test_a_page_that_names_anything_outside_itself_is_refused(part: str) -> None:
    with pytest.raises(ValueError, match="Error fetching"):
        pdf(PAGE.replace("PART", part))
