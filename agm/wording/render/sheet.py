"""A document as the page of HTML that becomes its PDF: A4, on one side where it fits."""

import html
import re
from base64 import b64encode
from collections.abc import Mapping
from types import MappingProxyType

from agm.wording.document import Document
from agm.wording.render.colophon import Colophon
from agm.wording.render.fragment import Lists, colophon_html, render_fragment

SHAPES = ((11.5, 1), (10.5, 2), (9, 2))
"""Size of the text in points and columns of the offices, what is wanted first; of several sides it is that."""
NO_PICTURES: Mapping[str, bytes] = MappingProxyType({})
LONGEST_ON_ONE_SIDE = 9_000
"""Characters of HTML: what is longer fits on one side at no size."""

LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)

STYLE = """
@page { size: A4; margin: 18mm 20mm 18mm 20mm;
  @bottom-right { content: counter(page) " / " counter(pages); font: 8pt "Notice Sans"; color: #5b5b5c } }
@page :first { @bottom-right { content: none } }
html { font: %(size)spt/1.42 "Notice Serif", "Notice Hebrew", serif; color: #17181b }
body { margin: 0 }
h1 { font: 2.5em/1.1 "Notice Display", "Notice Hebrew", serif; margin: 0 0 .3em; border-top: 3pt solid %(accent)s; padding-top: .35em }
h1 + p { font-family: "Notice Sans", "Notice Hebrew", sans-serif; color: %(accent)s; margin: 0 0 1.2em }
h1 + p strong { font-weight: 600 }
h2, h3, h4, h5, h6 { font: 600 1em/1.3 "Notice Sans", "Notice Hebrew", sans-serif; color: %(accent)s; margin: 1.3em 0 .4em;
  break-after: avoid }
p, ul, ol, blockquote { margin: 0 0 .7em; orphans: 3; widows: 3 }
strong { font-weight: normal; font-style: italic }
blockquote { margin-left: 1.5em }
a { color: inherit }
dl { margin: .6em 0 1em; border-top: .5pt solid #d9d6cd }
dl > div { border-bottom: .5pt solid #d9d6cd; padding: .28em 0; break-inside: avoid; display: flow-root }
dt { float: left; width: 5.4cm; font: .85em/1.65 "Notice Sans", "Notice Hebrew", sans-serif; color: #5b5b5c }
dd { margin: 0 0 0 5.8cm; font-size: 1.12em; line-height: 1.3 }
dd small { font: .7em "Notice Sans", "Notice Hebrew", sans-serif; color: #5b5b5c }
dd i { color: #5b5b5c }
dl.two { columns: 2; column-gap: 1.4cm }
dl.two dt { float: none; width: auto; line-height: 1.3 }
dl.two dd { margin: 0 }
table { border-collapse: collapse; width: 100%%; margin: .6em 0 1em }
th, td { text-align: left; vertical-align: baseline; padding: .28em 1em .28em 0 }
th { font: .85em/1.5 "Notice Sans", "Notice Hebrew", sans-serif; color: #5b5b5c }
tbody { border-top: .5pt solid #d9d6cd; break-inside: avoid }
figure { margin: 0 0 1em; break-inside: avoid }
figure img { max-height: 9cm; width: auto }
figcaption { margin-top: .3em; font: .78em/1.45 "Notice Sans", "Notice Hebrew", sans-serif; color: #5b5b5c }
footer { margin-top: 1.6em; padding-top: .6em; border-top: .5pt solid #d9d6cd; break-before: avoid; break-inside: avoid;
  font: .78em/1.45 "Notice Sans", "Notice Hebrew", sans-serif; color: #5b5b5c }
footer p { margin: 0 }
"""  # noqa: E501  a rule of style a line


def sheets(
    document: Document, colophon: Colophon, accent: str, pictures: Mapping[str, bytes] = NO_PICTURES
) -> tuple[str, ...]:
    """The page in each shape that may be tried, what is wanted first. It carries the bytes of its pictures itself."""
    sources = {file: f"data:image/jpeg;base64,{b64encode(content).decode()}" for file, content in pictures.items()}
    body = (
        f"{render_fragment(document, colophon.base, heading_level=1, lists=Lists.TERMS, sources=sources)}"
        f"<footer>\n<p>{html.escape(colophon.whose)}</p>\n{colophon_html(colophon)}</footer>\n"
    )
    body = LINK.sub(_with_address, body)
    length = len(body) - sum(map(len, sources.values()))
    shapes = SHAPES if length <= LONGEST_ON_ONE_SIDE else SHAPES[:1]
    bodies = {1: body, 2: body.replace("<dl>", '<dl class="two">')}
    return tuple(
        f'<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{html.escape(document.title)}</title>\n<style>{STYLE % {'size': size, 'accent': accent}}</style>\n"
        f"</head>\n<body>\n{bodies[columns]}</body>\n</html>\n"
        for size, columns in shapes
    )


def _with_address(found: re.Match[str]) -> str:
    """A link with its address behind it, unless that is what it says: on paper nobody can follow it."""
    address = found[1].removeprefix("mailto:").removeprefix("tel:")
    return found[0] if found[2] in {address, address.removeprefix("https://")} else f"{found[0]} ({address})"
