"""Each generated sentence knows the pattern that words it."""

from __future__ import annotations

from dataclasses import replace

from agm.wording.compose import compose
from agm.wording.document import AnnouncementKind, BlockKey, Sentence
from agm.wording.provenance import worded
from agm.wording.style import HouseStyle
from tests.support.announced import FACTS


def test_each_sentence_leads_to_its_pattern_and_reads_the_same() -> None:
    style = HouseStyle(closing="Our thanks to {those_who_stood} and good luck to {the_committee}.")
    found = worded(FACTS, style)
    assert found.document == compose(FACTS, style, kind=AnnouncementKind.REPORT)
    assert [piece.item for piece in found.pieces[BlockKey.TITLE][0]] == ["title"]
    assert found.pieces[BlockKey.OPENING][0][0].item in {"opening", "opening_without_guests"}
    for parts in found.pieces.values():
        for pieces in parts:
            assert pieces[0].text
    assert "line" not in found.said or found.said["line"]


def test_the_pieces_of_a_paragraph_are_the_whole_of_it() -> None:
    found = worded(replace(FACTS, said=()), HouseStyle())
    for block in found.document.blocks:
        told = [part.text for part in block.parts if isinstance(part, Sentence)]
        assert [" ".join(piece.text for piece in pieces) for pieces in found.pieces[block.key]] == told
