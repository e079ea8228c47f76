"""The receipts of a vote: nothing before its box is opened, then each of them, and as many as papers and as voters."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.database.engine import durably
from agm.nominations.models import Contest
from agm.results.operations.after import clear_votes
from agm.rules.code_letters import in_groups, new_code
from agm.voting.commands import SealVote
from agm.voting.models import OnlineVote, ReceiptsAre
from agm.voting.operations import close_vote, seal_vote
from agm.voting.operations.online_setup import GRACE
from agm.web.public import vote_receipts
from tests.support.client import StrictClient
from tests.support.kept_records import kept_record
from tests.support.online_votes import CHAIR, CLOSES, OnlineRoom, lay_meeting, lay_online_vote, member, vote
from tests.support.records import make_organisation, make_region

PAGE = "/severn-vale/agm-2024/receipts"


@kept_record
def room(session: Session) -> OnlineRoom:
    """Twelve members who may vote for a Chair."""
    make_organisation(session)
    make_region(session)
    meeting = lay_meeting(session, [member(number) for number in range(12)])
    meeting.is_announced_beforehand = True
    return lay_online_vote(session, meeting)


def cast_all(session: Session, room: OnlineRoom) -> list[str]:
    """Everybody's receipt, of a vote for the second name and then the first."""
    chair, receipts = room.contests[CHAIR], [new_code() for _ in room.codes]
    for code, receipt in zip(room.codes.values(), receipts, strict=True):
        vote(session, code, {chair: (2, 1)}, receipt=receipt)
    return receipts


def seal(session: Session, room: OnlineRoom) -> None:
    act = Act(session, SYSTEM, CLOSES + GRACE)
    close_vote(act, room.meeting_id)
    session.commit()
    with durably():
        seal_vote(act, SealVote(room.meeting_id, room.words[:1]))
        session.commit()


@pytest.mark.both_databases
def test_a_receipt_is_found_once_the_box_is_opened(
    session: Session, room: OnlineRoom, client: StrictClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipts = cast_all(session, room)
    before = client.get_page(PAGE)
    assert "The box is not opened yet" in before.text
    assert not before.all("form")
    seal(session, room)
    page = client.get_page(PAGE)
    assert [cell for cell in page.texts("td") if cell] == ["12", "12", "12"]
    typed = f"  {in_groups(receipts[3]).lower()} "
    found = client.submit(page, {"receipt": typed}, form=f"{PAGE}#found")
    assert found.request.path == PAGE
    assert not found.request.query_string
    assert "Yes. A paper with the receipt" in found.text
    assert client.page(found).texts("li", **{"class": "found"}) == [in_groups(receipts[3])]
    assert "is on no list of this vote" in client.submit(page, {"receipt": new_code()}, form=f"{PAGE}#found").text
    wrong = client.submit(page, {"receipt": "K7QM"}, form=f"{PAGE}#found")
    assert (wrong.status_code, 'value="K7QM"' in wrong.text) == (422, True)
    monkeypatch.setattr(vote_receipts, "A_PAGE", 7)
    first, second = (client.get_page(f"{PAGE}/{room.contests[CHAIR]}?page={number}") for number in (1, 2))
    shown = [one for one in first.texts("li") + second.texts("li") if one.count("-") == 3]
    assert shown == sorted(in_groups(one) for one in receipts)


def test_receipts_beside_papers_show_how_each_reads(session: Session, room: OnlineRoom, client: StrictClient) -> None:
    session.get_one(OnlineVote, room.meeting_id).receipts = ReceiptsAre.BESIDE_PAPERS
    session.commit()
    receipts = cast_all(session, room)
    seal(session, room)
    assert "Whoever knows your receipt can see it too" in client.get_page(PAGE).text
    listed = client.get_page(f"{PAGE}/{room.contests[CHAIR]}")
    assert listed.texts("dt") == sorted(in_groups(one) for one in receipts)
    assert set(listed.texts("dd")) == {"First Bo Cole, second Ann Bell."}


def test_a_receipt_of_a_vote_that_a_complaint_made_void_says_so(
    session: Session, room: OnlineRoom, client: StrictClient
) -> None:
    receipts = cast_all(session, room)
    seal(session, room)
    clear_votes(Act(session, SYSTEM, CLOSES + GRACE), session.get_one(Contest, room.contests[CHAIR]))
    session.commit()
    page = client.get_page(PAGE)
    assert "It adds up" not in page.text
    found = client.submit(page, {"receipt": receipts[0]}, form=f"{PAGE}#found")
    assert "was in the box for Chair. That vote was found void" in found.text
    assert "is on no list" not in found.text
    assert "is on no list" in client.submit(page, {"receipt": new_code()}, form=f"{PAGE}#found").text


def test_a_meeting_without_a_vote_online_has_no_receipts(session: Session, client: StrictClient) -> None:
    make_organisation(session)
    make_region(session)
    lay_meeting(session, [member(1)]).is_announced_beforehand = True
    session.commit()
    assert client.get(PAGE).status_code == 404
    assert client.get(f"{PAGE}/1").status_code == 404
