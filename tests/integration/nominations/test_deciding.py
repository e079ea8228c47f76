"""Deciding who stands, the order on the paper, what follows a withdrawal, and what the public reads of it all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.meetings.models import Election
from agm.nominations.commands import AnswerNomination, RuleOnNomination
from agm.nominations.models import BallotOrder, Candidacy, CandidacyPerson, Nomination, Ruling
from agm.nominations.nominating import answer_nomination
from agm.nominations.rulings import rule
from agm.organisation.models import AdoptedRules
from agm.outbox.models import OutboxJob
from agm.rules.paper_order import drawn
from agm.web.kit import clock
from tests.conftest import forget_pages
from tests.support.client import StrictClient
from tests.support.kept_records import kept_record
from tests.support.nominations import AFTER, BEFORE, NOON, CallForTests, make_call
from tests.support.signing_in import make_official
from tests.support.statements import Statements

LATER = AFTER + dt.timedelta(days=1)


@kept_record
def laid(session: Session) -> tuple[int, dict[str, int]]:
    """Four for Chair (one may not stand, one is nominated twice), one for Secretary who did not answer; closed."""
    call = make_call(session)
    call.nominated("Ruth Ardley", statement="I keep books.")
    call.nominated("Leah Marchant", by="Esther Kay")
    call.nominated("Leah Marchant", by="Noa Peretzky")
    call.nominated("Noa Peretzky")
    call.nominated("Oswin Bellamy")
    call.nominated("Esther Kay", "Secretary", by="Ruth Ardley", agreed=False)
    return call.meeting_id, call.entries


@pytest.fixture
def call(session: Session, laid: tuple[int, dict[str, int]], monkeypatch: pytest.MonkeyPatch) -> CallForTests:
    monkeypatch.setattr(clock, "now", lambda: LATER)
    return CallForTests(session, *laid)


@pytest.fixture
def officer(call: CallForTests, sign_in: Callable[..., StrictClient]) -> StrictClient:
    return sign_in("national_officer")


def address(call: CallForTests) -> str:
    return f"/desk/meetings/{call.meeting_id}/nominations"


def press(officer: StrictClient, call: CallForTests, act: str, **typed: str | list[str]) -> tuple[int, str]:
    """Press a button of the page; the status and the text of what comes."""
    token = officer.csrf_token(address(call))
    answer = officer.post(address(call), data={"csrf_token": token, "act": act, **typed}, follow_redirects=True)
    return answer.status_code, answer.text


def standing(session: Session, call: CallForTests, office: str = "Chair") -> list[str]:
    session.rollback()
    rows = session.execute(
        select(CandidacyPerson.name)
        .join(Candidacy)
        .where(Candidacy.contest_id == call.contest(office).id)
        .order_by(Candidacy.position)
    )
    return [name for (name,) in rows]


def of(session: Session, name: str) -> Nomination:
    session.rollback()
    return next(one for one in session.scalars(select(Nomination)) if one.nominees[0].name == name)


def test_what_needs_a_decision_comes_first_with_the_rule(officer: StrictClient, call: CallForTests) -> None:
    text = officer.get_page(address(call)).text
    assert text.index("To decide") < text.index("They joined on 2 January 2027.") < text.index("Ruth Ardley")
    for words in ("Nominated 2 times for this office; counted once", "No answer", "Nothing in the rules is against 4"):
        assert words in text, words


def test_the_public_page_is_linked_once_it_is_there(
    session: Session, officer: StrictClient, call: CallForTests
) -> None:
    assert "Who stands, in public" not in officer.get_page(address(call)).links
    session.get_one(Election, call.meeting_id).statement_at = LATER
    session.commit()
    assert officer.get_page(address(call)).links["Who stands, in public"] == "/severn-vale/agm-2027/candidates"


def test_who_withdraws_is_told_of_as_that_alone(session: Session, officer: StrictClient, call: CallForTests) -> None:
    nominee = call.nominated("Ruth Ardley", "Secretary").nominees[0]
    answer_nomination(call.act(), AnswerNomination(nominee.id, BEFORE + dt.timedelta(hours=1), accepts=False))
    session.commit()
    text = officer.get_page(address(call)).text
    assert "Withdrew 7 April 2027" in text
    assert "Declined 7 April 2027" not in text


def test_those_with_nothing_against_them_stand_at_one_press(
    session: Session, officer: StrictClient, call: CallForTests
) -> None:
    assert press(officer, call, "let-stand:0")[0] == 200
    assert sorted(standing(session, call)) == ["Leah Marchant", "Noa Peretzky", "Ruth Ardley"]
    assert standing(session, call, "Secretary") == []
    assert of(session, "Oswin Bellamy").ruling is None


def test_who_declined_or_never_answered_does_not_hold_up_the_order(
    session: Session, officer: StrictClient, call: CallForTests
) -> None:
    call.nominated("Oswin Bellamy", by="Esther Kay", agreed=False)
    declined = call.nominated("Esther Kay", by="Ruth Ardley", agreed=False).nominees[0]
    answer_nomination(call.act(), AnswerNomination(declined.id, BEFORE, accepts=False))
    rule(call.act(LATER), RuleOnNomination(of(session, "Oswin Bellamy").id, stands=False, reason="Too new."), ())
    session.commit()
    chair = call.contest("Chair").id
    assert press(officer, call, f"alphabet:{chair}")[0] == 422, "three others wait"
    press(officer, call, "let-stand:0")
    assert press(officer, call, f"alphabet:{chair}")[0] == 200


def test_an_override_needs_a_reason_and_is_shown(session: Session, officer: StrictClient, call: CallForTests) -> None:
    act = f"decide:{of(session, 'Oswin Bellamy').id}"
    status, text = press(officer, call, act, stands="yes")
    assert (status, "Say why it stands all the same" in text) == (422, True)
    assert press(officer, call, act, reason="x")[0] == 422
    status, text = press(officer, call, act, stands="yes", reason="The committee waived it.")
    assert standing(session, call) == ["Oswin Bellamy"]
    assert "Against the rules: Oswin Bellamy: They joined on 2 January 2027." in text
    assert "The committee waived it." in text


@pytest.mark.parametrize("column", ["name", "email"])
def test_nobody_decides_on_their_own_nomination(
    session: Session, call: CallForTests, sign_in: Callable[..., StrictClient], column: str
) -> None:
    user = make_official(session, "national_officer")
    setattr(user, column, {"name": "ruth ARDLEY", "email": "Ruth@example.org"}[column])
    session.commit()
    officer = sign_in(None, user=user)
    own = of(session, "Ruth Ardley").id
    status, text = press(officer, call, f"decide:{own}", stands="yes", reason="I will do.")
    assert (status, "somebody else has to decide" in text) == (422, True)
    press(officer, call, "let-stand:0")
    assert sorted(standing(session, call)) == ["Leah Marchant", "Noa Peretzky"]


def test_who_does_not_stand_is_told_why(session: Session, officer: StrictClient, call: CallForTests) -> None:
    act = f"decide:{of(session, 'Oswin Bellamy').id}"
    assert press(officer, call, act, stands="no")[0] == 422
    press(officer, call, act, stands="no", reason="Six months are needed.")
    assert (of(session, "Oswin Bellamy").ruling, standing(session, call)) == (Ruling.DOES_NOT_STAND, [])
    assert "mail:ruling" in session.scalars(select(OutboxJob.kind)).all()


def decided(session: Session, officer: StrictClient, call: CallForTests) -> list[str]:
    """Decide everything; the numbers of the candidacies for Chair."""
    press(officer, call, "let-stand:0")
    press(officer, call, f"decide:{of(session, 'Oswin Bellamy').id}", stands="no", reason="Too new.")
    contest = call.contest("Chair")
    return [str(one.id) for one in contest.candidacies]


def test_the_order_is_drawn_once_by_hand_before_a_witness(
    session: Session, officer: StrictClient, call: CallForTests
) -> None:
    contest = call.contest("Chair").id
    press(officer, call, "let-stand:0")
    status, text = press(officer, call, f"draw:{contest}")
    assert (status, "Decide first" in text) == (422, True)
    first, second, third = decided(session, officer, call)
    status, text = press(officer, call, f"down:{contest}:0", order=[first, second, third])
    assert text.index(f'value="{second}"') < text.index(f'value="{first}"') < text.index(f'value="{third}"')
    new = [third, first, second]
    assert press(officer, call, f"order:{contest}", order=new)[0] == 422
    assert press(officer, call, f"order:{contest}", order=new[:2], witness="B. Olumide")[0] == 422
    names = standing(session, call)
    assert press(officer, call, f"order:{contest}", order=new, witness="B. Olumide")[0] == 200
    assert standing(session, call) == [names[2], names[0], names[1]]
    for again in ("order", "draw", "alphabet"):
        assert press(officer, call, f"{again}:{contest}", order=new, witness="B. Olumide")[0] == 422


def test_a_published_seed_lets_anybody_draw_it_again(
    session: Session, officer: StrictClient, call: CallForTests
) -> None:
    decided(session, officer, call)
    press(officer, call, f"draw:{call.contest('Chair').id}")
    names = standing(session, call)
    order = session.scalars(select(BallotOrder)).one()
    assert order.seed is not None
    assert len(order.seed) == 32
    assert order.names == names
    some_order = sorted(names)
    assert [some_order[place] for place in drawn(some_order, order.seed)] == names


@pytest.mark.parametrize(
    ("rule", "follow", "status", "left"),
    [
        ("strike", "", 200, 2), ("stays", "", 200, 3), ("reopen", "", 200, 2), ("not_allowed", "", 422, 3),
        (None, "", 422, 3), (None, "strike", 200, 2), (None, "stays", 200, 3),
    ],
)  # fmt: skip
def test_what_follows_a_late_withdrawal(
    session: Session, officer: StrictClient, call: CallForTests, rule: str | None, follow: str, status: int, left: int
) -> None:
    adopted = session.scalars(select(AdoptedRules)).one()
    adopted.rules = adopted.rules | {"withdrawal_after_close": rule}
    session.commit()
    decided(session, officer, call)
    press(officer, call, f"draw:{call.contest('Chair').id}")
    found = press(officer, call, f"withdraw:{of(session, 'Noa Peretzky').id}", follow=follow)
    assert (found[0], len(standing(session, call))) == (status, left)
    assert (of(session, "Noa Peretzky").withdrawn_at is not None) == (status == 200)


def test_an_office_for_which_nobody_stands_is_heard_or_opened_again(
    session: Session, officer: StrictClient, call: CallForTests
) -> None:
    contest = call.contest("Secretary").id
    assert press(officer, call, f"extend:{contest}", until="soon")[0] == 422
    assert press(officer, call, f"extend:{contest}", until="2027-04-01 12:00")[0] == 422
    assert press(officer, call, f"extend:{contest}", until="2027-04-12 12:00")[0] == 200
    assert "Open again until Monday 12 April 2027 at 12:00" in officer.get_page(address(call)).text
    assert press(officer, call, f"floor:{contest}")[0] == 200
    assert "The meeting hears nominations" in officer.get_page(address(call)).text
    decided(session, officer, call)
    assert press(officer, call, f"floor:{call.contest('Chair').id}")[0] == 422


def test_what_was_refused_is_told_once_and_where_it_was_asked(
    session: Session, officer: StrictClient, call: CallForTests
) -> None:
    decided(session, officer, call)
    number = of(session, "Ruth Ardley").id
    status, text = press(officer, call, f"decide:{number}")
    assert (status, text.count("Choose whether it stands."), text.count("<details open>")) == (422, 1, 1)
    assert text.index("<details open>") < text.index("Choose whether it stands.") < text.index(f"decide:{number}")
    status, text = press(officer, call, f"withdraw:{number}")
    assert (status, text.count('role="alert"'), text.count("<details open>")) == (422, 1, 1)
    assert text.index("<details open>") < text.index('role="alert"') < text.index(f"withdraw:{number}")


def test_an_office_open_again_keeps_nobody_waiting_for_the_others(
    session: Session, officer: StrictClient, call: CallForTests, client: StrictClient
) -> None:
    page = "/severn-vale/agm-2027"
    rules = session.scalars(select(AdoptedRules)).one()
    rules.rules = rules.rules | {"open_form": True}
    session.get_one(Election, call.meeting_id).statement_at = NOON + dt.timedelta(hours=1)
    session.commit()
    decided(session, officer, call)
    assert "Nominate somebody" not in client.get(page).text
    press(officer, call, f"extend:{call.contest('Secretary').id}", until="2027-04-12 12:00")
    call.nominated("Leah Marchant", "Secretary", by="Ruth Ardley", at=LATER)
    desk = officer.get_page(address(call)).text
    assert "Nominations closed on Friday 9 April 2027 at 12:00." in desk
    assert "Nothing in the rules is against one of those that came in: Leah Marchant." in desk
    told = client.get_page(page)
    assert "For Secretary they are open again until Monday 12 April 2027 at 12:00." in told.text
    assert {"Who stands", "Nominate somebody"} <= set(told.links)
    assert "Ruth Ardley" in client.get_page(told.links["Who stands"]).text
    asked = client.get_page(told.links["Nominate somebody"]).text
    assert "closed on Friday 9 April 2027 at 12:00. They are open again for Secretary." in asked
    assert "before nominations for the office close" in asked


def test_a_paper_nomination_is_entered_and_found_on_the_register(
    session: Session, officer: StrictClient, call: CallForTests
) -> None:
    page = officer.get_page(f"{address(call)}/enter")
    came = {"came_by": "paper", "received_on-day": "9", "received_on-month": "4", "received_on-year": "2027"}
    typed = {**came, "received_at": "12:30", "office": str(call.contest("Secretary").id), "name": "Ruth Ardley"}
    for _ in range(2):
        officer.submit(page, {**typed, "has_agreed": True}, button="Enter the nomination")
    made = [one for one in session.scalars(select(Nomination)) if one.contest.label == "Secretary"]
    session.rollback()
    assert len(made) == 2
    assert "It came at 12:30:00 on 9 April 2027, after the close." in officer.get_page(address(call)).text
    assert officer.get_page(f"{address(call)}/paper-form").text


def test_no_number_of_another_meeting_is_taken(session: Session, officer: StrictClient, call: CallForTests) -> None:
    for act in ("decide:999", "withdraw:999", "ask:999", "draw:999", "floor:999", "extend:999", "who:999", "x:1", ""):
        assert press(officer, call, act, stands="yes", member="1", until="2027-04-12 12:00")[0] == 422, act


def test_the_public_reads_who_stands_once_all_is_decided(
    session: Session, officer: StrictClient, call: CallForTests, client: StrictClient
) -> None:
    public = "/severn-vale/agm-2027/candidates"
    assert client.get(public).status_code == 404
    session.get_one(Election, call.meeting_id).statement_at = NOON + dt.timedelta(hours=1)
    session.commit()
    assert client.get(public).status_code == 404
    assert public not in client.get(public.removesuffix("/candidates")).text
    decided(session, officer, call)
    meeting_page = client.get(public.removesuffix("/candidates")).text
    assert public in meeting_page
    assert "Nominations closed on Friday 9 April 2027 at noon." in meeting_page
    text = client.get_page(public).text
    for words in ("Who stands in Severn Vale", "Three stand for one place", "Nobody stands.", "No statement."):
        assert words in text, words
    for hidden in ("Oswin Bellamy", "Esther Kay", "I keep books."):
        assert hidden not in text, hidden
    nominee = of(session, "Ruth Ardley").nominees[0]
    nominee.consents = {"statement": "2027-04-07"}
    session.commit()
    press(officer, call, f"alphabet:{call.contest('Chair').id}")
    text = client.get_page(public).text
    assert "I keep books." in text
    assert text.index("Ruth Ardley") < text.index("Leah Marchant") < text.index("Noa Peretzky")
    press(officer, call, f"withdraw:{of(session, 'Noa Peretzky').id}", follow="strike")
    assert "Noa Peretzky, who stood for Chair, withdrew on 10 April 2027" in client.get_page(public).text


def test_pages_ask_no_more_for_more_nominations(
    session: Session,
    officer: StrictClient,
    call: CallForTests,
    client: StrictClient,
    count_statements: Callable[[], AbstractContextManager[Statements]],
) -> None:
    public = "/severn-vale/agm-2027/candidates"
    session.get_one(Election, call.meeting_id).statement_at = NOON + dt.timedelta(hours=1)
    session.commit()
    decided(session, officer, call)

    def costs() -> list[int]:
        found = []
        for asked, path in ((officer, address(call)), (client, public)):
            forget_pages(officer.application)
            with count_statements() as statements:
                assert asked.get(path).status_code == 200
            found.append(statements.count)
        return found

    few = costs()
    for number in range(12):
        call.nominated(f"Member {number}", "Secretary", by="Ruth Ardley", at=NOON)
        press(officer, call, f"decide:{of(session, f'Member {number}').id}", stands="yes", reason="Found by hand.")
    assert costs() == few
    assert max(few) <= 25


def test_the_form_on_paper_keeps_each_box_beside_its_office(officer: StrictClient, call: CallForTests) -> None:
    form = officer.get(f"{address(call)}/paper-form").text
    assert "☐\u00a0Chair" in form
    assert "☐\u00a0Secretary" in form
