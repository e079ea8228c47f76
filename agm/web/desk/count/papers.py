"""Voting papers: in batches, typed twice by two tellers, compared; or read from a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, g, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from agm.counting.doubtful_papers import REASON_WORDS, PaperReason
from agm.counting.errors import CountingError
from agm.counting.model import Ballots, VoteTotals, members
from agm.counting.read.any_file import read_votes
from agm.counting.read.files import BallotFile
from agm.counting.read.typed_paper import in_words, read_paper
from agm.language.letters import same_name
from agm.nominations.models import Contest
from agm.results.queries import contests_with_candidacies
from agm.rules.two_tellers import Bundle, compare_tellers
from agm.rules.violations import RefusedError, Violation, refuse
from agm.voting.commands import DecidePapers, RecordVotes, TypePaper
from agm.voting.models import ContestVote, PaperBatch, Reading, VoteHow
from agm.voting.operations import add_batch, decide_papers, reading_of, record_votes, remove_batch, type_paper
from agm.voting.queries import BatchState, batch_state, batches, is_ranked, on_paper, votes_by_contest
from agm.voting.queries.papers import TypedPaper
from agm.web.desk.count.forms import BatchForm, PaperForm, RecountForm
from agm.web.desk.count.views import ADDRESS, CONTEST, ContestView, contest_page, lead_to, load_contest
from agm.web.kit.access import Access, access, current_act, may_run
from agm.web.kit.edit_view import Typed, add_edit_view
from agm.web.kit.extensions import db
from agm.web.kit.transaction import rollback_and_read_only
from agm.web.kit.typed_text import record_number

blueprint = Blueprint("papers", __name__)
BATCH = f"{CONTEST}/papers/<int:batch_number>"
MOST_IN_FILE = 2 * 1024 * 1024
BLANK, ASIDE = "Blank", "Set aside"
SHOWN = 5
"""So many of the papers typed last stand below the field."""


@blueprint.get(f"{ADDRESS}/papers")
@access(Access.DOOR)
def to_type() -> str:
    """Where a teller begins: every office whose papers are typed, with what is typed of each batch."""
    votes = votes_by_contest(db.session(), g.meeting.id)
    offices = [
        one for one in contests_with_candidacies(db.session(), g.meeting.id)
        if one.id in votes and votes[one.id].how in {VoteHow.PAPERS, VoteHow.MIXED}
    ]  # fmt: skip
    found = batches(db.session(), [one.id for one in offices])
    return render_template("desk/count/to_type.html", offices=offices, batches=found, may_run=may_run())


class BatchesView(ContestView[BatchForm]):
    """The batches of an office, and a new one."""

    template = "desk/count/batches.html"
    form_class = BatchForm

    def operation(self, form: BatchForm) -> object:
        self.set_up_vote()
        return add_batch(current_act(), self.contest.id, form.papers.data or 0, form.weight.data or 1)

    def next_address(self) -> str:
        return url_for(".batches", meeting_id=g.meeting.id, contest_number=self.contest.id)

    def context(self) -> dict[str, Any]:
        return super().context() | {"batches": batches(db.session(), [self.contest.id]), "may_run": may_run()}


class BatchPage(ContestView[PaperForm]):
    """What pages about one batch have in common."""

    form_class = PaperForm

    def __init__(self, contest_number: int, batch_number: int) -> None:
        super().__init__(contest_number)
        state = batch_state(db.session(), self.contest.id, batch_number)
        if state is None:
            lead_to("papers.batches", self.contest)
        self.state = state

    def names(self) -> list[str]:
        return [one.name for one in self.candidates]

    def told(self, entry: TypedPaper | None) -> str:
        """A paper read back."""
        if entry is None:
            return ""
        if entry.set_aside is not None:
            return f"Set aside: {REASON_WORDS[PaperReason(entry.set_aside)]}."
        ranked = is_ranked(self.set_up_vote())
        names = self.names()
        return in_words(read_paper(entry.typed, names, ranked=ranked), names, ranked=ranked)

    def address(self, page: str, **more: Any) -> str:  # noqa: ANN401  what the address names
        named = {"contest_number": self.contest.id, "batch_number": self.state.batch.number, **more}
        return url_for(page, meeting_id=g.meeting.id, **named)

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "batch": self.state.batch, "state": self.state, "told": self.told, "ranked": is_ranked(self.set_up_vote()),
        }  # fmt: skip


class PaperView(BatchPage):
    """One paper after the other: one field, and Return. The first teller's entry is not shown to the second."""

    template = "desk/count/paper.html"

    def __init__(self, contest_number: int, batch_number: int) -> None:
        super().__init__(contest_number, batch_number)
        self.reading = reading_of(self.state, current_act())
        asked = record_number(request.args.get("paper", ""))
        mine = self.state.entries.get(self.reading or 0, {})
        free = next((one for one in range(1, self.state.batch.papers + 1) if one not in mine), 0)
        self.position = asked if asked is not None and 1 <= asked <= self.state.batch.papers else free

    def build_form(self, typed: Typed) -> PaperForm:
        entry = self.state.entry(self.reading or 0, self.position)
        recorded = {"typed": entry.typed, "set_aside": entry.set_aside or ""} if entry is not None else {}
        return PaperForm(formdata=typed, data={"position": str(self.position), **recorded})

    def operation(self, form: PaperForm) -> object:
        position = record_number(form.position.data) or 0
        if request.form.get("act") == "aside" and not form.set_aside.data:
            refuse("reason_missing", "set_aside", "Choose why the paper is set aside.")
        command = TypePaper(self.state.batch.id, position, form.typed.data or "", form.set_aside.data)
        return type_paper(current_act(), command)

    def next_address(self) -> str:
        return self.address("papers.paper")

    def context(self) -> dict[str, Any]:
        mine = self.state.entries.get(self.reading or 0, {})
        last = sorted(mine.values(), key=lambda entry: -entry.position)[:SHOWN]
        return super().context() | {
            "position": self.position, "reading": self.reading, "last": last, "typed": len(mine),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Differing:
    """A paper of which two tellers say different things."""

    position: int
    first: TypedPaper
    second: TypedPaper
    decided: TypedPaper | None


class CompareView(BatchPage):
    """Only the papers that differ, both readings side by side; the rest needs no look."""

    template = "desk/count/compare.html"

    def differing(self) -> list[Differing]:
        entries = self.state.entries
        return [
            Differing(
                one, entries[Reading.FIRST][one], entries[Reading.SECOND][one], self.state.entry(Reading.DECIDED, one)
            )
            for one in self.state.differing
        ]

    def operation(self, form: PaperForm) -> object:  # noqa: ARG002  its fields are read by position
        papers = {}
        for one in self.differing():
            command = self.decision(one, request.form)
            if command is not None:
                papers[one.position] = command
        if not papers:
            refuse("nothing_decided", "", "Choose what is right for at least one paper.")
        decide_papers(current_act(), DecidePapers(self.state.batch.id, papers))
        return papers

    def decision(self, one: Differing, typed: MultiDict[str, str]) -> TypePaper | None:
        said = typed.get(f"paper-{one.position}", "")
        batch_id = self.state.batch.id
        if said in {"first", "second"}:
            entry = one.first if said == "first" else one.second
            return TypePaper(batch_id, one.position, entry.typed, entry.set_aside)
        if said == "neither":
            return TypePaper(batch_id, one.position, typed.get(f"typed-{one.position}", ""))
        return TypePaper(batch_id, one.position, "", "unclear") if said == "aside" else None

    def next_address(self) -> str:
        state = batch_state(db.session(), self.contest.id, self.state.batch.number)
        is_done = state is None or not state.undecided
        return self.address("papers.compare") if not is_done else url_for(
            "papers.batches", meeting_id=g.meeting.id, contest_number=self.contest.id
        )  # fmt: skip

    def context(self) -> dict[str, Any]:
        readings = self.state.batch.readings if self.state.is_typed_twice else []
        tellers = {one.reading: one.name for one in readings}
        return super().context() | {
            "differing": self.differing(), "tellers": tellers, "both": self.both(), "sent": request.form,
        }  # fmt: skip

    def both(self) -> list[tuple[str, int | None, int | None, bool]]:
        """Each line with what it is by the one and the other teller, and whether that differs."""
        ranked, names = is_ranked(self.set_up_vote()), self.names()
        first, second = (
            figures_of_teller(self.state, one, names, ranked=ranked) for one in (Reading.FIRST, Reading.SECOND)
        )
        compared = compare_tellers([Bundle(str(self.state.batch.number), first, second)])
        differs = {one.line for one in compared.disagreements}
        return [(line, first[line], second[line], line in differs) for line in first]


def figures_of_teller(state: BatchState, reading: Reading, names: Sequence[str], *, ranked: bool) -> dict[str, int]:
    """What one teller's entries of a batch come to, line by line; of ranked papers by the first choice."""
    lines = [f"{number}. {name}" for number, name in enumerate(names, start=1)]
    found = dict.fromkeys((*lines, BLANK, ASIDE), 0)
    for entry in state.entries.get(reading, {}).values():
        if entry.set_aside is not None:
            found[ASIDE] += 1
            continue
        ranking = read_paper(entry.typed, names, ranked=ranked)
        chosen = [number for one in (ranking[:1] if ranked else ranking) for number in members(one)]
        for line in [lines[number - 1] for number in chosen] or [BLANK]:
            found[line] += 1
    return found


@blueprint.post(f"{BATCH}/remove")
@access(Access.RUN)
def remove(contest_number: int, batch_number: int) -> Response:
    contest = load_contest(contest_number)
    state = batch_state(db.session(), contest.id, batch_number)
    if state is None:
        abort(404)
    remove_batch(current_act(), db.session.get_one(PaperBatch, state.batch.id))
    flash(f"Batch {batch_number} is taken away.")
    return redirect(url_for(".batches", meeting_id=g.meeting.id, contest_number=contest.id), 303)


@blueprint.post(f"{CONTEST}/file")
@access(Access.RUN)
def take_file(contest_number: int) -> Response:
    """Take the papers of a file: its names have to be those of the paper."""
    contest = load_contest(contest_number)
    sent = request.files.get("votes")
    try:
        saved = votes_of_file(contest, sent.read(MOST_IN_FILE + 1) if sent is not None else b"")
        record_votes(current_act(), RecordVotes(contest.id, saved))
    except RefusedError as refused:
        rollback_and_read_only()
        contest = load_contest(contest_number)
        return make_response(contest_page(contest, RecountForm(formdata=None), str(refused)), 422)
    flash("The file is taken.")
    return redirect(url_for("count.contest", meeting_id=g.meeting.id, contest_number=contest.id), 303)


def votes_of_file(contest: Contest, data: bytes) -> Ballots | VoteTotals:
    vote = db.session.get(ContestVote, contest.id)
    if vote is None:
        refuse("no_vote_set", "", "Say first how this office is voted on.")
    if not data:
        refuse("no_file", "", "Choose a file.")
    if len(data) > MOST_IN_FILE:
        refuse("file_too_large", "", f"The file is larger than {MOST_IN_FILE // 1024**2} MB.")
    names = [one.name for one in on_paper(vote, contest.candidacies)]
    try:
        found = read_votes(data, seats=contest.seats, title=contest.label)
    except CountingError as error:
        raise RefusedError([Violation("file_unreadable", "", problem) for problem in error.problems]) from None
    in_file = [one.name for one in found.contest.candidates]
    if len(in_file) != len(names) or list(map(same_name, in_file)) != list(map(same_name, names)):
        words = (
            f"The file has other names, or in another order: {', '.join(in_file)}. The paper has: {', '.join(names)}."
        )
        refuse("other_names", "", words)
    gone = frozenset(n for n, key in enumerate(vote.candidacy_ids, start=1) if key in vote.withdrawn_ids)
    if found.contest.withdrawn - gone:
        who = ", ".join(in_file[number - 1] for number in sorted(found.contest.withdrawn - gone))
        refuse("withdrawn_in_file", "", f"By the file these withdrew: {who}. Say so first where the vote is set up.")
    return found.ballots if isinstance(found, BallotFile) else found.totals


add_edit_view(blueprint, f"{CONTEST}/papers", "batches", BatchesView, to_read=Access.DOOR, to_save=Access.RUN)
add_edit_view(blueprint, BATCH, "paper", PaperView, to_read=Access.DOOR, to_save=Access.DOOR)
add_edit_view(blueprint, f"{BATCH}/compare", "compare", CompareView, to_read=Access.RUN, to_save=Access.RUN)
