"""Codes for the voters: mailed, or printed as letters."""

from __future__ import annotations

from flask import current_app, flash, g, make_response, redirect, render_template, request, url_for
from sqlalchemy import func, select
from werkzeug.wrappers import Response

from agm.language.en import counted
from agm.meetings.register import find_entries
from agm.results.operations import ask_code_letters
from agm.rules.violations import RefusedError
from agm.voting.ballot_box import public_of
from agm.voting.operations import send_codes
from agm.voting.queries.online import codes_by_mail, may_be_voters
from agm.web.desk.count.printing import letters_key
from agm.web.desk.online_vote.views import ADDRESS, blueprint, load_vote, voters_of
from agm.web.kit.access import Access, access, current_act
from agm.web.kit.extensions import db
from agm.web.kit.transaction import rollback_and_read_only
from agm.web.kit.typed_text import clean_line

MOST_FOUND = 20
LONGEST_TYPED = 60


@blueprint.get(f"{ADDRESS}/codes")
@access(Access.RUN)
def codes() -> str:
    return page_of_codes()


def page_of_codes(problem: str = "") -> str:
    """Who has a code and who gets one how; `q` finds somebody who lost theirs."""
    voters, without = voters_of()
    may_vote = may_be_voters(g.meeting.id)
    typed = (clean_line(request.args.get("q", "")) or "")[:LONGEST_TYPED]
    return render_template(
        "desk/online_vote/codes.html",
        vote=load_vote(),
        on_register=db.session.scalar(select(func.count()).where(may_vote)) or 0,
        by_mail=codes_by_mail(db.session(), g.meeting.id),
        with_code=voters - without,
        typed=typed,
        found=find_entries(db.session(), g.meeting.id, typed, MOST_FOUND, where=may_vote) if typed else (),
        problem=problem,
    )


@blueprint.post(f"{ADDRESS}/codes")
@access(Access.RUN)
def give_codes() -> Response:
    """Mail codes, or have letters made to print."""
    load_vote()
    act = request.form.get("act", "")
    try:
        if act in {"print", "print_again"}:
            public_key = public_of(letters_key())
            asked = ask_code_letters(current_act(), g.meeting.id, public_key, again=act == "print_again")
            if asked is not None:
                return redirect(url_for("printing.one", meeting_id=g.meeting.id, printout_number=asked.id), 303)
            flash("Everybody without an e-mail address has a code already.")
        else:
            number = send_codes(current_act(), g.meeting.id)
            mails = counted(number, "code is being mailed", "codes are being mailed")
            flash(f"{mails}." if number else "Everybody with an e-mail address has a code already.")
    except RefusedError as refused:
        rollback_and_read_only()
        return make_response(page_of_codes(str(refused)), 422)
    return redirect(url_for(".codes", meeting_id=g.meeting.id), 303)


def url_of_page() -> str:
    """Where a code is typed."""
    return f"{current_app.extensions['agm_settings'].base_url}/vote"
