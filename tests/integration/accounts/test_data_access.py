"""Every operation of the desk × role × own, shared, foreign or national record, with ids in addresses and in fields.

What a request would have committed is compared with what was there, row by row: whatever was answered, a row that is
not of the user's unit must be as before. Then everything is rolled back, so that one database serves all requests.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from typing import Any

import pytest
from flask import Flask, Response, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.models import Announcement, PublicationPlan
from agm.audit.act import SYSTEM, Act
from agm.facts import Motion, SupportMessage
from agm.facts.files import facts_to_json
from agm.meetings.models import Meeting
from agm.meetings.operations import remove_meeting
from agm.nominations.models import Candidacy, Contest
from agm.office_holders.models import OfficeTerm
from agm.organisation.commands import AbolishOffice, CreateOffice, OfficeDetails
from agm.organisation.models import Office, Unit
from agm.organisation.operations import abolish_office, create_office
from agm.outbox.commands import NewJob
from agm.outbox.kinds import JobKind
from agm.outbox.models import OutboxJob
from agm.outbox.operations import enqueue
from agm.people.commands import MergePeople, ProposeName
from agm.people.models import NameProposal, Person
from agm.people.operations import merge_people
from agm.people.proposals import propose_name
from agm.web.kit.access import Access
from agm.web.kit.extensions import db
from agm.web.kit.transaction import end_transaction
from agm.web.kit.visibility import is_home
from agm.workflows.removed_meetings import removed_meetings
from tests.support.client import StrictClient, filled_in
from tests.support.count_rooms import COUNT_FIELDS, in_room, lay_count, numbers_of_count
from tests.support.elections import ELECTION_FIELDS, NOMINATION_FIELDS, election_ids, lay_election
from tests.support.fields_of_forms import with_ids
from tests.support.halls import FIELDS_OF_HALLS, OF_SESSION, SHOWN_ONCE, lay_hall, numbers_of_hall
from tests.support.kept_records import kept_record
from tests.support.motion_records import MOTION_FIELDS, lay_minutes, numbers_of_motions
from tests.support.online_votes import KEY_SHOWN_ONCE, ONLINE_FIELDS, lay_votes, of_vote
from tests.support.records import (
    NOW,
    drafted,
    elected,
    facts_of,
    make_organisation,
    make_public,
    make_region,
    name,
    publish,
    record,
)
from tests.support.rolls import ROLL_FIELDS, make_draft, shown_of
from tests.support.route_access import address, reviewed_routes
from tests.support.row_owners import NATIONAL, Key, Owners, Row, Rows, changed, snapshot
from tests.support.signing_in import make_official, signed_in_client
from tests.support.told_drafts import ASKS_CONSENT, KIND_FIELDS, OF_KINDS, PICTURE_FIELDS, draft_texts, numbers_of_list

UNITS = {"own": "severn-vale", "foreign": "fens", "national": "national"}
Ids = dict[str, Any]
Sent = Mapping[str, Any]

FIELDS: dict[str, Sent | Callable[[Ids], Sent]] = {
    # what is typed into each form, over what the page has; for a button without a page of its own, all that it sends
    "/desk/<region_slug>/house-style": {"longest_sentence": "2"},
    "/desk/<region_slug>/meetings/import": lambda of: {"confirmed": "yes", "facts": of["facts"]},
    "/desk/<region_slug>/meetings/new": lambda of: {"kind": "egm", "held_on-year": "2031", "like": str(of["meeting"])},
    "/desk/<region_slug>/officers/<int:term_number>/dates": {"since-year": "2019", "since-month": "", "since-day": ""},
    "/desk/<region_slug>/officers/<int:term_number>/left": {"end_reason": "resigned", "until-year": "2024"},
    "/desk/<region_slug>/officers/<int:office_number>/fill": lambda of: {
        "people-0-name": "Own Guest", "people-0-person": str(of["person"]), "people-0-known": "Own Guest",
        "since-year": "2024",
    },
    "/desk/<region_slug>/offices/<int:office_number>": lambda of: {"label": "Rep", "incompatible": [str(of["office"])]},
    "/desk/<region_slug>/offices/<int:office_number>/abolish": {},
    "/desk/<region_slug>/offices/<int:office_number>/restore": {},
    "/desk/<region_slug>/offices/new": lambda of: {"label": "Ringer", "incompatible": [str(of["office"])]},
    "/desk/<region_slug>/offices/order": lambda of: {"order": of["offices"], "move": f"{of['office']} down"},
    "/desk/<region_slug>/people/<int:person_number>/consent": {"act": "withdraw"},
    "/desk/<region_slug>/people/<int:person_number>/distinct": lambda of: {"other": str(of["other"])},
    "/desk/<region_slug>/people/<int:person_number>/name": {"name": "Eve Vandal", "is_same": "y"},
    "/desk/<region_slug>/people/<int:person_number>/propose": {"name": "Eve Vandal"},
    "/desk/<region_slug>/people/<int:person_number>/same": lambda of: {
        "other": str(of["other"]), "standing": str(of["other"]),
    },
    "/desk/<region_slug>/people/<int:person_number>/separate": lambda of: {"records": str(of["merged"])},
    "/desk/<region_slug>/name-proposals/<int:proposal_number>/accept": {"version": "1"},
    "/desk/<region_slug>/name-proposals/<int:proposal_number>/decline": lambda of: {
        f"answer-{of['proposal_number']}": "No.",
    },
    "/desk/<region_slug>/name-proposals/<int:proposal_number>/withdraw": {},
    "/desk/<region_slug>/statements/new": {"title": "Thanks", "text": "Many thanks."},
    "/desk/announcements/<int:announcement_id>/correct": lambda of: {
        "note": "A date.", "names_agreed": "y", "version": str(of["version"]),
    },
    "/desk/announcements/<int:announcement_id>/mail": {"addresses": "news@example.org"},
    "/desk/announcements/<int:announcement_id>/wordpress": {},
    "/desk/<region_slug>/wordpress": {"address": "https://news.example.org", "user_name": "ed", "password": "ab cd"},
    "/desk/announcements/<int:announcement_id>/publish": {"version": "1", "title": "Thanks", "text": "Again."},
    "/desk/announcements/<int:announcement_id>/remove": {},
    "/desk/announcements/<int:announcement_id>/retract": lambda of: {"why": "Wrong.", "version": str(of["version"])},
    "/desk/announcements/<int:announcement_id>/statement": {"title": "Other"},
    "/desk/meetings/<int:meeting_id>/announcement/<word>": {
        "blocks-0-block": "said", "blocks-0-text": "We rang.", "stay": "said", "version": "1",
    },
    "/desk/meetings/<int:meeting_id>/details": {"venue": "Elsewhere"},
    "/desk/meetings/<int:meeting_id>/guests": {"guests-0-role": "Ringer"},
    "/desk/meetings/<int:meeting_id>/messages": {"messages-0-role": "Ringer"},
    "/desk/meetings/<int:meeting_id>/offices": {"contests-0-seats": "2"},
    "/desk/meetings/<int:meeting_id>/particulars": {"term": "two years"},
    "/desk/meetings/<int:meeting_id>/plan/<word>": {"act": "give-up"},
    "/desk/meetings/<int:meeting_id>/preview-link/<word>": {},
    "/desk/meetings/<int:meeting_id>/publish/<word>": {"names_agreed": "y", "version": "1"},
    "/desk/meetings/<int:meeting_id>/remove": {},
    "/desk/removed/<int:removed_id>": {},
    "/desk/meetings/<int:meeting_id>/results": {"offices-0-places-0-re_elected": "y"},
    **MOTION_FIELDS, **KIND_FIELDS, **PICTURE_FIELDS,
    "/desk/meetings/<int:meeting_id>/tell": lambda of: {"told": str(of["stood"])},
    "/desk/meetings/<int:meeting_id>/said": {"said-0-text": "We rang."},
    "/desk/outbox/<int:job_id>/cancel": {}, "/desk/outbox/<int:job_id>/repeat": {},
    **ELECTION_FIELDS, **NOMINATION_FIELDS, **FIELDS_OF_HALLS, **ROLL_FIELDS, **COUNT_FIELDS, **ONLINE_FIELDS,
}  # fmt: skip
ONCE = SHOWN_ONCE | KEY_SHOWN_ONCE
ANYBODYS = "/desk/<region_slug>/people/<int:person_number>/propose"
"""What may be asked of every person in sight: the row is the asker's own."""
WITHDRAW = "/desk/<region_slug>/name-proposals/<int:proposal_number>/withdraw"
PROPOSALS = (
    ("Own Guest", "fens"), ("Foreign Guest", "national"), ("National Guest", "fens"),
    ("Foreign Officer", "severn-vale"), ("Own Double", "national"),
)  # fmt: skip
"""Whose name which unit asks to be put right: of each place one that is for it to answer, and one that it made."""


def desk_routes(*levels: Access) -> list[str]:
    """The rules of all operations that ask for this access."""
    return [rule for (method, rule), level in reviewed_routes().items() if method == "POST" and level in levels]


def test_every_operation_of_the_desk_has_its_fields_here() -> None:
    assert desk_routes(Access.SEE) == []
    assert set(desk_routes(Access.EDIT, Access.RUN, Access.DOOR, Access.SIGN)) == set(FIELDS)
    assert [rule for rule in desk_routes(Access.SIGNED_IN) if not rule.startswith("/account")] == []


@kept_record
def laid(session: Session) -> None:
    """The same in the own region, a foreign one and nationally; people who are shared, or hidden in a foreign draft."""
    make_organisation(session)
    make_region(session)
    make_region(session, "Fens")
    shared = elected("Secretary", "Shared Officer")
    act = Act(session, SYSTEM, NOW)
    for place, unit_name in (("Own", "Severn Vale"), ("Foreign", "Fens"), ("National", None)):
        officer = elected("Chair", f"{place} Officer")
        results = (officer, shared) if place != "National" else (officer,)
        guests = f"{place} Guest", f"{place} Double"
        gone = record(session, facts_of(unit=unit_name, held_on="2020-04-21"))
        remove_meeting(Act(session, SYSTEM, NOW.replace(year=2999)), gone)  # can be brought back by any clock
        public = publish(session, facts_of(*results, guests=guests, unit=unit_name, held_on="2022-04-21"))
        held = session.get_one(Meeting, public.announcement.meeting_id)
        held.venue, held.starts_at = "The Old Belfry", dt.time(14)  # to be corrected
        unit = session.scalars(select(Unit).where(Unit.slug == UNITS[place.lower()])).one()
        draft_texts(act, unit, place)
        make_draft(session, unit.id, f"Name\n{place} Member", NOW.replace(year=2999))
        old = create_office(act, CreateOffice(unit.id, OfficeDetails("Bell hanger")))
        abolish_office(act, AbolishOffice(old.id, NOW.date()))
    people = {one.name: one for one in session.scalars(select(Person))}
    make_public(session, *people.values())
    for place, unit_name in (("Own", "Severn Vale"), ("Foreign", "Fens"), ("National", None)):
        others = [other for other in ("Own Guest", "Foreign Guest", "National Guest") if other in people]
        messages = (SupportMessage(name(f"{place} Sender"), text="Well done."),)
        draft = facts_of(
            elected("Chair", f"{place} Candidate", f"{place} Hidden", seats=2), elected("Secretary", "Shared Officer"),
            guests=(f"{place} Hidden Guest", *others), messages=messages, unit=unit_name,
            motions=(Motion("Ropes", mover=name(f"{place} Hidden Mover")), Motion("Ladders")),
        )  # fmt: skip
        planned = drafted(session, meeting := record(session, draft)).id
        planner = {"planned_by": "Eve", "planned_key": "user:0", "planned_at": NOW}
        session.add(PublicationPlan(announcement_id=planned, digest="", needs_second=False, **planner))
        lay_minutes(session, meeting)
        lay_hall(session, meeting)
        lay_election(act, meeting)
        lay_votes(session, meeting, lay_count(session, unit_name, place))
        merge_people(act, MergePeople(people[f"{place} Double"].id, people[f"{place} Guest"].id))
    units = {one.slug: one.id for one in session.scalars(select(Unit))}
    enqueue(act, *(NewJob(kind=JobKind.PASSWORD_CHANGED_MAIL, key=slug, unit_id=key) for slug, key in units.items()))
    for person, by in PROPOSALS:
        propose_name(act, ProposeName(people[person].id, people[person].version, units[by], name("Eve Asker")))


def ids_of(session: Session, place: str) -> Ids:
    """By kind, the record that addresses and fields can name at a place; those of a person, of a guest there."""
    unit = session.scalars(select(Unit).where(Unit.slug == UNITS[place])).one()
    published, counted, draft = session.scalars(
        select(Meeting).where(Meeting.unit_id == unit.id).order_by(Meeting.held_on)
    ).all()
    all_offices = session.scalars(select(Office).where(Office.unit_id == unit.id).order_by(Office.position)).all()
    offices = [office for office in all_offices if office.abolished_on is None]
    title, people = place.capitalize(), {one.name: one.id for one in session.scalars(select(Person))}
    contest = session.scalars(select(Contest).where(Contest.meeting_id == draft.id)).first()
    assert contest
    stood = session.scalars(select(Candidacy.id).where(Candidacy.contest_id == contest.id)).first()
    facts = facts_of(unit=None if unit.is_national else unit.name, held_on="2031-01-01")
    found: dict[str, Any] = {
        "region_slug": unit.slug, "unit": unit.id, "uncalled": published.id,
        "meeting": draft.id, "meeting_id": draft.id, "word": "report",
        "office": offices[0].id, "offices": ",".join(str(office.id) for office in reversed(offices)),
        "move": f"{offices[0].id} down", "contest": contest.id, "stood": stood,
        "facts": facts_to_json(facts),
        "term_number": session.scalars(select(OfficeTerm.id).where(OfficeTerm.office_id == offices[0].id)).first(),
        "office_number": offices[-1].id, "abolished": next(one.id for one in all_offices if one.abolished_on),
        "person": people[f"{title} Guest"], "other": people[f"{title} Officer"], "merged": people[f"{title} Double"],
        "person_number": people[f"{title} Guest"], "removed_id": removed_meetings(session, {unit.id}, NOW)[0].id,
    }  # fmt: skip
    found |= numbers_of_motions(session, draft.id) | shown_of(session, unit.id, draft.id)
    found |= numbers_of_hall(session, draft.id) | election_ids(session, draft.id) | numbers_of_list(session, title)
    found |= numbers_of_count(session, counted, title)
    report = session.scalars(select(Announcement).where(Announcement.meeting_id == published.id)).one()
    statement = select(Announcement.id).where(Announcement.statement_title == f"{title} Draft")
    found |= {"published": report.id, "version": report.version, "announcement_id": session.scalars(statement).one()}
    job = OutboxJob.unit_id == unit.id, OutboxJob.kind == JobKind.PASSWORD_CHANGED_MAIL
    found["job_id"] = session.scalars(select(OutboxJob.id).where(*job)).one()
    proposals = {(one.person_id, one.unit_id): one.id for one in session.scalars(select(NameProposal))}
    found["proposal_number"] = next(key for (who, _unit), key in proposals.items() if who == found["person"])
    found["made"] = next(key for (_who, by), key in proposals.items() if by == unit.id)
    return found


class World:
    """The record, whose each row is, and what requests would have committed."""

    def __init__(self, app: Flask, session: Session) -> None:
        self.app, self.session = app, session
        self.ids = {place: ids_of(session, place) for place in UNITS}
        people = {one.name: one.id for one in session.scalars(select(Person))}
        shared = {"person": people["Shared Officer"], "person_number": people["Shared Officer"]}
        self.ids["shared"] = {**self.ids["own"], **shared, "other": people["Own Officer"]}
        self.own_id = self.ids["own"]["unit"]
        self.hidden = {people[text] for text in people if text.startswith(("Foreign Hidden", "National Hidden"))}
        self.before = snapshot(session)
        standing = {one.id: one.merged_into_id or one.id for one in session.scalars(select(Person))}
        kept = session.execute(select(Person.id, Unit.id).join(Unit, is_home(Unit.id))).all()
        self.homes = {key: frozenset(unit for one, unit in kept if one == of) for key, of in standing.items()}
        session.rollback()
        self.committed: list[Rows] = []
        self.tokens: dict[int, str] = {}

    def take_back(self, response: Response) -> Response:
        """In place of the end of a transaction: keep what would have been committed, and roll it back."""
        if response.status_code < 400 and request.method == "POST":
            db.session.flush()
            self.committed.append(snapshot(db.session()))
        db.session.rollback()
        return response

    def client(self, role: str | None) -> StrictClient:
        units = [self.session.get_one(Unit, self.own_id)] if role in {"regional_officer", "viewer"} else []
        user_id = make_official(self.session, role, units).id
        self.session.commit()
        self.before = self.before | {key: row for key, row in snapshot(self.session).items() if key[0] in NATIONAL}
        self.session.rollback()
        return signed_in_client(self.app, user_id)

    def path(self, rule: str, slug: str, place: str) -> str:
        """The address of a record of a place, below the region and the meeting of a place."""
        above = self.ids[slug]
        ids = {**self.ids[place], "region_slug": UNITS[slug], "meeting_id": above["meeting_id"]}
        ids |= in_room(rule, self.ids[place], above) | of_vote(rule, above)
        if rule.endswith(("/correct", "/retract", ">/mail", "/send-on", ">/wordpress")):
            ids["announcement_id"] = ids["published"]
        if rule.endswith(OF_KINDS):
            ids["announcement_id"] = ids["list"]
        if rule.endswith("/election/call"):
            ids["meeting_id"] = above["uncalled"]
        if rule.endswith("/restore"):
            ids["office_number"] = ids["abolished"]
        if rule.endswith("/register"):
            ids["meeting_id"] = above["reported"]
        if rule == WITHDRAW:
            ids["proposal_number"] = ids["made"]
        return address(rule, **ids)

    def fields(self, officer: StrictClient, rule: str, slug: str, place: str) -> dict[str, Any]:
        """What the page of the address sends, with what is typed here; read as a national officer."""
        given = FIELDS[rule]
        typed = dict(given(self.ids[place]) if callable(given) else given)
        path = self.path(rule, slug, place)
        if ("GET", rule) not in reviewed_routes() or rule.endswith(("/import", "/same")) or "<word>" in rule:
            return typed
        page = officer.get_page(path)
        forms = [form for form in page.all("form") if form.get("action") not in {None, "/account/sign-out"}]
        mine = [form for form in forms if form.get("action") == path] or forms
        return {**filled_in(mine[0], {}), **typed}

    def send(self, client: StrictClient, path: str, fields: Sent) -> tuple[int, list[tuple[Key, Row, bool]]]:
        """The status of the answer, and every row that would have been changed."""
        self.committed.clear()
        token = self.tokens.get(id(client)) or client.csrf_token("/account")
        self.tokens[id(client)] = token
        files = {field: (BytesIO(value), field) for field, value in fields.items() if isinstance(value, bytes)}
        status = client.post(path, data={**fields, **files, "csrf_token": token}).status_code
        assert status < 500, (path, status)
        after = self.committed[0] if self.committed else self.before
        self.after = after
        self.owners = Owners({**after, **self.before}, self.homes)
        return status, list(changed(self.before, after))

    def trespasses(self, rule: str, rows: Iterable[tuple[Key, Row, bool]]) -> Iterator[str]:
        """What a regional officer of the own unit had no right to, as lines to read."""
        for (table, key), row, is_new in rows:
            person_id = row.get("person_id")
            if person_id in self.hidden:
                yield f"{rule}: {table} {key} names somebody whom only others drafted"
            if table == "person" and is_new:
                continue
            if table == "consent" and is_new and rule.endswith(ASKS_CONSENT):
                continue  # the chair's word that everyone named agreed
            is_of_new = is_new and person_id is not None and ("person", (person_id,)) not in self.before
            owners = self.owners.of(table, row) if not is_of_new else frozenset({row.get("unit_id", self.own_id)})
            if table == "person_home" and not is_of_new and ("person", (person_id,)) in self.after:
                owners = frozenset()  # a home goes with the person whom nothing names any more
            if self.own_id not in owners:
                yield f"{rule}: {table} {key} is not of this unit"


@pytest.fixture
def world(laid: None, app: Flask, session: Session) -> Iterator[World]:
    found = World(app, session)
    hooks = app.after_request_funcs[None]
    place = hooks.index(end_transaction)
    hooks[place] = found.take_back
    yield found
    hooks[place] = end_transaction


def cases(rule: str) -> Iterator[tuple[str, str]]:
    """Of which place the region of the address is, and of which place the record."""
    yield from (("own", "own"), ("foreign", "foreign"))
    if not rule.endswith("/house-style"):  # the national one has an address of its own
        yield "national", "national"
    if ("<region_slug>" in rule or ":meeting_id>" in rule) and "_number>" in rule:
        yield from (("own", "foreign"), ("own", "national"))
    if "person_number" in rule and not rule.endswith("/separate"):
        yield "own", "shared"


def may(role: str | None, rule: str, slug: str, place: str) -> bool:
    if role == "national_officer":
        return True
    return role == "regional_officer" and slug == "own" and (place in {"own", "shared"} or rule == ANYBODYS)


def test_only_who_may_changes_a_record(world: World) -> None:
    clients = {role: world.client(role) for role in (None, "viewer", "regional_officer", "national_officer")}
    pages: dict[tuple[str, str], Sent] = {}
    faults: list[str] = []
    for rule in FIELDS:
        for slug, place in cases(rule):
            if (rule, place) not in pages:
                home = place if place in UNITS else "own"
                pages[rule, place] = world.fields(clients["national_officer"], rule, home, place)
            fields = pages[rule, place]
            for role, client in clients.items():
                if role in {None, "viewer"} and (slug, place) != ("own", "own"):
                    continue  # the table of routes has these
                if role == "national_officer" and slug != place and place != "shared":
                    continue  # where the two do not belong together
                status, rows = world.send(client, world.path(rule, slug, place), fields)
                told = f"{role}: {rule}, {slug}, {place}: {status}"
                if not may(role, rule, slug, place):
                    faults += [] if status in {403, 404} and not rows else [f"{told}, {rows}"]
                elif status != (200 if rule in ONCE else 303) or not (rows or rule in OF_SESSION):
                    faults.append(f"{told}, nothing was changed")
                elif role == "regional_officer":
                    faults += world.trespasses(rule, rows)
    assert faults == [], "\n".join(faults)


def test_ids_of_others_in_fields_change_nothing_of_theirs(world: World) -> None:
    officer, client = world.client("national_officer"), world.client("regional_officer")
    faults: list[str] = []
    hidden = next(iter(world.hidden))
    others = {**world.ids["foreign"], "person": hidden, "other": hidden, "merged": hidden}
    for rule in FIELDS:
        fields, path = world.fields(officer, rule, "own", "own"), world.path(rule, "own", "own")
        for ids in (world.ids["foreign"], world.ids["national"], others):
            for sent in with_ids(fields, ids, one_by_one=ids is not world.ids["national"]):
                faults += world.trespasses(rule, world.send(client, path, sent)[1])
    assert faults == [], "\n".join(faults)
