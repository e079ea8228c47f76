"""The count of the demonstration: a meeting whose offices are each at another state of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from agm.audit.act import Act, Actor
from agm.counting.model import VoteTotals
from agm.facts import Entry, PersonName
from agm.meetings.models import Meeting, Section
from agm.meetings.operations.sections import section_version
from agm.nominations.commands import AmendContests
from agm.nominations.models import Contest
from agm.nominations.operations import amend_contests, contests_of
from agm.results.commands import CheckPapers, RecordResults
from agm.results.counting import standing_of, to_count
from agm.results.operations import check_papers, make_count, record_results
from agm.results.queries import office_results
from agm.voting.commands import RecordVotes, SetVote, TypePaper
from agm.voting.models import VoteHow
from agm.voting.operations import add_batch, record_votes, set_vote, type_paper
from agm.workflows.begin_meeting_from_last import set_up_like

TELLERS = (Actor("system:first_teller", "Perpetua Lisle"), Actor("system:second_teller", "Corwin Thackeray"))


def begin_count(act: Act, meeting: Meeting, offices: Mapping[str, Sequence[str]]) -> None:
    """Let these people stand, for these offices alone."""
    elect_only(act, meeting, offices)
    outcomes = tuple(
        replace(one, entries=tuple(Entry((PersonName(name),)) for name in offices[one.label]))
        for one in office_results(act.session, meeting.id)
    )
    version = section_version(act.session, meeting.id, Section.RESULTS)
    record_results(act, RecordResults(meeting.id, version, True, outcomes))


def elect_only(act: Act, meeting: Meeting, offices: Collection[str]) -> None:
    """Take every other office off a meeting."""
    voted_on = [one for one in contests_of(act.session, meeting.id) if one.label in offices]
    amend_contests(act, AmendContests(meeting.id, tuple(set_up_like(one, one.id) for one in voted_on)))


def contest_of(act: Act, meeting: Meeting, office: str) -> Contest:
    return next(one for one in contests_of(act.session, meeting.id) if one.label == office)


def vote_by_figures(act: Act, meeting: Meeting, office: str, figures: Sequence[int], *, on_paper: bool) -> None:
    contest = contest_of(act, meeting, office)
    how = VoteHow.TOTALS if on_paper else VoteHow.HANDS
    set_vote(act, SetVote(contest.id, how, "plurality", has_reopening=False))
    vote = record_votes(act, RecordVotes(contest.id, VoteTotals(tuple(figures))))
    if on_paper:
        given = sum(figures)
        check_papers(act, CheckPapers(contest.id, {"issued": given, "in_box": given, "marked_as_voted": given}))
    if standing_of(act.session, to_count(act.session, contest, vote), contest.id).tie is None:
        make_count(act, contest.id)


def vote_by_papers(act: Act, meeting: Meeting, office: str, first: Sequence[str], second: Sequence[str]) -> None:
    contest = contest_of(act, meeting, office)
    set_vote(act, SetVote(contest.id, VoteHow.PAPERS, "av", has_reopening=False))
    type_papers(act, contest, first, second, LEAST_IN_BATCH)


def type_papers(act: Act, contest: Contest, first: Sequence[str], second: Sequence[str], least: int = 1) -> None:
    """A batch of `least` papers or more, as far as each of two tellers came."""
    batch = add_batch(act, contest.id, max(len(first), len(second), least))
    act.session.flush()
    for actor, papers in zip(TELLERS, (first, second), strict=True):
        for position, typed in enumerate(papers, start=1):
            type_paper(replace(act, actor=actor), TypePaper(batch.id, position, typed))


LEAST_IN_BATCH = 12
