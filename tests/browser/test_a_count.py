"""A vote from the candidates' names to the announcement, as those who hold it do it: on paper, and by hands."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from agm.accounts.models import Duty
from agm.audit.act import SYSTEM, Act
from agm.database.engine import prepare_engine
from agm.facts import Entry, OrganisationFacts, Outcome
from agm.meetings.models import Election, HallScreen
from agm.nominations.models import Contest
from agm.organisation.commands import AdoptRules
from agm.organisation.operations import adopt_rules
from agm.organisation.queries import rules_in_force
from agm.rules.rule_set import RuleSet
from tests.support.browsing import appointed, fill, press, sign_in
from tests.support.live_server import LiveServer
from tests.support.records import facts_of, name, record

HELD_ON = "2026-06-14"
PEOPLE = {
    "idris@example.org": ("Idris Fenn", Duty.RETURNING_OFFICER),
    "bea@example.org": ("Bea Olum", Duty.SCRUTINEER),
    "tam@example.org": ("Tam Vole", Duty.TELLER),
    "una@example.org": ("Una Quill", Duty.TELLER),
}
PAPERS = ("1", "1", "1", "2", "2", "2", "3")
"""Ann Bell and Bo Rope have three each."""
MISREAD = 5
"""The paper that the second teller reads as one for Cy Stay."""
PHONE, SCREEN = (360, 740), (1920, 1080)
Opens = Callable[..., Page]
Axe = Callable[[Page], None]


def stood(label: str, *names: str) -> Outcome:
    return Outcome(label=label, entries=tuple(Entry(people=(name(one),)) for one in names))


class Vote:
    """The meeting that is walked, whose statement of nominations is out, and who has which duty in it."""

    def __init__(self, server: LiveServer, session: Session, *offices: Outcome, needs_second: bool) -> None:
        self.server, self.session = server, session
        act = Act(session, SYSTEM, dt.datetime.now(dt.UTC))
        known = rules_in_force(session)
        rules = RuleSet(name="Rules of the walk", second_person_declares=needs_second)
        adopted = adopt_rules(act, AdoptRules(rules, 0 if known is None else known.id))
        meeting = record(
            session,
            replace(
                facts_of(*offices, unit="North West", held_on=HELD_ON),
                organisation=OrganisationFacts("Jewish Labour Movement"),
            ),
        )
        meeting.rules_id, meeting.is_announced_beforehand, meeting.starts_at = adopted.id, True, dt.time(14)
        an_hour_ago = act.at - dt.timedelta(hours=1)
        session.add(Election(meeting_id=meeting.id, statement_at=an_hour_ago))
        session.add(HallScreen(meeting_id=meeting.id, is_open=True))
        appointed(act, meeting, PEOPLE)
        self.meeting_id, self.slug = meeting.id, meeting.slug
        contests = session.scalars(select(Contest).where(Contest.meeting_id == meeting.id))
        self.offices = {one.label: one.id for one in contests}
        session.commit()

    def desk(self, page: str) -> str:
        return f"{self.server.url}/desk/meetings/{self.meeting_id}/{page}"

    def count(self, office: str, page: str = "") -> str:
        return self.desk(f"count/{self.offices[office]}{page}")

    def public(self, page: str = "") -> str:
        return f"{self.server.url}/north-west/{self.slug}{page}"


CHAIR, SECRETARY = stood("Chair", "Ann Bell", "Bo Rope", "Cy Stay"), stood("Secretary", "Di Peal", "Ed Moor")


@pytest.fixture
def session(own_server: LiveServer) -> Iterator[Session]:
    engine = create_engine(own_server.database_url)
    prepare_engine(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture
def opened(own_server: LiveServer, page_at: Opens) -> Callable[[str], Page]:
    """A phone on which somebody is signed in, by the first part of their address."""

    def open_for(who: str) -> Page:
        page = page_at(*PHONE, has_touch=True, is_mobile=True)
        sign_in(page, own_server, f"{who}@example.org")
        return page

    return open_for


def test_from_the_candidates_to_the_announcement_by_paper(
    own_server: LiveServer, session: Session, opened: Callable[[str], Page], page_at: Opens, axe: Axe
) -> None:
    vote = Vote(own_server, session, CHAIR, SECRETARY, needs_second=True)
    reader = page_at(*PHONE)
    reader.goto(vote.public("/candidates"))
    expect(reader.locator(".standing .big")).to_have_text(["Ann Bell", "Bo Rope", "Cy Stay", "Di Peal", "Ed Moor"])
    idris = opened("idris")
    give_out_papers(idris, vote, axe)
    type_twice(vote, opened, axe)
    agree_and_account(idris, vote, axe)
    draw_the_lot(idris, vote, axe)
    decide_by_hands(idris, vote)
    declare_by_two(idris, opened("bea"), vote, axe)
    read_what_follows(vote, opened, page_at, axe)
    count_again(idris, vote)


def give_out_papers(idris: Page, vote: Vote, axe: Axe) -> None:
    idris.goto(vote.desk("count"))
    axe(idris)
    idris.get_by_role("link", name="Chair").click()
    idris.get_by_role("link", name="How it is voted on").click()
    idris.get_by_label("Voting papers, typed one by one by two tellers").check()
    axe(idris)
    press(idris, "Save")
    fill(idris, papers=str(len(PAPERS)))
    press(idris, "Add a batch")
    axe(idris)
    idris.goto(vote.desk("count/print"))
    idris.get_by_label("Voting papers, each below").check()
    fill(idris, copies=str(len(PAPERS)))
    axe(idris)
    press(idris, "Make the file")
    expect(idris.locator("h1")).to_have_text("Being made")
    axe(idris)


def type_twice(vote: Vote, opened: Callable[[str], Page], axe: Axe) -> None:
    """Each teller begins at their duties; the second reads one paper otherwise."""
    for who, misread in (("tam", None), ("una", MISREAD)):
        teller = opened(who)
        teller.goto(f"{vote.server.url}/desk/duties")
        teller.get_by_role("link", name="Papers to type").click()
        axe(teller)
        teller.get_by_role("link", name="Type batch 1").click()
        for position, typed in enumerate(PAPERS, start=1):
            expect(teller.locator("h1")).to_have_text(f"Paper {position} of {len(PAPERS)}")
            teller.locator("#typed").fill("3" if position == misread else typed)
            with teller.expect_navigation():
                teller.locator("#typed").press("Enter")
        axe(teller)
        expect(teller.locator("main")).to_contain_text(f"All {len(PAPERS)} papers are typed")


def agree_and_account(idris: Page, vote: Vote, axe: Axe) -> None:
    idris.goto(vote.count("Chair", "/papers"))
    idris.get_by_role("link", name="Compare batch 1").click()
    expect(idris.locator("h1")).to_have_text("One paper differs")
    axe(idris)
    idris.get_by_label("Bo Rope").first.check()
    press(idris, "Record the decisions")
    idris.goto(vote.count("Chair", "/papers-checked"))
    fill(idris, printed="12", issued="9", unused="3", not_returned="2", in_box="7", marked_as_voted="6")
    press(idris, "Save")
    axe(idris)
    fill(idris, reason_0="Una Quill remembers a voter whom nobody ticked.")
    press(idris, "Save")
    expect(idris.locator("main")).to_contain_text("What differs has its reason.")


def draw_the_lot(idris: Page, vote: Vote, axe: Axe) -> None:
    idris.goto(vote.count("Chair"))
    expect(idris.locator("h1")).to_have_text("Two people are equal. A person has to decide.")
    idris.get_by_role("link", name="Decide the tie").click()
    idris.get_by_label("Ann Bell").check()
    fill(idris, drawn_by="Cal Orr", witness_one="Eve Lund", witness_two="Flo Hart")
    axe(idris)
    press(idris, "Record the decision")
    press(idris, "Count")
    expect(idris.locator("h1")).to_have_text("Ann Bell is elected")
    axe(idris)


def decide_by_hands(page: Page, vote: Vote) -> None:
    page.goto(vote.desk("count"))
    page.get_by_role("link", name="Secretary").click()
    page.get_by_role("link", name="How it is voted on").click()
    page.get_by_label("Show of hands").check()
    press(page, "Save")
    fill(page, votes__0__number="14", votes__1__number="9", abstentions="1")
    press(page, "Save the figures")
    press(page, "Count")
    expect(page.locator("h1")).to_have_text("Di Peal is elected")


def declare_by_two(idris: Page, bea: Page, vote: Vote, axe: Axe) -> None:
    idris.get_by_role("link", name="Go on to the declaration").click()
    press(idris, "Sign as returning officer: Idris Fenn")
    for _ in range(5):
        press(idris, "Mark as told")
    expect(idris.locator("main")).to_contain_text("A second person has to sign")
    axe(idris)
    bea.goto(f"{vote.server.url}/desk/duties")
    bea.get_by_role("link", name="The declaration").click()
    expect(bea.locator("button", has_text="Declare")).to_have_count(0)
    axe(bea)
    press(bea, "Sign as Bea Olum")
    idris.reload()
    press(idris, "Declare")
    expect(idris.locator("h1")).to_have_text("Declared")


def read_what_follows(vote: Vote, opened: Callable[[str], Page], page_at: Opens, axe: Axe) -> None:
    """Who holds office, the announcement, and the screen in the hall: nobody types a name again."""
    hall = page_at(*SCREEN)
    hall.goto(vote.public("/hall"))
    expect(hall.locator(".cast dd")).to_have_text(["Ann Bell", "Di Peal"])
    axe(hall)
    chair = opened("north-west")
    chair.goto(f"{vote.server.url}/desk/north-west/officers")
    for winner in ("Ann Bell", "Di Peal"):
        expect(chair.locator("main")).to_contain_text(winner)
    chair.goto(vote.desk("publish/report"))
    chair.locator("[name=names_agreed]").check()
    press(chair, "Publish the announcement")
    reader = page_at(*PHONE)
    reader.goto(vote.public())
    expect(reader.locator("main")).to_contain_text("Ann Bell")
    expect(reader.locator("main")).to_contain_text(re.compile(r"by lot"))


def count_again(idris: Page, vote: Vote) -> None:
    idris.goto(vote.count("Chair"))
    fill(idris, reason="Bo Rope asked for it.")
    press(idris, "Count again")
    expect(idris.locator("main")).to_contain_text("Each time with the same result.")
    idris.goto(vote.desk("declare"))
    expect(idris.locator("h1")).to_have_text("Declared")


def test_a_show_of_hands_is_declared_within_five_minutes_on_a_phone(
    own_server: LiveServer, session: Session, opened: Callable[[str], Page]
) -> None:
    """A quarter of a minute for whatever is pressed or typed: that makes twenty of them."""
    vote = Vote(own_server, session, SECRETARY, needs_second=False)
    phone = opened("idris")
    acts: list[str] = []

    def note_act(name: str) -> None:
        acts.append(name)

    phone.expose_function("noteAct", note_act)
    phone.add_init_script(
        "addEventListener('change', (event) => noteAct(event.target.name), true);"
        "addEventListener('click', (event) => event.target.closest('a, button') && noteAct('press'), true)"
    )
    decide_by_hands(phone, vote)
    phone.get_by_role("link", name="Go on to the declaration").click()
    press(phone, "Sign as returning officer")
    for _ in range(2):
        press(phone, "Mark as told")
    press(phone, "Declare")
    expect(phone.locator("h1")).to_have_text("Declared")
    assert 8 < len(acts) <= 20, acts
