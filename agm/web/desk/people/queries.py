"""Who is known where, what they did, and whom a typed name may mean. Each with a fixed number of statements."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import Session, contains_eager

from agm.facts import SpeakerKind
from agm.language.names import name_key
from agm.language.partial_date import PartialDate
from agm.meetings.models import Amendment, Meeting, Motion, Speaker, SupportMessage
from agm.nominations.models import Candidacy, CandidacyPerson, Contest
from agm.office_holders.models import OfficeTerm
from agm.office_holders.queries import holdings_of_people
from agm.office_holders.unbroken_terms import runs_of_holdings, since_when, span_of, who_went_on
from agm.organisation.models import NATIONAL_ID, Unit
from agm.people.models import Person, PersonHome, PersonUnit
from agm.people.queries import kept_where, known_in, known_where, matches_typed
from agm.rules.terms import EndReason
from agm.web.kit.visibility import Visibility, is_home

MOST_SUGGESTIONS = 8
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Suggestion:
    person: Person
    is_known_here: bool
    hint: str


@dataclass(frozen=True, slots=True)
class Act:
    """Something that a person did, as one line of their history."""

    on: PartialDate | None
    words: str
    unit: Unit
    meeting_id: int | None = None


@dataclass(frozen=True, slots=True)
class PeoplePage:
    lines: tuple[tuple[Person, str], ...]
    number: int
    has_next: bool


def known_among(session: Session, person_ids: Collection[int], unit: Unit) -> set[int]:
    """Those of these people who are known in a region; all of them at the national level. One statement at most."""
    if unit.is_national or not person_ids:
        return set(person_ids)
    return set(session.scalars(select(Person.id).where(Person.id.in_(person_ids), known_in([unit.id]))))


@dataclass(frozen=True, slots=True)
class Keeping:
    """What a unit has to do with somebody's record: whether it keeps it, and whether that is for the national office to
    take back; one that does neither knows them."""

    unit: Unit
    keeps: bool
    is_let_in: bool


def keeping_of(session: Session, person_id: int) -> list[Keeping]:
    """The units that keep a person's record or know them, in the order of the regions. One statement."""
    let_in, known = kept_where(PersonHome.unit_id == Unit.id), known_where(PersonUnit.unit_id == Unit.id)
    statement = (
        select(Unit, is_home(Unit.id), let_in)
        .join(Person, or_(is_home(Unit.id), known))
        .where(Person.id == person_id)
        .order_by(Unit.position, Unit.id)
    )
    return [Keeping(unit, bool(keeps), bool(is_let_in)) for unit, keeps, is_let_in in session.execute(statement)]


def suggest(session: Session, unit_id: int, text: str, sight: Visibility) -> list[Suggestion]:
    """Whom in sight a typed name may mean: people known in the region first. Five statements, none for no text."""
    key = name_key(text)
    if not key:
        return []
    is_known = known_in([unit_id])
    statement = (
        select(Person, is_known.label("is_known"))
        .where(matches_typed(text), sight.people())
        .order_by(is_known.desc(), Person.name_key.startswith(key, autoescape=True).desc(), Person.sort_key, Person.id)
        .limit(MOST_SUGGESTIONS)
    )
    found = session.execute(statement).all()
    hints = hints_for(session, [person.id for person, _ in found], unit_id, sight)
    return [Suggestion(person, bool(known), hints.get(person.id, "")) for person, known in found]


def people_page(session: Session, unit_id: int, text: str, number: int, sight: Visibility) -> PeoplePage:
    """People in the order of their names: those known in the region, or (national level) all. Five statements."""
    statement = select(Person).where(matches_typed(text))
    if unit_id != NATIONAL_ID:
        statement = statement.where(known_in([unit_id]))
    statement = statement.order_by(Person.sort_key, Person.id)
    found = session.scalars(statement.limit(PAGE_SIZE + 1).offset((number - 1) * PAGE_SIZE)).all()
    shown = found[:PAGE_SIZE]
    hints = hints_for(session, [person.id for person in shown], unit_id, sight)
    lines = tuple((person, hints.get(person.id, "")) for person in shown)
    return PeoplePage(lines, number, has_next=len(found) > PAGE_SIZE)


def hints_for(session: Session, person_ids: Collection[int], unit_id: int, sight: Visibility) -> dict[int, str]:
    """By person, the office held last, in this region before others; else where they spoke. Four statements."""
    standing = func.coalesce(Person.merged_into_id, Person.id)
    records = select(Person.id, standing).where(or_(Person.id.in_(person_ids), Person.merged_into_id.in_(person_ids)))
    standing_of = dict(session.execute(records).all())
    hints = speaking_hints(session, standing_of, sight)
    hints.update(holding_hints(holdings_of_people(session, standing_of.keys()), standing_of, unit_id))
    return hints


def holding_hints(terms: list[OfficeTerm], standing_of: Mapping[int, int], unit_id: int) -> dict[int, str]:
    """By person, the first of their times in office that is in the region; else the first of all."""
    hints: dict[int, str] = {}
    runs = sorted(runs_of_holdings(terms), key=lambda run: str(run[-1].since or ""), reverse=True)
    for run in sorted(runs, key=lambda one: (one[-1].office.unit_id != unit_id, one[-1].end_reason is not None)):
        for person in run[-1].people:
            if person.person_id in standing_of:
                hints.setdefault(standing_of[person.person_id], term_in_words(run[-1], since_when(runs, run, span_of)))
    return hints


def term_in_words(term: OfficeTerm, since: PartialDate | None) -> str:
    """Treasurer, 2014 to 2016; Treasurer since 2014; Treasurer until 2016; Treasurer."""
    label, until = term.office.label, term.until
    if term.end_reason is None:
        return f"{label} since {since.year}" if since else f"{label} now"
    if since and until:
        return f"{label}, {since.year} to {until.year}" if since.year != until.year else f"{label}, {since.year}"
    known = since or until
    return f"{label}, {known.year}" if known else label


def speaking_hints(session: Session, standing_of: Mapping[int, int], sight: Visibility) -> dict[int, str]:
    """By person, the role in which they spoke last, at a meeting in sight. One statement."""
    statement = (
        select(Speaker.person_id, Speaker.role, Meeting.held_on)
        .join(Speaker.meeting)
        .where(Speaker.person_id.in_(standing_of.keys()), sight.meetings())
        .order_by(Meeting.held_on.desc().nulls_last(), Speaker.id.desc())
    )
    hints: dict[int, str] = {}
    for record_id, role, held_on in session.execute(statement):
        words = role or "Spoke"
        hints.setdefault(standing_of[record_id], f"{words}, {held_on.year}" if held_on else words)
    return hints


def history_of(session: Session, record_ids: Collection[int], unit_id: int, *, everywhere: bool) -> list[Act]:
    """What a person did, the last first: in one region, or everywhere. Six statements."""
    is_in_scope = true() if everywhere else Meeting.unit_id == unit_id
    terms = holdings_of_people(session, record_ids)
    went_on = who_went_on(terms)
    acts = [holding_act(one, went_on.get(one.id, ())) for one in terms if everywhere or one.office.unit_id == unit_id]
    elected = {(one.office_id, one.since) for one in terms}
    stood = (
        select(Contest, Meeting)
        .join(Meeting, Meeting.id == Contest.meeting_id)
        .join(Candidacy, Candidacy.contest_id == Contest.id)
        .join(CandidacyPerson, CandidacyPerson.candidacy_id == Candidacy.id)
        .where(CandidacyPerson.person_id.in_(record_ids), is_in_scope)
    )
    at_meetings = [
        (f"Stood for {contest.label}", meeting)
        for contest, meeting in session.execute(stood)
        if (contest.office_id, meeting.held_on) not in elected
    ]
    spoke = select(Speaker).join(Speaker.meeting).options(contains_eager(Speaker.meeting))
    wrote = select(SupportMessage).join(SupportMessage.meeting).options(contains_eager(SupportMessage.meeting))
    for statement in (
        spoke.where(Speaker.person_id.in_(record_ids), is_in_scope),
        wrote.where(SupportMessage.person_id.in_(record_ids), is_in_scope),
    ):
        at_meetings += [(did_in_words(one), one.meeting) for one in session.scalars(statement)]
    at_meetings += moved_at(session, record_ids, is_in_scope)
    acts += [Act(meeting.held_on, words, meeting.unit, meeting.id) for words, meeting in at_meetings]
    return sorted(acts, key=lambda act: str(act.on or ""), reverse=True)


def moved_at(
    session: Session, record_ids: Collection[int], is_in_scope: ColumnElement[bool]
) -> Iterator[tuple[str, Meeting]]:
    """The motions that a person moved or seconded, and those whose amendments, in words. One statement."""
    of_amendment = or_(Amendment.mover_id.in_(record_ids), Amendment.seconder_id.in_(record_ids))
    rows = session.execute(
        select(Motion.title, Motion.mover_id, Motion.seconder_id, Meeting)
        .join(Meeting, Meeting.id == Motion.meeting_id)
        .where(
            or_(
                Motion.mover_id.in_(record_ids),
                Motion.seconder_id.in_(record_ids),
                Motion.amendments.any(of_amendment),
            ),
            is_in_scope,
        )
    )
    for title, mover_id, seconder_id, meeting in rows:
        did = "Moved" if mover_id in record_ids else "Seconded" if seconder_id in record_ids else ""
        yield f"{did or 'Moved or seconded an amendment of'} the motion “{title}”", meeting


def holding_act(term: OfficeTerm, went_on: Collection[int]) -> Act:
    """A time in office as a line of a history; who went on when somebody else left did not resign."""
    how = " (resigned)" if term.end_reason is EndReason.RESIGNED and not went_on else ""
    return Act(term.since or term.until, term_in_words(term, term.since) + how, term.office.unit)


def did_in_words(one: Speaker | SupportMessage) -> str:
    if isinstance(one, SupportMessage):
        return "Sent a message of support" + (f" as {one.role}" if one.role else "")
    did = {SpeakerKind.GUEST: "Guest speaker", SpeakerKind.OTHER: "Spoke", SpeakerKind.CHAIR: "Chaired the meeting"}
    return f"{did[one.kind]} as {one.role}" if one.role else did[one.kind]
