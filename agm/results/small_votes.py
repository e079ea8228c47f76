"""Votes in secret of so few that figures would tell how somebody voted: what is declared of them is who won."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from agm.counting.result import CountResult
from agm.facts import Outcome
from agm.nominations.models import Contest
from agm.results.models import Count
from agm.rules.small_groups import is_too_few
from agm.voting.models import ContestVote, OnlineVote
from agm.voting.queries import VOTED_ONLINE


def smallest_groups(session: Session, contest_ids: Collection[int]) -> dict[int, int]:
    """Of these contests, those that are voted on online, and of how few no figures are published; a countback has the
    papers of the election. One statement."""
    counted = select(Count.contest_id).where(Count.id == ContestVote.votes["countback"]["count_id"].as_integer())
    voted = aliased(ContestVote)
    rows = session.execute(
        select(ContestVote.contest_id, OnlineVote.smallest_group)
        .select_from(ContestVote)
        .join(
            voted,
            voted.contest_id == func.coalesce(counted.correlate(ContestVote).scalar_subquery(), ContestVote.contest_id),
        )
        .join(Contest, Contest.id == voted.contest_id)
        .join(OnlineVote, OnlineVote.meeting_id == Contest.meeting_id)
        .where(ContestVote.contest_id.in_(contest_ids), voted.how.in_(VOTED_ONLINE))
    )
    return dict(rows.all())


def are_too_few(result: CountResult, contest_id: int | None, smallest: Mapping[int, int]) -> bool:
    """Whether the figures of a count are withheld."""
    if contest_id is None or contest_id not in smallest:
        return False
    voted = result.papers.papers + sum(one.papers for one in result.papers.rejected)
    return is_too_few(voted, smallest[contest_id])


def without_figures(outcome: Outcome) -> Outcome:
    """Who won, and nothing that says by how many votes."""
    entries = tuple(replace(one, votes=None) for one in outcome.entries)
    return replace(outcome, entries=entries, rejected_papers=None, quota=None, turnout=None, stages=())
