"""The server's log: an instant in UTC, who called, and nothing that a caller could write a line with."""

from __future__ import annotations

import logging
import re

from flask import Flask

from agm.web.kit.log_lines import LogLine

FORGED = "/a\r\n2026-01-01T00:00:00.000Z WARNING - agm: signed in\u2028\x1b[2J"


def written(message: str, *values: object, error: BaseException | None = None) -> str:
    told = (type(error), error, None) if error else None
    record = logging.LogRecord("agm", logging.WARNING, __file__, 1, message, values, told)
    record.created, record.msecs = 1_790_000_000.25, 250
    return LogLine().format(record)


def test_log_line_tells_instant_in_utc_level_and_caller() -> None:
    assert written("hello") == "2026-09-21T14:13:20.250Z WARNING - agm: hello"
    with Flask("x").test_request_context("/", environ_base={"REMOTE_ADDR": "192.0.2.7"}):
        assert written("hello") == "2026-09-21T14:13:20.250Z WARNING 192.0.2.7 agm: hello"


def test_log_injection_stays_in_its_line() -> None:
    line = written("refused: %s", FORGED)
    assert len(line.splitlines()) == 1
    assert r"\r\n2026-01-01" in line
    assert "\x1b" not in line


def test_log_injection_by_an_exception_is_indented() -> None:
    first, *further = written("broke", error=ValueError(FORGED)).splitlines()
    assert first.endswith("agm: broke")
    assert further
    assert all(re.match(" {4}", line) for line in further), further
