"""The forms of the count room: how an office is voted on, figures, papers, ties, papers accounted for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wtforms import Form as RowForm
from wtforms import FormField, HiddenField, SelectMultipleField

from agm.counting.doubtful_papers import REASON_WORDS
from agm.counting.model import RejectedPapers, VoteTotals
from agm.counting.rules import RULE_SETS
from agm.results.commands import CheckPapers, DecideTie
from agm.rules.reconciliation import PaperDifference
from agm.voting.commands import SetVote
from agm.voting.models import ContestVote, VoteHow
from agm.web.kit.fields import ChoiceField, RadiosField, TextField, TickField, WholeNumberField
from agm.web.kit.forms import Form
from agm.web.kit.row_list import RowList
from agm.web.kit.typed_text import record_number

HOW = {
    VoteHow.HANDS: "Show of hands",
    VoteHow.STANDING: "Standing",
    VoteHow.TOTALS: "Voting papers, counted by hand: their totals are typed",
    VoteHow.PAPERS: "Voting papers, typed one by one by two tellers",
    VoteHow.FILE: "A file of votes (BLT, CSV …)",
    VoteHow.NO_VOTE: "Without a vote: as many stand as there are places, or fewer",
}
METHODS = {
    "lot": "A lot, drawn by hand",
    "seed": "A lot by a published seed",
    "chair": "The chair decides",
    "earliest_nomination": "The earliest nomination",
}
FIGURES = {
    "printed": "Printed",
    "issued": "Given out",
    "unused": "Not used",
    "handed_back": "Handed back for a new one",
    "not_returned": "Not returned",
    "in_box": "In the box",
    "marked_as_voted": "Marked as having voted",
    "electorate": "People who may vote",
}


def numbers(typed: Iterable[str] | None) -> frozenset[int]:
    """The numbers that were ticked; what is none is left out."""
    return frozenset(number for one in typed or () if (number := record_number(one)) is not None)


class VoteForm(Form):
    version = HiddenField()
    how = RadiosField("Voted on by", choices=HOW, required="Choose how this office is voted on.")
    counting_rules = ChoiceField("Counted by", choices={rules.name: rules.title for rules in RULE_SETS.values()})
    has_reopening = TickField("Re-open nominations (of a sole candidate: “No”) is on the paper")
    withdrawn = SelectMultipleField("Withdrew after the papers went out", validate_choice=False)

    def of_contest(self, candidates: Iterable[tuple[int, str]]) -> None:
        self.withdrawn.choices = [(str(key), name) for key, name in candidates]

    def command(self, contest_id: int) -> SetVote:
        return SetVote(
            contest_id,
            VoteHow(self.how.data),
            self.counting_rules.data or "",
            bool(self.has_reopening.data),
            numbers(self.withdrawn.data),
            record_number(self.version.data) or 0,
        )


def vote_values(vote: ContestVote | None, usual: Mapping[str, Any]) -> dict[str, Any]:
    if vote is None:
        return {"version": "0", **usual}
    return {
        "version": str(vote.version),
        "how": vote.how,
        "counting_rules": vote.counting_rules,
        "has_reopening": vote.has_reopening,
        "withdrawn": [str(key) for key in vote.withdrawn_ids],
    }


class FigureRow(RowForm):
    number = WholeNumberField("Votes", required="Enter the votes: 0 where there are none.")


class FiguresForm(Form):
    """Votes of each name on the paper, in its order."""

    votes = RowList(FormField(FigureRow), "Votes", max_entries=1000)
    abstentions = WholeNumberField("Abstained")
    set_aside = WholeNumberField("Papers set aside")
    papers = WholeNumberField("Papers counted", hint="Only where each paper could have more than one cross.")

    def totals(self) -> VoteTotals:
        aside = self.set_aside.data
        return VoteTotals(
            tuple(row.form.number.data or 0 for row in self.votes),
            self.papers.data,
            self.abstentions.data or 0,
            (RejectedPapers("set aside", aside),) if aside else (),
        )


class BatchForm(Form):
    papers = WholeNumberField(
        "Papers in the batch", smallest=1, largest=2000, required="Enter how many papers are in the batch."
    )


class PaperForm(Form):
    """One paper, one field."""

    position = HiddenField()
    typed = TextField("In the voter’s order", longest=4000)
    set_aside = ChoiceField("Why it is set aside", choices={"": "It is not set aside", **REASON_WORDS})


class TieForm(Form):
    method = ChoiceField("How", choices=METHODS)
    chosen = SelectMultipleField("Drawn", validate_choice=False)
    seed = TextField(
        "The seed that was published", hint="Only for a lot by seed: the program draws, and anybody can check."
    )
    drawn_by = TextField("Who drew", required="Enter who drew or decided.")
    witness_one = TextField("Witness", required="Enter two witnesses, who are two people.")
    witness_two = TextField("Second witness", required="Enter two witnesses, who are two people.")

    def command(self, contest_id: int) -> DecideTie:
        return DecideTie(
            contest_id,
            self.method.data or "",
            self.drawn_by.data or "",
            tuple(filter(None, (self.witness_one.data, self.witness_two.data))),
            tuple(sorted(numbers(self.chosen.data))),
            self.seed.data,
        )


class CheckForm(Form):
    """Figures of the papers; a reason is asked for where something differs."""

    printed = WholeNumberField(FIGURES["printed"])
    issued = WholeNumberField(FIGURES["issued"])
    unused = WholeNumberField(FIGURES["unused"])
    handed_back = WholeNumberField(FIGURES["handed_back"])
    not_returned = WholeNumberField(FIGURES["not_returned"])
    in_box = WholeNumberField(FIGURES["in_box"], required="Enter how many papers were in the box.")
    marked_as_voted = WholeNumberField(FIGURES["marked_as_voted"])
    electorate = WholeNumberField(FIGURES["electorate"])
    reason_0 = TextField("Why", longest=500)
    reason_1 = TextField("Why", longest=500)
    reason_2 = TextField("Why", longest=500)
    reason_3 = TextField("Why", longest=500)
    reason_4 = TextField("Why", longest=500)
    differences: Sequence[PaperDifference] = ()

    @property
    def reason_fields(self) -> list[TextField]:
        return [self.reason_0, self.reason_1, self.reason_2, self.reason_3, self.reason_4]

    def figures(self) -> dict[str, int | None]:
        return {name: self[name].data for name in FIGURES}

    def command(self, contest_id: int) -> CheckPapers:
        reasons = {
            one.equation: field.data or "" for one, field in zip(self.differences, self.reason_fields, strict=False)
        }
        return CheckPapers(contest_id, self.figures(), reasons)


class RecountForm(Form):
    reason = TextField("Why it is counted again", longest=500)


class DeclareForm(Form):
    reason = TextField("Why the declared results change", longest=500)
