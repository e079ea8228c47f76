"""The guard of the unit tests guards."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine


def test_an_engine_cannot_connect() -> None:
    with pytest.raises(RuntimeError, match="its place is tests/integration"):
        create_engine("sqlite://").connect()
