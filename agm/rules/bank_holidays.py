"""The public holidays of the parts of the United Kingdom, by the `holidays` library."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Container

import holidays


class Place(enum.StrEnum):
    """Where an organisation's working days are counted, as GOV.UK names the parts."""

    ENGLAND_AND_WALES = "england-and-wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"


SUBDIVISIONS = {Place.ENGLAND_AND_WALES: "ENG", Place.SCOTLAND: "SCT", Place.NORTHERN_IRELAND: "NIR"}


def bank_holidays(place: str) -> Container[dt.date]:
    """Which days are bank holidays there, of any year. Raises ValueError for a place that is none."""
    return holidays.country_holidays("GB", subdiv=SUBDIVISIONS[Place(place)])
