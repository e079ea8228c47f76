"""The page of results: all offices in order, each with its places, and what else there is to say of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from wtforms import Field, FormField
from wtforms import Form as RowForm

from agm.facts import Entry, OfficeState, Outcome, VotesAre
from agm.facts.contradictions import Contradiction, Rule, contradictions
from agm.language.en import counted
from agm.language.names import name_key
from agm.nominations.models import Contest
from agm.results.commands import RecordResults
from agm.results.pasted import read_results
from agm.results.pasted_lines import with_office
from agm.results.queries import Recorded, office_result
from agm.web.desk.results.values import pasted_values
from agm.web.kit import edit_conflict as conflict
from agm.web.kit.fields import ChoiceField, PartialDateField, RadiosField, TextField, TickField, WholeNumberField
from agm.web.kit.pasting import PastingForm
from agm.web.kit.person_names import CandidateNameRow, FullNameRow
from agm.web.kit.row_list import RowList

OPEN_STATES = {
    "": "Not known yet",
    OfficeState.DECIDED.value: "Vacant",
    OfficeState.DEFERRED.value: "Elected later",
    OfficeState.SUSPENDED.value: "No election possible",
}
"""What is known of places for which no name is entered."""

FIGURES = {
    VotesAre.VOTES: "All their votes",
    VotesAre.FIRST_PREFERENCES: "First preferences",
    VotesAre.FINAL_STAGE: "Votes at the final stage",
}
"""What the figures beside the names can be."""

VOTES_WRONG = "Enter the votes in figures, for example 34, or leave them out"


class VotesAreField(ChoiceField):
    kind = VotesAre


class EntryRow(RowForm):
    """Who stood, alone or together, and how many voted for them."""

    people = RowList(FormField(CandidateNameRow), "People", max_entries=20)
    votes = WholeNumberField("Votes", wrong=VOTES_WRONG)

    def process(self, *sources: Any, **options: Any) -> None:  # noqa: ANN401  what WTForms takes
        """Fill the row; it has a field for one person at least."""
        super().process(*sources, **options)
        if not self.people.entries:
            self.people.append_entry()

    @property
    def first(self) -> FullNameRow:
        row: FullNameRow = self.people.entries[0].form
        return row

    def named(self) -> list[FullNameRow]:
        return [entry.form for entry in self.people.entries if not entry.form.is_blank]


class PlaceRow(EntryRow):
    people = RowList(FormField(FullNameRow), "People", max_entries=20)
    re_elected = TickField("Re-elected")
    co_opted = TickField("Co-opted by the committee")

    @property
    def partners(self) -> list[FullNameRow]:
        return [entry.form for entry in self.people.entries[1:] if not entry.form.is_blank]

    def pad(self) -> None:
        """See to it that there is a field for the holder and one for a second person."""
        while len(self.people.entries) < 2:
            self.people.append_entry()


class OfficeRow(RowForm):
    """One office. What is recorded of it, and whether it can be shared, is given by `of_contest`."""

    contest_id = TextField("Office")
    places = RowList(FormField(PlaceRow), "Places", max_entries=1000)
    unopposed = TickField("Unopposed")
    shared = TickField("Job share")
    open_state = RadiosField("If a place is empty", choices=OPEN_STATES)
    deferred_to = PartialDateField("Elected later: when?", subject="the date of the election", hint="If you know it")
    has_votes = TickField("Votes, or who else stood")
    others = RowList(FormField(EntryRow), "Others", max_entries=200)
    papers_set_aside = WholeNumberField("Papers set aside", wrong=VOTES_WRONG)
    tie_settled = TextField("Tie settled, if there was one")
    votes_are = VotesAreField("The figures are", choices=FIGURES, default=VotesAre.VOTES)

    contest: Contest | None = None
    recorded = Outcome("Office")
    held_before: Sequence[tuple[int, str]] = ()
    """Who held the office till the meeting: the record and the name; nobody where the record does not tell."""
    is_silent = False
    """Whether somebody is still typing, and nothing is asked for yet that only has not been typed."""

    def of_contest(self, contest: Contest, recorded: Outcome) -> None:
        self.contest, self.recorded = contest, recorded
        while len(self.places.entries) < contest.seats:
            self.places.append_entry()
        for place in self.places.entries:
            place.form.pad()
        if not self.others.entries or self.others.entries[-1].form.named():
            self.others.append_entry()

    @property
    def label(self) -> str:
        return self.recorded.printed_label

    def is_held(self, place: PlaceRow) -> bool:
        """Whether somebody who took a place held the office till then, by the record."""
        known = {key for person_id, name in self.held_before for key in (person_id, name_key(name))}
        people = [place.first, *(place.partners if self.shared.data else [])]
        return any(known & {row.person_id, name_key(row.person_name.name)} for row in people if not row.is_blank)

    def is_doubted(self, place: PlaceRow) -> bool:
        """Whether somebody is said to be re-elected whom the record does not have in the office before."""
        return bool(self.held_before and place.re_elected.data and not place.first.is_blank) and not self.is_held(place)

    @property
    def filled(self) -> list[PlaceRow]:
        return [entry.form for entry in self.places.entries if not entry.form.first.is_blank]

    @property
    def stood(self) -> list[EntryRow]:
        return [entry.form for entry in self.others.entries if entry.form.named()] if self.has_votes.data else []

    @property
    def names(self) -> Iterable[FullNameRow]:
        for place in self.filled:
            yield place.first
            yield from place.partners if self.shared.data else ()
        for other in self.stood:
            yield from other.named()

    @property
    def asked(self) -> list[str]:
        """The names of which it is still asked whom they mean, and those that are still to be typed."""
        missing = [who for _, _, who in missing_names(self)] if self.is_silent else []
        return [name.person_name.displayed for name in self.names if name.is_asked] + missing

    def tell_apart(self) -> None:
        """Let each name know the others of the office: nobody stands for it twice."""
        rows = list(self.names)
        for row in rows:
            row.siblings = rows

    @property
    def state(self) -> OfficeState:
        if len(self.filled) >= self.recorded.seats:
            return OfficeState.DECIDED
        return OfficeState(self.open_state.data) if self.open_state.data else OfficeState.UNDECIDED

    def row_key(self) -> str:
        return str(self.contest_id.data)

    def row_label(self) -> str:
        return self.label

    def holders(self, place: PlaceRow) -> str:
        """Who took a place: "Jane Black and Joe Bloggs"."""
        people = [place.first, *(place.partners if self.shared.data else [])]
        return " and ".join(row.row_words() for row in people if not row.is_blank)

    def row_words(self) -> str:
        """How the row reads: "Jane Black and Joe Bloggs (34), unopposed"."""
        votes = ["" if place.votes.data is None else f" ({place.votes.data})" for place in self.filled]
        told = [self.holders(place) + votes for place, votes in zip(self.filled, votes, strict=True)]
        told += [f"{' and '.join(row.row_words() for row in other.named())} not elected" for other in self.stood]
        told += ["unopposed"] if self.unopposed.data and self.filled else []
        told += [OPEN_STATES.get(self.open_state.data, "")] if self.open_state.data else []
        return ", ".join(told)

    def outcome(self) -> Outcome:
        filled, state = self.filled, self.state
        is_known = bool(filled) or state is not OfficeState.UNDECIDED
        elected = [self.elected_entry(place) for place in filled]
        others = [
            Entry(
                people=tuple(row.person_name for row in other.named()),
                elected=False if is_known else None,
                votes=other.votes.data,
            )
            for other in self.stood
        ]
        return replace(
            self.recorded,
            state=state,
            entries=(*elected, *others),
            deferred_to=self.deferred_to.data if state is OfficeState.DEFERRED else None,
            rejected_papers=self.papers_set_aside.data if self.has_votes.data else None,
            tie_settled=(self.tie_settled.data or None) if self.has_votes.data else None,
            votes_are=(self.votes_are.data or VotesAre.VOTES) if self.has_votes.data else VotesAre.VOTES,
        )

    def elected_entry(self, place: PlaceRow) -> Entry:
        partners = place.partners if self.shared.data else []
        return Entry(
            people=tuple(row.person_name for row in [place.first, *partners]),
            elected=True,
            unopposed=bool(self.unopposed.data and not place.co_opted.data),
            re_elected=bool(place.re_elected.data),
            co_opted=bool(place.co_opted.data),
            votes=place.votes.data if self.has_votes.data else None,
        )

    def field_of(self, found: Contradiction) -> Field | None:
        if found.rule is Rule.FEWER_VOTES:
            return self.stood[(found.entry or 0) - len(self.filled)].votes
        if found.rule is Rule.NO_TIE:
            return self.tie_settled
        return self.name_of_entry(found.entry)

    def name_of_entry(self, index: int | None) -> Field | None:
        """The name of an entry; of the first one, where it is none in particular."""
        entries: list[FullNameRow] = [
            *(place.first for place in self.filled),
            *(other.named()[0] for other in self.stood),
        ]
        if index is not None and index < len(entries):
            return entries[index].name
        first = entries[0] if entries else self.places.entries[0].form.first if self.places.entries else None
        return None if first is None else first.name


class ResultsForm(PastingForm):
    no_elections = TickField("There were no elections at this meeting")
    offices = RowList(FormField(OfficeRow), "Offices", max_entries=1000)

    recorded: Sequence[Recorded] = ()

    def save_silently(self) -> None:
        """An office of which a name is still to be typed is kept as it is, with the others, and nothing is asked."""
        for row in self.rows:
            row.is_silent = True

    def know_holders(self, held_before: Mapping[int, Sequence[tuple[int, str]]]) -> None:
        """Give each row who held its office till the meeting, by office."""
        for row in self.rows:
            row.held_before = held_before.get(row.recorded.office_id or 0, ())

    def of_contests(self, recorded: Sequence[Recorded]) -> None:
        """Give each row its contest with what is recorded; a row whose contest is gone is left without one."""
        self.recorded = recorded
        by_id = {str(contest.id): (contest, office_result(contest, result)) for contest, result in recorded}
        for row in self.rows:
            if str(row.contest_id.data) in by_id:
                row.of_contest(*by_id[str(row.contest_id.data)])

    def with_meaning(self, text: str, number: int, words: str) -> str:
        return with_office(text, number, words)

    def fill_from(self, text: str) -> None:
        """Fill the offices that a list names; what stood there and is replaced is told."""
        read = read_results(text, [row.recorded for row in self.rows if row.contest])
        found = {str(outcome.contest_id): outcome for outcome in read.outcomes}
        replaced = []
        for entry in self.offices.entries:
            row = entry.form
            if row.contest is None or row.contest_id.data not in found:
                continue
            names = {name.person_name.name: name.row_words() for name in row.names}
            contest, recorded = row.contest, row.recorded
            entry.process(None, pasted_values(found[row.contest_id.data], entry.data))
            row = entry.form
            row.of_contest(contest, recorded)
            left = [words for name, words in names.items() if name not in {one.person_name.name for one in row.names}]
            replaced += [f"{words} ({row.label})" for words in left]
        self.lines, self.replaced = read.lines, replaced

    @property
    def rows(self) -> list[OfficeRow]:
        return [entry.form for entry in self.offices.entries]

    @property
    def names(self) -> list[FullNameRow]:
        return [name for row in self.rows for name in row.names]

    def tell_apart(self) -> None:
        """Let each name know the others of its office."""
        for row in self.rows:
            row.tell_apart()

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        is_valid = bool(super().validate(extra_validators=extra_validators))
        problems = [problem for row in self.rows for problem in problems_of(row)]
        for field, message in problems:
            self.refuse(message, field)
        return is_valid and not problems

    def command(self, meeting_id: int) -> RecordResults:
        """The command of a valid form. An office with a name that is asked about is kept as it was typed."""
        rows = [row for row in self.rows if row.contest and not row.asked]
        return RecordResults(
            meeting_id=meeting_id,
            version=self.filled_from,
            has_elections=False if self.no_elections.data else None,
            outcomes=tuple(row.outcome() for row in rows),
            named=tuple(name.named() for row in rows for name in row.names),
            unsettled={
                row.contest.id: {"names": row.asked, "fields": conflict.serialize_row(entry)}
                for entry, row in zip(self.offices.entries, self.rows, strict=True)
                if row.contest and row.asked
            },
        )

    @property
    def asked(self) -> list[str]:
        return [name for row in self.rows for name in row.asked]

    def field_at(self, path: str) -> Field | None:
        """As for any form; of `outcomes.12.entries.0`, the name of the first entry for contest 12."""
        parts = path.split(".")
        if parts[0] != "outcomes":
            return super().field_at(path)
        row = next((row for row in self.rows if row.contest_id.data == parts[1]), None)
        return None if row is None else row.name_of_entry(int(parts[3]) if len(parts) > 3 else None)


def problems_of(row: OfficeRow) -> Iterable[tuple[Field | None, str]]:
    """What the fields of an office say that cannot be together: the field, and what to do."""
    if row.contest is None:
        return
    label = row.label
    if not row.is_silent:
        yield from ((field, message) for field, message, _ in missing_names(row))
    if row.open_state.errors:
        return
    if row.filled and len(row.filled) >= row.contest.seats and row.open_state.data:
        yield (
            row.places.entries[0].form.first.name,
            f"{label} is filled, and you said “{OPEN_STATES[row.open_state.data]}”. Take away the one or the other",
        )
    for found in contradictions(row.outcome()):
        yield row.field_of(found), found.words


def missing_names(row: OfficeRow) -> Iterator[tuple[Field, str, str]]:
    """Names without which what is said of an office means nothing: the field, what to do, and whose name it is."""
    if row.contest is None:
        return
    label = row.label
    for place in row.filled if row.shared.data and row.contest.seats == 1 else ():
        if not place.partners:
            message = f"Enter the second person who shares {label}, or take away the job share"
            yield place.people.entries[1].form.name, message, f"the second person for {label}"
    for entry in (*row.places.entries, *row.others.entries) if row.has_votes.data else ():
        if entry.form.votes.data is not None and not entry.form.named():
            votes = counted(entry.form.votes.data, "vote", "votes")
            yield entry.form.first.name, f"Enter who had these {votes} for {label}", f"whoever had {votes} for {label}"
