"""An official takes over a meeting from a file of facts: shown first, then a draft; a wrong file changes nothing."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agm.audit.act import Act
from agm.audit.models import AuditEntry
from agm.facts import MeetingFacts, PersonName, Speaker, SpeakerKind, SupportMessage
from agm.facts.files import facts_to_json
from agm.meetings.models import Meeting
from agm.organisation.models import Office, OfficeIncompatibility, Unit
from agm.workflows import import_meeting as taking_over
from agm.workflows.begin_meeting_from_last import RECORDED
from tests.support.client import StrictClient
from tests.support.records import elected, facts_of, make_organisation, make_region

PAGE = "/desk/severn-vale/meetings/import"
BYTES_OF_50_MB = 50 * 1024 * 1024


@pytest.fixture
def chair(session: Session, sign_in: Callable[..., StrictClient]) -> StrictClient:
    """The chair of a region without any meeting."""
    make_organisation(session)
    return sign_in("regional_officer", make_region(session, opened_on=dt.date(2000, 1, 1)))


def sent(chair: StrictClient, content: bytes) -> tuple[int, str]:
    """The answer to a file: its status, and the page's text."""
    answer = chair.post(
        PAGE, data={"csrf_token": chair.csrf_token(PAGE), "sheet": (io.BytesIO(content), "facts.json")}
    )  # fmt: skip
    return answer.status_code, answer.text


def count(session: Session) -> int | None:
    """How many meetings there are."""
    return session.scalar(select(func.count()).select_from(Meeting))


def test_a_file_is_shown_first_and_then_taken_over_as_a_draft(chair: StrictClient, session: Session) -> None:
    facts = facts_of(elected("Chair", "Ann Bell", key="chair"), elected("Bell Hanger"), guests=("Flo Chime",))
    file = (io.BytesIO(facts_to_json(facts).encode()), "facts.json")
    shown = chair.submit(chair.get_page(PAGE), {"sheet": file}, button="Look at the file")
    assert shown.status_code == 200
    for words in ("A meeting of Severn Vale, ", "Flo Chime, Ann Bell", "Bell Hanger", "Take it over as a draft"):
        assert words in shown.text
    assert count(session) == 0
    done = chair.submit(chair.page(shown), {}, button="Take it over as a draft")
    meeting = session.scalars(select(Meeting)).one()
    assert (done.status_code, done.request.path) == (200, f"/desk/meetings/{meeting.id}/details")
    assert (str(meeting.held_on), meeting.slug) == ("2024-04-21", "agm-2024")
    assert chair.get_page("/desk/severn-vale/meetings/new").links["Take it over from a file"] == PAGE


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Choose the file that holds the facts of the meeting"),
        (b"Dear members, ", "This is not JSON: line 1, column 1"),
        (b"\xff\xfe", "This is not a text file in UTF-8"),
        (b'{"type": "FeatureCollection"}', "This is not a file of meeting facts: it has no “format_version”."),
        (b'{"format_version": 1, "kind": "party", "organisation": {}}', "organisation.name: This is needed"),
        (facts_to_json(facts_of(unit=None)).encode(), "This is a meeting of the whole organisation"),
        (facts_to_json(facts_of(unit="Atlantis")).encode(), "there is no region called “Atlantis”"),
    ],
)  # fmt: skip
def test_a_file_of_something_else_is_refused_plainly(
    chair: StrictClient, session: Session, content: bytes, words: str
) -> None:
    status, text = sent(chair, content)
    assert (status, words in text) == (422, True), text
    assert count(session) == 0


def test_a_file_of_fifty_megabytes_is_refused_plainly(chair: StrictClient, session: Session) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="sheet"; filename="facts.json"\r\n\r\n' + b" " * BYTES_OF_50_MB
    answer = chair.post(PAGE, data=body + b"\r\n--x--\r\n", content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413
    assert "Send a smaller file or a shorter text." in answer.text
    assert count(session) == 0


def problems(chair: StrictClient, facts: MeetingFacts) -> list[str]:
    """What the page says of a file that holds these facts, when it is looked at."""
    file = (io.BytesIO(facts_to_json(facts).encode()), "facts.json")
    answer = chair.submit(chair.get_page(PAGE), {"sheet": file}, button="Look at the file")
    assert answer.status_code == 422
    return chair.page(answer).texts("a", href="#sheet")


def test_a_meeting_before_its_region_opened_is_refused_when_the_file_is_looked_at(
    chair: StrictClient, session: Session
) -> None:
    (problem,) = problems(chair, facts_of(held_on="1999-04-21"))
    assert problem.startswith("held_on: Severn Vale was opened on")
    assert count(session) == 0


def test_everything_that_contradicts_the_record_is_told_at_once_with_its_place(
    chair: StrictClient, session: Session
) -> None:
    facts = facts_of(
        elected("Secretary", "Ann Bell"),
        elected("Non-portfolio officer", "Flo Chime", "Flo Chime", seats=2),
        speakers=tuple(
            Speaker(PersonName(name), kind=kind)
            for name, kind in (
                ("Flo Chime", SpeakerKind.GUEST),
                ("Ed Change", SpeakerKind.GUEST),
                ("Flo Chime", SpeakerKind.OTHER),
            )
        ),
        messages=(SupportMessage(PersonName("Di Peal")), SupportMessage(PersonName("Di Peal"))),
    )
    assert problems(chair, facts) == [
        "speakers[2]: Flo Chime is on the list twice. Take one away.",
        "messages[1]: Di Peal is on the list twice. Take one away.",
        "results[1].candidacies[1]: Flo Chime is entered twice for Non-portfolio officer. Take one away.",
    ]
    assert count(session) == 0


def test_two_offices_that_nobody_may_hold_together(chair: StrictClient, session: Session) -> None:
    first, second = session.scalars(select(Office).where(Office.label.in_(["Chair", "Secretary"])))
    session.add(OfficeIncompatibility(first_id=first.id, second_id=second.id))
    facts = facts_of(elected("Chair", "Ann Bell"), elected("Secretary", "Ann Bell"))
    assert problems(chair, facts) == [
        (
            "results[1].candidacies[0]: Ann Bell is entered for Chair and for Secretary, which nobody may hold "
            "together. Take the name away from one of the two, or change in the region’s list of offices what can be "
            "held together."
        )
    ]
    assert count(session) == 0


def test_what_only_the_database_refuses_is_told_in_plain_words(
    chair: StrictClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def record_region_twice(act: Act, *_rest: object) -> None:
        act.session.add(Unit(name="Severn Vale", slug="severn-vale", position=9))
        act.session.flush()

    monkeypatch.setattr(taking_over, "record_meeting", record_region_twice)
    assert problems(chair, facts_of()) == [taking_over.NOT_RECORDED]


def test_what_changed_since_the_file_was_looked_at_is_told(chair: StrictClient, session: Session) -> None:
    file = (io.BytesIO(facts_to_json(facts_of()).encode()), "facts.json")
    shown = chair.submit(chair.get_page(PAGE), {"sheet": file}, button="Look at the file")
    first = chair.submit(chair.page(shown), {}, button="Take it over as a draft")
    assert first.status_code == 200
    again = chair.submit(chair.page(shown), {}, button="Take it over as a draft")
    assert again.status_code == 422
    assert chair.page(again).texts("a", href="#sheet") == [RECORDED]
    assert count(session) == 1


def test_looking_at_a_file_leaves_no_trace(chair: StrictClient, session: Session) -> None:
    before = session.scalar(select(func.count()).select_from(AuditEntry))
    file = (io.BytesIO(facts_to_json(facts_of(elected("Bell Hanger", "Ann Bell"))).encode()), "facts.json")
    assert chair.submit(chair.get_page(PAGE), {"sheet": file}, button="Look at the file").status_code == 200
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == before
    assert session.scalars(select(Office.label).where(Office.label == "Bell Hanger")).all() == []
