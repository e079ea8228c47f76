"""HTML as a PDF that prints the same everywhere: tagged, with its fonts inside, and with nothing from elsewhere.

A page has title, language (`<html lang="en-GB">`) and its style in a `<style>` element, which may name the families
of the site ("Notice Sans", "Notice Serif", "Notice Display"); a picture is a `data:` address. It takes tenths of
a second for one sheet and seconds for hundreds: not within a request.
"""

from collections.abc import Sequence


def pdf(html: str, numbers: Sequence[str] = ()) -> bytes:
    """A whole page of HTML as a PDF/UA-1 file; with numbers, a copy for each, which stands at `agm.files.copies.PLACE`.

    Raises ValueError for a page that would fetch anything from outside itself.
    """
    from agm.files.laying_out import lay_out  # noqa: PLC0415  a second to load, and only who makes a PDF needs Pango

    return lay_out(html, numbers)


def first_on_one_side(pages: Sequence[str]) -> bytes:
    """The first of these pages that takes one sheet's side, as `pdf` makes it; where none does, the first of all."""
    from agm.files.laying_out import lay_out_on_one_side  # noqa: PLC0415  a second to load, and only who makes a PDF needs Pango

    return lay_out_on_one_side(pages)
