"""Papers to print, laid out outside any request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.database.engine import only_reading
from agm.files.copies import PLACE
from agm.files.pdf import pdf
from agm.meetings.models import Election, Meeting, Register
from agm.nominations.models import Contest
from agm.organisation.models import AdoptedRules
from agm.organisation.queries import rules_of
from agm.outbox.worker import Finish, Job, NotNeededError
from agm.results.models import PapersChecked, PapersDestroyed, PrintKind, Printout
from agm.results.queries import contests_with_candidacies, last_declaration
from agm.rules.nomination import NominationRule
from agm.rules.reconciliation import WORDS
from agm.rules.violations import RefusedError, refuse
from agm.voting.ballot_box import seal_file
from agm.voting.models import ContestVote, OnlineVote
from agm.voting.operations import keep_letters, letters_to_print
from agm.voting.operations.codes import Letter
from agm.voting.printed_paper import density, official_mark, printed_contests, same_voters
from agm.voting.queries import votes_by_contest
from agm.voting.queries.online import online_ballots, with_own_hours
from agm.web.kit.extensions import db
from agm.web.kit.supporters import supporting_roles
from agm.workflows.to_declare import to_declare

BOX = {"roomy": 8.0, "usual": 6.4, "close": 4.9}
"""Millimetres of a square for a mark, by `printed_paper.density`."""

Context = dict[str, Any]


def make_printout(app: Flask, job: Job) -> Finish:
    """Lay out what was asked for. What cannot be printed as the record is now is told on its page."""
    number = job.payload["printout"]
    content, problem = b"", ""
    letters: list[Letter] = []
    with app.app_context():
        with only_reading(), Session(db.engine) as session:
            printout = session.get(Printout, number)
            if printout is None:
                raise NotNeededError("What was asked for is forgotten.")
            try:
                html, numbers, letters = composed(app, Act(session, SYSTEM, job.at), printout)
            except RefusedError as refused:
                html, numbers, problem = "", [], str(refused)
        if html:
            content = pdf(html, numbers)
        if letters:
            content = seal_file(bytes.fromhex(printout.wanted["public_key"]), content)

    def finish(act: Act) -> None:
        waiting = act.session.get(Printout, number)
        if waiting is not None and problem:
            waiting.problem = problem
        elif waiting is not None:
            waiting.content, waiting.ready_at = content, act.at
            if letters:
                keep_letters(act, waiting.meeting_id, letters)

    return finish


def composed(app: Flask, act: Act, printout: Printout) -> tuple[str, list[str], list[Letter]]:
    """The page to lay out; the numbers of its copies, or the letters on it, if it has any. Raises RefusedError."""
    meeting = act.session.get_one(Meeting, printout.meeting_id)
    if printout.kind is PrintKind.CODE_LETTERS:
        letters = letters_to_print(act, meeting.id, again=printout.wanted["again"])
        context = code_letters(app, act.session, meeting, letters)
    else:
        letters, context = [], CONTEXTS[printout.kind](act.session, meeting, printout)
    template = app.jinja_env.get_template(f"print/{printout.kind}.html")
    html = template.render(meeting=meeting, size=printout.wanted["size"], **context)
    if printout.kind is not PrintKind.VOTING_PAPERS:
        return html, [], letters
    first = printout.wanted["first"]
    return html, [f"{one:03d}" for one in range(first, first + printout.wanted["copies"])], []


def code_letters(app: Flask, session: Session, meeting: Meeting, letters: list[Letter]) -> Context:
    if not letters:
        refuse("all_have_codes", "", "Everybody without an e-mail address has a code already.")
    vote = session.get_one(OnlineVote, meeting.id)
    page = f"{app.extensions['agm_settings'].base_url}/vote"
    return {"letters": letters, "vote": vote, "page": page, "own": with_own_hours(vote, online_ballots(session, vote))}


def wanted_contests(session: Session, printout: Printout) -> tuple[list[Contest], dict[int, ContestVote]]:
    ids = printout.wanted["contest_ids"]
    contests = contests_with_candidacies(session, printout.meeting_id)
    found = [one for one in contests if not ids or one.id in ids]
    return found, votes_by_contest(session, printout.meeting_id)


def weight_of(printout: Printout) -> int:
    """How many votes each paper has; what was asked for before papers could have several says nothing."""
    return int(printout.wanted.get("weight", 1))


def voting_papers(session: Session, meeting: Meeting, printout: Printout) -> Context:
    contests = printed_contests(*wanted_contests(session, printout))
    how_close = density(contests, printout.wanted["size"])
    weight = weight_of(printout)
    mark = official_mark(meeting.id, contests, weight)
    voters = same_voters(contests).words
    box = BOX[how_close]
    return {
        "contests": contests, "density": how_close, "box": box, "mark": mark, "number": PLACE, "voters": voters,
        "weight": weight,
    }  # fmt: skip


def count_sheets(session: Session, meeting: Meeting, printout: Printout) -> Context:
    contests = printed_contests(*wanted_contests(session, printout))
    weight = weight_of(printout)
    marks = {
        of: official_mark(meeting.id, [one for one in contests if one.electorate == of], weight)
        for of in {one.electorate for one in contests}
    }
    return {"contests": contests, "marks": marks, "weight": weight, "copies": printout.wanted["copies"]}


def nomination_form(session: Session, meeting: Meeting, printout: Printout) -> Context:
    contests, _ = wanted_contests(session, printout)
    if not contests:
        refuse("no_offices", "", "No office is set up yet. Say first what is voted on.")
    adopted = None if meeting.rules_id is None else session.get(AdoptedRules, meeting.rules_id)
    rule = NominationRule() if adopted is None else rules_of(adopted).nomination
    election = session.get(Election, meeting.id)
    closes_at = None if election is None else election.nominations_close_at
    roles = supporting_roles(rule)
    return {
        "contests": contests, "rule": rule, "roles": roles, "closes_at": closes_at, "copies": printout.wanted["copies"],
    }  # fmt: skip


def declaration(session: Session, meeting: Meeting, _printout: Printout) -> Context:
    found = to_declare(session, meeting)
    if not found.outcomes:
        refuse("nothing_counted", "", "Nothing is counted yet.")
    ids = [one.contest_id for one in found.outcomes]
    checked = session.scalars(select(PapersChecked).where(PapersChecked.contest_id.in_(ids)))
    return {
        "found": found, "is_declared": last_declaration(session, meeting.id) is not None, "words": WORDS,
        "figures": {one.contest_id: one.figures for one in checked},
    }  # fmt: skip


def certificate(session: Session, meeting: Meeting, _printout: Printout) -> Context:
    papers, register = session.get(PapersDestroyed, meeting.id), session.get(Register, meeting.id)
    disposed = register if register is not None and register.disposed_at is not None else None
    if papers is None and disposed is None:
        refuse("nothing_destroyed", "", "Record first that the voting papers were destroyed.")
    return {"papers": papers, "register": disposed}


CONTEXTS: dict[PrintKind, Callable[[Session, Meeting, Printout], Context]] = {
    PrintKind.VOTING_PAPERS: voting_papers,
    PrintKind.COUNT_SHEETS: count_sheets,
    PrintKind.NOMINATION_FORM: nomination_form,
    PrintKind.DECLARATION: declaration,
    PrintKind.CERTIFICATE: certificate,
}
