"""An election up to the meeting, as those who take part do it: on phones, from the rules to the quorum."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.database.engine import prepare_engine
from agm.meetings.models import Meeting, RegisterEntry
from agm.nominations.models import Nomination, Nominee
from agm.people import links
from agm.people.commands import NewLink
from agm.people.models import LinkPurpose
from tests.support.browsing import NATIONAL, assert_fits, sign_in
from tests.support.live_server import LiveServer

CHAIR = "north-west@example.org"
MEMBERS = """Member number,Name,Email,Membership type,Joined,Paid to
0101,Ann Ashby,ann@example.org,Full,14 March 2018,31 March 2099
0102,Bo Cole,bo@example.org,Full,2 May 2018,31 March 2099
0103,Cy Dée,cy@example.org,Full,2 May 2018,31 March 2099
0104,Di Eccles,di@example.org,Full,2 May 2018,31 March 2099
0105,Ed Fenn,,Full,2 May 2018,31 March 2099
"""
LONDON = ZoneInfo("Europe/London")
Opens = Callable[..., Page]
Axe = Callable[[Page], None]


class Election:
    """The meeting that is walked, and the links that members get by mail."""

    def __init__(self, server: LiveServer, session: Session) -> None:
        self.server, self.session = server, session
        self.meeting_id = 0

    def desk(self, page: str) -> str:
        return f"{self.server.url}/desk/meetings/{self.meeting_id}/{page}"

    def link(self, purpose: LinkPurpose, record_id: int) -> str:
        """A member's own link, as the mail has it."""
        now = dt.datetime.now(dt.UTC)
        unit_id = self.session.get_one(Meeting, self.meeting_id).unit_id
        new = NewLink(purpose, unit_id, now + dt.timedelta(days=90), self.meeting_id, record_id)
        token = links.issue(Act(self.session, SYSTEM, now), new)
        self.session.commit()
        return f"{self.server.url}/m/{purpose}/{token}"

    def nominate_link(self, name: str) -> str:
        wanted = select(RegisterEntry.id).where(RegisterEntry.meeting_id == self.meeting_id, RegisterEntry.name == name)
        return self.link(LinkPurpose.NOMINATE, self.session.scalars(wanted).one())

    def let_time_pass(self) -> None:
        """What came in and was answered until now, was so two hours ago."""
        for nomination in self.session.scalars(select(Nomination)):
            nomination.received_at -= dt.timedelta(hours=2)
            for nominee in nomination.nominees:
                nominee.answered_at = nominee.answered_at and nominee.answered_at - dt.timedelta(hours=2)
        self.session.commit()

    def accept_link(self, name: str) -> str:
        newest = select(Nominee.id).where(Nominee.name == name).order_by(Nominee.id.desc()).limit(1)
        return self.link(LinkPurpose.ACCEPT, self.session.scalars(newest).one())


@pytest.fixture
def election(own_server: LiveServer) -> Iterator[Election]:
    """An election that is yet to be called, on a server of the test's own."""
    engine = create_engine(own_server.database_url)
    prepare_engine(engine)
    with Session(engine) as session:
        yield Election(own_server, session)
    engine.dispose()


def press(page: Page, words: str) -> None:
    """Press a button, and wait for the page that follows."""
    with page.expect_navigation():
        page.locator("button", has_text=words).first.click()
    assert_fits(page)


def set_date(page: Page, legend: str, moment: dt.datetime, time_label: str) -> None:
    """Fill in a day and its time."""
    boxes = page.get_by_role("group", name=legend, exact=True)
    boxes.get_by_label("Day").fill(str(moment.day))
    boxes.get_by_label("Month").fill(str(moment.month))
    boxes.get_by_label("Year").fill(str(moment.year))
    page.get_by_label(time_label, exact=True).fill(f"{moment:%H:%M}")


def test_from_the_rules_to_the_quorum(election: Election, page_at: Opens, axe: Axe) -> None:
    national, chair = page_at(), page_at(360)
    sign_in(national, election.server, NATIONAL)
    adopt_rules(national, election)
    sign_in(chair, election.server, CHAIR)
    call_the_meeting(chair, election, axe)
    take_the_roll(chair, election, axe)
    send_the_notice(chair, election, axe)
    nominate_from_phones(election, page_at, axe)
    decide_and_draw(chair, election, axe)
    read_who_stands(page_at(360), election, axe)
    check_in_to_the_quorum(chair, election, axe)


def adopt_rules(national: Page, election: Election) -> None:
    national.goto(f"{election.server.url}/desk/rules?from=party_branch")
    national.get_by_label("Quorum: how many must be present?").fill("3")
    press(national, "Adopt these rules")


def call_the_meeting(chair: Page, election: Election, axe: Axe) -> None:
    day = dt.datetime.now(LONDON) + dt.timedelta(days=60)
    chair.goto(f"{election.server.url}/desk/north-west/meetings/new")
    for label, value in (("Day", str(day.day)), ("Month", str(day.month)), ("Year", str(day.year))):
        chair.get_by_label(label, exact=True).fill(value)
    chair.get_by_label("Where?").fill("Heathlands Village, Prestwich")
    chair.get_by_role("button", name="Begin").click()
    chair.wait_for_url("**/guests")
    election.meeting_id = int(chair.url.split("/")[-2])
    chair.goto(election.desk("details"))
    chair.get_by_label("At what time?").fill("18.30")
    chair.get_by_label("Show the day").check()
    press(chair, "Go on to the guests")
    chair.goto(election.desk("election"))
    press(chair, "Call it under")
    axe(chair)
    chair.goto(election.desk("election/dates"))
    now = dt.datetime.now(LONDON)
    set_date(chair, "Nominations open", now - dt.timedelta(days=1), "Nominations open at")
    set_date(chair, "Nominations close", now + dt.timedelta(days=30), "Nominations close at")
    axe(chair)
    press(chair, "Save the dates")
    expect(chair.locator("h1")).to_contain_text("notice")


def take_the_roll(chair: Page, election: Election, axe: Axe) -> None:
    chair.goto(f"{election.server.url}/desk/north-west/roll")
    chair.get_by_label("Or paste it").fill(MEMBERS)
    press(chair, "Read the list")
    axe(chair)
    press(chair, "Take over 5 members")
    chair.goto(election.desk("register"))
    press(chair, "Freeze the register of 5 members")
    axe(chair)
    expect(chair.locator("main")).to_contain_text("5 of 5 members can vote.")


def send_the_notice(chair: Page, election: Election, axe: Axe) -> None:
    chair.goto(election.desk("election/send/notice"))
    axe(chair)
    press(chair, "Send it")
    expect(chair.locator("main")).to_contain_text("4 by e-mail and 1 by post")
    axe(chair)


def nominate_from_phones(election: Election, page_at: Opens, axe: Axe) -> None:
    """Three from phones: one that is declined, one that is withdrawn, one of two who would share."""
    ann = page_at(360)
    ann.goto(election.nominate_link("Ann Ashby"))
    axe(ann)
    ann.get_by_label("Somebody else").check()
    ann.get_by_label("Their name").fill("Bo Cole")
    ann.get_by_label("Their e-mail").fill("bo@example.org")
    ann.get_by_label("Secretary", exact=True).check()
    press(ann, "Send the nomination")
    axe(ann)
    bo = page_at(360)
    bo.goto(election.accept_link("Bo Cole"))
    axe(bo)
    bo.get_by_label("No", exact=False).first.check()
    press(bo, "Send my answer")
    cy = page_at(360, java_script_enabled=False)
    cy.goto(election.nominate_link("Cy Dée"))
    cy.get_by_label("Myself").check()
    cy.get_by_label("Chair", exact=True).check()
    press(cy, "Send the nomination")
    di = page_at(360)
    for office in ("Membership", "Chair"):
        di.goto(election.nominate_link("Di Eccles"))
        di.get_by_label("Myself").check()
        di.get_by_label(office, exact=True).check()
        if office == "Membership":
            di.get_by_label("Shared with").fill("Ann Ashby")
            di.get_by_label("The other’s e-mail").fill("ann@example.org")
        press(di, "Send the nomination")
    di.goto(election.accept_link("Di Eccles"))
    expect(di.locator("h1")).to_have_text("You stand for Chair")
    di.get_by_label("No, thank you").check()
    press(di, "Send my answer")
    ann.goto(election.accept_link("Ann Ashby"))
    ann.get_by_label("Yes, I stand for Membership").check()
    press(ann, "Send my answer")


def decide_and_draw(chair: Page, election: Election, axe: Axe) -> None:
    """A fourth nomination comes on paper; three stand, and the order of two is drawn by hand."""
    election.let_time_pass()
    an_hour_ago = dt.datetime.now(LONDON) - dt.timedelta(hours=1)
    chair.goto(election.desk("nominations"))
    axe(chair)
    chair.get_by_role("link", name="Enter one from paper").click()
    chair.get_by_label("On paper").check()
    set_date(chair, "Day it came", an_hour_ago - dt.timedelta(minutes=30), "Time it came")
    chair.get_by_label("Chair", exact=True).check()
    chair.get_by_label("Who is nominated").fill("Ed Fenn")
    chair.get_by_label("They signed it").check()
    axe(chair)
    press(chair, "Enter the nomination")
    press(chair, "Let these 3 stand")
    chair.goto(election.desk("election/dates"))
    set_date(chair, "Nominations close", an_hour_ago, "Nominations close at")
    half_an_hour_ago = an_hour_ago + dt.timedelta(minutes=30)
    set_date(chair, "The candidates are published", half_an_hour_ago, "The candidates are published at")
    press(chair, "Save the dates")
    chair.goto(election.desk("nominations"))
    press(chair, "Up: Ed Fenn")
    chair.get_by_label("Witness").fill("Di Eccles")
    axe(chair)
    press(chair, "Record this order")
    expect(chair.locator("h3:has-text('The order on the voting paper') + ol li")).to_have_text(
        ["1. Ed Fenn", "2. Cy Dée"]
    )
    expect(chair.locator("main")).to_contain_text("seen by Di Eccles.")


def read_who_stands(reader: Page, election: Election, axe: Axe) -> None:
    slug = election.session.get_one(Meeting, election.meeting_id).slug
    election.session.rollback()  # what reads on SQLite here keeps others from writing
    reader.goto(f"{election.server.url}/north-west/{slug}/candidates")
    axe(reader)
    assert_fits(reader)
    expect(reader.locator(".standing .big")).to_have_text(["Ed Fenn", "Cy Dée"])
    page = reader.locator("main")
    expect(page).to_contain_text("Di Eccles and Ann Ashby job share")
    for nobody_s_business in ("Bo Cole", "withdrew"):
        expect(page).not_to_contain_text(nobody_s_business)


def check_in_to_the_quorum(chair: Page, election: Election, axe: Axe) -> None:
    chair.goto(election.desk("check-in"))
    for name in ("Ann Ashby", "Bo Cole", "Cy Dée"):
        chair.locator("#q").fill(name)
        chair.locator("button", has_text=f"Here: {name}").click()
    axe(chair)
    expect(chair.locator("[data-waiting]")).to_be_hidden()
    expect(chair.locator(".count-up span")).to_have_text("3")
    chair.reload()
    expect(chair.locator(".count-up")).to_have_text(re.compile(r"3\s+here\. Quorum is 3.*"))
