"""The count room of a meeting: every office with how it is voted on, its figures, its papers, its count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, NoReturn

from flask import Blueprint, abort, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from agm.counting.model import Candidate, VoteTotals
from agm.counting.render.comparison import comparison_text
from agm.counting.render.explain import explain
from agm.counting.render.flow import flow_svg
from agm.counting.render.sheet_html import sheet_html
from agm.counting.rules import RULE_SETS, Method
from agm.nominations.models import Contest
from agm.organisation.models import AdoptedRules
from agm.organisation.queries import rules_of
from agm.results.counting import (
    WITH_PAPERS,
    ToCount,
    check_opened,
    counts_of,
    figures_of,
    is_count_of,
    reconciliation_of,
    result_of,
    standing_of,
    to_count,
)
from agm.results.models import Count, PapersChecked
from agm.results.operations import check_papers, decide_tie, make_count
from agm.results.queries import contests_with_candidacies, is_declared
from agm.rules.electorate import EVERYBODY, Electorate
from agm.rules.reconciliation import WORDS, reconcile
from agm.rules.rule_set import RuleSet
from agm.rules.violations import RefusedError, Violation, refuse
from agm.voting.commands import RecordVotes
from agm.voting.models import ContestVote, VoteHow
from agm.voting.operations import record_votes, rounds_of, set_vote
from agm.voting.queries import VOTED_ONLINE, contest_of_meeting, name_of, on_paper, papers_online, votes_by_contest
from agm.voting.queries.by_post import given_out, number_helped, postal_totals
from agm.voting.queries.online import groups_of_register, register_voters
from agm.web.desk.count.forms import HOW, CheckForm, FiguresForm, RecountForm, TieForm, VoteForm, vote_values
from agm.web.desk.count.heading import heading_of
from agm.web.kit.access import Access, access, current_act, may_run
from agm.web.kit.edit_view import EditView, F, Typed, add_edit_view
from agm.web.kit.extensions import db
from agm.web.kit.markup import rendered
from agm.web.kit.transaction import rollback_and_read_only

blueprint = Blueprint("count", __name__)
ADDRESS = "/desk/meetings/<int:meeting_id>/count"
CONTEST = f"{ADDRESS}/<int:contest_number>"


@dataclass(frozen=True, slots=True)
class OfficeState:
    """A line of the count room."""

    contest: Contest
    vote: ContestVote | None
    counts: list[Count]

    @property
    def how(self) -> str:
        if self.vote is None:
            return ""
        whose = f" Only {self.vote.electorate.words} votes." if self.vote.electorate.words else ""
        return f"{HOW[self.vote.how]}. {RULE_SETS[self.vote.counting_rules].title}.{whose}"

    @property
    def is_typed(self) -> bool:
        return self.vote is not None and self.vote.how in {VoteHow.PAPERS, VoteHow.MIXED}

    @property
    def state(self) -> str:
        if self.vote is None:
            return "To be set up"
        if self.vote.how is VoteHow.NO_VOTE:
            return "No vote"
        return "Counted" if self.counts else "Open"


@blueprint.get(ADDRESS)
@access(Access.SEE)
def count_room() -> str:
    session = db.session()
    votes, counts = votes_by_contest(session, g.meeting.id), counts_of(session, g.meeting.id)
    offices = [
        OfficeState(one, votes.get(one.id), counts.get(one.id, []))
        for one in contests_with_candidacies(session, g.meeting.id)
    ]
    return render_template("desk/count/room.html", offices=offices, may_run=may_run())


def load_contest(contest_number: int) -> Contest:
    contest = contest_of_meeting(db.session(), g.meeting.id, contest_number)
    return contest if contest is not None else abort(404)


def meeting_rules() -> RuleSet | None:
    adopted = None if g.meeting.rules_id is None else db.session.get(AdoptedRules, g.meeting.rules_id)
    return None if adopted is None else rules_of(adopted)


def lead_to(page: str, contest: Contest) -> NoReturn:
    """Send a reader to the page of an office that comes before; what is sent to a page that is not there yet is 404."""
    if request.method == "POST":
        abort(404)
    abort(redirect(url_for(page, meeting_id=g.meeting.id, contest_number=contest.id), 303))


class ContestView(EditView[F], Generic[F]):
    """A page about one office."""

    success_message = ""
    needs_vote = True
    """Whether the page is about a vote that was set up; without one its reader is led to where that is done."""

    def __init__(self, contest_number: int) -> None:
        self.contest = load_contest(contest_number)
        self.vote = db.session.get(ContestVote, self.contest.id)
        if self.vote is None and self.needs_vote:
            lead_to("count.vote", self.contest)

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        return () if self.vote is None else on_paper(self.vote, self.contest.candidacies)

    @property
    def electorate(self) -> Electorate:
        return EVERYBODY if self.vote is None else self.vote.electorate

    def voters(self) -> int:
        """How many may vote by the register; 0 while none is frozen, or after it went. One statement."""
        return register_voters(db.session(), g.meeting.id, self.electorate)

    def set_up_vote(self) -> ContestVote:
        """How it is voted on. Raises RefusedError where nobody said so."""
        if self.vote is None:
            refuse("no_vote_set", "", "Say first how this office is voted on.")
        return self.vote

    def next_address(self) -> str:
        return url_for("count.contest", meeting_id=g.meeting.id, contest_number=self.contest.id)

    def context(self) -> dict[str, Any]:
        return {"contest": self.contest, "vote": self.vote, "candidates": self.candidates}


class VoteView(ContestView[VoteForm]):
    """How is it voted on?"""

    template = "desk/count/vote.html"
    form_class = VoteForm
    needs_vote = False

    def build_form(self, typed: Typed) -> VoteForm:
        form = VoteForm(formdata=typed, data=vote_values(self.vote, self.usual()))
        form.of_contest((one.id, name_of(one)) for one in self.contest.candidacies)
        form.of_register(*groups_of_register(db.session(), g.meeting.id))
        if self.vote is not None and self.vote.how is VoteHow.COUNTBACK:
            form.of_countback()
        return form

    def usual(self) -> dict[str, Any]:
        """What the meeting's rules say of this office, else the plainest way."""
        rules = meeting_rules()
        systems = {} if rules is None else rules.voting_systems
        named = systems.get(self.contest.label, systems.get("", ""))
        usual = "plurality" if self.contest.seats == 1 else "block_vote"
        standing = len(self.contest.candidacies)
        return {
            "how": VoteHow.NO_VOTE if 0 < standing <= self.contest.seats else "",
            "counting_rules": named if named in RULE_SETS else usual,
            "has_reopening": bool(rules and rules.reopen_nominations),
        }

    def operation(self, form: VoteForm) -> object:
        self.vote = set_vote(current_act(), form.command(self.contest.id))
        return self.vote

    def next_address(self) -> str:
        how = self.vote.how if self.vote is not None else None  # none where an overtaken form said nothing
        if how in {VoteHow.NO_VOTE, None}:
            return url_for("count.count_room", meeting_id=g.meeting.id)
        if how in VOTED_ONLINE:
            return url_for("online_vote.online_vote", meeting_id=g.meeting.id)
        pages = {
            VoteHow.PAPERS: "papers.batches", VoteHow.FILE: "count.contest", VoteHow.COUNTBACK: "count.contest",
        }  # fmt: skip
        return url_for(pages.get(how, "count.figures"), meeting_id=g.meeting.id, contest_number=self.contest.id)


class FiguresView(ContestView[FiguresForm]):
    """How many votes has each?"""

    template = "desk/count/figures.html"
    form_class = FiguresForm

    @property
    def round_number(self) -> int:
        """Of an exhaustive ballot, the round that is typed: the next, or the last one again."""
        return 1 if self.vote is None else max(1, len(rounds_of(self.vote)) + (request.args.get("round") == "next"))

    def build_form(self, typed: Typed) -> FiguresForm:
        votes = self.recorded()
        numbers = [*votes.votes] if votes else [None] * len(self.candidates)
        return FiguresForm(
            formdata=typed,
            data={
                "votes": [{"number": number} for number in numbers],
                "abstentions": votes and votes.abstentions,
                "set_aside": votes and sum(one.papers for one in votes.rejected),
                "papers": votes and votes.papers,
            },
        )

    def recorded(self) -> VoteTotals | None:
        if self.vote is None or self.vote.votes is None:
            return None
        held = rounds_of(self.vote)
        if held:
            found = held[self.round_number - 1] if self.round_number <= len(held) else None
            return found if isinstance(found, VoteTotals) else None
        session = db.session()
        votes = to_count(session, self.contest, self.vote).votes
        return votes if isinstance(votes, VoteTotals) else None

    def operation(self, form: FiguresForm) -> object:
        self.set_up_vote()
        if len(form.votes) != len(self.candidates):
            refuse("names_changed", "", "The names on the paper were changed meanwhile. Reload the page.")
        saved = record_votes(current_act(), RecordVotes(self.contest.id, form.totals(), self.round_number))
        standing_of(
            db.session(), to_count(db.session(), self.contest, saved), self.contest.id
        )  # or it says what is wrong
        return saved

    def context(self) -> dict[str, Any]:
        rules = None if self.vote is None else RULE_SETS[self.vote.counting_rules]
        is_rounds = rules is not None and rules.method is Method.EXHAUSTIVE_BALLOT
        return super().context() | {
            "asks_papers": rules is not None and rules.name in {"block_vote", "limited_vote", "approval"},
            "round_number": self.round_number if is_rounds else 0,
            "voters": self.voters(),
        }


class CheckView(ContestView[CheckForm]):
    """Is every paper accounted for?"""

    template = "desk/count/check.html"
    form_class = CheckForm
    is_weighted = False
    """Whether some papers have several votes."""

    def given(self) -> ToCount:
        return to_count(db.session(), self.contest, self.set_up_vote())

    def build_form(self, typed: Typed) -> CheckForm:
        checked = db.session.get(PapersChecked, self.contest.id)
        voters = self.voters()
        marked = given_out(db.session(), self.contest.id).papers  # those by post stand by themselves
        known = {"electorate": voters or None, "marked_as_voted": marked or None}
        form = CheckForm(formdata=typed, data=known if checked is None else checked.figures)
        form.of_electorate(self.electorate, voters, marked)
        try:
            given = self.given()
        except RefusedError as refused:
            form.refuse(str(refused))
            return form
        self.is_weighted = given.sheets is not None
        form.differences = reconcile(figures_of(given, form.figures())).differences
        if checked is not None and typed is None:
            for one, field in zip(form.differences, form.reason_fields, strict=False):
                field.data = checked.reasons.get(one.equation)
        return form

    def operation(self, form: CheckForm) -> object:
        saved = check_papers(current_act(), form.command(self.contest.id))
        db.session.flush()
        open_ones = reconciliation_of(self.given(), saved)
        if open_ones is not None and open_ones.unexplained:
            raise RefusedError(
                Violation("reason_missing", f"reason_{form.differences.index(one)}", f"Say why. {one.in_words}")
                for one in open_ones.unexplained
            )
        return saved

    def context(self) -> dict[str, Any]:
        session, contest_id = db.session(), self.contest.id
        return super().context() | {
            "words": WORDS,
            "is_weighted": self.is_weighted,
            "online": papers_online(session, contest_id),
            "postal": postal_totals(session, g.meeting.id, contest_id),
            "given": given_out(session, contest_id),
            "helped": number_helped(session, g.meeting.id),
        }


class TieView(ContestView[TieForm]):
    """Two are equal: a person decides."""

    template = "desk/count/tie.html"
    form_class = TieForm

    def __init__(self, contest_number: int) -> None:
        super().__init__(contest_number)
        self.tie = None
        if self.vote is not None:
            try:
                given = to_count(db.session(), self.contest, self.vote)
                self.tie = standing_of(db.session(), given, self.contest.id).tie
            except RefusedError:
                self.tie = None
        self.rules = meeting_rules()

    def build_form(self, typed: Typed) -> TieForm:
        method = str(self.rules.tie) if self.rules is not None and self.rules.tie else "lot"
        form = TieForm(formdata=typed, data={"method": method})
        tied = zip(self.tie.tied, self.tie.names, strict=True) if self.tie is not None else ()
        form.chosen.choices = [(str(number), name) for number, name in tied]
        return form

    def operation(self, form: TieForm) -> object:
        return decide_tie(current_act(), form.command(self.contest.id))

    def context(self) -> dict[str, Any]:
        return super().context() | {"tie": self.tie, "rules": self.rules}


@blueprint.get(CONTEST)
@access(Access.RUN)
def contest(contest_number: int) -> str:
    """Where the count of an office stands."""
    return contest_page(load_contest(contest_number), RecountForm(formdata=None))


def contest_page(contest: Contest, form: RecountForm, problem: str = "") -> str:
    session = db.session()
    vote = session.get(ContestVote, contest.id)
    counts = counts_of(session, g.meeting.id).get(contest.id, [])
    waits, standing, reconciliation = problem, None, None
    if vote is not None:
        try:
            given = to_count(session, contest, vote)
            check_opened(given)
            standing = standing_of(session, given, contest.id)
            reconciliation = reconciliation_of(given, session.get(PapersChecked, contest.id))
            if counts and given.votes is not None and not is_count_of(counts[-1], given, vote.candidacy_ids):
                waits = waits or "The votes were changed since this count. Count again."
        except RefusedError as refused:
            waits = waits or str(refused)
    results = {f"Count {one.number}": result_of(one) for one in counts}
    shown = results[f"Count {counts[-1].number}"] if counts else None
    needs_check = vote is not None and vote.how in WITH_PAPERS
    is_right = not needs_check or (reconciliation is not None and reconciliation.may_declare)
    return render_template(
        "desk/count/contest.html",
        contest=contest, vote=vote, form=form, waits=waits, standing=standing, counts=counts, result=shown,
        heading=heading_of(standing, counts, is_accounted_for=is_right), how="" if vote is None else HOW[vote.how],
        rules=None if vote is None else RULE_SETS[vote.counting_rules],
        needs_check=needs_check, reconciliation=reconciliation,
        helped=number_helped(session, g.meeting.id),
        stages=explain(shown) if shown else (),
        table=rendered(sheet_html(shown)) if shown else "",
        wide=rendered(flow_svg(shown, width=720, ids="wide")) if shown and len(shown.stages) > 1 else "",
        narrow=rendered(flow_svg(shown, ids="narrow")) if shown and len(shown.stages) > 1 else "",
        compared=comparison_text(results) if len(results) > 1 else "",
        same=len({one.result_digest for one in counts}) == 1,
        is_declared=bool(counts) and is_declared(session, counts[-1]),
        is_rounds=vote is not None and RULE_SETS[vote.counting_rules].method is Method.EXHAUSTIVE_BALLOT,
    )  # fmt: skip


@blueprint.post(f"{CONTEST}/count")
@access(Access.RUN)
def run_count(contest_number: int) -> Response:
    """Count, or count again beside the first."""
    contest = load_contest(contest_number)
    form = RecountForm(formdata=request.form)
    try:
        make_count(current_act(), contest.id, form.reason.data)
    except RefusedError as refused:
        rollback_and_read_only()
        contest = load_contest(contest_number)
        return make_response(contest_page(contest, form, str(refused)), 422)
    return redirect(url_for(".contest", meeting_id=g.meeting.id, contest_number=contest.id), 303)


add_edit_view(blueprint, f"{CONTEST}/vote", "vote", VoteView, to_save=Access.RUN)
add_edit_view(blueprint, f"{CONTEST}/figures", "figures", FiguresView, to_read=Access.RUN, to_save=Access.RUN)
add_edit_view(blueprint, f"{CONTEST}/papers-checked", "check", CheckView, to_read=Access.RUN, to_save=Access.RUN)
add_edit_view(blueprint, f"{CONTEST}/tie", "tie", TieView, to_read=Access.RUN, to_save=Access.RUN)
