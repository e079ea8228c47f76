"""Every route × role × own or foreign region, on the real guard with real records; and the drafts themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest
from flask import Flask, Response
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from agm.audit.act import SYSTEM, Act
from agm.audit.models import AuditEntry
from agm.language.partial_date import PartialDate
from agm.meetings.operations import remove_meeting
from agm.office_holders.models import OfficeTerm
from agm.organisation.models import NATIONAL_ID, Office, Unit
from agm.outbox.commands import NewJob
from agm.outbox.kinds import JobKind
from agm.outbox.models import OutboxJob
from agm.outbox.operations import enqueue
from agm.web.kit.access import Access
from tests.support import records
from tests.support.client import StrictClient
from tests.support.kept_records import kept_record
from tests.support.route_access import address, reviewed_routes
from tests.support.signing_in import make_official, signed_in_client

ROLES = ("anonymous", "no_role", "viewer", "regional_officer", "national_officer")
PLACES = ("own", "foreign", "national")

SIGN_IN, REFUSED, REACHED = "sign-in", "refused", "reached"

EXPECTED: dict[Access, dict[str, tuple[str, str, str]]] = {
    # what becomes of a request, by role, for the own region, a foreign one, and the national level
    Access.PUBLIC: dict.fromkeys(ROLES, (REACHED, REACHED, REACHED)),
    Access.SIGNED_IN: {
        "anonymous": (SIGN_IN, SIGN_IN, SIGN_IN),
        "no_role": (REACHED, REACHED, REACHED),
        "viewer": (REACHED, REACHED, REACHED),
        "regional_officer": (REACHED, REACHED, REACHED),
        "national_officer": (REACHED, REACHED, REACHED),
    },
    Access.SEE: {
        "anonymous": (SIGN_IN, SIGN_IN, SIGN_IN),
        "no_role": (REFUSED, REFUSED, REFUSED),
        "viewer": (REACHED, REFUSED, REFUSED),
        "regional_officer": (REACHED, REFUSED, REFUSED),
        "national_officer": (REACHED, REACHED, REACHED),
    },
    Access.EDIT: {
        "anonymous": (SIGN_IN, SIGN_IN, SIGN_IN),
        "no_role": (REFUSED, REFUSED, REFUSED),
        "viewer": (REFUSED, REFUSED, REFUSED),
        "regional_officer": (REACHED, REFUSED, REFUSED),
        "national_officer": (REACHED, REACHED, REACHED),
    },
    # while nobody is appointed returning officer, and who asks does not stand
    Access.RUN: {
        "anonymous": (SIGN_IN, SIGN_IN, SIGN_IN),
        "no_role": (REFUSED, REFUSED, REFUSED),
        "viewer": (REFUSED, REFUSED, REFUSED),
        "regional_officer": (REACHED, REFUSED, REFUSED),
        "national_officer": (REACHED, REACHED, REACHED),
    },
    Access.NATIONAL: {
        "anonymous": (SIGN_IN, SIGN_IN, SIGN_IN),
        "no_role": (REFUSED, REFUSED, REFUSED),
        "viewer": (REFUSED, REFUSED, REFUSED),
        "regional_officer": (REFUSED, REFUSED, REFUSED),
        "national_officer": (REACHED, REACHED, REACHED),
    },
}

EXPECTED[Access.DOOR] = EXPECTED[Access.SIGN] = EXPECTED[Access.RUN]


@dataclass(frozen=True, slots=True)
class World:
    """What the addresses can name, by place; and the own region."""

    values: dict[str, dict[str, object]]
    own: Unit

    def address(self, rule: str, place: str) -> str:
        """The rule's address for this place."""
        return address(rule, **self.values[place])


@kept_record
def world(session: Session) -> World:
    """A region of one's own, a foreign one and the national level, each with a drafted meeting and an officer."""
    records.make_organisation(session)
    values = {}
    regions = {"own": records.make_region(session), "foreign": records.make_region(session, "Humber")}
    for place in PLACES:
        unit = regions.get(place)
        facts = records.facts_of(
            records.elected("Chair", f"Secret {place.capitalize()} Person"), unit=unit.name if unit else None
        )
        meeting = records.record(session, facts)
        gone = records.record(session, replace(facts, held_on=PartialDate(2020)))
        remove_meeting(Act(session, SYSTEM, records.NOW.replace(year=2999)), gone)  # can be brought back by any clock
        values[place] = {
            "removed_id": gone.id,
            "region_slug": unit.slug if unit else "national",
            "meeting_id": meeting.id,
            "job_id": make_job(session, NATIONAL_ID if unit is None else unit.id),
            "announcement_id": records.drafted(session, meeting).id,
        }
    session.commit()
    return World(values, regions["own"])


def make_job(session: Session, unit_id: int) -> int:
    """A job of the outbox that belongs to this unit."""
    job = NewJob(kind=JobKind.PASSWORD_CHANGED_MAIL, key=f"unit {unit_id}", unit_id=unit_id, payload={"user_id": 0})
    enqueue(Act(session, SYSTEM, records.NOW), job)
    return session.scalars(select(OutboxJob.id).where(OutboxJob.idempotency_key == job.key)).one()


@pytest.fixture
def open_app(make_app: Callable[..., Flask]) -> Flask:
    """The application without form tokens, which are another test's matter."""
    app = make_app()
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def probed_app(open_app: Flask) -> Flask:
    """The application with every view replaced by one that only says that it was reached."""
    for endpoint, view in list(open_app.view_functions.items()):

        def probe(**_values: object) -> Response:
            return Response(REACHED, 303, {"Location": "/reached"})  # an answer that no limit counts as refused

        mark = getattr(view, "access_mark", None)
        if mark is not None:
            probe.access_mark = mark  # type: ignore[attr-defined]  # functions take attributes
        open_app.view_functions[endpoint] = probe
    return open_app


def client_of(app: Flask, session: Session, role: str, own: Unit) -> StrictClient:
    """A client signed in with this role for the own region."""
    if role == "anonymous":
        client = app.test_client()
        assert isinstance(client, StrictClient)
        return client
    regions = [own] if role in {"viewer", "regional_officer"} else []
    user_id = make_official(session, None if role == "no_role" else role, regions).id
    session.commit()
    return signed_in_client(app, user_id)


def outcome(response: TestResponse) -> str:
    """What became of a request, in a word; its status where it is none of those expected."""
    if response.status_code == 302 and response.location.startswith("/account/sign-in"):
        return SIGN_IN
    if response.status_code == 403:
        return REFUSED
    return response.text if response.text == REACHED else response.status


def deviations(client: StrictClient, world: World, role: str) -> Iterator[str]:
    """Where the guard and the table differ for a role, as lines to read."""
    for (method, rule), level in reviewed_routes().items():
        if level is Access.PUBLIC and rule.startswith("/static"):
            continue
        for number, place in enumerate(PLACES):
            headers = {"Sec-Fetch-Dest": "empty", "Accept": "text/plain"}
            found = outcome(client.open(world.address(rule, place), method=method, headers=headers))
            expected = EXPECTED[level][role][number]
            if found != expected:
                yield f"{method} {rule} for {role}, {place}: {found} instead of {expected}"


@pytest.mark.parametrize("role", ROLES)
def test_guard_follows_the_table(probed_app: Flask, session: Session, world: World, role: str) -> None:
    client = client_of(probed_app, session, role, world.own)
    assert list(deviations(client, world, role)) == []


def pages(level: Access) -> list[str]:
    """The addresses of pages that can be looked at with this access and about a region."""
    return [
        rule
        for (method, rule), found in reviewed_routes().items()
        if method == "GET"
        and found is level
        and any(name in rule for name in ("region_slug", "meeting_id", "announcement_id", "job_id"))
    ]


@pytest.mark.parametrize("role", ["viewer", "regional_officer"])
def test_no_page_of_the_desk_shows_a_foreign_draft(open_app: Flask, session: Session, world: World, role: str) -> None:
    client = client_of(open_app, session, role, world.own)
    for rule in pages(Access.SEE) + pages(Access.EDIT):
        for place in ("foreign", "national"):
            response = client.get(world.address(rule, place))
            assert (rule, response.status_code, "Secret" in response.text) == (rule, 403, False)


@pytest.mark.parametrize("rule", ["/desk", "/desk/record", "/account"])
def test_pages_for_every_user_show_no_foreign_draft(open_app: Flask, session: Session, world: World, rule: str) -> None:
    page = client_of(open_app, session, "regional_officer", world.own).get_page(rule)
    assert "Humber" not in page.text
    assert "Secret Foreign" not in page.text


def test_own_address_does_not_open_foreign_things(open_app: Flask, session: Session, world: World) -> None:
    foreign = session.scalars(select(Unit).where(Unit.slug == world.values["foreign"]["region_slug"])).one()
    office = session.scalars(select(Office).where(Office.unit_id == foreign.id)).first()
    term = session.scalars(select(OfficeTerm).where(OfficeTerm.office_id == (office.id if office else 0))).first()
    numbers = {"office_number": office.id if office else 0, "term_number": term.id if term else 9_999}
    own_slug = world.own.slug
    client = client_of(open_app, session, "regional_officer", world.own)
    before = session.scalar(select(func.count()).select_from(AuditEntry))
    statuses = {
        (method, rule): client.open(address(rule, region_slug=own_slug, **numbers), method=method).status_code
        for method, rule in reviewed_routes()
        if "<region_slug>" in rule and any(f":{name}>" in rule for name in numbers)
    }
    assert statuses == dict.fromkeys(statuses, 404)
    assert len(statuses) >= 10
    session.rollback()
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == before


def test_drafts_are_invisible_to_the_public(open_app: Flask, session: Session, world: World) -> None:
    client = client_of(open_app, session, "anonymous", world.own)
    for path in ("/", "/search?q=Secret", f"/{world.own.slug}", "/news.atom", "/data/persons.json", "/sitemap.xml"):
        response = client.get(path)
        assert (path, response.status_code, "Secret Own" in response.text) == (path, 200, False)
