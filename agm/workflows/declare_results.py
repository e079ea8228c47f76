"""Declaring results: what a meeting decided about its offices is recorded as declared, on its date as it is now."""

from agm.audit.act import Act
from agm.facts import Entry, MeetingKind, OfficeState, Outcome
from agm.meetings.models import Meeting
from agm.office_holders.commands import ElectedEntry, RecordElection
from agm.office_holders.operations import record_elections
from agm.results.commands import Declare
from agm.results.operations import declare
from agm.results.queries import declared_outcomes, last_declaration
from agm.rules.terms import AppointmentKind

FILLS_ALL_SEATS = {MeetingKind.AGM, MeetingKind.INAUGURAL}
"""Kinds of meeting after which only those elected there hold the offices contested; others fill what is empty."""

FILLS_VACANCIES = {
    MeetingKind.BY_ELECTION: AppointmentKind.BY_ELECTION,
    MeetingKind.COUNTBACK: AppointmentKind.COUNTBACK,
}


def declare_results(act: Act, meeting: Meeting, reason: str | None) -> None:
    """Declare the results of a meeting, unless they stand declared already, and fill its offices.

    Raises RefusedError where somebody left an office before the date of the meeting as it is now.
    """
    standing = declare(act, Declare(meeting.id, reason)) or last_declaration(act.session, meeting.id)
    if standing is None:
        raise ValueError("no declaration came of declaring")
    elections = [election(meeting, outcome) for outcome in declared_outcomes(standing)]
    record_elections(act, f"meeting:{meeting.id}", standing.sequence, elections)


def election(meeting: Meeting, outcome: Outcome) -> RecordElection:
    if outcome.office_id is None:
        raise ValueError("a declared outcome names its office")
    entries = tuple(ElectedEntry(entry.people, appointment_kind(entry, meeting.kind)) for entry in outcome.elected)
    is_decided = bool(entries) or outcome.state is OfficeState.DECIDED
    return RecordElection(outcome.office_id, meeting.held_on, entries, is_decided and meeting.kind in FILLS_ALL_SEATS)


def appointment_kind(entry: Entry, kind: MeetingKind) -> AppointmentKind:
    if entry.co_opted:
        return AppointmentKind.CO_OPTED
    if kind in FILLS_VACANCIES:
        return FILLS_VACANCIES[kind]
    if entry.re_elected:
        return AppointmentKind.RE_ELECTED_UNOPPOSED if entry.unopposed else AppointmentKind.RE_ELECTED
    return AppointmentKind.UNOPPOSED if entry.unopposed else AppointmentKind.ELECTED
