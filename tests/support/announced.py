"""Announcements of invented meetings, for tests of their sentences."""

from __future__ import annotations

from dataclasses import replace

from agm.facts import Entry, MeetingFacts, OfficeState, Outcome, PersonName
from agm.wording.compose import compose
from agm.wording.render import Format, render
from agm.wording.style import HouseStyle
from tests.support.wording_facts import ORGANISATION, REGION, elected, office

FACTS = MeetingFacts(format_version=1, organisation=ORGANISATION, region=REGION)
AWAITED = office("Clerk", state=OfficeState.UNDECIDED)
UNOPPOSED = office("Chair", elected("Ann", unopposed=True))
RON = Entry((PersonName("Re-open Nominations"),), elected=False, votes=5)
LIST = HouseStyle(longest_sentence=0)
VOTES = HouseStyle(show_votes=True)


def text_of(style: HouseStyle = HouseStyle(), **changes: object) -> str:  # noqa: B008  a frozen value
    """The announcement without its title, on one line."""
    document = compose(replace(FACTS, **changes), style)  # type: ignore[arg-type]  # any field of the facts
    text = render(document, Format.TEXT).partition("\n\n")[2]
    return " ".join(text.split())


def results(*offices: Outcome, style: HouseStyle = HouseStyle(), **changes: object) -> str:  # noqa: B008  a frozen value
    """What follows the opening."""
    return text_of(style, results=offices, **changes).partition(". ")[2]
