"""What the database itself refuses of links, files and nominations: each named constraint once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from agm.files.models import File
from agm.nominations.models import (
    Answer,
    BallotOrder,
    CameBy,
    LateNominations,
    Nomination,
    Nominee,
    OrderMethod,
    Ruling,
    Supporter,
)
from agm.people.models import LinkPurpose, PersonalLink
from tests.support.constraints import fault_of
from tests.support.records import NOW, elected, facts_of, make_organisation, make_region, record

pytestmark = pytest.mark.both_databases

Row = dict[str, Any]


def link(**columns: Any) -> PersonalLink:  # noqa: ANN401  columns by name
    """A personal link's row."""
    fixed: Row = {"purpose": LinkPurpose.ACCEPT, "unit_id": 1, "token_digest": "other", "created_at": NOW}
    return PersonalLink(**{**fixed, "expires_at": NOW + dt.timedelta(days=1), **columns})


def file(**columns: Any) -> File:  # noqa: ANN401  columns by name
    """A file's row."""
    fixed: Row = {"digest": "other", "media_type": "image/jpeg", "content": b"\xff", "width": 1, "height": 1}
    return File(**{**fixed, "created_at": NOW, **columns})


def nomination(**columns: Any) -> Nomination:  # noqa: ANN401  columns by name
    """A nomination's row."""
    return Nomination(**{"contest_id": 1, "receipt": "B", "received_at": NOW, "came_by": CameBy.PAPER, **columns})


def nominee(**columns: Any) -> Nominee:  # noqa: ANN401  columns by name
    """The row of the second of those named."""
    return Nominee(**{"nomination_id": 1, "position": 2, "name": "Bo Rope", **columns})


def supporter(**columns: Any) -> Supporter:  # noqa: ANN401  columns by name
    """The row of the second of those who support it."""
    return Supporter(**{"nomination_id": 1, "position": 2, "role": "seconder", "name": "Bo Rope", **columns})


def order(**columns: Any) -> BallotOrder:  # noqa: ANN401  columns by name
    """The row of an order."""
    fixed: Row = {"contest_id": 1, "method": OrderMethod.ALPHABETICAL, "names": [], "drawn_at": NOW, "drawn_by": "A"}
    return BallotOrder(**{**fixed, **columns})


def late(**columns: Any) -> LateNominations:  # noqa: ANN401  columns by name
    """The row of an office that can be nominated for at the meeting."""
    return LateNominations(**{"contest_id": 1, "is_from_floor": True, "allowed_at": NOW, "allowed_by": "A", **columns})


REFUSED: dict[str, Callable[[], object]] = {
    "uq_personal_link_token_digest": lambda: link(token_digest="first"),
    "ck_personal_link_expires_after_it_is_made": lambda: link(expires_at=NOW),
    "fk_personal_link_unit_id_unit": lambda: link(unit_id=99),
    "uq_file_digest": lambda: file(digest="first"),
    "ck_file_has_a_size": lambda: file(width=0),
    "uq_nomination_receipt": lambda: nomination(receipt="A"),
    "uq_nomination_form_key": lambda: nomination(form_key="first"),
    "ck_nomination_confirmation_has_a_time": lambda: nomination(confirmation=Answer.ACCEPTED),
    "ck_nomination_confirmed_by_hand_says_why": lambda: nomination(
        confirmation=Answer.ACCEPTED, confirmed_at=NOW, confirmed_by="A"
    ),
    "ck_nomination_ruling_has_a_time": lambda: nomination(ruling=Ruling.STANDS),
    "ck_nomination_no_says_why": lambda: nomination(ruling=Ruling.DOES_NOT_STAND, ruled_at=NOW),
    "ck_nomination_withdrawn_by_somebody": lambda: nomination(withdrawn_at=NOW),
    "fk_nomination_contest_id_contest": lambda: nomination(contest_id=99),
    "fk_nomination_candidacy_id_candidacy": lambda: nomination(candidacy_id=99),
    "uq_nominee_position": lambda: nominee(position=1),
    "ck_nominee_answer_has_a_time": lambda: nominee(answer=Answer.ACCEPTED),
    "fk_nominee_nomination_id_nomination": lambda: nominee(nomination_id=99),
    "fk_nominee_photo_id_file": lambda: nominee(photo_id=99),
    "uq_supporter_position": lambda: supporter(position=1),
    "ck_supporter_answer_has_a_time": lambda: supporter(answer=Answer.DECLINED),
    "fk_supporter_nomination_id_nomination": lambda: supporter(nomination_id=99),
    "pk_ballot_order": lambda: text(
        "INSERT INTO ballot_order (contest_id, method, names, drawn_at, drawn_by) "
        "SELECT contest_id, method, names, drawn_at, drawn_by FROM ballot_order"
    ),
    "ck_ballot_order_drawn_from_a_seed": lambda: order(method=OrderMethod.LOT_BY_SEED),
    "ck_ballot_order_seen_by_a_witness": lambda: order(method=OrderMethod.LOT_BY_HAND),
    "fk_ballot_order_contest_id_contest": lambda: order(contest_id=99),
    "ck_late_nominations_until_then_or_at_the_meeting": lambda: late(closes_at=NOW),
    "fk_late_nominations_contest_id_contest": lambda: late(contest_id=99),
}


@pytest.fixture
def laid(session: Session) -> Session:
    """A meeting with two offices; for the first somebody is nominated."""
    make_organisation(session)
    make_region(session)
    record(session, facts_of(elected("Chair", "Ann Bell"), elected("Secretary", "Bo Rope")))
    first = nomination(receipt="A", form_key="first")
    first.nominees.append(nominee(position=1))
    first.supporters.append(supporter(position=1))
    session.add_all([link(token_digest="first"), file(digest="first"), first, order(contest_id=2)])
    session.commit()
    session.expunge_all()
    return session


def test_each_constraint_refuses(laid: Session) -> None:
    assert [fault for name, wrong in REFUSED.items() if (fault := fault_of(laid, name, wrong()))] == []
