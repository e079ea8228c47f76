"""The votes online of the demonstration: one that is open, and one from its papers to the declaration."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from agm.audit.act import Act, Actor
from agm.demo.counts import contest_of, type_papers
from agm.meetings.commands import Mark
from agm.meetings.models import Meeting, RegisterEntry
from agm.meetings.operations.attendance import arrive
from agm.results.commands import CheckPapers, DecideTie
from agm.results.counting import standing_of, to_count
from agm.results.operations import check_papers, decide_tie, make_count, sign_results, tell_candidate
from agm.rules.code_letters import new_code
from agm.voting.commands import CastVote, Paper, SealVote, SetUpOnlineVote, SetVote
from agm.voting.models import ContestVote, KeyMode, VoteHow, Voter
from agm.voting.operations import (
    cast,
    close_vote,
    give_papers,
    issue,
    make_key,
    open_vote,
    seal_vote,
    set_up,
    set_vote,
    sign_destruction,
    try_key,
)
from agm.workflows.declare_counts import declare_counts
from agm.workflows.to_declare import to_declare

OFFICER = Actor("system:returning_officer", "Beatrix Olumide")
SECOND = Actor("system:scrutineer", "Ignatius Pell")

Papers = Mapping[str, Sequence[str]]
"""By office, what voters write on their papers, one after another; nothing is a paper left blank."""


@dataclass(frozen=True, slots=True)
class Lot:
    """Whom the lot meets where people are equal, by their number on the paper."""

    chosen: int
    drawn_by: str
    witnesses: tuple[str, str]


def open_online_vote(
    act: Act, meeting: Meeting, offices: Mapping[str, str], hours: tuple[dt.datetime, dt.datetime], key_mode: KeyMode
) -> str:
    """Let members vote in these offices, each counted by its rules, online or on paper. The words of the key, or none
    where the server keeps it. Each voter has a code; none is mailed, and the desk makes another for whoever asks."""
    for office, rules in offices.items():
        contest = contest_of(act, meeting, office)
        set_vote(act, SetVote(contest.id, VoteHow.MIXED, rules, has_reopening=False))
    set_up(act, SetUpOnlineVote(meeting_id=meeting.id, opens_at=hours[0], closes_at=hours[1], key_mode=key_mode))
    words = make_key(act, meeting.id)
    if words:
        try_key(act, meeting.id, words)
    open_vote(act, meeting.id)
    return words[0] if words else ""


def vote_online(act: Act, meeting: Meeting, papers: Papers) -> None:
    """Give every voter a code; the first of them vote by it."""
    contests = {office: contest_of(act, meeting, office).id for office in papers}
    voters = act.session.scalars(select(Voter).where(Voter.meeting_id == meeting.id).order_by(Voter.id)).all()
    for place, voter in enumerate(voters):
        code = issue(act, voter)
        typed = {contests[office]: of[place] for office, of in papers.items() if place < len(of)}
        sent = {key: Paper(tuple(map(int, text.split())), is_blank=not text) for key, text in typed.items()}
        if sent:
            cast(act, CastVote(code, sent, new_code(), act.at))


def close_and_seal(act: Act, meeting: Meeting, words: str) -> None:
    """Both who have the key destroy it then."""
    close_vote(act, meeting.id)
    seal_vote(replace(act, actor=OFFICER), SealVote(meeting.id, (words,)))
    for actor in (OFFICER, SECOND):
        sign_destruction(replace(act, actor=actor), meeting.id)


def hold_door(act: Act, meeting: Meeting, here: int, papers: int, begins: dt.datetime) -> None:
    """The last of the register come, a minute after each other; the last of them are given papers."""
    last = select(RegisterEntry).where(RegisterEntry.meeting_id == meeting.id).order_by(RegisterEntry.id.desc())
    for place, entry in enumerate(act.session.scalars(last.limit(here)).all()):
        at = begins - dt.timedelta(minutes=here - place - 2)
        arrive(act, Mark(meeting.id, f"demonstration:{place}", at, "Main door"), entry.id)
        if place < papers:
            give_papers(act, meeting.id, entry.id)


def count_mixed(act: Act, meeting: Meeting, office: str, papers: Sequence[str], lot: Lot | None) -> None:
    """Count what came out of the box with these papers, which two tellers read alike."""
    contest = contest_of(act, meeting, office)
    type_papers(act, contest, papers, papers)
    given = len(papers)
    check_papers(act, CheckPapers(contest.id, {"issued": given, "in_box": given, "marked_as_voted": given}))
    vote = act.session.get_one(ContestVote, contest.id)
    if lot is not None and standing_of(act.session, to_count(act.session, contest, vote), contest.id).tie is not None:
        decide_tie(act, DecideTie(contest.id, "lot", lot.drawn_by, lot.witnesses, (lot.chosen,)))
    make_count(replace(act, actor=OFFICER), contest.id)


def declare(act: Act, meeting: Meeting) -> None:
    """Two people sign, everybody who stood is told, and it is declared."""
    signing = to_declare(act.session, meeting)
    for actor in (OFFICER, SECOND):
        sign_results(replace(act, actor=actor), meeting, signing.digest, is_returning_officer=actor is OFFICER)
    for candidacy, _ in signing.stood:
        tell_candidate(act, candidacy)
    declare_counts(replace(act, actor=OFFICER), meeting, None, in_part=True)
