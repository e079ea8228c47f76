"""One voter at the door or at the desk: papers given out, who helps them, and another code for one that got lost."""

from __future__ import annotations

from flask import abort, flash, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from agm.language.en import join
from agm.meetings.attendance import standing_proxies
from agm.meetings.models import GivenProxy, RegisterEntry
from agm.meetings.register import entry
from agm.rules.violations import RefusedError, refuse
from agm.voting.commands import RecordHelp
from agm.voting.models import HelpNeeded, OnlineVote, VoteHow, VotingHelp
from agm.voting.operations import (
    PaperOutcome,
    PapersGiven,
    give_papers,
    record_help,
    replace_code,
    revoke_code,
    take_help_back,
    take_papers_back,
)
from agm.voting.queries.by_post import by_post_of, has_come, paper_contests
from agm.voting.queries.online import online_ballots, voter_of_entry, ways_of
from agm.web.desk.check_in.views import blueprint
from agm.web.desk.online_vote.codes import url_of_page
from agm.web.kit.access import Access, access, current_act, may_run
from agm.web.kit.extensions import db
from agm.web.kit.fields import RadiosField, TextField
from agm.web.kit.forms import Form, run_operation
from agm.web.kit.transaction import rollback_and_read_only

PAPERS = "/desk/meetings/<int:meeting_id>/check-in/papers/<int:entry_number>"
NEEDS = {
    HelpNeeded.READ: "They cannot read the paper alone",
    HelpNeeded.MARK: "They cannot mark the paper alone",
    HelpNeeded.BOTH: "They can do neither alone",
}


class HelpForm(Form):
    needed = RadiosField(
        "What they say", choices=NEEDS, kind=HelpNeeded, required="Choose what they cannot do alone.",
        hint="Nobody asks why. In the record of the count it is a number.",
    )  # fmt: skip
    companion = TextField("Who helps them", hint="A name; empty where whoever gives out the papers does.")


def load_entry(entry_number: int) -> RegisterEntry:
    found = entry(db.session(), entry_number)
    if found is None or found.meeting_id != g.meeting.id:
        abort(404)
    return found


@blueprint.get(PAPERS)
@access(Access.DOOR)
def papers(entry_number: int) -> str:
    return page_of_voter(load_entry(entry_number))


def page_of_voter(of: RegisterEntry, *, code: str = "", problem: str = "", form: HelpForm | None = None) -> str:
    """In what they have voted which way, who votes for them and who helps them; a new `code` is shown this once."""
    session = db.session()
    vote, found = session.get(OnlineVote, g.meeting.id), voter_of_entry(session, of.id)
    ways = {} if found is None else ways_of(session, found.id)
    on_paper = [one for one in paper_contests(session, of.meeting_id) if one.admits(found or of)]
    ballots = [] if vote is None else online_ballots(session, vote)
    online = [one for one in ballots if one.vote.how is VoteHow.ONLINE and one.admits(found or of)]
    proxies = standing_proxies(session, of.meeting_id)
    given = next((one for one in proxies if one.giver_id == of.id), None)
    holder = None if given is None else given.holder
    by_post, help_given = by_post_of(session, [of.id]).get(of.id), session.get(VotingHelp, of.id)
    kept = {} if help_given is None else {"needed": help_given.needed, "companion": help_given.companion}
    return render_template(
        "desk/check_in/papers.html",
        entry=of,
        vote=vote,
        rows=[(one.label, ways.get(one.id), True) for one in on_paper]
        + [(one.contest.label, ways.get(one.contest.id), False) for one in online],
        by_post=by_post,
        came_by_post=by_post is not None and has_come(by_post),
        proxies=[one.giver.name for one in proxies if one.holder_id == of.id],
        given=given,
        holder=holder,
        is_mailed=bool((holder or of).email),
        help_given=help_given,
        needs=NEEDS,
        form=form or HelpForm(formdata=None, data=kept),
        code=code,
        problem=problem,
        page=url_of_page(),
        may_run=may_run(),
    )


def proxies_held(of: RegisterEntry) -> list[GivenProxy]:
    return [one for one in standing_proxies(db.session(), of.meeting_id) if one.holder_id == of.id]


@blueprint.post(PAPERS)
@access(Access.DOOR)
def act_on_papers(entry_number: int) -> Response:
    """Give papers or take them back, record help; replace or end a code. A new code is in this answer alone."""
    of, act = load_entry(entry_number), request.form.get("act", "")
    form = HelpForm(formdata=request.form) if act == "help" else None
    try:
        if act == "code":
            code = replace_code(current_act(), g.meeting.id, of.id)
            return make_response(page_of_voter(of, code=code or ""))
        if form is None:
            carry_out(act, of)
        elif not (form.validate() and run_operation(form, lambda: record_help(current_act(), help_of(form, of)))):
            rollback_and_read_only()
            return make_response(page_of_voter(of, form=form), 422)
    except RefusedError as refused:
        rollback_and_read_only()
        return make_response(page_of_voter(of, problem=str(refused)), 422)
    return redirect(url_for(".papers", meeting_id=g.meeting.id, entry_number=of.id), 303)


def help_of(form: HelpForm, of: RegisterEntry) -> RecordHelp:
    if form.needed.data is None:
        refuse("needed", "needed", "Choose what they cannot do alone.")
    return RecordHelp(g.meeting.id, of.id, form.needed.data, form.companion.data)


def carry_out(act: str, of: RegisterEntry) -> None:
    """Raises RefusedError."""
    if act == "mail":
        replace_code(current_act(), g.meeting.id, of.id, by_mail=True)
        flash("A new code is being mailed. The earlier one has ended.")
    elif act == "end":
        revoke_code(current_act(), g.meeting.id, of.id)
        flash("The code has ended.")
    elif act == "give":
        flash(given_words(of.name, give_papers(current_act(), g.meeting.id, of.id)))
        for one in proxies_held(of):
            flash(given_words(f"For {one.giver.name}", give_papers(current_act(), g.meeting.id, one.giver_id)))
    elif act == "take_back":
        take_papers_back(current_act(), g.meeting.id, of.id)
        flash("The papers are taken back. They can vote another way while that is open.")
    elif act == "no_help":
        take_help_back(current_act(), g.meeting.id, of.id)
        flash("It is taken back that they were helped.")
    else:
        abort(400)


def given_words(name: str, given: PapersGiven) -> str:
    """What a door does now."""
    papers = given.labels_of(PaperOutcome.GIVEN, PaperOutcome.ONLINE_DROPPED)
    votes = f" of {given.weight} votes" if given.weight > 1 else ""
    told = [f"{name}: give the paper{votes} for {join(papers)}."] if papers else [f"{name}: give no paper."]
    for words, outcome in (
        ("Given before", PaperOutcome.GIVEN_BEFORE),
        ("Voted online", PaperOutcome.VOTED_ONLINE),
        ("Voted by post", PaperOutcome.CAME_BY_POST),
    ):
        if labels := given.labels_of(outcome):
            told.append(f"{words}: {join(labels)}.")
    return " ".join(told)
