"""A vote online from the link to the receipt, as voters, the door, those who hold it and a doubter go through it."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, func, select, update
from sqlalchemy.orm import Session

from agm.accounts.models import Duty
from agm.audit.act import SYSTEM, Act, Actor
from agm.database.engine import prepare_engine
from agm.language.partial_date import PartialDate
from agm.meetings.models import Meeting
from agm.organisation.commands import AdoptRules
from agm.organisation.operations import adopt_rules
from agm.organisation.queries import rules_in_force
from agm.results.commands import CheckPapers
from agm.results.operations import check_papers, tell_candidate
from agm.rules.code_letters import read_code
from agm.rules.rule_set import RuleSet
from agm.voting.ballot_box import Opener
from agm.voting.commands import SetVote, TypePaper
from agm.voting.key_words import key_of, together
from agm.voting.models import KeyMode, OnlineVote, SealedPaper, Voted, VoteHow
from agm.voting.operations import add_batch, set_vote, type_paper
from agm.workflows.to_declare import to_declare
from tests.support.browsing import appointed, assert_fits, fill, press, sign_in
from tests.support.live_server import AGM, LiveServer
from tests.support.online_votes import CHAIR, COMMITTEE, OnlineRoom, contests_of, lay_meeting, lay_online_vote, member

LONG = "Wilhelmina Featherstonehaugh-Cholmondeley of the Upper Reaches"
NAMES = ("Aoife Ní Bhriain-Caldwell", "Callum Reidy", "Dilys Prŷs-Hughes", LONG, *(f"Candidate {n}" for n in range(8)))
OFFICER, SCRUTINEER = "idris@example.org", "bea@example.org"
PEOPLE = {OFFICER: ("Idris Fenn", Duty.RETURNING_OFFICER), SCRUTINEER: ("Bea Olum", Duty.SCRUTINEER)}
TELLERS = Actor("user:tam", "Tam Vole"), Actor("user:una", "Una Quill")
AT_HOME, ON_A_PHONE, AT_THE_DOOR, ON_PAPER = (f"Member {number:03}" for number in range(1, 5))
MINUTES = dt.timedelta(minutes=1)
Opens = Callable[..., Page]
Axe = Callable[[Page], None]


class Polling:
    """A server of the demonstration, and a meeting of today: two offices with twelve candidates each, one of which is
    voted on with paper too, by five members."""

    def __init__(self, server: LiveServer, session: Session) -> None:
        self.server, self.session, self.now = server, session, dt.datetime.now(dt.UTC)
        act = Act(session, SYSTEM, self.now)
        known = rules_in_force(session)
        rules = RuleSet(name="Rules of the walk", second_person_declares=True, count_published=True)
        adopted = adopt_rules(act, AdoptRules(rules, 0 if known is None else known.id))
        members = [member(number) for number in range(1, 6)]
        meeting = lay_meeting(
            session, members, VoteHow.MIXED, candidates=NAMES, offices=(CHAIR, COMMITTEE), unit="North West",
            organisation="Jewish Labour Movement",
        )  # fmt: skip
        meeting.held_on = PartialDate.of(self.now.date())  # of a meeting long ago the register is destroyed
        meeting.rules_id, meeting.is_announced_beforehand = adopted.id, True
        committee = contests_of(session, meeting.id)[COMMITTEE]
        set_vote(act, SetVote(committee, VoteHow.ONLINE, "av", has_reopening=False, version=1))
        appointed(act, meeting, PEOPLE)
        self.room: OnlineRoom = lay_online_vote(
            session, meeting, opens_at=self.now - 60 * MINUTES, closes_at=self.now + 14 * MINUTES,
            key_mode=KeyMode.SPLIT_KEY, smallest_group=1,
        )  # fmt: skip
        self.chair, self.committee = self.room.contests[CHAIR], self.room.contests[COMMITTEE]
        self.meeting_id, self.public = meeting.id, f"{server.url}/north-west/{meeting.slug}"
        session.rollback()

    def desk(self, page: str) -> str:
        return f"{self.server.url}/desk/meetings/{self.meeting_id}/{page}"

    def link(self, name: str) -> str:
        return f"{self.server.url}/vote/{self.room.codes[name]}"

    def marks(self) -> int:
        """How many have voted, or have a paper; counted by office."""
        found = self.session.scalar(select(func.count()).where(Voted.contest_id.in_(self.room.contests.values()))) or 0
        self.session.rollback()
        return found

    def in_the_box(self) -> list[tuple[int, str]]:
        """Every paper, opened with both halves of the key, in no order."""
        opener = Opener(together(*(key_of(words) for words in self.room.words)))
        papers = select(SealedPaper).where(SealedPaper.contest_id.in_(self.room.contests.values()))
        found = [opener.open(one.ciphertext) for one in self.session.scalars(papers)]
        self.session.rollback()
        return sorted((one.contest_id, one.typed) for one in found)

    def pass_the_hour(self) -> None:
        """The closing hour comes: nobody waits for it in a test."""
        mine = OnlineVote.meeting_id == self.meeting_id
        self.session.execute(update(OnlineVote).where(mine).values(closes_at=self.now - 2 * MINUTES))
        self.session.commit()

    def type_the_paper(self) -> None:
        """What two tellers and the returning officer write down of the one paper, as `test_a_count` does on pages."""
        act = Act(self.session, SYSTEM, dt.datetime.now(dt.UTC))
        batch = add_batch(act, self.chair, 1)
        self.session.flush()
        for teller in TELLERS:
            type_paper(replace(act, actor=teller), TypePaper(batch.id, 1, "2"))
        check_papers(act, CheckPapers(self.chair, {"issued": 1, "in_box": 1, "marked_as_voted": 1}))
        self.session.commit()

    def tell_everybody(self) -> None:
        act = Act(self.session, SYSTEM, dt.datetime.now(dt.UTC))
        for candidacy, _ in to_declare(self.session, self.session.get_one(Meeting, self.meeting_id)).stood:
            tell_candidate(act, candidacy)
        self.session.commit()


@pytest.fixture
def polling(own_server: LiveServer) -> Iterator[Polling]:
    engine = create_engine(own_server.database_url)
    prepare_engine(engine)
    with Session(engine) as session:
        yield Polling(own_server, session)
    engine.dispose()


def test_from_the_link_to_the_receipt(polling: Polling, page_at: Opens, axe: Axe, tmp_path: Path) -> None:
    look_as_a_scanner(polling, page_at())
    receipt = vote_without_scripts(polling, page_at(320, 640, java_script_enabled=False))
    vote_by_keyboard_tap_and_drag(polling, page_at(360, 740), axe)
    idris = page_at()
    sign_in(idris, polling.server, OFFICER)
    code = new_code_at_the_door(polling, idris, axe)
    vote_at_the_door(polling, page_at(360, 740), code)
    give_a_paper(polling, idris, page_at(360, 740), axe)
    chair, committee = polling.chair, polling.committee
    assert polling.in_the_box() == sorted(
        [(chair, "4 1"), (committee, ""), (chair, "2 1 3"), (committee, "12"), (chair, "4"), (committee, "12")]
    )
    bea = page_at(360, 740)
    sign_in(bea, polling.server, SCRUTINEER)
    close_and_seal(polling, idris, bea, axe)
    count_with_a_tie(polling, idris, axe)
    declare_by_two(polling, idris, bea, axe)
    reader = page_at(360, 740)
    announce(polling, page_at())
    find_the_receipt(polling, reader, receipt, axe)
    verify_elsewhere(reader, tmp_path)


def look_as_a_scanner(polling: Polling, scanner: Page) -> None:
    """What reads mail for its owner opens links, and presses what it finds."""
    for method in (scanner.request.head, scanner.request.get):
        assert method(polling.link(AT_HOME)).ok
    scanner.goto(polling.link(AT_HOME))
    for at in range(scanner.locator("main button:visible").count()):
        scanner.goto(polling.link(AT_HOME))
        scanner.locator("main button:visible").nth(at).click()
    assert polling.marks() == 0


def vote_without_scripts(polling: Polling, plain: Page) -> str:
    """A name numbered twice is told and stays; an office is left blank on purpose. The receipt that is shown."""
    plain.goto(polling.link(AT_HOME))
    assert_fits(plain)
    expect(plain.get_by_text("Voting closes in 1", exact=False)).to_be_visible()
    expect(plain.locator(f"#contest-{polling.committee}")).to_be_hidden()
    boxes = plain.locator(f"#contest-{polling.chair} input.rank")
    boxes.nth(3).fill("1")
    boxes.nth(0).fill("1")
    plain.get_by_role("link", name="Go on to Committee").click()
    expect(plain.locator(f"#contest-{polling.chair}")).to_be_hidden()
    plain.get_by_label("I do not vote for Committee").check()
    plain.get_by_role("button", name="Read my paper before it goes").last.click()
    expect(plain.locator(".summary")).to_contain_text("number 1 stands beside")
    assert_fits(plain)
    expect(boxes.nth(3)).to_have_value("1")
    boxes.nth(0).fill("2")
    plain.get_by_role("link", name="Go on to Committee").click()
    plain.get_by_role("button", name="Read my paper before it goes").last.click()
    expect(plain.locator("dd").first).to_contain_text(LONG)
    expect(plain.get_by_text("You left this blank.")).to_be_visible()
    assert_fits(plain)
    plain.get_by_role("button", name="Put my paper in the box").last.click()
    expect(plain.locator("h1")).to_have_text("Your paper is in the box")
    assert_fits(plain)
    return plain.locator("p.code").inner_text()


def vote_by_keyboard_tap_and_drag(polling: Polling, page: Page, axe: Axe) -> None:
    code = polling.room.codes[ON_A_PHONE]
    page.goto(f"{polling.server.url}/vote")
    axe(page)
    page.get_by_label("Your voting code").fill(code.lower())
    page.keyboard.press("Enter")
    paper = page.locator(f"#contest-{polling.chair}")
    expect(paper.locator("[data-clear]")).to_be_visible()  # from here on the script of the page hears the keys
    boxes = paper.locator("input.rank")
    boxes.nth(0).focus()
    page.keyboard.press("ArrowDown")  # the first of the order
    page.keyboard.press("Tab")
    page.keyboard.type("2")
    paper.locator("label", has_text="Dilys").click()  # a tap: the next number
    boxes.nth(2).press("ArrowUp")
    expect(page.locator("[data-so-far]").first).to_contain_text(
        "1 Aoife Ní Bhriain-Caldwell, 2 Dilys Prŷs-Hughes, 3 Cal"
    )
    grips = paper.locator(".grip")
    grips.nth(2).drag_to(grips.nth(0), target_position={"x": 5, "y": 2})
    expect(boxes.nth(1)).to_have_value("1", timeout=10_000)
    assert_fits(page)
    axe(page)
    page.get_by_role("link", name="Go on to Committee").press("Enter")
    last = page.locator(f"#contest-{polling.committee} input.rank").nth(11)
    last.fill("1")
    axe(page)
    last.press("Enter")
    expect(page.locator("h1")).to_have_text("Is this how you vote?")
    assert_fits(page)
    axe(page)
    page.get_by_role("button", name="Put my paper in the box").last.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Your paper is in the box")
    expect(page.get_by_role("button", name="Print it")).to_be_visible()
    assert_fits(page)
    axe(page)
    assert page.context.cookies() == []
    page.goto(f"{polling.server.url}/vote/{code}")
    expect(page.locator("h1")).to_have_text("A vote is recorded")
    axe(page)


def person_at_the_door(polling: Polling, idris: Page, name: str) -> None:
    """From the door's search to what somebody has voted."""
    idris.goto(polling.desk(f"check-in?q={name.replace(' ', '+')}"))
    idris.get_by_role("link", name="Papers, help to vote, voting code").click()
    expect(idris.locator("h1")).to_have_text(name)


def new_code_at_the_door(polling: Polling, idris: Page, axe: Axe) -> str:
    person_at_the_door(polling, idris, AT_THE_DOOR)
    press(idris, "New code")
    axe(idris)
    return idris.locator(".big-code").inner_text()


def vote_at_the_door(polling: Polling, page: Page, code: str) -> None:
    page.goto(polling.link(AT_THE_DOOR))
    expect(page.locator("h1")).to_have_text("This code was replaced")
    page.get_by_role("link", name="another code").click()
    page.get_by_label("Your voting code").fill(code)
    page.keyboard.press("Enter")
    page.locator(f"#contest-{polling.chair} label", has_text="Wilhelmina").click()
    page.get_by_role("link", name="Go on to Committee").click()
    page.locator(f"#contest-{polling.committee} label", has_text="Candidate 7").click()
    page.get_by_role("button", name="Read my paper before it goes").last.click()
    page.get_by_role("button", name="Put my paper in the box").last.click()
    expect(page.locator("h1")).to_have_text("Your paper is in the box")


def give_a_paper(polling: Polling, idris: Page, voter: Page, axe: Axe) -> None:
    """Whoever is given a paper votes by it: of the link, the other office is left."""
    person_at_the_door(polling, idris, ON_PAPER)
    press(idris, "Papers are given out")
    expect(idris.locator("dl")).to_contain_text("Was given a paper")
    voter.goto(polling.link(ON_PAPER))
    expect(voter.locator(f"#contest-{polling.committee}")).to_be_visible()
    expect(voter.locator(f"#contest-{polling.chair}")).to_have_count(0)
    axe(voter)


def close_and_seal(polling: Polling, idris: Page, bea: Page, axe: Axe) -> None:
    idris.goto(polling.desk("online-vote"))
    expect(idris.locator("h1")).to_have_text("The vote is open")
    axe(idris)
    polling.pass_the_hour()
    idris.reload()
    press(idris, "Close the vote")
    expect(idris.locator("h1")).to_have_text("The vote is closed. Seal it")
    idris.get_by_role("link", name="Seal it").click()
    axe(idris)
    first, second = polling.room.words
    fill(idris, first=first, second=first)
    press(idris, "Seal it")
    axe(idris)
    fill(idris, second=second)
    idris.on("dialog", lambda dialog: dialog.accept())
    idris.goto(idris.url)  # what is typed at the desk is kept in the browser, but for the words of a key
    expect(idris.locator("[name=first]")).to_have_value("")
    kept = idris.evaluate("Object.values(localStorage).join()")
    assert first[:20] not in kept
    assert second[:20] not in kept
    fill(idris, first=first, second=second)
    press(idris, "Seal it")
    expect(idris.locator("h1")).to_have_text("The vote online is sealed")
    axe(idris)
    for holder in (idris, bea):
        holder.goto(polling.desk("online-vote"))
        press(holder, "I have destroyed my copy")
    expect(bea.locator("main")).to_contain_text("Idris Fenn")
    axe(bea)


def count_with_a_tie(polling: Polling, idris: Page, axe: Axe) -> None:
    polling.type_the_paper()
    idris.goto(polling.desk(f"count/{polling.committee}"))
    press(idris, "Count")
    expect(idris.locator("h1")).to_have_text("Candidate 7 is elected")
    idris.goto(polling.desk(f"count/{polling.chair}"))
    expect(idris.locator("h1")).to_have_text("Two people are equal. A person has to decide.")
    idris.get_by_role("link", name="Decide the tie").click()
    idris.get_by_label("Callum Reidy").check()
    fill(idris, drawn_by="Cal Orr", witness_one="Eve Lund", witness_two="Flo Hart")
    axe(idris)
    press(idris, "Record the decision")
    press(idris, "Count")
    axe(idris)


def declare_by_two(polling: Polling, idris: Page, bea: Page, axe: Axe) -> None:
    polling.tell_everybody()
    idris.goto(polling.desk("declare"))
    axe(idris)
    press(idris, "Sign as returning officer: Idris Fenn")
    bea.goto(polling.desk("declare"))
    axe(bea)
    press(bea, "Sign as Bea Olum")
    idris.reload()
    axe(idris)
    press(idris, "Declare")
    expect(idris.locator("h1")).to_have_text("Declared")
    axe(idris)


def announce(polling: Polling, chair: Page) -> None:
    sign_in(chair, polling.server, "north-west@example.org")
    chair.goto(polling.desk("publish/report"))
    chair.locator("[name=names_agreed]").check()
    press(chair, "Publish the announcement")


def find_the_receipt(polling: Polling, reader: Page, receipt: str, axe: Axe) -> None:
    reader.goto(polling.public)
    reader.get_by_role("link", name="Is your paper in the box?").click()
    reader.get_by_label("Your receipt").fill(receipt)
    reader.get_by_role("button", name="Look for it").click()
    expect(reader.locator("[data-found=yes]")).to_contain_text("was in the box")
    assert read_code(receipt)
    axe(reader)
    reader.goto(polling.public)
    reader.get_by_role("link", name="The votes as data").click()
    axe(reader)


def verify_elsewhere(reader: Page, folder: Path) -> None:
    """Each bundle in an environment that has the program alone: no settings, no database, no folder of ours."""
    for office in (CHAIR, COMMITTEE):
        with reader.expect_download() as download:
            reader.get_by_role("link", name=f"Bundle of {office}").click()
        bundle = folder / f"{office}.zip"
        download.value.save_as(bundle)
        asked = [sys.executable, "-I", *AGM[1:], "count", "verify", str(bundle)]
        found = subprocess.run(asked, env={}, cwd=folder, capture_output=True, text=True, check=False)
        assert found.stdout.startswith("The count is confirmed"), found.stderr
