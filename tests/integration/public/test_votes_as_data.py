"""The votes of a meeting as open data: what its report and the rules of the meeting let be known, and no more."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act, Actor
from agm.counting.bundle import verify_bundle
from agm.counting.read.ballot_csv import read_ballots_csv
from agm.counting.read.blt import read_blt
from agm.counting.read.nist import read_nist
from agm.meetings.models import Meeting
from agm.nominations.models import Contest
from agm.organisation.commands import AdoptRules
from agm.organisation.models import AdoptedRules, Organisation
from agm.organisation.operations import adopt_rules
from agm.results.commands import CheckPapers
from agm.results.operations import check_papers, make_count, sign_results, tell_candidate
from agm.rules.rule_set import RuleSet
from agm.voting.commands import RecordVotes, SetVote
from agm.voting.models import VoteHow
from agm.voting.operations import record_votes, set_vote
from agm.workflows.declare_counts import declare_counts
from agm.workflows.publish_announcement import Announce, announce
from agm.workflows.to_declare import to_declare
from tests.integration.voting.test_life_of_a_count import stood
from tests.support.client import StrictClient
from tests.support.records import NOW, drafted, facts_of, make_organisation, make_region, record

BLT = b'3 1\n3 1 2 0\n2 3 0\n1 0\n0\n"Ann Bell"\n"Bo Rope"\n"Cy Stay"\n"Chair"\n'


@pytest.fixture
def meeting(session: Session) -> Meeting:
    """A counted, signed and declared vote, of which nothing is published yet."""
    make_organisation(session)
    make_region(session)
    meeting = record(session, facts_of(stood("Chair", "Ann Bell", "Bo Rope", "Cy Stay")))
    officer = Act(session, Actor.user(1, "Idris Fenn"), NOW)
    chair = session.scalars(select(Contest)).one()
    set_vote(officer, SetVote(chair.id, VoteHow.FILE, "av", has_reopening=False))
    record_votes(officer, RecordVotes(chair.id, read_blt(BLT).ballots))
    check_papers(officer, CheckPapers(chair.id, {"in_box": 6, "electorate": 12}))
    make_count(officer, chair.id)
    found = to_declare(session, meeting)
    for candidacy, _ in found.stood:
        tell_candidate(officer, candidacy)
    sign_results(officer, meeting, found.digest, is_returning_officer=True)
    declare_counts(officer, meeting, None)
    return meeting


def publish_votes(session: Session, meeting: Meeting, rules: RuleSet | None = None, **style: bool) -> str:
    """Publish the report, under these rules and with this house style; the address of its votes."""
    act = Act(session, SYSTEM, NOW)
    if rules is not None:
        adopt_rules(act, AdoptRules(rules, 0))
        meeting.rules_id = session.scalars(select(AdoptedRules.id)).one()
    organisation = session.scalars(select(Organisation)).one()
    organisation.house_style = {"show_votes": True, **style}
    announcement = drafted(session, meeting)
    announce(act, Announce(announcement.id, announcement.version, names_agreed=True))
    session.commit()
    return f"/{meeting.unit.slug}/{meeting.slug}/votes"


def lines(client: StrictClient, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(f"{address}.csv").data.decode("utf-8-sig"))))


def test_before_the_report_nothing_is_there_and_then_it_leads_to_the_votes(
    session: Session, meeting: Meeting, client: StrictClient, count_statements: Callable[[], Any]
) -> None:
    address = f"/{meeting.unit.slug}/{meeting.slug}/votes"
    session.commit()
    assert [client.get(f"{address}{ending}").status_code for ending in ("", ".csv", ".json", "/1.zip")] == [404] * 4
    publish_votes(session, meeting)
    assert f'href="{address}"' in client.get(address.removesuffix("/votes")).text
    with count_statements() as statements:
        assert client.get_page(address).heading == "The votes as data"
    assert statements.count <= 11
    found = lines(client, address)
    assert [(row["person_name"], row["votes_cast"], row["elected"]) for row in found] == [
        ("Ann Bell", "3", "True"), ("Bo Rope", "0", "False"), ("Cy Stay", "2", "False"),
    ]  # fmt: skip
    assert (found[0]["turnout_reported"], found[0]["turnout_percentage"], found[0]["rank"]) == ("6", "50.00", "1")
    assert [client.get(f"{address}/1.{ending}").status_code for ending in ("zip", "blt", "json")] == [404] * 3


def test_where_the_report_prints_no_votes_the_files_have_none(
    session: Session, meeting: Meeting, client: StrictClient
) -> None:
    address = publish_votes(session, meeting, show_votes=False)
    assert {(row["votes_cast"], row["turnout_reported"]) for row in lines(client, address)} == {("", "")}
    (contest,) = json.loads(client.get(f"{address}.json").data)["Election"][0]["Contest"]
    assert "CountStages" not in contest
    assert [one["PostElectionStatus"] for one in contest["Candidate"]] == ["winner", "defeated", "defeated"]


def test_a_published_count_is_counted_again_without_the_names_that_are_withheld(
    session: Session, meeting: Meeting, client: StrictClient
) -> None:
    rules = RuleSet(name="Ours", count_published=True)
    address = publish_votes(session, meeting, rules, show_votes=False)  # such a report names the winner alone
    verified = verify_bundle(client.get(f"{address}/1.zip").data)
    assert (verified.differences, verified.result is not None) == ((), True)
    blt = read_blt(client.get(f"{address}/1.blt").data)
    assert [one.name for one in blt.contest.candidates] == ["Ann Bell", "Name withheld 2", "Name withheld 3"]
    records = read_nist(client.get(f"{address}/1.json").data)
    assert (records.ballots.groups, records.contest.seats) == (blt.ballots.groups, 1)
    withheld = b"".join(
        client.get(f"{address}{one}").data for one in (".csv", ".json", "/1.blt", "/1.csv", "/1.json", "")
    )
    assert (b"Bo Rope" in withheld, b"Ann Bell" in withheld) == (False, True)


def test_who_runs_the_count_takes_it_away_whole(
    session: Session, meeting: Meeting, sign_in: Callable[..., StrictClient]
) -> None:
    chair = session.scalars(select(Contest.id)).one()
    session.commit()
    officer = sign_in("regional_officer", meeting.unit)
    page = f"/desk/meetings/{meeting.id}/count/{chair}"
    assert f"{page}/counts/1.zip" in officer.get(page).text
    assert verify_bundle(officer.get(f"{page}/counts/1.zip").data).differences == ()
    assert read_blt(officer.get(f"{page}/counts/1.blt").data).contest.title == "Chair"
    assert read_ballots_csv(officer.get(f"{page}/counts/1.csv").data).ballots.papers == 6
    assert [officer.get(f"{page}/counts/{number}").status_code for number in ("2.zip", "0.blt")] == [404, 404]
    assert sign_in("viewer", meeting.unit).get(f"{page}/counts/1.zip").status_code == 403
