"""Offices with their holders as a table of HTML: each office heads its rows."""

import html
from collections.abc import Iterator, Sequence

from agm.wording.document import ListEntry
from agm.wording.render.typography import printed_html
from agm.wording.render.words import language_of, words_html


def table_html(columns: Sequence[str], entries: Sequence[ListEntry], css_class: str = "") -> Iterator[str]:
    """The lines of the table."""
    yield f'<table class="{html.escape(css_class)}">' if css_class else "<table>"
    heads = "".join(f'<th scope="col">{printed_html(one)}</th>' for one in columns)
    yield f"<thead><tr>{heads}</tr></thead>"
    for entry in entries:
        rows = entry.rows or (("", ""),)
        scope = f'scope="rowgroup" rowspan="{len(rows)}"' if len(rows) > 1 else 'scope="row"'
        head = f"<th {scope}{language_of(entry)}>{printed_html(entry.label)}</th>"
        lines = ["".join(f"<td>{words_html(cell, entry)}</td>" for cell in row[: len(columns) - 1]) for row in rows]
        lines[0] = head + lines[0]
        yield f"<tbody>{''.join(f'<tr>{line}</tr>' for line in lines)}</tbody>"
    yield "</table>"
