"""What a block was made of, in short: own words that stand for a block can be told when the record has changed."""

import hashlib
import json
from typing import cast

from agm.facts.meeting import MeetingFacts
from agm.facts.plain import to_plain
from agm.wording.document import AnnouncementKind, BlockKey

MESSAGES = ("messages", "messages_from")
WHO = ("organisation", "region", "kind", "ordinal", "held_on")
SOURCES: dict[BlockKey, tuple[str, ...]] = {
    BlockKey.TITLE: (*WHO, "speakers"),
    BlockKey.OPENING: (*WHO, "speakers", "venue", "held_as", "attendance"),
    BlockKey.SAID: ("said",),
    BlockKey.MESSAGES: MESSAGES,
    BlockKey.RESULTS: ("organisation", "region", "kind", "elections", "results", "quorum", "attendance"),
    BlockKey.MOTIONS: ("motions",),
    BlockKey.COUNT: ("turnout",),
    BlockKey.AGENDA: (),
    BlockKey.NOMINATIONS: (),
    BlockKey.CLOSING: ("kind", "elections", "results"),
}
"""The facts that each block is made of. A change of the house style is no change of the record."""

LATER: dict[BlockKey, tuple[str, ...]] = {
    BlockKey.OPENING: ("quorum",),
    BlockKey.RESULTS: ("second_language",),
    BlockKey.CLOSING: ("term", "takes_office", "outgoing", "next_meeting", "contact", "vacancies_until"),
}
"""Facts that came later: what has none of them keeps the digest that it had."""
OF_COUNTS = ("method", "papers_set_aside", "quota", "stages", "turnout")
"""What is told of the count for an office."""


def source_digest(facts: MeetingFacts, kind: AnnouncementKind, key: BlockKey) -> str:
    """A digest of the facts behind a block (64 hexadecimal digits), the same for generated and for own words.

    Keep it with a chair's own words: when it differs later, the record has changed under them.
    """
    plain = to_plain(facts)
    names = SOURCES[key]
    if kind is AnnouncementKind.MESSAGES_OF_SUPPORT and key in (BlockKey.TITLE, BlockKey.OPENING):
        names = (*WHO, *MESSAGES)
    source = {name: plain.get(name) for name in names}
    source |= {name: plain[name] for name in LATER.get(key, ()) if name in plain}
    if key is BlockKey.COUNT:
        results = cast("list[dict[str, object]]", plain.get("results", []))
        told = [{name: one[name] for name in OF_COUNTS if name in one} for one in results]
        source |= {"counts": told} if any(told) else {}
    text = json.dumps([kind, key, source], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
