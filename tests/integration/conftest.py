"""The meeting that most tests of the desk begin with, and the officer who records it; a test file may have others."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from agm.meetings.models import Meeting
from tests.support.client import StrictClient
from tests.support.desk_records import add_meeting, add_organisation, add_region
from tests.support.kept_records import kept_record


@kept_record
def meeting(session: Session) -> Meeting:
    """An AGM of the North West that was just begun, with Chair, Secretary, Membership and two other officers."""
    add_organisation(session)
    return add_meeting(session, add_region(session))


@pytest.fixture
def chair(meeting: Meeting, sign_in: Callable[..., StrictClient]) -> StrictClient:
    """A client signed in as an officer of the meeting's region."""
    return sign_in("regional_officer", meeting.unit)
