"""Every sentence of the announcements of the seeded facts files, one a line with its number, for a reader to mark.

`python -m tests.support.seeded_sentences` prints them: number, part of the announcement, sentence, parted by tabs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from agm.facts.files import facts_from_json
from agm.language.characters import without_no_break
from agm.wording.compose import compose
from agm.wording.document import Block, Listing, Sentence
from agm.wording.render.typography import smarten
from agm.wording.style import style_from_plain
from tests.support.seeded_facts import FOLDER, style_of

TODAY = date(2026, 11, 28)
_END = re.compile(r"(?<=[.:?!])(?<!\b(?:St|Dr|Jr)\.)(?<!\b(?:Hon|Ltd)\.)(?<!\bProf\.)(?<!\b[A-Z]\.) (?=[A-Z“])")


def sentences() -> Iterator[tuple[str, str, str]]:
    """Number ("07.3": the third of file 07), part and sentence. What people typed themselves is left out."""
    for path in sorted(FOLDER.glob("[0-9]*.json")):
        facts = facts_from_json(path.read_bytes())
        document = compose(facts, style_from_plain(style_of(facts.organisation)), today=TODAY)
        told = [(block.key.value, text) for block in document.blocks for text in texts_of(block)]
        for number, (part, text) in enumerate(told, 1):
            yield f"{path.name[:2]}.{number}", part, smarten(without_no_break(text))


def texts_of(block: Block) -> Iterator[str]:
    """What a block says, sentence by sentence and entry by entry."""
    for part in block.parts:
        if isinstance(part, Sentence):
            yield from _END.split(part.text)
        elif isinstance(part, Listing):
            yield from _END.split(part.sentence) if part.sentence else (entry.line for entry in part.entries)


def main() -> None:
    for line in sentences():
        print("\t".join(line))


if __name__ == "__main__":
    main()
