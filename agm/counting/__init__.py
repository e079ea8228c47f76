"""Counting elections exactly: ballots in, a result with every stage out. Pure: standard library only."""

from __future__ import annotations
