"""Who may call which route: the whole table against the application, and the permission map itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from agm.accounts.models import Duty, Official, OfficialRole, User
from agm.accounts.permissions import (
    DUTIES,
    PERMISSIONS,
    Access,
    Part,
    Scope,
    ScopeRelation,
    may,
    relation_of,
    visible_unit_ids,
)
from agm.app import create_app
from agm.organisation.models import NATIONAL_ID
from agm.settings import Settings
from tests.support.route_access import ROUTES_WITH_MAIL, reviewed_routes, routes_of

OWN, OTHER = 1, 2


def user(*roles: tuple[OfficialRole, int | None]) -> User:
    """A user with these roles, outside any database."""
    return User(name="Dana", officials=[Official(role=role, unit_id=unit_id) for role, unit_id in roles])


def routes_with(tmp_path: Path, mail_server: str | None) -> dict[tuple[str, str], Access | None]:
    """The routes of an application with these settings."""
    url = f"sqlite:///{tmp_path / 'none.sqlite3'}"
    settings = Settings(database_url=url, secret_key="x" * 40, is_testing=True, mail_server=mail_server)
    return routes_of(create_app(settings))


def rows(routes: Mapping[tuple[str, str], Access | None]) -> set[str]:
    """The routes as rows of the table, so that a failure shows what to add or take away."""
    return {f"{level:<9} {method:<4} {rule}" for (method, rule), level in routes.items()}


def test_every_route_is_in_the_table_with_its_access(tmp_path: Path) -> None:
    real, reviewed = rows(routes_with(tmp_path, None)), rows(reviewed_routes())
    assert (sorted(real - reviewed), sorted(reviewed - real)) == ([], [])


def test_mail_server_brings_the_letters_routes_only(tmp_path: Path) -> None:
    besides = rows(routes_with(tmp_path, "mail.example.org")) - rows(routes_with(tmp_path, None))
    assert besides == rows(reviewed_routes(ROUTES_WITH_MAIL))


def test_route_that_changes_something_is_no_public_one() -> None:
    way_to_a_sign_in = {
        "/account/sign-in",
        "/account/sign-out",
        "/account/code",
        "/account/code-help",
        "/account/recovery-code",
        "/account/choose-second-step",
        "/account/passkey-sign-in",
        "/account/passkey-sign-in/<token>",
        "/account/join/<token>",
    }
    ways_of_members = {
        "/m/nominate/<token>",
        "/m/accept/<token>",
        "/m/door/<token>",
        "/m/confirm/<token>",
        "/m/support/<token>",
        "/<region_slug>/<meeting_slug>/nominate",
        "/vote",
    }
    changes_nothing = {"/<region_slug>/<meeting_slug>/receipts"}
    adds_one_to_a_number = {"/reactions/<int:text_number>"}
    changing = {rule for (method, rule), level in reviewed_routes().items() if method != "GET" and level == "public"}
    assert changing == way_to_a_sign_in | ways_of_members | changes_nothing | adds_one_to_a_number


def test_desk_is_never_public() -> None:
    assert {level for (_, rule), level in reviewed_routes().items() if rule.startswith("/desk")} <= {
        Access.SIGNED_IN,
        Access.SEE,
        Access.EDIT,
        Access.RUN,
        Access.DOOR,
        Access.SIGN,
        Access.NATIONAL,
    }


def test_no_route_that_writes_asks_only_for_sight() -> None:
    writing = {rule for (method, rule), level in reviewed_routes().items() if method != "GET" and level is Access.SEE}
    assert writing == set()


def test_each_role_answers_for_each_access() -> None:
    asked = set(Access) - {Access.PUBLIC}
    assert {role: set(levels) for role, levels in PERMISSIONS.items()} == dict.fromkeys(OfficialRole, asked)


@pytest.mark.parametrize(
    ("role", "level", "allowed"),
    [
        (OfficialRole.NATIONAL_OFFICER, Access.SEE, {"own", "other", "national"}),
        (OfficialRole.NATIONAL_OFFICER, Access.EDIT, {"own", "other", "national"}),
        (OfficialRole.NATIONAL_OFFICER, Access.NATIONAL, {"own", "other", "national"}),
        (OfficialRole.REGIONAL_OFFICER, Access.SEE, {"own"}),
        (OfficialRole.REGIONAL_OFFICER, Access.EDIT, {"own"}),
        (OfficialRole.REGIONAL_OFFICER, Access.NATIONAL, set()),
        (OfficialRole.VIEWER, Access.SEE, {"own"}),
        (OfficialRole.VIEWER, Access.EDIT, set()),
        (OfficialRole.VIEWER, Access.NATIONAL, set()),
    ],
)
def test_permission_by_role_and_place(role: OfficialRole, level: Access, allowed: set[str]) -> None:
    somebody = user((role, NATIONAL_ID if role is OfficialRole.NATIONAL_OFFICER else OWN))
    scopes = {"own": Scope(OWN), "other": Scope(OTHER), "national": Scope(NATIONAL_ID)}
    assert {place for place, scope in scopes.items() if may(somebody, level, scope)} == allowed


def test_roles_of_one_user_do_not_mix() -> None:
    somebody = user((OfficialRole.VIEWER, OWN), (OfficialRole.REGIONAL_OFFICER, OTHER))
    assert [may(somebody, Access.EDIT, Scope(unit)) for unit in (OWN, OTHER)] == [False, True]
    assert [may(somebody, Access.SEE, Scope(unit)) for unit in (OWN, OTHER)] == [True, True]


def test_user_without_role_has_only_the_own_account() -> None:
    nobody = user()
    levels = [level for level in Access if level is not Access.PUBLIC and may(nobody, level, Scope(OWN))]
    assert levels == [Access.SIGNED_IN]


def test_scoped_route_without_scope_is_for_national_officers_only() -> None:
    assert relation_of(OWN, None) is ScopeRelation.NOWHERE
    assert not may(user((OfficialRole.REGIONAL_OFFICER, OWN)), Access.SEE, None)
    assert may(user((OfficialRole.NATIONAL_OFFICER, NATIONAL_ID)), Access.SEE, None)


def test_visible_regions() -> None:
    assert visible_unit_ids(user((OfficialRole.NATIONAL_OFFICER, NATIONAL_ID))) is None
    both = user((OfficialRole.VIEWER, OWN), (OfficialRole.REGIONAL_OFFICER, OTHER))
    assert visible_unit_ids(both) == frozenset({OWN, OTHER})
    assert visible_unit_ids(user()) == frozenset()


HERE = Scope(OWN, meeting_id=7)


def allowed(somebody: User, part: Part) -> set[Access]:
    """What a user may do about the meeting of an election in which this is their part."""
    levels = {Access.SEE, Access.EDIT, Access.RUN, Access.DOOR, Access.SIGN, Access.NATIONAL}
    return {level for level in levels if may(somebody, level, HERE, part)}


@pytest.mark.parametrize(
    ("duty", "levels"),
    [
        (Duty.RETURNING_OFFICER, {Access.SEE, Access.RUN, Access.DOOR, Access.SIGN}),
        (Duty.DEPUTY, {Access.SEE, Access.RUN, Access.DOOR, Access.SIGN}),
        (Duty.SCRUTINEER, {Access.SEE, Access.SIGN}),
        (Duty.TELLER, {Access.DOOR}),
        (Duty.DOOR, {Access.DOOR}),
    ],
)
def test_a_duty_allows_its_own_in_its_election_alone(duty: Duty, levels: set[Access]) -> None:
    assert allowed(user(), Part(frozenset({duty}), is_appointed=True)) == levels
    assert set(DUTIES) == set(Duty)


def test_the_units_officers_run_it_while_nobody_is_appointed() -> None:
    officer = user((OfficialRole.REGIONAL_OFFICER, OWN))
    everything = {Access.SEE, Access.EDIT, Access.RUN, Access.DOOR, Access.SIGN}
    assert allowed(officer, Part()) == everything
    assert allowed(officer, Part(is_appointed=True)) == {Access.SEE, Access.EDIT}
    assert allowed(user((OfficialRole.VIEWER, OWN)), Part()) == {Access.SEE}
    assert allowed(user((OfficialRole.REGIONAL_OFFICER, OTHER)), Part()) == set()


@pytest.mark.parametrize("role", [OfficialRole.REGIONAL_OFFICER, OfficialRole.NATIONAL_OFFICER])
def test_nobody_runs_an_election_in_which_they_stand(role: OfficialRole) -> None:
    officer = user((role, NATIONAL_ID if role is OfficialRole.NATIONAL_OFFICER else OWN))
    assert Access.RUN not in allowed(officer, Part(stands=True))
    appointed = Part(frozenset({Duty.RETURNING_OFFICER}), is_appointed=True, stands=True)
    assert allowed(user(), appointed) == {Access.SEE}
    assert allowed(user(), Part(frozenset({Duty.SCRUTINEER}), is_appointed=True, stands=True)) == {Access.SEE}
    assert Access.DOOR in allowed(user(), Part(frozenset({Duty.DOOR}), is_appointed=True, stands=True))
