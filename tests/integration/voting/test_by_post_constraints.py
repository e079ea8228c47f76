"""What the database itself refuses of votes by post and of help: each named constraint once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from agm.rules.postal_votes import KeptClosed
from agm.voting.models import HelpNeeded, PostalVote, VotingHelp
from tests.support.constraints import fault_of
from tests.support.online_votes import lay_meeting, member
from tests.support.records import NOW, make_organisation, make_region

pytestmark = pytest.mark.both_databases


def sent(**columns: Any) -> PostalVote:  # noqa: ANN401  columns by name
    return PostalVote(**{"meeting_id": 1, "number": 9, "entry_id": 2, "sent_at": NOW, **columns})


def stray(**columns: Any) -> PostalVote:  # noqa: ANN401  columns by name
    return sent(**{"sent_at": None, "returned_at": NOW, **columns})


REFUSED: dict[str, Callable[[], object]] = {
    "uq_postal_vote_meeting_number": lambda: sent(number=1),
    "ck_postal_vote_of_nobody_stays_closed": lambda: stray(entry_id=None),
    "ck_postal_vote_sent_or_returned": lambda: sent(sent_at=None),
    "ck_postal_vote_closed_after_returning": lambda: sent(closed_for=KeptClosed.LATE),
    "ck_postal_vote_opened_after_returning": lambda: sent(opened_at=NOW),
    "ck_postal_vote_closed_is_not_opened": lambda: stray(closed_for=KeptClosed.LATE, opened_at=NOW),
    "uq_postal_vote_standing": lambda: sent(entry_id=1),
    "uq_postal_vote_accepted": lambda: stray(entry_id=1),
    "fk_postal_vote_meeting_id_meeting": lambda: sent(meeting_id=99),
    "fk_postal_vote_entry_id_register_entry": lambda: sent(entry_id=99),
    "fk_voting_help_entry_id_register_entry": lambda: VotingHelp(entry_id=99, needed=HelpNeeded.READ),
    "pk_voting_help": lambda: text("INSERT INTO voting_help (entry_id, needed) VALUES (1, 'read')"),
}


@pytest.fixture
def laid(session: Session) -> Session:
    """A meeting with two on its register: papers of the first came back, and somebody helped them."""
    make_organisation(session)
    make_region(session)
    lay_meeting(session, [member(1), member(2)])
    session.add_all([sent(number=1, entry_id=1, returned_at=NOW), VotingHelp(entry_id=1, needed=HelpNeeded.MARK)])
    session.commit()
    session.expunge_all()
    return session


def test_each_constraint_refuses(laid: Session) -> None:
    assert [fault for name, wrong in REFUSED.items() if (fault := fault_of(laid, name, wrong()))] == []


def test_what_is_kept_of_help_has_no_time_and_no_vote() -> None:
    assert {column.name for column in VotingHelp.__table__.columns} == {"entry_id", "companion", "needed"}
