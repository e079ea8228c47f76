"""`make fuzz` in short: odd requests to every kind of route, none of which is a fault of ours."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.fuzz.fuzzer import Fuzzer
from tests.fuzz.invariants import broken_invariants
from tests.support.desk_records import add_meeting, add_organisation, add_region

REQUESTS = 150


@pytest.mark.both_databases
def test_odd_requests_are_answered_by_pages(session: Session, make_app: Callable[..., Flask]) -> None:
    add_organisation(session)
    add_meeting(session, add_region(session))
    session.commit()
    app = make_app(is_testing=False)
    fuzzer = Fuzzer(app, seed=8)
    fuzzer.run(REQUESTS)
    assert "\n\n".join(map(str, fuzzer.found)) == ""
    assert len(fuzzer.reached) > REQUESTS // 5
    assert broken_invariants(app) == []
