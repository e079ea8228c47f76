"""What else a report tells: written down at the desk a fact a line, taken over from a file, told in every form."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.drafts import compose_draft
from agm.announcements.gather import gather
from agm.announcements.operations import draft
from agm.audit.act import SYSTEM, Act
from agm.facts import Entry, MeetingFacts, Outcome, PersonName, Stage, StageVotes
from agm.facts.particulars import Particulars
from agm.facts.plain import from_plain
from agm.meetings.models import Meeting
from agm.office_holders.models import OfficeTerm
from agm.organisation.models import Organisation
from agm.wording.document import AnnouncementKind
from agm.wording.render.plain_text import render_text
from agm.workflows.import_meeting import ImportMeeting, import_meetings
from tests.support.client import Field, StrictClient
from tests.support.kept_records import kept_record
from tests.support.records import elected, facts_of, make_organisation, make_region, publish

NOW = dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)
SAVE = "Go on to the announcement"
UNUSUAL = Path(__file__).parents[2] / "data" / "unusual"
TYPED: dict[str, Field] = {
    "holders": "Honorary President: Ann Marsh, honorary\nclerk: Jo Bell & Al Fox, continuing, until 2028",
    "places": "Delegates: 11 filled\nTrustees: 2 vacant",
    "methods": "Chair: secret ballot",
    "bodies": "Clerk: Junior Section",
    "beside": "Ann Bell: Bangor",
    "term": "two years",
    "takes_office": "the end of the meeting",
    "eligible": "100",
    "returned": "60",
    "outgoing": "Idris Pell: Chair, nine years, to Ann Bell\nNia Corran",
    "next_what": "committee meeting",
    "next_on-day": "11",
    "next_on-month": "6",
    "next_on-year": "2027",
    "next_at": "7.30pm",
    "next_venue": "the Tide Bell",
    "contact": "secretary@example.org",
    "until-year": "2027",
}


@kept_record
def meeting(session: Session) -> Meeting:
    """An announced AGM of Severn Vale, which put two people into office."""
    make_organisation(session)
    make_region(session)
    told = publish(session, facts_of(elected("Chair", "Ann Bell", key="chair"), elected("Clerk", "Bo Marsh")))
    return session.get_one(Meeting, told.announcement.meeting_id)


@pytest.fixture
def officer(meeting: Meeting, sign_in: Callable[..., StrictClient]) -> StrictClient:
    """A regional officer of the meeting's region."""
    return sign_in("regional_officer", meeting.unit)


def text_of(session: Session, meeting: Meeting) -> str:
    """The report as it would be published now."""
    session.expire_all()
    report = draft(session, NOW, meeting.id, AnnouncementKind.REPORT)
    return render_text(compose_draft(session, report, NOW).document).replace("\n", " ").replace("\u00a0", " ")


def address(meeting: Meeting) -> str:
    return f"/desk/meetings/{meeting.id}/particulars"


def test_each_line_is_told_and_reads_back_as_it_was_typed(
    officer: StrictClient, session: Session, meeting: Meeting
) -> None:
    terms = session.scalars(select(OfficeTerm.id)).all()
    page = officer.get_page(f"/desk/meetings/{meeting.id}/results")
    page = officer.get_page(page.links["Say what else it tells"])
    done = officer.submit(page, TYPED, button=SAVE)
    assert (done.status_code, done.request.path) == (200, f"/desk/meetings/{meeting.id}/announcement")
    text = text_of(session, meeting)
    for words in (
        "Chair: Ann Bell (Bangor)", "Honorary President: Ann Marsh (honorary)", "Delegates: 11 places filled",
        "Jo Bell", "Al Fox", "continuing", "until 2028", "Junior Section", "two years", "end of the meeting", "60",
        "Idris Pell", "nine years", "Nia Corran", "the Tide Bell", "19:30", "secretary@example.org", "secret ballot",
        "Trustees: two places vacant",
    ):  # fmt: skip
        assert words in text, text
    assert session.scalars(select(OfficeTerm.id)).all() == terms
    again = officer.get_page(address(meeting))
    told = session.get_one(Meeting, meeting.id).particulars
    officer.submit(again, {}, button=SAVE)
    session.expire_all()
    assert session.get_one(Meeting, meeting.id).particulars == told
    cleared: dict[str, Field] = dict.fromkeys(TYPED, "")
    officer.submit(officer.get_page(address(meeting)), cleared, button=SAVE)
    session.expire_all()
    assert session.get_one(Meeting, meeting.id).particulars is None


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("holders", "Ann Marsh, honorary", "Write each line with a colon, for example Treasurer: Jo Bell, continuing."),
        ("holders", "President: honorary", "Name somebody: honorary"),
        ("places", "Delegates: eleven", "Write a number, and “filled” or “vacant”: Delegates: eleven"),
        ("methods", "Vicar: show of hands", "There is no office called “Vicar” at this meeting"),
        ("bodies", "Vicar: the church", "There is no office called “Vicar” at this meeting"),
        ("beside", "Bangor", "Write each line with a colon"),
        ("next_at", "7pm", "Enter the whole day as well, or leave out the time"),
        ("eligible", "many", "Enter a number in figures"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field_and_kept(
    officer: StrictClient, session: Session, meeting: Meeting, field: str, typed: str, words: str
) -> None:
    answer = officer.submit(officer.get_page(address(meeting)), {field: typed, "term": "two years"}, button=SAVE)
    page = officer.page(answer)
    assert answer.status_code == 422
    assert any(words in one for one in page.texts("p", id=f"{field}-error"))
    assert typed in answer.text
    assert "two years" in answer.text
    assert session.get_one(Meeting, meeting.id).particulars is None


def test_what_the_page_has_no_field_for_stays(officer: StrictClient, session: Session, meeting: Meeting) -> None:
    stage = Stage(votes=(StageVotes("Ann Bell", 12),))
    until = Entry((PersonName("Ann Bell"),), until="2027-12-31")
    meeting.particulars = Particulars(offices=(Outcome("Chair", stages=(stage,), entries=(until,)),))
    session.commit()
    officer.submit(officer.get_page(address(meeting)), {"term": "one year"}, button=SAVE)
    session.expire_all()
    kept = session.get_one(Meeting, meeting.id).particulars
    assert kept is not None
    assert (kept.term, kept.offices[0].stages, kept.offices[0].entries) == ("one year", (stage,), (until,))


def test_two_who_write_at_once_see_each_others_words(officer: StrictClient, session: Session, meeting: Meeting) -> None:
    mine = officer.get_page(address(meeting))
    officer.submit(officer.get_page(address(meeting)), {"term": "one year"}, button=SAVE)
    answer = officer.submit(mine, {"term": "three years"}, button=SAVE)
    assert answer.status_code == 409
    assert "one year" in answer.text
    assert "three years" in answer.text


@pytest.mark.parametrize("name", ["01-committee-of-every-sort", "04-joint-of-two-bodies", "16-part-filled-and-percent"])
def test_a_file_of_facts_is_taken_over_whole(session: Session, name: str) -> None:
    facts = replace(from_plain(MeetingFacts, json.loads((UNUSUAL / f"{name}.json").read_text())), region=None)
    make_organisation(session)
    organisation = session.get_one(Organisation, 1)
    organisation.name, organisation.short_name = facts.organisation.name, facts.organisation.short_name or ""
    (meeting,) = import_meetings(Act(session, SYSTEM, NOW), [ImportMeeting("", facts)])
    session.flush()
    session.expire_all()
    assert gather(session, meeting.id) == facts


def test_a_quotation_is_set_apart_in_the_report(officer: StrictClient, session: Session, meeting: Meeting) -> None:
    page = officer.get_page(f"/desk/meetings/{meeting.id}/said")
    typed: dict[str, Field] = {
        "said-0-text": "We are many.", "said-0-quoted": "Cllr Ann Bell MP", "said-0-quoted_role": "Chair",
    }  # fmt: skip
    officer.submit(page, typed, button="Go on to the results")
    session.expire_all()
    (paragraph,) = gather(session, meeting.id).said
    assert (paragraph.quoted, paragraph.quoted_role) == (PersonName("Ann Bell", "Cllr", "MP"), "Chair")
    assert "Cllr Ann Bell MP" in (text := text_of(session, meeting)), text
    again = officer.get_page(f"/desk/meetings/{meeting.id}/said")
    assert again.all("input", name="said-0-quoted")[0].get("value") == "Cllr Ann Bell MP"
