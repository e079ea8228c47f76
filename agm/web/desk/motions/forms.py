"""The form on which a motion is recorded, with its amendments."""

from collections.abc import Iterator
from typing import Any

from wtforms import Field, FormField
from wtforms import Form as RowForm
from wtforms.validators import StopValidation

from agm.facts import AmendmentOutcome, MotionKind, MotionOutcome, ShareOf, Threshold, Vote
from agm.meetings.commands import AmendmentDetails, MotionDetails, RecordMotion
from agm.meetings.models import Motion, PutToVote
from agm.people.commands import NamedPerson
from agm.web.kit.fields import ChoiceField, LongTextField, RadiosField, TextField, TickField, WholeNumberField
from agm.web.kit.person_names import FullNameRow, NameField
from agm.web.kit.row_list import RowList
from agm.web.kit.rows import MOST_ROWS, RowsForm, filled_rows
from agm.wording.compose.grammar import is_body

KINDS = {MotionKind.MOTION: "A motion", MotionKind.RULE_CHANGE: "A change of the rules"}
OUTCOMES = {
    MotionOutcome.CARRIED: "Carried",
    MotionOutcome.LOST: "Lost",
    MotionOutcome.WITHDRAWN: "Withdrawn",
    MotionOutcome.REMITTED: "Remitted (sent on to be decided elsewhere)",
    "": "Nothing yet",
}
AMENDMENT_OUTCOMES = {
    "": "Nothing yet",
    AmendmentOutcome.ACCEPTED: "Accepted by the mover, without a vote",
    AmendmentOutcome.CARRIED: "Carried",
    AmendmentOutcome.LOST: "Lost",
    AmendmentOutcome.WITHDRAWN: "Withdrawn",
}
THRESHOLDS = {
    Threshold.SIMPLE: "More than half",
    Threshold.THREE_FIFTHS: "Three fifths",
    Threshold.TWO_THIRDS: "Two thirds",
    Threshold.THREE_QUARTERS: "Three quarters",
    Threshold.UNANIMOUS: "All",
}
SHARES = {
    ShareOf.VOTES: "of the votes for and against",
    ShareOf.VOTING: "of the votes, abstentions included",
    ShareOf.PRESENT: "of everyone who was there",
}
IN_FIGURES = "Enter the votes as a number, for example 34"


class MoverField(NameField):
    """The name of a person: a body that moves something is no record of a person."""

    def check(self, form: Any) -> None:  # noqa: ANN401  the base's signature
        super().check(form)
        typed = self.data or ""
        if is_body(typed) or typed.casefold().startswith("the "):
            raise StopValidation(f"“{typed}” is no person. Name who spoke for it, or say it at the head of the text")


class MoverRow(FullNameRow):
    name = MoverField("Name")


class MovedRow(RowForm):
    """What a motion and an amendment have in common."""

    votes_for = WholeNumberField("For", wrong=IN_FIGURES)
    votes_against = WholeNumberField("Against", wrong=IN_FIGURES)
    abstentions = WholeNumberField("Abstained", wrong=IN_FIGURES)
    votes_words = TextField("The vote in words")

    def vote(self) -> Vote:
        return Vote(self.votes_for.data, self.votes_against.data, self.abstentions.data, self.votes_words.data)


class AmendmentRow(MovedRow):
    text = LongTextField("The amendment")
    mover = FormField(MoverRow, "Moved by")
    seconder = FormField(MoverRow, "Seconded by")
    outcome = ChoiceField("What came of it", kind=AmendmentOutcome, choices=AMENDMENT_OUTCOMES)

    first_field = "text"
    can_stand_twice = True

    @property
    def is_blank(self) -> bool:
        typed = (self.votes_for, self.votes_against, self.abstentions, self.votes_words, self.text)
        chosen = self.outcome.data or self.mover.form.name.data or self.seconder.form.name.data
        return not chosen and all(field.is_empty for field in typed)

    def validate_text(self, field: LongTextField) -> None:
        if field.is_empty and not self.is_blank:
            raise StopValidation("Enter what the amendment changes, or take it away")

    def row_label(self) -> str:
        return "Amendment"

    def row_words(self) -> str:
        return self.text.data or ""

    def details(self) -> AmendmentDetails:
        outcome = self.outcome.data
        return AmendmentDetails(
            text=self.text.data or "",
            outcome=outcome if isinstance(outcome, AmendmentOutcome) else None,
            vote=self.vote(),
            mover=named(self.mover.form),
            seconder=named(self.seconder.form),
        )


class MotionForm(RowsForm, MovedRow):
    lists = ("amendments",)

    kind = RadiosField("What is it?", kind=MotionKind, choices=KINDS, required="Choose what it is")
    title = TextField(
        "Title",
        required="Enter what it is called, or what it asks, for example “To hold the AGM in May”",
        hint="What it is called, or what it asks, for example “Fair fares” or “To hold the AGM in May”",
    )
    text = LongTextField("The text", hint="As it was moved. The minutes print it.")
    mover = RowList(FormField(MoverRow), "Moved by", min_entries=1, max_entries=1)
    seconder = RowList(FormField(MoverRow), "Seconded by", min_entries=1, max_entries=1)
    amendments = RowList(FormField(AmendmentRow), "Amendments", max_entries=MOST_ROWS)
    outcome = RadiosField("What came of it?", kind=MotionOutcome, choices=OUTCOMES)
    threshold = ChoiceField("It needed", kind=Threshold, choices=THRESHOLDS)
    share_of = ChoiceField("Of what", kind=ShareOf, choices=SHARES)
    is_announced = TickField("Tell of it in the announcement")
    are_movers_named = TickField("Name there who moved and seconded it")

    @property
    def names(self) -> list[FullNameRow]:
        return [row for row in self.name_rows() if not row.is_blank]

    def name_rows(self) -> Iterator[Any]:
        yield self.mover.entries[0].form
        yield self.seconder.entries[0].form
        for entry in self.amendments.entries:
            yield entry.form.mover.form
            yield entry.form.seconder.form

    def field_at(self, path: str) -> Field | None:
        if path == "seconder":
            return self.seconder.entries[0].form.name  # type: ignore[no-any-return]  # WTForms'
        return super().field_at(path)

    def details(self) -> MotionDetails:
        outcome = self.outcome.data
        return MotionDetails(
            title=self.title.data or "",
            kind=self.kind.data or MotionKind.MOTION,
            text=self.text.data,
            mover=named(self.mover.entries[0].form),
            seconder=named(self.seconder.entries[0].form),
            vote=self.vote(),
            outcome=outcome if isinstance(outcome, MotionOutcome) else None,
            threshold=self.threshold.data or Threshold.SIMPLE,
            share_of=self.share_of.data or ShareOf.VOTES,
            is_announced=bool(self.is_announced.data),
            are_movers_named=bool(self.are_movers_named.data),
            amendments=tuple(row.details() for row in filled_rows(self.amendments)),
        )

    def command(self, meeting_id: int, motion_id: int | None) -> RecordMotion:
        return RecordMotion(meeting_id, self.filled_from, self.details(), motion_id)


def named(row: FullNameRow) -> NamedPerson | None:
    return None if row.is_blank else row.named()


def values_of(motion: Motion) -> dict[str, Any]:
    """What the form shows of a motion on record."""
    own = ("kind", "title", "text", "threshold", "share_of", "is_announced", "are_movers_named")
    amendments = [{**values_of_moved(one), "text": one.text} for one in motion.amendments]
    moved = values_of_moved(motion)
    listed = {who: [moved[who]] for who in ("mover", "seconder")}
    return {**{name: getattr(motion, name) for name in own}, **moved, **listed, "amendments": amendments}


def values_of_moved(row: PutToVote) -> dict[str, Any]:
    figures = ("votes_for", "votes_against", "abstentions", "votes_words", "outcome")
    names = {
        who: {} if name is None or name.person_id is None else FullNameRow.values_for(name, name.person_id)
        for who, name in (("mover", row.mover), ("seconder", row.seconder))
    }
    return {**{name: getattr(row, name) for name in figures}, **names}
