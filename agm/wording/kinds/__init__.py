"""The announcements that are no report of a meeting: from the facts of each kind to a document.

What a house style says of names, articles, dates, lists and lines holds here too; the sentences themselves are ours.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from agm.facts import MeetingFacts
from agm.facts.announcement import (
    AnyFacts,
    CommitteeList,
    Correction,
    Declaration,
    FreeStatement,
    Inquorate,
    MeetingChange,
    Notice,
    OfficeChanges,
    RoundUp,
)
from agm.facts.kinds import AnnouncementKind
from agm.wording.compose import compose, speaking
from agm.wording.document import Document
from agm.wording.kinds.counts import declaration
from agm.wording.kinds.frame import Frame
from agm.wording.kinds.meetings import changed_meeting, inquorate
from agm.wording.kinds.notices import notice
from agm.wording.kinds.offices import committee_list, office_changes
from agm.wording.kinds.texts import correction, round_up, statement
from agm.wording.style import HouseStyle

Composer = Callable[[Any, Frame], Document]
COMPOSERS: dict[type, Composer] = {
    Notice: notice,
    Declaration: declaration,
    OfficeChanges: office_changes,
    MeetingChange: changed_meeting,
    Inquorate: inquorate,
    Correction: correction,
    CommitteeList: committee_list,
    RoundUp: round_up,
    FreeStatement: statement,
}


def compose_any(facts: AnyFacts, style: HouseStyle, today: date | None = None) -> Document:
    """The document that follows from facts of any kind. Raises ComposeError where there is nothing to say."""
    if isinstance(facts, MeetingFacts):
        messages = AnnouncementKind.MESSAGES_OF_SUPPORT
        return compose(facts, style, kind=messages if facts.announcement == messages else None, today=today)
    return COMPOSERS[type(facts)](facts, Frame.of(facts, speaking(facts.second_language, style), today))
