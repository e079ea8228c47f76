"""The addresses at which members vote. Looking at any of them changes nothing; what is cast is stored, and then
acknowledged."""

from __future__ import annotations

import traceback
from collections.abc import Sequence

from flask import abort, current_app, request
from sqlalchemy.exc import DBAPIError
from werkzeug.wrappers import Response

from agm.audit.act import SYSTEM, Act
from agm.rules.violations import RefusedError, Violation
from agm.voting.commands import CastVote
from agm.voting.operations import CastOutcome, cast, was_recorded
from agm.web.kit.access import Access, access
from agm.web.kit.extensions import csrf, db
from agm.web.kit.transaction import durable, rollback_and_read_only, write_from_here
from agm.web.members.views import blueprint
from agm.web.members.vote import told as tell
from agm.web.members.vote.paper import BLANK, ContestOnPage, Problem, contests_named
from agm.web.members.vote.receipts import read_receipt
from agm.web.members.vote.sendings import Sendings
from agm.web.members.vote.visit import Visit, code_page, held_page, told_without_meeting, words_of_request

LONGEST_CODE = 200

sendings = Sendings()


@blueprint.get("/vote")
@access(Access.PUBLIC)
def vote() -> Response:
    return code_page()


@blueprint.get("/vote/<code>")
@access(Access.PUBLIC)
def vote_by_link(code: str) -> Response:
    """The paper of the code in a link. Programs that look at links in mails use up nothing."""
    check_often(code)
    try:
        visit = Visit(code[:LONGEST_CODE])
    except RefusedError as refused:
        return told_without_meeting(tell.of_code(refused.violations[0], words_of_request()))
    told = tell.why_not(visit.found, visit.now, visit.t)
    return visit.told(told) if told else visit.paper(request.form)


@blueprint.post("/vote")
@csrf.exempt
@access(Access.PUBLIC)
@durable
def vote_send() -> Response:
    """Whatever a voter sends: a code that was typed, a paper to be read back, or one to go into the box.

    What the database fails to take or to tell is given back, to be sent once more.
    """
    code, act = request.form.get("code", "").strip()[:LONGEST_CODE], wanted()
    check_often(code)
    try:
        return put_in_the_box(code) if act == "cast" else shown(code, act)
    except DBAPIError as error:
        log_without_values(error)
        rollback_and_read_only()
        return held_page()


def log_without_values(error: DBAPIError) -> None:
    """Where a database failed, and how; not its message, which may say of which voter."""
    steps = "".join(traceback.format_tb(error.__traceback__))
    current_app.logger.error(
        "a voter’s form could not be answered, and was given back to be sent again: %s\n%s",
        type(error.orig).__name__,
        steps,
    )


def shown(code: str, act: str) -> Response:
    """The page that follows on a form that stores nothing."""
    if act == "open" and not code:
        return code_page(problem=words_of_request()("code_missing"), refusal="unknown_code")
    try:
        visit = Visit(code)
    except RefusedError as refused:
        first, t = refused.violations[0], words_of_request()
        if act == "open" and first.code == "unknown_code":
            return code_page(code, t("code_unknown"), first.code)
        return told_without_meeting(tell.of_code(first, t))
    told = tell.why_not(visit.found, visit.now, visit.t)
    if told:
        return visit.told(told)
    if act == "review":
        return visit.review(request.form)
    number = act.removeprefix("change-")
    return visit.paper(request.form, int(number) if number.isascii() and number.isdigit() else None)


def wanted() -> str:
    """What a form asks for; another language asks for the same page once more."""
    if request.form.get("to"):
        return "review" if request.form.get("page") == "review" else "paper"
    return request.form.get("act", "open")[:40]


def check_often(code: str) -> None:
    """Turn away whoever sends one code again and again."""
    if not sendings.may_go_on(code):
        abort(429)


def put_in_the_box(code: str) -> Response:
    """Store the papers, and only then say so. What is of no form of ours keeps no writer waiting."""
    typed = request.form
    form = read_receipt(code, typed.get("receipt", ""))
    is_good = form is not None and not form.is_old
    if is_good and not write_from_here():
        return held_page()
    try:
        visit = Visit(code, to_cast=is_good)
    except RefusedError as refused:
        return told_without_meeting(tell.of_code(refused.violations[0], words_of_request()))
    if contests_named(typed) - {one.contest.id for one in visit.found.ballots}:
        return visit.told(tell.not_your_contest(visit.t))
    contests = visit.asked_of(typed)
    sent = [one for one in contests if not one.is_empty or one.emptied == BLANK]
    if form is None or not sent or any(one.read.mistakes or one.is_undecided for one in contests):
        return once_more(visit, contests, sent, is_expired=not is_good)
    command = CastVote(code, {one.id: one.paper for one in sent}, form.receipt, visit.now, form.signature)
    try:
        if form.is_old:
            return told_of_old_form(visit, command, contests, sent)
        done = cast(Act(db.session(), SYSTEM, visit.now), command, visit.found)
    except RefusedError as refused:
        return not_taken(code, refused.violations[0], sent)
    db.session.commit()
    rollback_and_read_only()
    return visit.receipt(done.receipt, done.outcome.value, sent)


def told_of_old_form(
    visit: Visit, command: CastVote, contests: Sequence[ContestOnPage], sent: Sequence[ContestOnPage]
) -> Response:
    """A form that was open for too long casts nothing; where it was recorded in its time, that is told once more."""
    if was_recorded(db.session(), visit.found, command):
        return visit.receipt(command.receipt, CastOutcome.SAME_AGAIN.value, sent)
    return once_more(visit, contests, sent, is_expired=True)


def once_more(
    visit: Visit, contests: Sequence[ContestOnPage], sent: Sequence[ContestOnPage], *, is_expired: bool
) -> Response:
    """The review again, or the paper, with what has to be looked at; nothing of what was sent is recorded."""
    rollback_and_read_only()
    told = tell.why_not(visit.found, visit.now, visit.t)
    if told and told.refusal == "closed":
        told = tell.late([one.ballot for one in contests] or visit.found.ballots, visit.now, visit.t)
    if told:
        return visit.told(told)
    t, undecided = visit.t, [one for one in contests if one.is_undecided]
    found = [Problem("form_expired", t("form_expired"))] if is_expired else []
    found += [Problem("not_blank_on_purpose", t("empty_error", office=one.label), f"e{one.id}") for one in undecided]
    if not sent and not found:
        found.append(Problem("nothing_cast", t("nothing_to_send")))
    return visit.review(request.form, found, [one.id for one in undecided])


def not_taken(code: str, violation: Violation, sent: Sequence[ContestOnPage]) -> Response:
    """Why the papers were not taken, as things stand after others have come in."""
    rollback_and_read_only()
    visit = Visit(code)
    if violation.code == "candidate_withdrawn":
        return visit.paper(request.form, is_checked=True)
    ballots = [one.ballot for one in sent]
    return visit.told(tell.of_refusal(violation, visit.found, ballots, visit.now, visit.t))
