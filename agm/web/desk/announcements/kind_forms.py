"""Forms for the announcements of other kinds: each asks only what the record does not have."""

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from wtforms import Field

from agm.announcements.gather_others import Fields
from agm.facts import MeetingKind, PersonName, Turnout
from agm.facts.announcement import (
    CommitteeList,
    Corrected,
    Correction,
    Declaration,
    Inquorate,
    MeetingChange,
    OfficeChange,
    OfficeChanges,
    OtherFacts,
    RoundUp,
)
from agm.facts.meeting import Paragraph
from agm.facts.moments import Moment
from agm.language.letters import same_name
from agm.language.names import parse_name
from agm.web.kit.fields import ChoiceField, LongTextField, PartialDateField, TextField, TickField, WholeNumberField
from agm.web.kit.forms import VersionedForm

LONGEST_LINES = 5_000


class KindForm(VersionedForm):
    """What all of them ask: whom to ask, own words, and a headline where the one that is made does not do."""

    shown: ClassVar[tuple[str, ...]] = ()
    """The fields of this kind, in the order of the page; those that all have follow them."""
    contact = TextField("Whom to ask", hint="A name or an address, if readers may have questions.")
    more = LongTextField("In your own words", hint="If there is more to say. Leave an empty line between paragraphs.")
    title = TextField("Headline", hint="Leave it empty for the one that is made of the rest.")
    names_agreed = TickField("Everyone named here has agreed to be named in public")

    @property
    def fields_shown(self) -> Iterator[Field]:
        """The fields of the page, in order."""
        return (self[name] for name in (*self.shown, "more", "contact", "title"))

    @property
    def typed(self) -> Fields:
        """What all kinds have, as fields of facts."""
        words = [part.strip() for part in (self.more.data or "").split("\n\n")]
        return {
            "title": self.title.data or None,
            "contact": self.contact.data or None,
            "said": tuple(Paragraph(part) for part in words if part),
        }

    def facts(self, record: Fields, known: dict[str, PersonName]) -> OtherFacts:
        """The facts, of the record and of what was typed. `known` are people of the record by name."""
        raise NotImplementedError  # each kind has its own; a form’s metaclass leaves no room for that of ABC

    @staticmethod
    def values(facts: OtherFacts) -> Fields:
        """What the form shows of facts that were kept."""
        return {
            "title": facts.title,
            "contact": facts.contact,
            "more": "\n\n".join(paragraph.text for paragraph in facts.said),
        }


class CommitteeForm(KindForm):
    shown = ("as_at", "term", "until")
    as_at = PartialDateField("As at", subject="the day", hint="The day to which the list belongs.")
    term = TextField("For which term", hint="For example 2026–27. Leave it empty if there is none.")
    until = PartialDateField(
        "Vacant offices: last day", subject="the last day", hint="By when somebody can come forward."
    )

    def facts(self, record: Fields, known: dict[str, PersonName]) -> OtherFacts:  # noqa: ARG002  all come from the record
        return CommitteeList(
            announcement="committee_list",
            **record,
            **self.typed,
            as_at=self.as_at.data,
            term=self.term.data or None,
            vacancies_until=Moment(self.until.data) if self.until.data else None,
        )

    @staticmethod
    def values(facts: OtherFacts) -> Fields:
        found = KindForm.values(facts)
        if isinstance(facts, CommitteeList):
            until = facts.vacancies_until.day if facts.vacancies_until else None
            found |= {"as_at": facts.as_at, "term": facts.term, "until": until}
        return found


class ChangesForm(KindForm):
    shown: ClassVar[tuple[str, ...]] = ("who", "on", "by", "what_follows")
    way: ClassVar[str] = ""
    who = LongTextField(
        "Who",
        required="Name at least one person, with the office",
        longest=LONGEST_LINES,
        hint="A line each: the office, a colon, the name. For example Treasurer: Ann Marsh",
    )
    on = PartialDateField("When", subject="the day", hint="Leave it empty if they came or left on different days.")
    by = TextField("By whom", hint="For example the committee.")
    what_follows = TextField("What happens next", hint="In a sentence. For example: A by-election will be held in May.")

    def changes(self, known: dict[str, PersonName]) -> tuple[OfficeChange, ...]:
        """The lines that were typed; a name of the record means that person."""
        found = []
        for line in (self.who.data or "").splitlines():
            office, colon, name = (part.strip() for part in line.partition(":"))
            if not line.strip():
                continue
            if not (colon and office and name):
                self.refuse("Write each line as office, colon, name: Treasurer: Ann Marsh", self.who)
                return ()
            read = parse_name(name)
            person = PersonName(read.name, read.prefix or None, read.suffix or None)
            same = known.get(same_name(person.name))
            found.append(
                OfficeChange(replace(person, person_id=same.person_id if same else None), office, self.on.data)
            )
        return tuple(found)

    def facts(self, record: Fields, known: dict[str, PersonName]) -> OtherFacts:
        return OfficeChanges(
            announcement=self.way,  # type: ignore[arg-type]  # one of its three words
            **record,
            **self.typed,
            changes=self.changes(known),
            by=self.by.data or None,
            what_follows=self.what_follows.data or None,
        )

    @staticmethod
    def values(facts: OtherFacts) -> Fields:
        found = KindForm.values(facts)
        if isinstance(facts, OfficeChanges):
            days = {change.on for change in facts.changes}
            lines = "\n".join(f"{change.office}: {change.person.displayed}" for change in facts.changes)
            on = days.pop() if len(days) == 1 else None
            found |= {"who": lines, "on": on, "by": facts.by, "what_follows": facts.what_follows}
        return found


class CoOptionForm(ChangesForm):
    way = "co_option"


class AppointmentForm(ChangesForm):
    way = "appointment"


class ResignationForm(ChangesForm):
    way = "resignation"
    shown: ClassVar[tuple[str, ...]] = ("who", "on", "what_follows")


class OfMeetingForm(KindForm):
    """What is told of one meeting, chosen from the record."""

    kinds: ClassVar[tuple[MeetingKind, ...]] = tuple(MeetingKind)
    """The kinds of meetings that are offered."""
    is_told_afterwards: ClassVar[bool] = False
    """Whether a meeting that is still to come is not offered."""
    is_told_beforehand: ClassVar[bool] = False
    """Whether only a meeting that is still to come is offered."""
    meeting = ChoiceField("Which meeting", required="Choose the meeting")

    def offer(self, meetings: dict[str, str]) -> None:
        self.meeting.offer({"": "Choose a meeting"} | meetings)

    @staticmethod
    def values(facts: OtherFacts) -> Fields:
        meeting = getattr(facts, "meeting_id", None)
        return KindForm.values(facts) | {"meeting": str(meeting) if meeting else None}


STAND = {"": "Nothing is said of them", "yes": "Those that were made still count", "no": "They have to be made again"}


class MovedForm(OfMeetingForm):
    shown: ClassVar[tuple[str, ...]] = ("meeting", "was_on", "is_open", "reason", "nominations", "what_follows")
    way: ClassVar[str] = "postponement"
    was_on = PartialDateField(
        "Was to be held on", subject="the day", hint="The new day and place are those of the meeting’s own page."
    )
    is_open = TickField("There is no new day yet")
    reason = TextField("Why", hint="For example: flooding at the hall. Name nobody’s illness.")
    nominations = ChoiceField("Nominations", choices=STAND)
    what_follows = TextField("What happens next", hint="In a sentence, if there is more to say.")

    def facts(self, record: Fields, known: dict[str, PersonName]) -> OtherFacts:  # noqa: ARG002  nobody is named
        is_cancelled = self.way == "cancellation"
        held = record.get("held_on")
        if is_cancelled or self.is_open.data:
            record = record | {"held_on": None, "starts_at": None, "venue": None, "held_as": None}
        return MeetingChange(
            announcement=self.way,  # type: ignore[arg-type]  # one of its two words
            **record,
            **self.typed,
            was_on=self.was_on.data or (held if is_cancelled or self.is_open.data else None),
            reason=self.reason.data or None,
            nominations_stand={"yes": True, "no": False}.get(str(self.nominations.data)),
            what_follows=self.what_follows.data or None,
        )

    @staticmethod
    def values(facts: OtherFacts) -> Fields:
        found = OfMeetingForm.values(facts)
        if isinstance(facts, MeetingChange):
            stand = (
                {True: "yes", False: "no"}.get(facts.nominations_stand) if facts.nominations_stand is not None else ""
            )
            found |= {
                "was_on": facts.was_on,
                "is_open": facts.held_on is None,
                "reason": facts.reason,
                "nominations": stand,
                "what_follows": facts.what_follows,
            }
        return found


class CancelledForm(MovedForm):
    way = "cancellation"
    shown: ClassVar[tuple[str, ...]] = ("meeting", "reason", "nominations", "what_follows")


class DeclarationForm(OfMeetingForm):
    is_told_afterwards = True
    shown: ClassVar[tuple[str, ...]] = (
        "meeting", "declared_on", "eligible", "returned", "rejected", "returning_officer", "with_votes",
    )  # fmt: skip
    way: ClassVar[str] = "declaration"
    declared_on = PartialDateField("Declared on", subject="the day", hint="Leave it empty if it was at the meeting.")
    eligible = WholeNumberField("How many had a vote", hint="Leave out what is not known.")
    returned = WholeNumberField("How many voted")
    rejected = WholeNumberField("How many papers could not be counted")
    returning_officer = TextField("Returning officer")
    takes_office = TextField("Takes office", hint="A day, or words: at once. Leave it empty to say nothing of it.")
    with_votes = TickField("Print the votes, and those who were not elected")

    def facts(self, record: Fields, known: dict[str, PersonName]) -> OtherFacts:  # noqa: ARG002  all come from the record
        figures = Turnout(self.eligible.data, None, self.returned.data, self.rejected.data)
        day = self.declared_on.data
        return Declaration(
            announcement=self.way,  # type: ignore[arg-type]  # one of its two words
            **(record | ({"held_on": None, "kind": None, "ordinal": None, "venue": None} if day else {})),
            **self.typed,
            declared_on=day,
            turnout=None if figures == Turnout() else figures,
            returning_officer=self.returning_officer.data or None,
            takes_office=self.takes_office.data or None,
        )

    @staticmethod
    def values(facts: OtherFacts) -> Fields:
        found = OfMeetingForm.values(facts)
        if isinstance(facts, Declaration):
            figures = facts.turnout or Turnout()
            found |= {
                "declared_on": facts.declared_on,
                "eligible": figures.eligible,
                "returned": figures.returned,
                "rejected": figures.rejected,
                "returning_officer": facts.returning_officer,
                "takes_office": facts.takes_office,
                "with_votes": any(one.votes is not None for office in facts.results for one in office.entries),
            }
        return found


class ByElectionForm(DeclarationForm):
    """How an office that fell vacant was filled: who stood, was elected and held it before is on record."""

    shown = ("meeting", "declared_on", "takes_office", "returning_officer", "with_votes")
    way = "by_election"
    kinds = (MeetingKind.BY_ELECTION, MeetingKind.COUNTBACK)


class InquorateForm(OfMeetingForm):
    is_told_afterwards = True
    shown = ("meeting", "what_follows")
    what_follows = TextField(
        "What happens next", hint="In a sentence. For example: The committee decides in its place."
    )

    def facts(self, record: Fields, known: dict[str, PersonName]) -> OtherFacts:  # noqa: ARG002  nobody is named
        return Inquorate(announcement="inquorate", **record, **self.typed, what_follows=self.what_follows.data or None)

    @staticmethod
    def values(facts: OtherFacts) -> Fields:
        follows = facts.what_follows if isinstance(facts, Inquorate) else None
        return OfMeetingForm.values(facts) | {"what_follows": follows}


class CorrectionForm(KindForm):
    shown = ("of", "published_on", "was", "now")
    of = TextField("What is corrected", hint="The title of what was published.")
    published_on = PartialDateField("Published on", subject="the day", hint="If it is known.")
    was = TextField("What it said")
    now = TextField("What it should have said", required="Write what is right")

    def facts(self, record: Fields, known: dict[str, PersonName]) -> OtherFacts:  # noqa: ARG002  nothing of the record
        return Correction(
            announcement="correction",
            **record,
            **self.typed,
            of=self.of.data or None,
            published_on=self.published_on.data,
            corrections=(Corrected(self.now.data or "", self.was.data or None),),
        )

    @staticmethod
    def values(facts: OtherFacts) -> Fields:
        found = KindForm.values(facts)
        if isinstance(facts, Correction) and facts.corrections:
            one = facts.corrections[0]
            found |= {"of": facts.of, "published_on": facts.published_on, "was": one.was, "now": one.now}
        return found


class RoundUpForm(KindForm):
    shown = ("year",)
    year = WholeNumberField("Year", required="Enter the year of the meetings", smallest=1900, largest=2999)

    def facts(self, record: Fields, known: dict[str, PersonName]) -> OtherFacts:  # noqa: ARG002  all come from the record
        return RoundUp(announcement="round_up", **record, **self.typed, period=str(self.year.data))

    @staticmethod
    def values(facts: OtherFacts) -> Fields:
        year = facts.period if isinstance(facts, RoundUp) else None
        return KindForm.values(facts) | {"year": int(year) if year and year.isdigit() else None}
