"""The page of the audit log has words for everything that is written into it."""

from __future__ import annotations

import pytest

from agm.audit.actions import Action
from agm.web.desk.audit_log.words import ACTS


@pytest.mark.parametrize("action", Action)
def test_every_action_has_words(action: Action) -> None:
    assert ACTS[action][:1].islower()
