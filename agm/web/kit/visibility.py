"""Who may be shown to the user of this request. `agm.app` says how to find out; this module only asks."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, current_app
from sqlalchemy import ColumnElement


def init_visibility(app: Flask, people: Callable[[], ColumnElement[bool]]) -> None:
    """Register the condition that a person's record must meet to be suggested or asked about."""
    app.extensions["agm_people_in_sight"] = people


def visible_people() -> ColumnElement[bool]:
    condition: ColumnElement[bool] = current_app.extensions["agm_people_in_sight"]()
    return condition
