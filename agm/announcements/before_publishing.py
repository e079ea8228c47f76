"""What the record knows besides the facts of a meeting, for `agm.announcements.checks` to look at."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from agm.announcements.checks import Beside, Check, checks, of_older_words
from agm.announcements.drafts import Draft
from agm.announcements.models import Announcement, Revision, RevisionAct
from agm.facts import MeetingFacts, PersonName
from agm.language.en import join
from agm.language.typed_names import is_ballot_option
from agm.meetings.models import Meeting
from agm.nominations.models import Candidacy, Contest
from agm.organisation.queries import organisation
from agm.people.queries import people_who_withdrew, people_without_consent
from agm.results.models import CandidateTold, ResultLine
from agm.wording.document import AnnouncementKind, BlockKey


def look_again(session: Session, draft: Draft, to_ask: Collection[str]) -> tuple[Check, ...]:
    """Everything to look at before a draft is public; `to_ask` are its `names_to_ask`. Seven statements at most."""
    meeting = draft.announcement.meeting
    if draft.facts is None or meeting is None:
        return ()
    if draft.document.kind is not AnnouncementKind.REPORT:
        return tuple(of_older_words(draft.changed_under))
    withdrawn = people_who_withdrew(session, draft.person_ids) if draft.person_ids else []
    waiting = not_told(session, meeting.id) if draft.announcement.current is None else ()
    beside = Beside(
        draft.today,
        last=report_before(session, meeting),
        names_to_ask=tuple(to_ask),
        withdrawn=tuple(PersonName(one.name, one.prefix, one.suffix, one.id) for one in withdrawn),
        not_told=tuple(named(one) for one, is_elected in waiting if not is_elected),
        imprint_missing=organisation(session).is_political and not draft.document.imprint.strip(),
        own_words=tuple((BlockKey(row.block), row.text) for row in draft.announcement.block_overrides),
        changed_under=draft.changed_under,
    )
    return checks(draft.facts, beside)


def names_to_ask(session: Session, draft: Draft) -> list[str]:
    """The names in a text of which nobody said yet that they may be published. One statement at most."""
    lacking = people_without_consent(session, draft.person_ids)
    return [one.name for one in draft.document.people if one.person_id in lacking]


def report_before(session: Session, meeting: Meeting) -> MeetingFacts | None:
    """The facts of the last report of the unit that stands, of an earlier meeting of the kind. One statement."""
    if meeting.held_on is None:
        return None
    facts = session.scalar(
        select(Revision.facts)
        .join(Announcement, Announcement.id == Revision.announcement_id)
        .join(Meeting, Meeting.id == Announcement.meeting_id)
        .where(
            Announcement.unit_id == meeting.unit_id,
            Announcement.kind == AnnouncementKind.REPORT,
            Announcement.current_sequence == Revision.sequence,
            Revision.act != RevisionAct.RETRACTED,
            Meeting.kind == meeting.kind,
            Meeting.held_on < meeting.held_on,
        )
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
        .limit(1)
    )
    return facts if isinstance(facts, MeetingFacts) else None


def not_told(session: Session, meeting_id: int) -> list[tuple[Candidacy, bool]]:
    """Those who stood and are not known to have heard the result, and whether they were elected. Two statements."""
    stood = (
        select(Candidacy, ResultLine.is_elected)
        .join(Contest, Contest.id == Candidacy.contest_id)
        .join(ResultLine, ResultLine.candidacy_id == Candidacy.id)
        .outerjoin(CandidateTold, CandidateTold.candidacy_id == Candidacy.id)
        .where(Contest.meeting_id == meeting_id, ResultLine.is_elected.is_not(None), CandidateTold.told_at.is_(None))
        .order_by(ResultLine.is_elected, Contest.position, Candidacy.position, Candidacy.id)
        .options(selectinload(Candidacy.people), joinedload(Candidacy.contest))
    )
    return [
        (one, bool(is_elected))
        for one, is_elected in session.execute(stood)
        if not any(is_ballot_option(who.name) for who in one.people)
    ]


def named(candidacy: Candidacy) -> str:
    """A candidacy by its names: "Ann Bell and Bo Fenn"."""
    return join([PersonName(who.name, who.prefix, who.suffix).displayed for who in candidacy.people])
