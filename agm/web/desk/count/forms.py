"""The forms of the count room: how an office is voted on, figures, papers, ties, papers accounted for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wtforms import Form as RowForm
from wtforms import FormField, HiddenField, SelectMultipleField

from agm.counting.doubtful_papers import REASON_WORDS
from agm.counting.model import RejectedPapers, VoteTotals
from agm.counting.rules import RULE_SETS
from agm.results.commands import CheckPapers, DecideTie, DestroyPapers, RecordComplaint
from agm.results.models import ComplaintDecision
from agm.rules.deadlines import instants_of
from agm.rules.electorate import Electorate
from agm.rules.reconciliation import PaperDifference
from agm.rules.violations import refuse
from agm.rules.working_days import Days
from agm.voting.commands import SetVote
from agm.voting.models import ContestVote, VoteHow
from agm.web.desk.election.timetable import DOUBTS
from agm.web.kit.fields import (
    ChoiceField,
    LongTextField,
    PartialDateField,
    RadiosField,
    TextField,
    TickField,
    TimeField,
    WholeNumberField,
)
from agm.web.kit.forms import Form, VersionedForm
from agm.web.kit.row_list import RowList
from agm.web.kit.typed_text import record_numbers

HOW = {
    VoteHow.HANDS: "Show of hands",
    VoteHow.STANDING: "Standing",
    VoteHow.TOTALS: "Voting papers, counted by hand: their totals are typed",
    VoteHow.PAPERS: "Voting papers, typed one by one by two tellers",
    VoteHow.ONLINE: "Online alone",
    VoteHow.MIXED: "Online, and on voting papers that two tellers type",
    VoteHow.FILE: "A file of votes (BLT, CSV …)",
    VoteHow.COUNTBACK: "Countback: the papers of the election, for a place that fell vacant",
    VoteHow.NO_VOTE: "Without a vote: as many stand as there are places, or fewer",
}
EVERYBODY = {"": "Everybody"}
VOTED_BY = {how: words for how, words in HOW.items() if how is not VoteHow.COUNTBACK}
"""What can be chosen; a countback begins with a vacancy."""
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


class VoteForm(VersionedForm):
    how = RadiosField("Voted on by", choices=VOTED_BY, required="Choose how this office is voted on.")
    counting_rules = ChoiceField("Counted by", choices={rules.name: rules.title for rules in RULE_SETS.values()})
    has_reopening = TickField("Re-open nominations (of a sole candidate: “No”) is on the paper")
    withdrawn = SelectMultipleField("Withdrew after the papers went out", validate_choice=False)
    section = ChoiceField("Section that votes", choices=EVERYBODY)
    member_class = ChoiceField("Class that votes", choices=EVERYBODY)

    def of_register(self, sections: Iterable[str], classes: Iterable[str]) -> None:
        """Offer what the register has, and what was set before."""
        for field, known in ((self.section, sections), (self.member_class, classes)):
            field.offer(EVERYBODY | {one: one for one in (*known, field.object_data) if one})

    def of_contest(self, candidates: Iterable[tuple[int, str]]) -> None:
        self.withdrawn.choices = [(str(key), name) for key, name in candidates]

    def of_countback(self) -> None:
        self.how.offer(HOW)
        self.withdrawn.label.text = "Not willing any more"

    def command(self, contest_id: int) -> SetVote:
        return SetVote(
            contest_id,
            VoteHow(self.how.data),
            self.counting_rules.data or "",
            bool(self.has_reopening.data),
            record_numbers(self.withdrawn.data),
            self.filled_from,
            Electorate(self.section.data or None, self.member_class.data or None),
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
        "section": vote.section,
        "member_class": vote.member_class,
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
    weight = WholeNumberField(
        "Votes of each paper", smallest=1, largest=1000, default=1,
        hint="1, but for papers on which another number is printed: those make batches of their own.",
    )  # fmt: skip


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
            tuple(sorted(record_numbers(self.chosen.data))),
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
    reason_5 = TextField("Why", longest=500)
    differences: Sequence[PaperDifference] = ()

    def of_electorate(self, of: Electorate, voters: int, marked: int) -> None:
        """Say how many the register has, where it has them."""
        if voters:
            whose = f", of {of.words}" if of.words else ""
            self.electorate.description = f"By the register: {voters}{whose}."
        if marked:
            self.marked_as_voted.description = f"Given a voting paper, by the marks: {marked}."

    @property
    def reason_fields(self) -> list[TextField]:
        return [self.reason_0, self.reason_1, self.reason_2, self.reason_3, self.reason_4, self.reason_5]

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
    public = PartialDateField("Public on", needs_day=True, subject="the day", hint="Empty: at once.")
    public_time = TimeField("At", hint="For example 18:00")
    in_part = TickField("Declare these now, and the others when they are decided")
    reason = TextField("Why the declared results change", longest=500)

    def public_at(self, days: Days) -> dt.datetime | None:
        """The instant that was typed; None where nothing was. Raises RefusedError for one that is none, or two."""
        day, time = self.public.data, self.public_time.data
        if self.public.errors or self.public_time.errors:
            return None
        if day is None or time is None:
            if day is not None or time is not None:
                refuse("half_a_time", "public_time", "Enter the day and the time, or neither.")
            return None
        found = instants_of(day.full or day.last, time, days)
        if found.doubt is not None:
            refuse("doubtful_time", "public_time", DOUBTS[found.doubt])
        return found.instants[0]


DECISIONS = {
    ComplaintDecision.DISMISSED: "The result stands",
    ComplaintDecision.VOID: "The vote is void, and is held again",
}


class ComplaintForm(Form):
    office = ChoiceField("Office")
    received_on = PartialDateField("It came on", needs_day=True, subject="the day", hint="For example 9 4 2027.")
    complainant = TextField("From", required="Enter who complains.")
    words = LongTextField("What it says", required="Enter what is complained of.", longest=4000)

    def command(self, contest_id: int) -> RecordComplaint:
        day = self.received_on.data
        if day is None or day.full is None:
            refuse("no_day", "received_on", "Enter the day on which it came.")
        return RecordComplaint(contest_id, day.full, self.complainant.data or "", self.words.data or "")


class DestroyForm(Form):
    destroyed_on = PartialDateField("Destroyed on", needs_day=True, subject="the day", hint="For example 9 4 2028.")
    what = LongTextField(
        "What, and how", required="Enter what was destroyed, and how.", longest=2000,
        hint="For example: 174 voting papers, their counterfoils and the marked list, by shredding.",
    )  # fmt: skip
    destroyed_by = TextField("By", required="Enter who destroyed them.")
    witness = TextField("Witness", required="Enter who saw it.")

    def command(self, meeting_id: int) -> DestroyPapers:
        day = self.destroyed_on.data
        if day is None or day.full is None:
            refuse("no_day", "destroyed_on", "Enter the day on which they were destroyed.")
        return DestroyPapers(
            meeting_id, day.full, self.what.data or "", self.destroyed_by.data or "", self.witness.data or ""
        )


class ComplaintDecisionForm(Form):
    decision = RadiosField("Decided", choices=DECISIONS, required="Choose what is decided.", kind=ComplaintDecision)
    reason = LongTextField("Why", required="Say why.", longest=4000)
