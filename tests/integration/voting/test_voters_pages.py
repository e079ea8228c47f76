"""The voter’s pages: looking changes nothing; what is sent is read back, and cast once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from agm.rules.code_letters import digest_of, read_code
from agm.voting.models import OnlineVote, SealedPaper, Voter
from tests.support.client import filled_in, find_form
from tests.support.online_votes import (
    CHAIR,
    CLOSES,
    WHILE_OPEN,
    OnlineRoom,
)
from tests.support.voters import (
    VoterAtHome,
    at,
    boxes,
    marks,
    outcome,
    receipt,
    refusals,
    room,
    sent,
    voter,
)

__all__ = ["at", "room", "voter"]


@pytest.mark.both_databases
def test_a_link_is_looked_at_by_programs_and_then_votes(session: Session, room: OnlineRoom, voter: VoterAtHome) -> None:
    for _ in range(2):
        assert voter.client.head(f"/vote/{voter.code}").status_code == 200
        paper = voter.paper()
    assert not [box for box in paper.all("input") if box.get("checked") is not None]
    review = voter.whole_review()
    assert marks(session) == 0
    answer = voter.cast(review)
    assert (answer.status_code, outcome(answer)) == (200, "accepted")
    assert "Member 001" not in answer.text  # a receipt is of nobody
    assert f"Receipt%3A%20{receipt(answer)}" in answer.text
    assert boxes(session, room) == {voter.chair: "1 2", voter.committee: "4"}
    again = voter.cast(review)
    assert (outcome(again), receipt(again)) == ("same_again", receipt(answer))
    assert voter.client.get(f"/vote/{voter.code}").text.count("has already been recorded") == 1
    assert marks(session) == 2


def test_the_page_that_is_made_once_for_all_tells_each_voter_their_own_receipt(
    session: Session, room: OnlineRoom, voter: VoterAtHome
) -> None:
    other = VoterAtHome(voter.client, session, room, "Member 002")
    answers = [voter.cast(voter.whole_review()), other.cast(other.whole_review())]
    first, second = [receipt(answer) for answer in answers]
    assert first != second
    shown = answers[0].text.replace(first, second).replace(spans(first), spans(second))
    assert shown == answers[1].text


def spans(code: str) -> str:
    """A receipt as it is printed, group by group."""
    return " ".join(f"<span>{group}</span>" for group in code.split("-"))


def test_a_form_that_is_not_ours_keeps_no_writer_waiting(
    session: Session, voter: VoterAtHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = voter.whole_review()
    views = import_module("agm.web.members.vote.views")
    monkeypatch.setattr(views, "write_from_here", lambda: pytest.fail("a writer's turn was taken"))
    assert refusals(sent(voter, review, receipt="0123456789ABCDEF")) == ["form_expired"]
    assert marks(session) == 0


def test_who_goes_back_and_changes_is_told_that_a_vote_is_final(
    session: Session, room: OnlineRoom, voter: VoterAtHome
) -> None:
    first, second = voter.whole_review(), voter.review({**voter.order(0, 0, 1), **voter.cross("ron")})
    assert "cannot be taken out or changed" in first.text
    voter.cast(first)
    answer = voter.cast(second)
    assert (answer.status_code, refusals(answer)) == (409, ["already_voted"])
    assert "A vote has already been recorded with this code." in answer.text
    assert "Ann Bell" not in answer.text
    assert boxes(session, room)[voter.chair] == "1 2"


def test_no_page_of_a_voter_is_kept_or_tells_its_address_or_gives_a_cookie(
    session: Session, voter: VoterAtHome
) -> None:
    review = voter.whole_review()
    answers = [
        voter.client.get("/vote"), voter.client.get(f"/vote/{voter.code}"), voter.client.get("/vote/nonsense"),
        voter.read(voter.order(1)), voter.cast(review), voter.cast(review),
    ]  # fmt: skip
    for answer in answers:
        headers = answer.headers
        assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "no-referrer")
        assert headers["X-Robots-Tag"] == "noindex"
        assert "Set-Cookie" not in headers
        assert answer.request.path in {"/vote", "/vote/nonsense", f"/vote/{voter.code}"}


def test_what_is_left_empty_is_asked_about(session: Session, room: OnlineRoom, voter: VoterAtHome) -> None:
    review = voter.review(voter.order(1))
    assert "It cannot be filled in afterwards." in review.text
    asked = voter.cast(review)
    assert (asked.status_code, refusals(asked)) == (422, ["not_blank_on_purpose"])
    assert marks(session) == 0
    later = voter.cast(voter.client.page(asked), {f"e{voter.committee}": "later"})
    assert outcome(later) == "accepted"
    assert "Not in the box yet: Committee." in later.text
    assert boxes(session, room) == {voter.chair: "1"}
    rest = voter.read(voter.cross("blank"))
    assert "Chair" not in voter.client.page(rest).texts("dt")
    assert outcome(voter.cast(voter.client.page(rest))) == "accepted"
    assert boxes(session, room) == {voter.chair: "1", voter.committee: ""}


def test_an_empty_paper_is_no_vote_until_it_is_left_blank_on_purpose(
    session: Session, room: OnlineRoom, voter: VoterAtHome
) -> None:
    review = voter.review({})
    nothing = voter.cast(review, {f"e{voter.chair}": "later", f"e{voter.committee}": "later"})
    assert (nothing.status_code, refusals(nothing)) == (422, ["nothing_cast"])
    blank = voter.cast(review, {f"e{voter.chair}": "blank", f"e{voter.committee}": "blank"})
    assert outcome(blank) == "accepted"
    assert set(boxes(session, room).values()) == {""}


@pytest.mark.parametrize(
    ("order", "code"),
    [((1, 1), "same_number"), ((1, 3), "number_left_out"), ((9,), "no_number")],
)
def test_a_mistake_is_told_and_stays_as_it_was_typed(
    session: Session, voter: VoterAtHome, order: tuple[int, ...], code: str
) -> None:
    typed = voter.order(*order)
    answer = voter.read(typed)
    assert (answer.status_code, refusals(answer), outcome(answer)) == (422, [code], "refused")
    page = voter.client.page(answer)
    assert page.title.startswith("Error: ")
    stands = {box.get("name"): box.get("value") for box in page.all("input") if box.get("name") in typed}
    assert stands == typed
    wrong = [box for box in page.all("input") if box.get("aria-invalid")]
    assert wrong
    assert page.all("a", href=f"#{wrong[0].get('id')}")


@pytest.mark.parametrize(
    ("field", "value", "status", "code"),
    [
        ("c{chair}-999999", "1", 422, "unknown_name"),
        ("c{committee}", "999999", 422, "unknown_name"),
        ("c999999", "1", 409, "not_your_contest"),
        ("receipt", "0123456789ABCDEF", 422, "form_expired"),
        ("code", "0000-0000-0000-0000", 404, "unknown_code"),
        ("code", "\x00", 404, "unknown_code"),
    ],
)
def test_a_forged_form_casts_nothing(
    session: Session, voter: VoterAtHome, field: str, value: str, status: int, code: str
) -> None:
    name = field.format(chair=voter.chair, committee=voter.committee)
    answer = sent(voter, voter.whole_review(), **{name: value})
    assert answer.status_code == status
    assert code in refusals(answer)
    assert marks(session) == 0


def test_a_receipt_is_of_one_code(session: Session, room: OnlineRoom, voter: VoterAtHome) -> None:
    other = VoterAtHome(voter.client, session, room, "Member 002")
    theirs = next(str(box.get("value")) for box in other.whole_review().all("input", name="receipt"))
    assert refusals(sent(voter, voter.whole_review(), receipt=theirs)) == ["form_expired"]


def test_a_review_that_stayed_open_too_long_is_read_once_more(
    session: Session, room: OnlineRoom, voter: VoterAtHome, at: Callable[[dt.datetime], None]
) -> None:
    review = voter.whole_review()
    at(WHILE_OPEN + dt.timedelta(hours=3))
    answer = voter.cast(review)
    assert (answer.status_code, refusals(answer)) == (422, ["form_expired"])
    assert "your choices are still here" in answer.text
    assert outcome(voter.cast(voter.client.page(answer))) == "accepted"
    assert boxes(session, room) == {voter.chair: "1 2", voter.committee: "4"}


def test_a_recorded_form_is_told_the_same_however_late_it_comes_again(
    voter: VoterAtHome, at: Callable[[dt.datetime], None]
) -> None:
    review = voter.whole_review()
    first = voter.cast(review)
    for later in (WHILE_OPEN + dt.timedelta(hours=3), CLOSES + dt.timedelta(days=1)):
        at(later)
        again = voter.cast(review)
        assert (again.status_code, outcome(again), receipt(again)) == (200, "same_again", receipt(first))


def test_codes_and_receipts_do_not_tell_whose_a_box_is(session: Session, voter: VoterAtHome) -> None:
    """Whoever has a copy of the database, the codes and the published receipts lacks the secret."""
    got = receipt(voter.cast(voter.whole_review()))
    code, plain = read_code(voter.code) or "", read_code(got) or ""
    guesses = {digest_of(*parts) for parts in ((code, plain), (code, plain, ""), (code,), (plain,))}
    kept = set(session.scalars(select(SealedPaper.resend_digest)))
    assert len(kept) == 1
    assert not kept & guesses


def test_where_the_rules_allow_it_the_newest_paper_counts(
    session: Session, room: OnlineRoom, voter: VoterAtHome
) -> None:
    session.get_one(OnlineVote, room.meeting_id).may_change = True
    half = voter.review(voter.order(1)).text
    assert "A blank paper goes in. Until voting closes you can send another." in half
    assert "cannot be filled in afterwards" not in half
    first = voter.whole_review()
    assert "the newest counts" in first.text
    assert outcome(voter.cast(first)) == "accepted"
    second = voter.cast(voter.review({**voter.order(0, 1), **voter.cross("blank")}))
    assert outcome(second) == "accepted_in_place_of_the_earlier"
    assert boxes(session, room) == {voter.chair: "2", voter.committee: ""}
    old = voter.cast(first)
    assert (old.status_code, refusals(old)) == (409, ["overtaken"])
    assert "you have sent a newer one since" in old.text
    assert boxes(session, room) == {voter.chair: "2", voter.committee: ""}


def test_a_paper_that_may_be_changed_stays_where_nothing_new_is_filled_in(
    session: Session, room: OnlineRoom, voter: VoterAtHome
) -> None:
    session.get_one(OnlineVote, room.meeting_id).may_change = True
    assert "Not yet" in voter.client.get(f"/vote/{voter.code}").text
    voter.cast(voter.whole_review())
    paper = voter.client.get(f"/vote/{voter.code}").text
    assert "Not yet" not in paper
    assert paper.count('data-empty="In the box"') == 2
    review = voter.review(voter.order(0, 1))
    assert "You have not voted here yet" not in review.text
    assert "the paper that you sent before is in the box" in review.text
    done = voter.cast(review)  # as the page comes: what is in the box is kept
    assert outcome(done) == "accepted_in_place_of_the_earlier"
    assert "For Committee the earlier paper stays in the box, and its receipt holds." in done.text
    assert "no longer holds" not in done.text
    assert boxes(session, room) == {voter.chair: "2", voter.committee: "4"}
    assert "no longer holds" in voter.cast(voter.whole_review()).text


def test_a_voter_of_several_votes_is_told_so(session: Session, voter: VoterAtHome) -> None:
    assert "counts as" not in voter.whole_review().text
    session.execute(update(Voter).values(weight=3))
    session.commit()
    for page in (voter.paper(), voter.whole_review()):
        assert "Your paper counts as 3 votes." in page.text


def test_the_other_language_keeps_what_was_filled_in(session: Session, room: OnlineRoom, voter: VoterAtHome) -> None:
    fields = filled_in(find_form(voter.paper(), None, "paper"), voter.order(1, 1))
    paper = voter.client.post("/vote", data={**fields, "to": "cy"})
    assert 'lang="cy"' in paper.text
    page = voter.client.page(paper)
    assert [box.get("value") for box in page.all("input") if box.get("value") == "1"] == ["1", "1"]
    names = voter.names(CHAIR)
    review = voter.client.submit(
        page, {f"c{voter.chair}-{names[1]}": "2", **voter.cross("ron")}, button="Darllen fy mhapur cyn iddo fynd"
    )
    assert outcome(review) == "review"
    done = voter.client.submit(voter.client.page(review), button="Rhoi fy mhapur yn y blwch")
    assert "Mae eich papur yn y blwch" in done.text
    assert 'lang="cy"' in voter.client.get("/vote", headers={"Accept-Language": "cy"}).text


@pytest.mark.both_databases
def test_a_vote_costs_few_statements(voter: VoterAtHome, count_statements: Callable[[], Any]) -> None:
    review = voter.whole_review()
    with count_statements() as of_the_paper:
        voter.client.get(f"/vote/{voter.code}")
    with count_statements() as of_the_vote:
        assert outcome(voter.cast(review)) == "accepted"
    assert of_the_paper.count <= 8
    assert of_the_vote.count <= 4  # the lock on PostgreSQL, the code, the marks and the papers
