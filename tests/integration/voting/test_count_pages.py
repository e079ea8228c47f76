"""The count room without scripts: by hands in a few pages, and on paper with two tellers, a tie and two signatures."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from agm.audit.act import SYSTEM, Act
from agm.meetings.models import Meeting
from agm.nominations.models import Contest
from agm.office_holders.models import OfficeTerm
from agm.organisation.commands import AdoptRules
from agm.organisation.operations import adopt_rules
from agm.results.models import Count, TieDecision
from agm.results.queries import office_results
from agm.rules.rule_set import RuleSet
from agm.voting.models import PaperEntry
from tests.integration.voting.test_life_of_a_count import stood
from tests.support.client import Field, StrictClient
from tests.support.kept_records import kept_record
from tests.support.records import NOW, facts_of, make_organisation, make_region, record

SignIn = Callable[..., StrictClient]
SAVE, GO_ON = "Save the figures", "Record the decision and go on"


@kept_record
def contested(session: Session) -> None:
    make_organisation(session)
    make_region(session)
    adopt_rules(Act(session, SYSTEM, NOW), AdoptRules(RuleSet(name="Ours", second_person_declares=True), 0))
    record(session, facts_of(stood("Chair", "Ann Bell", "Bo Rope", "Cy Stay"), stood("Secretary", "Di Peal")))


@pytest.fixture
def meeting(contested: None, session: Session) -> Meeting:
    return session.scalars(select(Meeting)).one()


def contest_id(session: Session, label: str) -> int:
    found = session.scalars(select(Contest.id).where(Contest.label == label)).one()
    session.commit()
    return found


def room(meeting: Meeting, *more: object) -> str:
    return "/".join(map(str, (f"/desk/meetings/{meeting.id}/count", *more)))


def test_a_show_of_hands_is_typed_counted_and_declared(session: Session, meeting: Meeting, sign_in: SignIn) -> None:
    chair, officer = contest_id(session, "Chair"), sign_in("regional_officer", meeting.unit)
    assert officer.get_page(room(meeting)).heading == "The count"
    page = officer.get_page(room(meeting, chair, "vote"))
    figures = officer.submit(page, {"how": "hands", "counting_rules": "plurality"}, button="Save")
    overtaken = officer.submit(page, {"how": "papers", "counting_rules": "plurality"}, button="Save")
    assert overtaken.status_code == 409
    assert "saved this page while you were writing" in officer.page(overtaken).heading
    typed: dict[str, Field] = {"votes-0-number": "9", "votes-1-number": "5", "votes-2-number": "1,x"}
    again = officer.submit(figures, typed, button=SAVE)
    assert again.status_code == 422
    nothing = officer.get_page(f"/desk/meetings/{meeting.id}/declare")
    assert "Nothing is counted yet." in nothing.text
    assert not [b for b in nothing.all("button") if b.get("value") in {"sign", "second"}]
    counted = officer.submit(again, {**typed, "votes-2-number": "1", "abstentions": "2"}, button=SAVE)
    done = officer.submit(counted, button="Count")
    assert officer.page(done).heading == "Ann Bell is elected"
    declare = officer.get_page(f"/desk/meetings/{meeting.id}/declare")
    assert "has not signed" in declare.text
    for _ in range(3):
        told = next(b for b in declare.all("button") if (b.get("value") or "").startswith("told-"))
        answer = officer.post(
            declare.path, data={"act": told.get("value"), "csrf_token": officer.csrf_token(declare.path)}
        )
        assert answer.status_code == 303
        declare = officer.get_page(declare.path)
    signing = next(b.get("value") for b in declare.all("button") if b.get("value") == "sign")
    token = officer.csrf_token(declare.path)
    assert officer.post(declare.path, data={"act": signing, "csrf_token": token}).status_code == 303
    assert officer.submit(officer.get_page(declare.path), button="Declare").status_code == 200
    assert officer.get_page(declare.path).heading == "Declared"
    session.expire_all()
    assert [entry.people[0].name for entry in office_results(session, meeting.id)[0].elected] == ["Ann Bell"]
    assert len(session.scalars(select(OfficeTerm)).all()) == 1


def set_up(officer: StrictClient, address: str, how: str) -> TestResponse:
    return officer.submit(officer.get_page(address), {"how": how, "counting_rules": "av"}, button="Save")


def type_batch(teller: StrictClient, address: str, papers: list[str]) -> None:
    for paper in papers:
        page = teller.get_page(address)
        answer = teller.submit(
            page, {"typed": paper} if paper != "aside" else {"set_aside": "unclear"}, button="Next paper"
        )
        assert answer.status_code == 200


def test_both_entries_of_a_batch_stand_side_by_side_line_by_line(
    session: Session, meeting: Meeting, sign_in: SignIn
) -> None:
    chair = contest_id(session, "Chair")
    officer, second = sign_in("regional_officer", meeting.unit), sign_in("national_officer")
    batches = set_up(officer, room(meeting, chair, "vote"), "papers")
    officer.submit(batches, {"papers": "3"}, button="Add a batch")
    address = room(meeting, chair, "papers", 1)
    type_batch(officer, address, ["12", "21", "aside"])
    type_batch(second, address, ["32", "21", "aside"])
    compare = officer.get_page(f"{address}/compare")
    lines = [" ".join(" ".join(cell.itertext()) for cell in row) for row in compare.all("tr")[1:]]
    assert [" ".join(line.split()) for line in lines] == [
        "1. Ann Bell differs 1 0", "2. Bo Rope 1 1", "3. Cy Stay differs 0 1", "Blank 0 0", "Set aside 1 1",
    ]  # fmt: skip


def test_papers_are_typed_twice_compared_drawn_and_signed_by_two(
    session: Session, meeting: Meeting, sign_in: SignIn
) -> None:
    chair = contest_id(session, "Chair")
    officer, second = sign_in("regional_officer", meeting.unit), sign_in("national_officer")
    third = sign_in("regional_officer", meeting.unit)
    page = officer.get_page(room(meeting, chair, "vote"))
    batches = officer.submit(page, {"how": "papers", "counting_rules": "av"}, button="Save")
    batches = officer.submit(batches, {"papers": "5"}, button="Add a batch")
    address = room(meeting, chair, "papers", 1)
    wrong = officer.submit(officer.get_page(address), {"typed": "44"}, button="Next paper")
    assert wrong.status_code == 422
    assert "no name with the number 4" in officer.page(wrong).text
    type_batch(officer, address, ["12", "21", "1", "2", "aside"])
    assert "12" not in second.get_page(address).text
    type_batch(second, address, ["12", "21", "1", "23", "aside"])
    assert third.get_page(address).heading == "Two tellers have this batch"
    compare = officer.get_page(room(meeting, chair, "papers", 1, "compare"))
    assert compare.heading == "One paper differs"
    nothing = officer.submit(compare, button="Record the decisions")
    assert nothing.status_code == 422
    officer.submit(compare, {"paper-4": "second"}, button="Record the decisions")
    assert session.scalars(select(PaperEntry.typed).where(PaperEntry.reading == 3)).all() == ["2 3"]

    check = officer.get_page(room(meeting, chair, "papers-checked"))
    short = officer.submit(check, {"in_box": "5", "marked_as_voted": "4"}, button="Save")
    assert short.status_code == 422
    waits = officer.submit(short, {"reason_0": "One name was not ticked."}, button="Save")
    assert officer.page(waits).heading == "Two people are equal. A person has to decide."
    tie = officer.get_page(room(meeting, chair, "tie"))
    drawn: dict[str, Field] = {
        "chosen": ["2"],
        "drawn_by": "Cal Orr",
        "witness_one": "Eve Lund",
        "witness_two": "Eve lund",
    }
    refused = officer.submit(tie, drawn, button=GO_ON)
    assert refused.status_code == 422
    assert "two people" in officer.page(refused).text
    on = officer.submit(refused, {**drawn, "witness_two": "Flo Hart"}, button=GO_ON)
    done = officer.submit(on, button="Count")
    assert "elected" in officer.page(done).heading
    recount = officer.submit(done, button="Count again")
    assert recount.status_code == 422
    twice = officer.submit(recount, {"reason": "A candidate asked for it."}, button="Count again")
    assert "Each time with the same result" in officer.page(twice).text
    assert [session.scalars(select(one)).first() is not None for one in (Count, TieDecision)] == [True, True]

    rules_id = 1
    session.get_one(Meeting, meeting.id).rules_id = rules_id
    session.commit()
    declare = f"/desk/meetings/{meeting.id}/declare"
    token = {client: client.csrf_token(declare) for client in (officer, second)}
    acts = [button.get("value") or "" for button in officer.get_page(declare).all("button")]
    for one in [act for act in acts if act.startswith("waive-")]:
        bare = officer.post(declare, data={"act": one, "csrf_token": token[officer]})
        assert bare.status_code == 422
        why = f"why-{one[6:]}"
        officer.post(declare, data={"act": one, why: "Not to be reached.", "csrf_token": token[officer]})
    officer.post(declare, data={"act": "sign", "csrf_token": token[officer]})
    alone = officer.post(declare, data={"act": "declare", "csrf_token": token[officer]})
    assert alone.status_code == 422
    officer_too = officer.post(declare, data={"act": "second", "csrf_token": token[officer]})
    assert officer_too.status_code == 303  # the same person cannot be both: the one signature is now the second's
    officer.post(declare, data={"act": "sign", "csrf_token": token[officer]})
    second.post(declare, data={"act": "second", "csrf_token": token[second]})
    assert officer.post(declare, data={"act": "declare", "csrf_token": token[officer]}).status_code == 303
    assert officer.get_page(declare).heading == "Declared"


def test_a_file_of_votes_is_taken_where_the_names_are_those_of_the_paper(
    session: Session, meeting: Meeting, sign_in: SignIn
) -> None:
    chair, officer = contest_id(session, "Chair"), sign_in("regional_officer", meeting.unit)
    page = officer.submit(
        officer.get_page(room(meeting, chair, "vote")), {"how": "file", "counting_rules": "av"}, button="Save"
    )
    for names, status in (('"Ann"\n"Bo Rope"\n"Cy Stay"', 422), ('"Ann Bell"\n"Bo Rope"\n"Cy Stay"', 200)):
        blt = f'3 1\n3 1 0\n1 2 0\n0\n{names}\n"Chair"\n'.encode()
        answer = officer.submit(page, {"votes": (BytesIO(blt), "chair.blt")}, button="Take the file")
        assert answer.status_code == status
    assert officer.submit(page, {}, button="Take the file").status_code == 422


def test_only_who_may_runs_the_count(session: Session, meeting: Meeting, sign_in: SignIn) -> None:
    chair, viewer = contest_id(session, "Chair"), sign_in("viewer", meeting.unit)
    assert viewer.get(room(meeting)).status_code == 200
    assert viewer.get(f"/desk/meetings/{meeting.id}/declare").status_code == 403
    assert viewer.get(room(meeting, chair)).status_code == 403
    token = viewer.csrf_token("/account")
    assert viewer.post(room(meeting, chair, "count"), data={"csrf_token": token}).status_code == 403
    officer = sign_in("regional_officer", meeting.unit)
    assert officer.get(room(meeting, 999)).status_code == 404
    led = officer.get(room(meeting, chair, "papers"))
    assert (led.status_code, led.location) == (303, room(meeting, chair, "vote"))
    assert officer.post(room(meeting, chair, "papers"), data={"papers": "3"}).status_code == 404


def test_no_teller_sees_anything_of_the_other_before_both_are_done(
    session: Session, meeting: Meeting, sign_in: SignIn
) -> None:
    chair = contest_id(session, "Chair")
    officer, second = sign_in("regional_officer", meeting.unit), sign_in("national_officer")
    batches = set_up(officer, room(meeting, chair, "vote"), "papers")
    officer.submit(batches, {"papers": "2"}, button="Add a batch")
    address = room(meeting, chair, "papers", 1)
    type_batch(officer, address, ["12", "aside"])
    type_batch(second, address, ["12"])
    half = second.get_page(f"{address}/compare")
    assert (half.heading, half.all("table")) == ("Not typed twice yet", [])
    type_batch(second, address, ["aside"])
    assert len(second.get_page(f"{address}/compare").all("table")) == 1


def test_a_figure_that_is_left_out_is_no_nought(session: Session, meeting: Meeting, sign_in: SignIn) -> None:
    chair, officer = contest_id(session, "Chair"), sign_in("regional_officer", meeting.unit)
    page = officer.get_page(room(meeting, chair, "vote"))
    figures = officer.submit(page, {"how": "hands", "counting_rules": "plurality"}, button="Save")
    typed: dict[str, Field] = {"votes-0-number": "9", "votes-1-number": ""}
    answer = officer.submit(figures, {**typed, "votes-2-number": "1"}, button=SAVE)
    assert (answer.status_code, "0 where there are none" in officer.page(answer).text) == (422, True)


def test_a_file_is_taken_whole_and_with_its_withdrawals(
    session: Session, meeting: Meeting, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    chair, officer = contest_id(session, "Chair"), sign_in("regional_officer", meeting.unit)
    page = set_up(officer, room(meeting, chair, "vote"), "file")
    blt = b'3 1\n-2\n3 1 0\n1 2 0\n0\n"Ann Bell"\n"Bo Rope"\n"Cy Stay"\n"Chair"\n'
    answer = officer.submit(page, {"votes": (BytesIO(blt), "chair.blt")}, button="Take the file")
    assert (answer.status_code, "withdrew: Bo Rope" in officer.page(answer).text) == (422, True)
    monkeypatch.setattr("agm.web.desk.count.papers.MOST_IN_FILE", 30)
    long = blt.replace(b"-2\n", b"")
    answer = officer.submit(page, {"votes": (BytesIO(long), "chair.blt")}, button="Take the file")
    assert (answer.status_code, "larger than" in officer.page(answer).text) == (422, True)


def test_the_page_of_results_leaves_what_is_counted_to_the_count(
    session: Session, meeting: Meeting, sign_in: SignIn
) -> None:
    chair, officer = contest_id(session, "Chair"), sign_in("regional_officer", meeting.unit)
    figures = officer.submit(
        officer.get_page(room(meeting, chair, "vote")), {"how": "hands", "counting_rules": "plurality"}, button="Save"
    )
    typed: dict[str, Field] = {f"votes-{place}-number": str(9 - place) for place in range(3)}
    officer.submit(officer.submit(figures, typed, button=SAVE), button="Count")
    address = f"/desk/meetings/{meeting.id}/results"
    page = officer.get_page(address)
    answer = officer.submit(page, button="Save")
    assert (answer.status_code, "are counted" in officer.page(answer).text) == (200, False)


def test_nobody_signs_results_that_they_did_not_see(session: Session, meeting: Meeting, sign_in: SignIn) -> None:
    chair, officer = contest_id(session, "Chair"), sign_in("regional_officer", meeting.unit)
    page = officer.get_page(room(meeting, chair, "vote"))
    figures = officer.submit(page, {"how": "hands", "counting_rules": "plurality"}, button="Save")
    typed: dict[str, Field] = {f"votes-{place}-number": str(9 - place) for place in range(3)}
    done = officer.submit(officer.submit(figures, typed, button=SAVE), button="Count")
    seen = officer.get_page(f"/desk/meetings/{meeting.id}/declare")
    again = officer.get_page(room(meeting, chair, "figures"))
    officer.submit(again, {"votes-0-number": "1"}, button=SAVE)
    assert officer.submit(done, {"reason": "Wrong sums."}, button="Count again").status_code == 200
    signing = next(one.get("value") for one in seen.all("input") if one.get("name") == "seen")
    data = {"act": "sign", "seen": signing, "csrf_token": officer.csrf_token(seen.path)}
    assert officer.post(seen.path, data=data).status_code == 422
    assert officer.post(seen.path, data={**data, "act": "declare"}).status_code == 422
