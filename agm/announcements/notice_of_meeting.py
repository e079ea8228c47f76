"""What members and the public are told before a meeting: the notice of it, the call for nominations, and who stands."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from agm.accounts.models import Duty
from agm.accounts.queries import duties_of
from agm.announcements.gather import speaker
from agm.announcements.gather_others import meeting_fields, whose
from agm.announcements.models import Announcement
from agm.facts import Entry, Moment, Outcome, PersonName
from agm.facts.announcement import Notice
from agm.meetings.models import Meeting, NoticeKind
from agm.meetings.timetable import Timetable, timetable
from agm.nominations.checking import Nominations, nominations_of
from agm.nominations.models import Contest, Use
from agm.nominations.operations import contests_of
from agm.organisation.queries import local_day, organisation
from agm.rules.nomination import NominationRule
from agm.rules.rule_set import Stage, Unopposed

Told = Literal["notice", "call_for_nominations", "statement_of_nominations"]
USUAL_AGENDA = (
    "Apologies",
    "Minutes of the last meeting",
    "Reports",
    "Election of officers",
    "Motions",
    "Any other business",
)
EVERYONE = "Every member may come."
TYPED = ("title", "said", "contact", "second_language", "agenda", "who_may_come", "motions_close")
"""What the record does not have, and somebody types for a public notice."""
NUMBERED = re.compile(r"\s*\d+[.)]\s+(.+)")
ESCAPED = re.compile(r"\\([\\`*_\[\]<>#])")


def notice_facts(
    session: Session, found: Timetable, announcement: Told, standing: Sequence[Outcome] = ()
) -> Notice | None:
    """What members are told before a meeting, with the address to join at; None while it has no day and time."""
    meeting, dates = found.meeting, found.dates
    if Stage.MEETING not in dates:
        return None
    local = {stage: Moment.of(at.astimezone(found.zone)) for stage, at in dates.items()}
    rule = found.rules.nomination if found.rules else NominationRule()
    officer, contact = who_answers(session, meeting)
    is_notice = announcement == "notice"
    return Notice(
        **whose(session, meeting.unit),
        **meeting_fields(meeting),
        announcement=announcement,
        online_link=meeting.online_link or None,
        who_may_come=EVERYONE if is_notice else None,
        agenda=USUAL_AGENDA if is_notice else (),
        speakers=tuple(map(speaker, meeting.speakers)),
        results=tuple(standing) or tuple(map(to_fill, contests_of(session, meeting.id))),
        nominations_open=local.get(Stage.NOMINATIONS_OPEN),
        nominations_close=local.get(Stage.NOMINATIONS_CLOSE),
        needs_roles=rule.roles,
        needs_supporters=max(0, rule.min_supporters - len(rule.roles)),
        self_allowed=rule.self_allowed,
        unopposed_elected=found.rules is None or found.rules.unopposed is not Unopposed.VOTE,
        returning_officer=officer,
        contact=contact,
    )


def who_answers(session: Session, meeting: Meeting) -> tuple[str | None, str | None]:
    """The returning officer of a meeting's election, and whom members ask."""
    officers = (one.name for one in duties_of(session, meeting.id) if one.duty is Duty.RETURNING_OFFICER)
    return next(officers, None), meeting.unit.contact or organisation(session).contact or None


def to_fill(contest: Contest, entries: tuple[Entry, ...] = ()) -> Outcome:
    """An office that is to be filled, with those who stand for it."""
    return Outcome(contest.label, contest.plural_label, contest.seats, entries=entries, contest_id=contest.id)


def standing(found: Nominations, use: Use) -> tuple[Outcome, ...]:
    """Every office with its candidates; a statement where whoever wrote it allows this use of it."""
    return tuple(
        to_fill(
            office.contest,
            tuple(
                Entry(
                    tuple(PersonName(one.name, one.prefix, one.suffix, one.person_id) for one in candidacy.people),
                    statement=" ".join(
                        " ".join(one.statement.split())
                        for one in office.nominees_of(candidacy)
                        if one.statement and use in one.consents
                    )
                    or None,
                )
                for candidacy in office.candidacies
            ),
        )
        for office in found.offices
    )


def public_facts(session: Session, found: Timetable, announcement: Told, at: datetime) -> Notice | None:
    """What the record gives the public: who stands is told with the statements that may stand on public pages."""
    stand: tuple[Outcome, ...] = ()
    if announcement == "statement_of_nominations":
        stand = standing(nominations_of(session, found.meeting, at), Use.STATEMENT)
    return notice_facts(session, found, announcement, stand)


def public_notice(session: Session, found: Timetable, announcement: Told, at: datetime) -> Notice | None:
    """What the public is told before a meeting: as the members, without the address to join at, and with the agenda of
    the notice that was sent to them last; None while it has no day and time."""
    facts = public_facts(session, found, announcement, at)
    if facts is None:
        return None
    sent = [one.text for one in found.sendings if one.kind is NoticeKind.NOTICE and one.cancelled_at is None]
    agenda = agenda_of(sent[-1]) if sent and announcement == "notice" else facts.agenda
    return replace(facts, online_link=None, agenda=agenda)


def agenda_of(text: str) -> tuple[str, ...]:
    """The numbered lines below the heading "Agenda" of a text that was sent; none where it has no such heading."""
    below = re.split(r"^#+\s*Agenda\s*$", text, maxsplit=1, flags=re.MULTILINE | re.IGNORECASE)[1:]
    lines = re.split(r"^#", below[0], maxsplit=1, flags=re.MULTILINE)[0].splitlines() if below else []
    return tuple(ESCAPED.sub(r"\1", found[1].strip()) for line in lines if (found := NUMBERED.fullmatch(line)))


def as_recorded(session: Session, told: Notice, published: Notice | None, at: datetime) -> Notice:
    """A public notice as the record gives it now, with what was typed for it.

    Of a meeting that is over, or has no day any more, the record as it was published stands: what happened there is
    told by its report, and a new day by what announces that.
    """
    meeting = None if told.meeting_id is None else session.get(Meeting, told.meeting_id)
    day = meeting.held_on.full if meeting and meeting.held_on else None
    now = None
    if meeting is not None and day is not None and day >= local_day(session, at):
        now = public_facts(session, timetable(session, meeting), told.announcement, at)
        now = now and replace(now, online_link=meeting.online_link or None if told.online_link else None)
    return replace(now or published or told, **{name: getattr(told, name) for name in TYPED})


def notices_of(session: Session, unit_id: int) -> dict[tuple[int, str], Announcement]:
    """The public notices of a unit's meetings, drafts included, by meeting and kind. One statement."""
    mine = (Announcement.unit_id == unit_id, Announcement.told.is_not(None))
    found = select(Announcement).where(*mine).order_by(Announcement.id).options(joinedload(Announcement.current))
    return {
        (one.told.meeting_id, one.told.announcement): one
        for one in session.scalars(found).unique()
        if isinstance(one.told, Notice) and one.told.meeting_id is not None
    }


def notice_of(session: Session, meeting: Meeting, announcement: str) -> Announcement | None:
    """The public notice of a meeting, be it a draft; None where nobody wrote one. One statement."""
    return notices_of(session, meeting.unit_id).get((meeting.id, announcement))
