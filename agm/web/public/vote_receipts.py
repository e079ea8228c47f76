"""The receipts of a vote online, once its papers are opened: is mine there, and are there as many as papers?"""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, make_response, render_template, request
from werkzeug.wrappers import Response

from agm.meetings.models import Meeting
from agm.organisation.models import Unit
from agm.rules.code_letters import in_groups, read_code
from agm.voting.models import OnlineVote, ReceiptsAre
from agm.voting.queries.online import OnlineBallot, last_close, online_ballots, online_vote
from agm.web.kit.access import Access, access
from agm.web.kit.addresses import list_page
from agm.web.kit.extensions import csrf
from agm.web.public.queries.meetings import meeting_at
from agm.web.public.queries.receipts import (
    ContestFigures,
    figures_of,
    near,
    offices_held_again,
    papers_beside,
    receipts_from,
)
from agm.web.public.region import found_unit
from agm.web.public.site import blueprint, session

A_PAGE = 600
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Listed:
    """One contest of the vote, and where a receipt that was looked for stands among its own."""

    ballot: OnlineBallot
    figures: ContestFigures
    around: tuple[str, ...] = ()
    is_found: bool = False

    @property
    def label(self) -> str:
        contest = self.ballot.contest
        return contest.label if contest.seats == 1 else contest.plural_label or contest.label


def vote_of(region_slug: str, meeting_slug: str) -> tuple[Unit, Meeting, OnlineVote]:
    """A meeting of which the public may know, that votes online; 404 for any other."""
    unit = found_unit(region_slug)
    meeting = meeting_at(session(), unit, meeting_slug)
    vote = None if meeting is None else online_vote(session(), meeting.id)
    if meeting is None or vote is None or vote.opened_at is None:
        abort(404)
    return unit, meeting, vote


@blueprint.get("/<region_slug>/<meeting_slug>/receipts")
@access(Access.PUBLIC)
def vote_receipts(region_slug: str, meeting_slug: str) -> Response:
    return overview(region_slug, meeting_slug)


@blueprint.post("/<region_slug>/<meeting_slug>/receipts")
@access(Access.PUBLIC)
def find_receipt(region_slug: str, meeting_slug: str) -> Response:
    """Look for a receipt. It is sent in the form, so that it stands in no address and no log; nothing is changed."""
    return overview(region_slug, meeting_slug, request.form.get("receipt", "")[:LONGEST].strip())


csrf.exempt(find_receipt)


def overview(region_slug: str, meeting_slug: str, typed: str | None = None) -> Response:
    unit, meeting, vote = vote_of(region_slug, meeting_slug)
    listed, held_again, receipt, problem = [], [], None, ""
    if vote.sealed_at is not None:
        ballots = online_ballots(session(), vote)
        figures = figures_of(session(), [one.contest.id for one in ballots])
        if typed is not None:
            receipt = read_code(typed)
            problem = "" if receipt else fault(typed)
        listed = [looked_up(one, figures[one.contest.id], receipt) for one in ballots]
        held_again = offices_held_again(session(), meeting.id, receipt) if receipt else []
    page = render_template(
        "public/vote_receipts.html",
        here="regions", here_is="true", place=unit, imprint=unit.imprint, meeting=meeting, vote=vote,
        closes_at=last_close(session(), vote), listed=listed, held_again=held_again, typed=typed or "", receipt=receipt,
        problem=problem, in_groups=in_groups, is_beside=vote.receipts is ReceiptsAre.BESIDE_PAPERS,
    )  # fmt: skip
    return make_response(page, 422 if problem else 200)


def fault(typed: str) -> str:
    if not typed:
        return "Type or paste the receipt that you got when you voted."
    return "A receipt has 16 letters and figures, in four groups of four. Look at yours again."


def looked_up(ballot: OnlineBallot, figures: ContestFigures, receipt: str | None) -> Listed:
    if receipt is None:
        return Listed(ballot, figures)
    around = tuple(near(session(), ballot.contest.id, receipt))
    return Listed(ballot, figures, around, receipt in around)


@blueprint.get("/<region_slug>/<meeting_slug>/receipts/<int:contest_number>")
@access(Access.PUBLIC)
def receipts_of_contest(region_slug: str, meeting_slug: str, contest_number: int) -> Response:
    """All receipts of one contest, in the order of their letters, a page at a time."""
    unit, meeting, vote = vote_of(region_slug, meeting_slug)
    ballots = online_ballots(session(), vote) if vote.sealed_at is not None else []
    ballot = next((one for one in ballots if one.contest.id == contest_number), None)
    if ballot is None:
        abort(404)
    figures = figures_of(session(), [contest_number])[contest_number]
    address = {"region_slug": region_slug, "meeting_slug": meeting_slug, "contest_number": contest_number}
    page = list_page(
        lambda limit, offset: receipts_from(session(), contest_number, limit, offset),
        A_PAGE, "public.receipts_of_contest", address,
    )  # fmt: skip
    beside = vote.receipts is ReceiptsAre.BESIDE_PAPERS
    return make_response(
        render_template(
            "public/receipts_of_contest.html",
            here="regions", here_is="true", place=unit, imprint=unit.imprint, meeting=meeting,
            contest=Listed(ballot, figures), page=page, in_groups=in_groups,
            papers=papers_beside(session(), ballot, page.items) if beside else {},
        )
    )  # fmt: skip
