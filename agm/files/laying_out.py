"""How WeasyPrint makes a PDF of HTML; loaded by `agm.files.pdf` when one is made."""

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from fontTools.ttLib import woff2
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from agm.files.copies import Copies

FONTS = Path(__file__).parents[1] / "web" / "static" / "fonts"
FACES = (
    ("Notice Sans", "notice-sans", "font-weight: 400"),
    ("Notice Sans", "notice-sans", "font-weight: 600"),
    ("Notice Serif", "notice-serif-text", ""),
    ("Notice Serif", "notice-serif-italic", "font-style: italic"),
    ("Notice Display", "notice-serif-display", ""),
    ("Notice Display", "notice-serif-italic", "font-style: italic"),
    ("Notice Hebrew", "notice-hebrew", ""),
)
"""Family, file and further descriptors of each face."""
VARIANT = "pdf/ua-1"
OUTSIDE = "https://outside.invalid/"
"""What relative addresses refer to, so that they are refused rather than passed over."""
STYLE = "".join(
    f"@font-face {{ font-family: '{family}'; src: url(font:{file}); {more} }}\n" for family, file, more in FACES
)


class OwnPartsOnly(URLFetcher):
    """What a page may fetch: our fonts, as `font:NAME`, and what it carries itself. Anything else ends in an error."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), fail_on_errors=True)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        scheme, _, name = url.partition(":")
        if scheme == "font":
            return URLFetcherResponse(url, font(name), {"Content-Type": "font/ttf"})
        return super().fetch(url, headers)


@cache
def font(name: str) -> bytes:
    """One of our fonts as layout takes it, unpacked once: that takes longer than laying out a sheet."""
    (path,) = FONTS.glob(f"{name}.*.woff2")
    unpacked = io.BytesIO()
    with path.open("rb") as file:
        woff2.decompress(file, unpacked)
    return unpacked.getvalue()


def lay_out(html: str, numbers: Sequence[str] = ()) -> bytes:
    """A whole page of HTML as a PDF/UA-1 file.

    Raises ValueError for a page that would fetch anything from outside itself.
    """
    return written(laid_out(html), Copies(numbers) if numbers else None)


def lay_out_on_one_side(pages: Sequence[str]) -> bytes:
    """The first of these that takes one side, or the first of all."""
    first = document = laid_out(pages[0])
    for page in pages[1:]:
        if len(document.pages) == 1:
            break
        document = laid_out(page)
    return written(document if len(document.pages) == 1 else first)


def laid_out(html: str) -> Document:
    fonts = FontConfiguration()
    fetcher = OwnPartsOnly()
    style = CSS(string=STYLE, font_config=fonts, url_fetcher=fetcher)
    page = HTML(string=html, url_fetcher=fetcher, base_url=OUTSIDE)
    try:
        return page.render(font_config=fonts, stylesheets=[style], pdf_variant=VARIANT)
    except FatalURLFetchingError as error:  # a BaseException, which would end a worker
        raise ValueError(str(error)) from error


def written(document: Document, finisher: Copies | None = None) -> bytes:
    try:
        return bytes(document.write_pdf(finisher=finisher, pdf_variant=VARIANT))
    except FatalURLFetchingError as error:
        raise ValueError(str(error)) from error
