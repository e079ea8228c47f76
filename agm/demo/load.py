"""Filling an empty database with the demonstration."""

import datetime as dt
from collections.abc import Iterator
from operator import itemgetter
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.accounts.models import User
from agm.audit.act import SYSTEM, Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.demo.dates import Moves, moved, moves_of_agms
from agm.demo.player import COMMANDS, Player
from agm.demo.story import Table, read_json, read_story
from agm.organisation.models import Organisation
from agm.organisation.queries import DEFAULT_TIME_ZONE

ZONE = ZoneInfo(DEFAULT_TIME_ZONE)
"""The story's organisation has the usual one."""
HALF_PAST_SIX = dt.time(18, 30, tzinfo=ZONE)
REGIONS_DETAILS = ["name", "description", "contact"]
DAYS = {"on", "days_ago"}


class NotEmptyError(RuntimeError):
    """The database holds records already, and the demonstration fills an empty one only."""


def fill(session: Session, now: dt.datetime) -> None:
    """Fill an empty database. Raises NotEmptyError for any other."""
    if session.scalar(select(Organisation.id)) is not None or session.scalar(select(User.id).limit(1)) is not None:
        raise NotEmptyError("This database holds records already. The demonstration fills an empty one only.")
    story, today = read_story(), now.astimezone(ZONE).date()
    moves = {
        region["slug"]: moves_of_agms(agm_days(region), today, **region.get("agms", {})) for region in story["regions"]
    }
    acts = [act for region in story["regions"] for act in acts_of_region(region)] + story["acts"]
    timed = [(time_of(act, moves.get(act.get("region", ""), {}), now), act) for act in acts]
    player = Player(session, moves, now)
    for at, act in sorted(timed, key=itemgetter(0)):
        arguments = {name: act[name] for name in act.keys() - DAYS - {"do"}}
        COMMANDS[act["do"]](player, Act(session, SYSTEM, at), **arguments)
    record(Act(session, SYSTEM, now), Action.DEMONSTRATION_FILLED, "system:demonstration")


def agm_days(region: Table) -> list[dt.date]:
    files = [read_json(f"{region['slug']}/{act['facts']}") for act in region["acts"] if "facts" in act]
    return [dt.date.fromisoformat(facts["held_on"]) for facts in files if "kind" not in facts]


def acts_of_region(region: Table) -> Iterator[Table]:
    details = {name: region[name] for name in REGIONS_DETAILS} | {"is_demonstration": True}
    for act in ({"on": region["opened_on"], "do": "create_region", **details}, *region["acts"]):
        yield act | {"region": region["slug"]}


def time_of(act: Table, moves: Moves, now: dt.datetime) -> dt.datetime:
    if "days_ago" in act:
        day = now.astimezone(ZONE).date() - dt.timedelta(days=act["days_ago"])
    elif "on" in act:
        day = moved(act["on"], moves)
    else:
        return now
    return dt.datetime.combine(day, HALF_PAST_SIX)
