"""One request of a voter: in which language, with which code, and the pages that answer it."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from agm.language.vote_words import VoteWords, words_in
from agm.meetings.models import Meeting
from agm.rules.code_letters import GROUP, LENGTH, in_groups
from agm.rules.mixed_votes import Way
from agm.voting.models import KeyMode, ReceiptsAre
from agm.voting.queries.admission import VoterBallots, ballots_of, ballots_to_cast
from agm.voting.queries.online import OnlineBallot
from agm.web.kit.dates import zone
from agm.web.kit.extensions import db
from agm.web.kit.meeting_names import meeting_name
from agm.web.kit.shared import shared_part
from agm.web.kit.transaction import received_at
from agm.web.members.vote import told as tell
from agm.web.members.vote.candidates import told_by_candidates
from agm.web.members.vote.paper import (
    BLANK,
    LATER,
    ContestOnPage,
    Problem,
    Typed,
    all_problems,
    contests_named,
    fields_of,
    label_of,
    on_page,
    script_words,
)
from agm.web.members.vote.receipts import new_receipt, read_receipt

STAND_IN = "-".join(secrets.token_hex(8) for _ in range(LENGTH // GROUP))
"""Where a receipt's groups go in a page that is made once for all who are told the same."""
WARNED = dt.timedelta(minutes=15)
"""Before the close, from when on a page warns of it."""


@dataclass(frozen=True, slots=True)
class CloseClock:
    """When voting closes, for the page."""

    at: str
    seconds: int
    is_common: bool
    """Whether every contest on the page closes then."""

    @property
    def is_near(self) -> bool:
        return self.seconds <= WARNED.total_seconds()

    @property
    def minutes(self) -> int:
        return self.seconds // 60


def words_of_request() -> VoteWords:
    """The language that was asked for, else one that the browser prefers."""
    asked = request.form.get("to") or request.form.get("lang") or request.args.get("lang")
    return words_in(asked or request.accept_languages.best_match(["en", "cy"], "en"))


class Visit:
    """What one code admits to, and the pages that follow; whoever casts keeps the vote from being closed meanwhile.
    Raises RefusedError for a code that opens nothing."""

    def __init__(self, code: str, *, to_cast: bool = False) -> None:
        self.t = words_of_request()
        self.code = code
        self.now = received_at()
        self.found: VoterBallots = (ballots_to_cast if to_cast else ballots_of)(db.session(), code)

    @property
    def meeting(self) -> Meeting:
        return self.found.vote.meeting

    def contests(self, ballots: Sequence[OnlineBallot], typed: Typed) -> list[ContestOnPage]:
        found = on_page(ballots, typed, self.t, {})
        self.tell_hours(found)
        return found

    def tell_hours(self, found: Sequence[ContestOnPage]) -> None:
        if len({one.ballot.closes_at for one in found}) > 1:
            for one in found:
                one.closes = self.t.at(one.ballot.closes_at, zone())

    def clock(self, ballots: Sequence[OnlineBallot]) -> CloseClock:
        closes = min(one.closes_at for one in ballots)
        seconds = int((closes - self.now).total_seconds())
        return CloseClock(self.t.at(closes, zone()), max(seconds, 0), len({one.closes_at for one in ballots}) == 1)

    def frame(self, outcome: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401  what the templates take
        return {
            "t": self.t, "page_language": self.t.html_language, "outcome": outcome, "code": self.code,
            "meeting": self.meeting, "place": self.meeting.unit, "voter_name": self.found.voter.name,
        } | more  # fmt: skip

    def paper(self, typed: Typed, shown: int | None = None, *, is_checked: bool = False) -> Response:
        """The paper, with what was typed; its mistakes where it was sent to be read."""
        ballots = tell.open_ballots(self.found, self.now)
        ids = [key for one in ballots for key in one.vote.candidacy_ids]
        about = told_by_candidates(db.session(), self.meeting, ids, self.now)
        contests = on_page(ballots, typed, self.t, about)
        self.tell_hours(contests)
        problems = all_problems(contests) if is_checked else []
        wrong = [one.id for one in contests if one.read.mistakes] if is_checked else []
        page = render_template(
            "members/vote/paper.html",
            contests=contests,
            shown=next((one.id for one in contests if one.id == shown), (wrong or [contests[0].id])[0]),
            problems=problems,
            clock=self.clock(ballots),
            done=[label_of(one) for one in self.found.ballots if one.way is Way.ONLINE and one not in ballots],
            on_paper=[label_of(one) for one in self.found.ballots if one.way is Way.PAPER],
            is_changing=any(one.way is not None for one in ballots),
            told=self.found.vote.told,
            weight=self.found.voter.weight,
            script_words=script_words(self.t),
            usual_act="review",
            **self.frame("refused" if problems else "paper"),
        )
        return make_response(page, 422 if problems else 200)

    def asked_of(self, typed: Typed) -> list[ContestOnPage]:
        """The contests that a form to be cast speaks of, and those that are open: an empty one needs a word."""
        named, offered = contests_named(typed), tell.open_ballots(self.found, self.now)
        contests = self.contests(
            [one for one in self.found.ballots if one.contest.id in named or one in offered], typed
        )
        for one in contests:
            one.is_undecided = one.is_empty and one.emptied not in {BLANK, LATER}
        return contests

    def review(self, typed: Typed, problems: Sequence[Problem] = (), undecided: Sequence[int] = ()) -> Response:
        """The paper read back, with a receipt; the one that came with the form where it still holds."""
        ballots = tell.open_ballots(self.found, self.now)
        contests = self.contests(ballots, typed)
        if all_problems(contests):
            return self.paper(typed, is_checked=True)
        for one in contests:
            one.is_undecided = one.id in undecided
        sent = typed.get("receipt", "")
        of_form = read_receipt(self.code, sent)
        vote = self.found.vote
        page = render_template(
            "members/vote/review.html",
            contests=contests,
            fields=fields_of(typed),
            receipt=sent if of_form and not of_form.is_old else new_receipt(self.code),
            problems=problems,
            clock=self.clock(ballots),
            may_change=vote.may_change,
            is_changing=any(one.ballot.way is not None and not one.is_empty for one in contests),
            weight=self.found.voter.weight,
            is_key_here=vote.key_mode is KeyMode.SERVER_KEY,
            usual_act="cast",
            **self.frame("refused" if problems else "review"),
        )
        return make_response(page, 422 if problems else 200)

    def receipt(self, receipt: str, outcome: str, sent: Sequence[ContestOnPage]) -> Response:
        """That papers are in the box, and which are still to come."""
        vote, ids = self.found.vote, {one.id for one in sent}
        rest = [one for one in tell.open_ballots(self.found, self.now) if one.way is None and one.contest.id not in ids]
        offices = [one.label for one in sent]
        earlier = [one for one in self.found.ballots if one.way is Way.ONLINE and one.contest.id not in ids]
        kept = [label_of(one) for one in earlier] if outcome == "accepted_in_place_of_the_earlier" else []
        closes = self.t.at(max(one.ballot.closes_at for one in sent), zone())

        def made(receipt: str) -> str:
            return render_template(
                "members/vote/receipt.html",
                receipt=receipt,
                offices=offices,
                waiting=[label_of(one) for one in rest],
                kept=kept,
                is_again=outcome == "same_again",
                is_replaced=outcome == "accepted_in_place_of_the_earlier",
                may_change=vote.may_change,
                is_beside_papers=vote.receipts is ReceiptsAre.BESIDE_PAPERS,
                list_address=self.list_address,
                closes=closes,
                **self.frame(outcome, voter_name=""),
            )

        shown = in_groups(receipt)
        if rest:  # its form carries the code
            return make_response(made(shown))
        meeting = f"{meeting_name(self.meeting)} {self.meeting.held_on}"
        rules = f"{vote.may_change} {vote.receipts} {kept}"
        said = (
            self.t.language,
            outcome,
            self.meeting.unit.name,
            meeting,
            self.list_address,
            rules,
            closes,
            *offices,
            "",
            *kept,
        )
        page: str = shared_part(lambda *_: made(STAND_IN), "vote_receipt", *said)
        for group, stand_in in zip(shown.split("-"), STAND_IN.split("-"), strict=True):
            page = page.replace(stand_in, group)
        return make_response(page)

    @property
    def place(self) -> dict[str, Any]:
        return {"region_slug": self.meeting.unit.slug, "meeting_slug": self.meeting.slug}

    @property
    def list_address(self) -> str:
        return url_for("public.vote_receipts", **self.place)

    @property
    def meeting_address(self) -> str:
        """Of the meeting's public page; empty where it need not have one yet."""
        return url_for("public.meeting", **self.place) if self.meeting.is_announced_beforehand else ""

    def told(self, page: tell.ToldPage) -> Response:
        """Why there is no paper; choices that were sent with a form stay in it where voting may go on."""
        is_posted = request.method == "POST" and request.form.get("act") != "open"
        keeps = is_posted and page.refusal in {"suspended", "not_open"}
        sealed = self.found.vote.sealed_at is not None
        html = render_template(
            "members/vote/told.html",
            told=page,
            is_posted=is_posted,
            is_told_by_address=request.method == "GET",
            kept_fields=fields_of(request.form) if keeps else [],
            list_address=self.list_address if sealed else "",
            meeting_address=self.meeting_address,
            **self.frame("refused"),
        )
        return make_response(html, page.status if is_posted else 200)


def told_without_meeting(page: tell.ToldPage) -> Response:
    """A code that opens nothing tells nothing."""
    t = words_of_request()
    html = render_template(
        "members/vote/told.html", told=page, t=t, page_language=t.html_language, outcome="refused",
        is_posted=request.method == "POST", is_told_by_address=request.method == "GET",
    )  # fmt: skip
    return make_response(html, page.status)


def code_page(typed: str = "", problem: str = "", refusal: str = "") -> Response:
    t = words_of_request()
    html = render_template(
        "members/vote/enter_code.html", t=t, page_language=t.html_language, typed=typed, problem=problem,
        refusal=refusal, outcome="refused" if problem else "code", is_told_by_address=request.method == "GET",
    )  # fmt: skip
    return make_response(html, 422 if problem else 200)


def held_page() -> Response:
    """What could not be stored, to be sent once more: what was typed is in it, and nothing is read to make it."""
    t = words_of_request()
    html = render_template(
        "members/vote/held.html", t=t, page_language=t.html_language, outcome="refused", voter_name="",
        fields=[field for field in request.form.items(multi=True) if field[1]],
    )  # fmt: skip
    response = make_response(html, 503)
    response.headers["Retry-After"] = "5"
    return response
