"""Taking a person's name out of the record, or out of what is public: "name withheld" stands there, figures stay."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, String, Table, delete, literal, or_, select, union_all, update
from sqlalchemy.orm import Session, selectinload

from agm.accounts.models import User
from agm.announcements.drafts import NothingToSayError, compose_draft, has_changed
from agm.announcements.models import Announcement, Rendering, Revision, RevisionAct
from agm.announcements.operations.pictures import forget_pictures
from agm.announcements.operations.publishing import ask_for_kept_forms, rendered
from agm.announcements.operations.search import index_announcement
from agm.announcements.operations.wordpress import ask_for_post
from agm.announcements.pictures import pictures_showing
from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.models import AuditEntry
from agm.audit.operations import record
from agm.audit.row_digests import APPEND_ONLY, ERASED_ROWS, ROW_DIGESTS, kept_rows, row_digest, row_digests, row_key
from agm.database import Base
from agm.database.lifting import refusals_lifted
from agm.database.locking import lock_row
from agm.files.operations import remove_unused
from agm.language.names import name_key
from agm.language.withheld import WITHHELD, NameSought
from agm.meetings.models import RegisterChange, RegisterEntry
from agm.nominations.models import Candidacy, CandidacyPerson, Contest, Nomination, Nominee
from agm.office_holders.search import index_people
from agm.outbox.commands import NewJob
from agm.outbox.kinds import JobKind
from agm.outbox.operations import enqueue
from agm.people.models import Consent, NameProposal, NotSamePerson, Person
from agm.people.queries import records_of
from agm.results.models import Declaration, Printout
from agm.results.operations import results_digest
from agm.rules.violations import Violation, raise_if, refuse
from agm.wording.document import STORED_DOCUMENT
from agm.wording.summary import summary
from agm.workflows.withholding import (
    Passage,
    Withholding,
    changes,
    digests_of,
    name_columns,
    passages_in_order,
    write,
)

BESIDE = ("prefix", "suffix", "role")
"""What stands beside a name, and tells of whoever has it."""


@dataclass(frozen=True, slots=True)
class ErasePerson:
    """Take a person's name out of the whole record; with `everywhere` False only out of what the public can read.

    `settled` says for each passage (by its key) its new words, or None where it means somebody else.
    """

    person_id: int
    settled: Mapping[str, str | None] = field(default_factory=dict)
    everywhere: bool = True
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Erasure:
    """What an erasure would change by itself, and the passages that somebody has to settle."""

    person: Person
    rows: int
    passages: tuple[Passage, ...]


def look(session: Session, person_id: int, *, everywhere: bool) -> Erasure:
    """What taking a name out would come to. A statement for each table of the record."""
    walk = begun(session, person_id, everywhere=everywhere, settled={})
    for _change in changes(session, walk):
        pass
    person = session.get_one(Person, person_id)
    return Erasure(person, walk.rows, tuple(passages_in_order(walk.passages.values())))


def begun(session: Session, person_id: int, *, everywhere: bool, settled: Mapping[str, str | None]) -> Withholding:
    """A walk for a person: under every name that a record of theirs has or had."""
    records = records_of(session, person_id)
    ids = frozenset(one.id for one in records)
    names, beside = set(), set()
    as_printed = [
        select(table.c[name], *(part_beside(table, name, part) for part in ("prefix", "suffix", "role"))).where(
            table.c[number].in_(ids)
        )
        for table in Base.metadata.sorted_tables
        for number, name in name_columns(table)
    ]
    for row in session.execute(union_all(*as_printed)):
        names.add(row[0])
        beside |= {one for one in row[1:] if one}
    for one in records:
        names.add(one.name)
        beside |= {part for part in (one.prefix, one.suffix) if part}
    known = frozenset(name for name in names if name and name != WITHHELD)
    sought = NameSought(known, frozenset(beside))
    shown = pictures_showing(session, ids, sought.is_name)
    return Withholding(sought, ids, everywhere, settled, frozenset(shown.values()))


def part_beside(table: Table, name: str, part: str) -> ColumnElement[Any]:
    """The column of what is printed beside a name, or nothing where the table has none."""
    column = f"{name.removesuffix('name')}{part}"
    return table.c[column] if column in table.columns else literal(None, String).label(column)


def erase_person(act: Act, command: ErasePerson) -> Erasure:
    """Take the name out everywhere, in one transaction. The audit log has the digests of changed rows, old and new.

    Raises RefusedError while a passage is not settled, or reads with the name still, or the person can sign in.
    """
    session = act.session
    person = lock_row(session, Person, command.person_id)
    if person.merged_into_id is not None:
        refuse("merged", "", "This record was joined with another. Look for the name again.")
    session.flush()
    walk = begun(session, person.id, everywhere=command.everywhere, settled=command.settled)
    pictures = pictures_showing(session, walk.person_ids, walk.sought.is_name)
    raise_if(users_in_the_way(session, walk) if command.everywhere else [])
    found = list(changes(session, walk))
    raise_if(unsettled(walk))
    erased: dict[str, tuple[str, str | None]] = {}
    guarded = [table.name for table in Base.metadata.sorted_tables if APPEND_ONLY in table.info]
    with refusals_lifted(session, guarded):
        texts = {row["id"] for table, row, _ in found if table is Revision.__table__}
        as_recorded = read_as_recorded(act, texts)
        forget_pictures(session, pictures)
        for table, row, changed in sorted(found, key=lambda one: one[0] is Revision.__table__):
            as_now = composed_again(act, as_recorded.get(row["id"])) if table is Revision.__table__ else {}
            derived = changed | as_now
            derived |= derived_from(table.name, derived)
            if digests := digests_of(table, row, derived):
                erased[digests[0]] = digests[1]
            write(session, table, row, derived)
        made = render_again(act, texts, erased)
    session.expire_all()
    remove_papers(session, walk)
    if command.everywhere:
        forget(act, walk)
    follow(session, person.id, texts)
    left = {key: words for key, words in command.settled.items() if words is None or not walk.sought.stands_in(words)}
    told: dict[str, Any] = {
        "rows": walk.rows,
        "born": person.created_at.isoformat(),
        "settled": left,
        ERASED_ROWS: {key: list(both) for key, both in erased.items()},
        ROW_DIGESTS: made,
    }
    action = Action.PERSON_ERASED if command.everywhere else Action.NAME_WITHHELD
    record(act, action, f"person:{person.id}", unit_id=None, **told)
    enqueue(act, NewJob(kind=JobKind.ERASURE, key=f"erasure:{person.id}:{act.at.isoformat()}", payload={}))
    return Erasure(person, walk.rows, ())


def read_as_recorded(act: Act, revision_ids: set[int]) -> dict[int, Announcement]:
    """By revision, the announcements that say what the record says: they shall do so afterwards too."""
    standing = act.session.scalars(
        select(Announcement)
        .join(Announcement.current)
        .where(Revision.id.in_(revision_ids), Revision.document.is_not(None), Announcement.meeting_id.is_not(None))
    ).all()
    found = {}
    for one in standing:
        try:
            draft = compose_draft(act.session, one, act.at)
        except NothingToSayError:
            continue
        if one.current is not None and not has_changed(one, draft):
            found[one.current.id] = one
    return found


def composed_again(act: Act, announcement: Announcement | None) -> dict[str, Any]:
    """The columns of a text as the record says it now."""
    if announcement is None:
        return {}
    act.session.expire_all()
    draft = compose_draft(act.session, announcement, act.at)
    return {
        "document": STORED_DOCUMENT.write(draft.document),
        "title": draft.title,
        "summary": summary(draft.document),
        "elected_chair": draft.elected_chair,
    }


def users_in_the_way(session: Session, walk: Withholding) -> list[Violation]:
    active = session.scalar(select(User.id).where(User.person_id.in_(walk.person_ids), User.disabled_at.is_(None)))
    words = "This person can sign in. Disable the login first, on the page of users."
    return [] if active is None else [Violation("signs_in", "", words)]


def unsettled(walk: Withholding) -> list[Violation]:
    """The passages of which nobody has said what becomes of them, and those that would keep the name."""
    words = "Say what becomes of this passage."
    found = [Violation("passage_open", f"passages.{key}", words) for key in walk.passages]
    found += [
        Violation("name_stands", f"passages.{key}", "The name still stands in these words. Write them without it.")
        for key, told in walk.settled.items()
        if told is not None and walk.sought.stands_in(told)
    ]
    return found


def derived_from(table: str, changed: Mapping[str, Any]) -> dict[str, Any]:
    """The digests that follow from what a row says."""
    if table == Revision.__tablename__ and changed.get("document"):
        return {"digest": STORED_DOCUMENT.read(changed["document"]).digest}
    if table == Declaration.__tablename__ and "results" in changed:
        return {"digest": results_digest(changed["results"])}
    return {}


def render_again(act: Act, revision_ids: set[int], erased: dict[str, tuple[str, str | None]]) -> dict[str, str]:
    """Put what this version makes of the changed texts in place of what was kept; the digests of what is new."""
    session, table = act.session, Rendering.__table__
    if not revision_ids:
        return {}
    kept = [row for row in kept_rows(session, table) if row["revision_id"] in revision_ids]  # type: ignore[arg-type]  # a Table
    session.execute(delete(Rendering).where(Rendering.revision_id.in_(revision_ids)))
    session.expire_all()
    revisions = session.scalars(select(Revision).where(Revision.id.in_(revision_ids)).order_by(Revision.id)).all()
    made = []
    for revision in revisions:
        if revision.document is not None and revision.announcement.current_sequence == revision.sequence:
            ask_for_kept_forms(act, revision)
        for one in rendered(revision.document, act.at) if revision.document else ():
            one.revision_id = revision.id
            made.append(one)
    session.add_all(made)
    session.flush()
    new = row_digests(made)
    for revision in revisions:
        announcement = session.get_one(Announcement, revision.announcement_id)
        if revision.document and revision.sequence == announcement.current_sequence:
            ask_for_post(act, announcement, revision)
    for row in kept:
        key = row_key(table, row)  # type: ignore[arg-type]  # a Table
        erased[key] = (row_digest(row), new.pop(key, None))
    return new


def remove_papers(session: Session, walk: Withholding) -> None:
    """Delete what was laid out to be printed for meetings at which they stood: it is made anew when somebody asks."""
    stood = (
        select(Contest.meeting_id)
        .join(Candidacy, Candidacy.contest_id == Contest.id)
        .join(CandidacyPerson, CandidacyPerson.candidacy_id == Candidacy.id)
        .where(CandidacyPerson.person_id.in_(walk.person_ids))
    )
    session.execute(delete(Printout).where(Printout.meeting_id.in_(stood)).execution_options(synchronize_session=False))


def forget(act: Act, walk: Withholding) -> None:
    """The person's own record, the papers of their nominations, and what was asked about the name."""
    session, ids = act.session, walk.person_ids
    nameless = {"name": WITHHELD, "prefix": None, "suffix": None, "sort_name": WITHHELD}
    keys = Person(**nameless, name_key=name_key(WITHHELD))
    columns = {name: getattr(keys, name) for name in ("sort_key", "name_key", "first_key", "last_key", "sound_key")}
    session.execute(update(Person).where(Person.id.in_(ids)).values(**nameless, **columns, version=Person.version + 1))
    session.execute(delete(NameProposal).where(NameProposal.person_id.in_(ids)))
    session.execute(delete(NotSamePerson).where(or_(NotSamePerson.first_id.in_(ids), NotSamePerson.second_id.in_(ids))))
    session.execute(
        update(Consent).where(Consent.person_id.in_(ids), Consent.withdrawn_at.is_(None)).values(withdrawn_at=act.at)
    )
    for user in session.scalars(select(User).where(User.person_id.in_(ids))):
        user.name, user.email = WITHHELD, f"withheld-{user.id}@invalid"
    theirs = select(RegisterEntry.id).where(RegisterEntry.person_id.in_(ids))
    session.execute(update(RegisterChange).where(RegisterChange.entry_id.in_(theirs)).values(was=None))
    stood = select(CandidacyPerson.candidacy_id).where(CandidacyPerson.person_id.in_(ids))
    nominees = session.scalars(select(Nominee).join(Nomination).where(Nomination.candidacy_id.in_(stood))).all()
    photos = set()
    for nominee in nominees:
        if walk.sought.is_name(nominee.name) or nominee.name == WITHHELD:
            photos.add(nominee.photo_id)
            nominee.name, nominee.prefix, nominee.suffix, nominee.email = WITHHELD, None, None, None
            nominee.statement, nominee.photo_id, nominee.consents, nominee.to_members = None, None, {}, None
    remove_unused(session, photos)


def follow(session: Session, person_id: int, revision_ids: set[int]) -> None:
    """Let the search know of the texts as they are now."""
    standing = session.scalars(
        select(Revision)
        .join(Announcement, Announcement.id == Revision.announcement_id)
        .where(
            Revision.id.in_(revision_ids),
            Announcement.current_sequence == Revision.sequence,
            Revision.act != RevisionAct.RETRACTED,
        )
        .options(selectinload(Revision.renderings))
    )
    for revision in standing.all():
        index_announcement(session, revision.announcement, revision)
    index_people(session, [person_id])


def is_public_somewhere(session: Session, person_id: int) -> bool:
    """Whether a published text names them. One statement, and those of their names."""
    walk = begun(session, person_id, everywhere=False, settled={})
    return any(table is Revision.__table__ for table, _, _ in changes(session, walk))


def erasures(session: Session, after: int = 0) -> list[dict[str, Any]]:
    """Every erasure that the log tells of, in order: who, by number and birth of the record, and what was settled."""
    told = {Action.PERSON_ERASED.value: True, Action.NAME_WITHHELD.value: False}
    entries = session.scalars(
        select(AuditEntry).where(AuditEntry.action.in_(told), AuditEntry.sequence > after).order_by(AuditEntry.sequence)
    )
    return [
        {
            "person_id": int(entry.subject.partition(":")[2]),
            "born": entry.details["born"],
            "everywhere": told[entry.action],
            "settled": entry.details["settled"],
            "at": entry.at.isoformat(),
        }
        for entry in entries
    ]


def replay(act: Act, told: list[dict[str, Any]]) -> int:
    """Carry out again what was erased after a backup was made that was put back: how many people.

    Passages that nobody knew of then are written without the name.
    """
    done = 0
    for one in told:
        person = act.session.get(Person, one["person_id"])
        if person is None or person.created_at != dt.datetime.fromisoformat(one["born"]) or person.name == WITHHELD:
            continue
        found = look(act.session, person.id, everywhere=one["everywhere"])
        settled = {passage.key: passage.suggestion for passage in found.passages} | one["settled"]
        erase_person(act, ErasePerson(person.id, settled, everywhere=one["everywhere"]))
        done += 1
    return done
