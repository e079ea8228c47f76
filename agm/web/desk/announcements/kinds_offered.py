"""Which kinds of announcements have a page of their own, with which form, and what a new one shows first."""

import datetime as dt

from agm.announcements.gather_others import Fields
from agm.facts.announcement import OfficeChange
from agm.facts.kinds import AnnouncementKind
from agm.web.desk.announcements.kind_forms import (
    AppointmentForm,
    ByElectionForm,
    CancelledForm,
    CommitteeForm,
    CoOptionForm,
    CorrectionForm,
    DeclarationForm,
    InquorateForm,
    KindForm,
    MovedForm,
    ResignationForm,
    RoundUpForm,
)
from agm.web.desk.announcements.notice_forms import CallForm, NoticeOfMeetingForm, StandingForm

FORMS: dict[AnnouncementKind, type[KindForm]] = {
    AnnouncementKind.NOTICE: NoticeOfMeetingForm,
    AnnouncementKind.CALL_FOR_NOMINATIONS: CallForm,
    AnnouncementKind.STATEMENT_OF_NOMINATIONS: StandingForm,
    AnnouncementKind.DECLARATION: DeclarationForm,
    AnnouncementKind.BY_ELECTION: ByElectionForm,
    AnnouncementKind.RESIGNATION: ResignationForm,
    AnnouncementKind.CO_OPTION: CoOptionForm,
    AnnouncementKind.APPOINTMENT: AppointmentForm,
    AnnouncementKind.POSTPONEMENT: MovedForm,
    AnnouncementKind.CANCELLATION: CancelledForm,
    AnnouncementKind.INQUORATE: InquorateForm,
    AnnouncementKind.COMMITTEE_LIST: CommitteeForm,
    AnnouncementKind.CORRECTION: CorrectionForm,
    AnnouncementKind.ROUND_UP: RoundUpForm,
}
"""The form of each kind that is written on a page of its own. The last is for the national level alone."""

KIND_WORDS: dict[AnnouncementKind, tuple[str, str]] = {
    AnnouncementKind.NOTICE: ("The notice of a meeting", "when and where, agenda, guests, who may come"),
    AnnouncementKind.CALL_FOR_NOMINATIONS: ("A call for nominations", "which offices are to be filled, and until when"),
    AnnouncementKind.STATEMENT_OF_NOMINATIONS: ("Who stands", "who was nominated for which office"),
    AnnouncementKind.DECLARATION: ("Declare a ballot", "who was elected, with turnout and votes"),
    AnnouncementKind.BY_ELECTION: ("A by-election", "who fills an office that fell vacant, and in whose place"),
    AnnouncementKind.RESIGNATION: ("A resignation", "who left an office, and what happens next"),
    AnnouncementKind.CO_OPTION: ("A co-option", "whom the committee chose between elections"),
    AnnouncementKind.APPOINTMENT: ("An appointment", "who was appointed to an office"),
    AnnouncementKind.POSTPONEMENT: ("A meeting put off", "the new day, or that there is none yet"),
    AnnouncementKind.CANCELLATION: ("A meeting cancelled", "that it is not held"),
    AnnouncementKind.INQUORATE: ("A meeting without a quorum", "that too few came, and what follows"),
    AnnouncementKind.COMMITTEE_LIST: ("The list of officers", "everyone in office, and what is vacant"),
    AnnouncementKind.CORRECTION: ("A correction", "of something printed or said elsewhere"),
    AnnouncementKind.ROUND_UP: ("A round-up of the regions", "who met and was elected, who has still to report"),
}


def form_class(kind: AnnouncementKind) -> type[KindForm]:
    return FORMS[kind]


CAME_OR_LEFT = (AnnouncementKind.CO_OPTION, AnnouncementKind.APPOINTMENT, AnnouncementKind.RESIGNATION)


def first_values(kind: AnnouncementKind, changes: list[OfficeChange], today: dt.date) -> Fields:
    """What a new form shows: what the record has lately."""
    lines = "\n".join(f"{change.office}: {change.person.displayed}" for change in changes)
    days = {change.on for change in changes}
    return {
        "who": lines,
        "on": days.pop() if len(days) == 1 else None,
        "as_at": today if kind is AnnouncementKind.COMMITTEE_LIST else None,
        "year": today.year,
        "with_votes": False,
    }
